"""The question at the end of a section: done, or later."""

from portal.kernel.language import lazy
from portal.web.fields import ChoiceField

YES, LATER = "yes", "no"

CHOICES = ((YES, lazy("Yes")), (LATER, lazy("No, I'll come back later")))


def completed_field() -> ChoiceField:
    """Return the radios as they stand at the end of the sections for time and costs."""
    return ChoiceField(
        lazy("Have you completed this section?"),
        choices=CHOICES,
        inline=True,
        remembered=True,
        needed=lazy("Choose yes, or no if you will come back later"),
    )
