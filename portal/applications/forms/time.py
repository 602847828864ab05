"""The form of the section for time: one small form for each period, and what is asked once."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import ValidationError

from portal.applications.forms.completed import completed_field
from portal.applications.forms.numbers import AmountField
from portal.applications.periods import how_many, is_blank, prefix
from portal.applications.timing import HOURS_IN_A_WEEK, Given, TimeAsked, ask, hours_of
from portal.applications.weeks import Week
from portal.kernel.language import _, lazy
from portal.web.checks import not_after, not_before
from portal.web.fields import ChoiceField, DateField, Form, LongTextField
from portal.web.fields.choices import Choices
from portal.web.typed import SHORT, clean

YEARS_AHEAD = 10
REASON_WORDS = 100
REASON_LIMIT = 2_000
MOST_AMOUNT = 400_000  # days x 100: more than there are in so many years


class PeriodForm(Form):
    """How much time, and between which days: one period. Its fields have the period's prefix.

    Call `offer` before it is validated or drawn.
    """

    earliest: date
    week: Week

    amount = AmountField(
        lazy("How much time each week do you ask for?"),
        short=lazy("Time each week"),
        hint=lazy("A number, like 1 or 7.5"),
        needed=lazy("Enter how much time you ask for each week"),
        suffix=None,
        least=1,
        most=MOST_AMOUNT,
    )
    unit = ChoiceField(
        lazy("Counted in"),
        needed=lazy("Choose what you count your time in"),
        small=True,
    )
    starts = DateField(
        lazy("First day"), short=lazy("First day"), needed=lazy("Enter the first day")
    )
    ends = DateField(lazy("Last day"), short=lazy("Last day"), needed=lazy("Enter the last day"))

    def offer(self, units: Choices, earliest: date, week: Week) -> None:
        """Hand in what time may be given in, the first day the call allows, and whose week it is.

        Where days in all are on offer, the question is not about a week alone.
        """
        self.unit.choices = units
        self.earliest, self.week = earliest, week
        if len(self.unit.choices) == 1:
            self.unit.data = self.unit.data or self.unit.choices[0].value
        if Given.DAYS_IN_ALL in {choice.value for choice in self.unit.choices}:
            self.amount.label.text = _("How much time do you ask for?")
            self.amount.short = _("Time")
            self.amount.needed = _("Enter how much time you ask for")

    def validate_amount(self, field: AmountField) -> None:
        """Refuse more hours than a week has, or more days than lie between the two dates."""
        if field.data is None or not self.has_unit():
            return
        if self.given is Given.DAYS_IN_ALL:
            self._hold_days(field.data)
        elif not 0 < hours_of(field.data, self.given, self.week) <= HOURS_IN_A_WEEK:
            raise ValidationError(_("Time each week must be more than 0 and fit into a week"))

    def _hold_days(self, amount: int) -> None:
        first, last = self.starts.data, self.ends.data
        if not first or not last or not first <= last <= _years_on(first):
            return
        days = (last - first).days + 1
        if amount > days * 100:
            raise ValidationError(
                _("Days in all must be %(days)s or fewer between these two dates", days=days)
            )
        if not ask(amount, self.given, first, last, self.week).hours_hundredths:
            raise ValidationError(_("Time must be at least a few minutes a week"))

    def validate_starts(self, field: DateField) -> None:
        """Hold the first day against the call."""
        not_before(self.earliest, _("First day"))(self, field)
        latest = date(self.earliest.year + YEARS_AHEAD, 12, 31)
        not_after(latest, _("First day"))(self, field)

    def validate_ends(self, field: DateField) -> None:
        """Hold the last day against the first."""
        first = self.starts.data
        if field.data and first and field.data < first:
            raise ValidationError(_("Last day must be the same as the first day or later"))
        if field.data and first and field.data > _years_on(first):
            raise ValidationError(
                _("Last day must be within %(years)s years of the first", years=YEARS_AHEAD)
            )

    def has_unit(self) -> bool:
        """Say whether the unit chosen is one on offer."""
        return self.unit.data in {choice.value for choice in self.unit.choices}

    @property
    def given(self) -> Given:
        """What it is counted in. Ask `has_unit` first."""
        return Given(self.unit.data)

    def asked_for(self, week: Week) -> TimeAsked:
        """Return what is asked for, once the form is valid. `week` is that of the first day."""
        return ask(self.amount.data, self.given, self.starts.data, self.ends.data, week)

    def typed(self) -> dict[str, str]:
        """Return what was typed, under bare names."""
        days = {
            f"{name}-{part}": text
            for name, field in (("starts", self.starts), ("ends", self.ends))
            for part, text in field.parts.items()
        }
        unit = self.unit.data if self.has_unit() else ""
        return {"amount": self.amount.shown, "unit": unit, **days}

    def is_blank(self) -> bool:
        """Say whether nothing was typed."""
        return is_blank(self.typed())

    def cannot_keep(self) -> bool:
        """Say whether something typed is too long or cannot be stored, even for later."""
        texts = (t for f in (self.amount, self.starts, self.ends) for t in f.raw_data or ())
        return any(not _is_keepable(str(text), SHORT) for text in texts)

    def number_errors(self, number: int) -> None:
        """Say in every error which period it is about: the summary has those of all."""
        for field in self.asked():
            field.errors = [
                _("Period %(number)s: %(what)s", number=number, what=words)
                for words in field.errors
            ]


class TimeForm(Form):
    """The whole section. `reason` is for going over a limit that may be passed with one."""

    reason = LongTextField(
        lazy("Why do you need more than the limit?"),
        short=lazy("Your reason"),
        words=REASON_WORDS,
        rows=3,
        limit=REASON_LIMIT,
    )
    complete = completed_field()

    def cannot_keep(self) -> bool:
        """Say whether the reason is too long or cannot be stored, even for later."""
        return any(not _is_keepable(str(t), REASON_LIMIT) for t in self.reason.raw_data or ())


def period_forms(sent: MultiDict[str, Any]) -> list[PeriodForm]:
    """Return a form for every period that was sent, or stored; an empty first one for nothing."""
    return [
        PeriodForm(sent, prefix=prefix(number), meta={"csrf": False})
        for number in range(1, how_many(sent) + 1)
    ]


def number_errors(forms: Sequence[PeriodForm]) -> None:
    """Name the period in every error, where there are several."""
    if len(forms) > 1:
        for number, form in enumerate(forms, start=1):
            form.number_errors(number)


def _years_on(day: date) -> date:
    return date(min(day.year + YEARS_AHEAD, date.max.year), 12, 31)


def _is_keepable(text: str, limit: int) -> bool:
    try:
        clean(text, limit)
    except ValidationError:
        return False
    return True
