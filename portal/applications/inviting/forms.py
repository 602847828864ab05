"""What the office says to those who sent a first stage: until when, or why not."""

from typing import ClassVar

from portal.kernel.language import lazy
from portal.schemes.call_fields import TimedForm, TimeField, day_field, which_field
from portal.web.fields import LongTextField

LONGEST_REASON = 2_000


class InviteForm(TimedForm):
    """When the full stage closes."""

    TIMES: ClassVar[tuple[str, ...]] = ("closes",)

    closes_on = day_field(
        lazy("Last day to send the full form"), lazy("Enter the last day to send the full form")
    )
    closes_time = TimeField(
        lazy("Closing time"), needed=lazy("Enter the closing time"), hint=lazy("UK time")
    )
    closes_which = which_field()


class TurnAwayForm(TimedForm):
    """Why somebody is not invited."""

    reason = LongTextField(
        lazy("Why are they not invited?"),
        hint=lazy("They read these words in their email. Say what would have to be different."),
        needed=lazy("Say why they are not invited"),
        short=lazy("The reason"),
        limit=LONGEST_REASON,
    )
