"""The words of a scheme: its name, what it is for, who decides."""

from typing import Any

from portal.designer.forms.base import (
    SettingsForm,
    line,
    lines,
    text_data,
    welsh_line,
    welsh_lines,
)
from portal.kernel.language import lazy
from portal.schemes.definition import KIND_LABELS, Definition, Kind
from portal.web.fields import SelectField, WholeNumberField

_TEXTS = ("name", "summary", "purpose", "decided_by", "funder_note")


class WordsForm(SettingsForm):
    """All but the name may be left for later: the outline says what is still to be written."""

    name = line(lazy("Name"), needed=lazy("Enter a name in English"), limit=120)
    name_cy = welsh_line(lazy("Name"), limit=120)
    kind = SelectField(
        lazy("Kind of scheme"),
        choices=KIND_LABELS.items(),
        empty=None,
        needed=lazy("Choose a kind"),
    )
    summary = lines(
        lazy("Summary"), hint=lazy("One or two sentences under the name. Say what one gets.")
    )
    summary_cy = welsh_lines(lazy("Summary"))
    purpose = lines(
        lazy("What it is for"),
        hint=lazy("Two or three sentences for somebody new to research."),
        rows=5,
    )
    purpose_cy = welsh_lines(lazy("What it is for"), rows=5)
    decided_by = lines(
        lazy("Who decides"), hint=lazy("For example: a panel of nurses, managers and patients."),
        rows=2,
    )  # fmt: skip
    decided_by_cy = welsh_lines(lazy("Who decides"), rows=2)
    funder_note = lines(
        lazy("Where the money or the idea comes from"),
        hint=lazy("The public reads this. Say only what is true."),
        optional=True,
        rows=2,
    )
    funder_note_cy = welsh_lines(lazy("Where the money or the idea comes from"), rows=2)
    minutes_to_apply = WholeNumberField(
        lazy("How long does it take to apply?"),
        short=lazy("Time to apply"),
        hint=lazy(
            "An honest guess helps people to choose when to start. "
            "In a scheme of two steps, say it of the first."
        ),
        suffix=lazy("minutes"),
        needed=lazy("Enter a number of minutes"),
        least=1,
        most=1_000,
    )

    @classmethod
    def data_of(cls, says: Definition) -> dict[str, Any]:
        """Return what the fields show for a scheme."""
        found: dict[str, Any] = {"kind": says.kind.value, "minutes_to_apply": says.minutes_to_apply}
        for name in _TEXTS:
            found |= text_data(name, getattr(says, name))
        return found

    def values(self) -> dict[str, Any]:
        """Return what was said."""
        return {
            **{name: self.text(name) for name in _TEXTS[:-1]},
            "funder_note": self.text_or_none("funder_note"),
            "kind": Kind(self.kind.data),
            "minutes_to_apply": self.minutes_to_apply.data,
        }
