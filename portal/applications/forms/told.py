"""What somebody says of themselves, where the directory does not know."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from wtforms import ValidationError

from portal.kernel.language import _, lazy
from portal.schemes.asking import Fact, told
from portal.schemes.rule import Candidate
from portal.web.fields import ChoiceField, DateField, Form

YES, NO = "yes", "no"
ANSWERS = ((YES, lazy("Yes")), (NO, lazy("No")))
EARLIEST = date(1900, 1, 1)


class MonthField(DateField):
    """A date whose day may be left out: the month then counts from its first day."""

    def read(self, typed: list[str]) -> date | None:
        """Return the date; see DateField."""
        day, month, year = typed
        return super().read(["1", month, year] if month and year and not day else typed)


class ToldForm(Form):
    """The facts that may be missing. `told_form` leaves only those that are."""

    today: date

    qualified_on = MonthField(
        lazy("When did you qualify for your profession?"),
        hint=lazy("The month and the year are enough. For example, 9 2019"),
        needed=lazy("Enter the month and the year in which you qualified"),
        short=lazy("The date you qualified"),
    )
    held_before = ChoiceField(
        lazy("Have you had this award before?"),
        choices=ANSWERS,
        inline=True,
        needed=lazy("Say whether you have had this award before"),
    )
    research_active = ChoiceField(
        lazy("Do you lead or run research now?"),
        choices=ANSWERS,
        inline=True,
        needed=lazy("Say whether you lead or run research now"),
    )

    def validate_qualified_on(self, field: DateField) -> None:
        """Want a day that has come, in somebody's lifetime."""
        if field.data is not None and field.data > self.today:
            raise ValidationError(_("The date you qualified must be in the past"))
        if field.data is not None and field.data < EARLIEST:
            raise ValidationError(_("The year you qualified must be 1900 or later"))

    def told(self) -> dict[str, Any]:
        """Return the answers as they are stored. Only for a form that validated."""
        return {
            field.short_name: field.data.isoformat()
            if isinstance(field, DateField)
            else field.data == YES
            for field in self.asked()
        }


def told_form(
    facts: Collection[Fact], today: date, stored: Mapping[str, Any] | None = None
) -> ToldForm:
    """Return a form of just these facts: as it was sent, or with the stored answers in it."""
    form = ToldForm() if stored is None else ToldForm(formdata=None, data=_typed(stored))
    form.today = today
    for fact in Fact:
        if fact not in facts:
            del form[fact.value]
    return form


def _typed(stored: Mapping[str, Any]) -> dict[str, Any]:
    known = told(Candidate(), stored)
    words = {True: YES, False: NO, None: None}
    return {
        "qualified_on": known.qualified_on,
        "held_before": words[known.held_before],
        "research_active": words[known.research_active],
    }
