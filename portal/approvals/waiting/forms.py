"""What of the office's list is looked for; sent by GET."""

from portal.approvals.told import STEPS
from portal.approvals.waiting.queries import SORTS, USUAL, Wanted
from portal.kernel.language import lazy
from portal.web.fields import Form, SelectField

WHICH = (
    ("late", lazy("Late")),
    ("office", lazy("With the R&D office")),
    ("applicant", lazy("With the applicant")),
)


class WaitingForm(Form):
    """The step that is waited for, and how it stands."""

    stage = SelectField(
        lazy("Whose answer"),
        choices=[(stage.value, label) for stage, label in STEPS.items()],
        empty=lazy("Anybody’s"),
        size=None,
    )
    which = SelectField(lazy("How it stands"), choices=WHICH, empty=lazy("All"), size=None)

    def wanted(self, sort: str, order: str) -> Wanted:
        """Return it; what is no choice of ours counts as not chosen."""
        return Wanted(
            stage=self._known(self.stage),
            which=self._known(self.which),
            sort=sort if sort in SORTS else USUAL,
            down=order == "down",
        )

    def chosen(self) -> str:
        """Say what is chosen, in a few words."""
        fields = (self.stage, self.which)
        words = [str(c.label) for f in fields for c in f.choices if c.value == f.data]
        return ", ".join(words)

    def _known(self, field: SelectField) -> str:
        return str(field.data) if field.data in {c.value for c in field.choices} else ""
