"""Making a draft a version."""

from uuid import UUID

from portal.kernel.language import lazy
from portal.web.fields import Form, LongTextField, ManyField


class VersionForm(Form):
    """What changed, and the calls that get it; the choices are handed in."""

    note = LongTextField(
        lazy("What did you change?"),
        needed=lazy("Say in a few words what you changed"),
        hint=lazy("One or two sentences, for your colleagues and for the record."),
        rows=3,
        limit=300,
    )
    calls = ManyField(lazy("Which calls get it?"))

    def call_ids(self) -> list[UUID]:
        """Return the calls that were ticked."""
        return [UUID(each) for each in self.calls.data]
