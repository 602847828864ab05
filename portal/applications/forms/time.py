"""The form of the section for time."""

from datetime import date

from wtforms import ValidationError

from portal.applications.forms.completed import completed_field
from portal.applications.forms.numbers import AmountField
from portal.applications.timing import HOURS_IN_A_WEEK, TimeAsked, ask, hours_of
from portal.applications.weeks import Week
from portal.costing.wte import TimeUnit
from portal.kernel.language import _, lazy
from portal.web.checks import Check, not_after, not_before
from portal.web.fields import Asked, ChoiceField, DateField, Form, LongTextField
from portal.web.fields.choices import Choices
from portal.web.typed import SHORT, clean

YEARS_AHEAD = 10
REASON_WORDS = 100
REASON_LIMIT = 2_000


class TimeAskedForm(Form):
    """How much time a week, and between which days: what can be worked out as people type.

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
        """Hand in the units on offer, the first day the call allows, and whose week it is."""
        self.unit.choices = units
        self.earliest, self.week = earliest, week
        if len(self.unit.choices) == 1:
            self.unit.data = self.unit.data or self.unit.choices[0].value

    def validate_amount(self, field: AmountField) -> None:
        """Refuse more hours than a week has, in whatever unit, and less than can be counted."""
        if field.data is None or not self.has_unit():
            return
        hours = hours_of(field.data, TimeUnit(self.unit.data), self.week)
        if not 0 < hours <= HOURS_IN_A_WEEK:
            raise ValidationError(_("Time each week must be more than 0 and fit into a week"))

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
        if field.data and first and field.data.year > first.year + YEARS_AHEAD:
            raise ValidationError(
                _("Last day must be within %(years)s years of the first", years=YEARS_AHEAD)
            )

    def validate_time(self) -> bool:
        """Say whether amount, unit and days can be read and fit together; leaves no errors."""
        fields = (self.amount, self.unit, self.starts, self.ends)
        right = [field.validate(self, self._own_checks(field)) for field in fields]
        for field in fields:
            field.errors = ()
        return all(right)

    def _own_checks(self, field: Asked) -> tuple[Check, ...]:
        check = getattr(type(self), f"validate_{field.short_name}", None)
        return (check,) if check else ()

    def has_unit(self) -> bool:
        """Say whether the unit chosen is one on offer."""
        return self.unit.data in {choice.value for choice in self.unit.choices}

    def asked_for(self, week: Week) -> TimeAsked:
        """Return what is asked for, once the form is valid. `week` is that of the first day."""
        unit = TimeUnit(self.unit.data)
        return ask(self.amount.data, unit, self.starts.data, self.ends.data, week)

    def typed(self) -> dict[str, str]:
        """Return what was typed, field by field, as it is kept for later."""
        days = {
            f"{field.name}-{part}": text
            for field in (self.starts, self.ends)
            for part, text in field.parts.items()
        }
        unit = self.unit.data if self.has_unit() else ""
        return {"amount": self.amount.shown, "unit": unit, **days}


class TimeForm(TimeAskedForm):
    """The whole section. `reason` is for going over a limit that may be passed with one."""

    reason = LongTextField(
        lazy("Why do you need more than the limit?"),
        short=lazy("Your reason"),
        words=REASON_WORDS,
        rows=3,
        limit=REASON_LIMIT,
    )
    complete = completed_field()

    def typed(self) -> dict[str, str]:
        """Return what was typed, the reason too."""
        return {**super().typed(), "reason": self.reason.shown}

    def cannot_keep(self) -> bool:
        """Say whether something typed is too long or cannot be stored, even for later."""
        short = (self.amount, self.starts, self.ends)
        texts = [(text, SHORT) for field in short for text in field.raw_data or ()]
        texts += [(text, REASON_LIMIT) for text in self.reason.raw_data or ()]
        return any(not _is_keepable(str(text), limit) for text, limit in texts)


def _is_keepable(text: str, limit: int) -> bool:
    try:
        clean(text, limit)
    except ValidationError:
        return False
    return True
