"""Forms of the catalogue and of the office that publishes."""

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from wtforms import ValidationError

from portal.kernel.clock import at_london, london
from portal.kernel.language import Text, _, lazy
from portal.people.professions import GROUP_LABELS
from portal.schemes.dates import DATE_LABELS, LONGEST_GRACE
from portal.schemes.filters import GIVES_LABELS, LONGEST_SEARCH, WITHIN_LABELS
from portal.schemes.plan import CallPlan, Unfit, exists
from portal.schemes.slugs import is_slug
from portal.web import checks
from portal.web.fields import (
    DateField,
    Form,
    HoursField,
    ManyField,
    MoneyField,
    SelectField,
    TextField,
    WholeNumberField,
)
from portal.web.format import short_day
from portal.web.typed import one_line

_TIME = re.compile(r"([0-9]{1,2})(?:[:.]([0-9]{2}))?\s?(am|pm|yb|yh)?", re.IGNORECASE)
_PREFIX = re.compile(r"[A-Z][A-Z0-9]{1,11}")
_AFTERNOON = frozenset({"pm", "yh"})
INSTANTS = ("opens", "closes", "approvals_due", "reviews_due")
DAYS = ("panel_on", "decisions_on", "earliest_start_on")
MOST_WTE_MONTHS = 1_000_000


def parse_time(text: str) -> time:
    """Read "13:00", "1pm", "1:30 pm" or "16.00". Raises ValueError; "5" alone is no time."""
    match = _TIME.fullmatch(text)
    if match is None or not (match[2] or match[3]):
        raise ValueError(text)
    hour = int(match[1])
    if match[3]:
        if not 1 <= hour <= 12:
            raise ValueError(text)
        hour = hour % 12 + (12 if match[3].lower() in _AFTERNOON else 0)
    return time(hour, int(match[2] or 0))


class TimeField(TextField):
    """A time of day in the UK. Data: time, or None."""

    def __init__(self, label: object, **kwargs: Any) -> None:
        super().__init__(label, **{"width": 5, "autocomplete": "off", **kwargs})

    def process_data(self, value: Any) -> None:
        """Take a stored time."""
        self.data = value

    def read(self, text: str) -> Any:
        """Return the time, None where nothing was typed. Raises ValidationError."""
        typed = one_line(text, self.limit)
        if not typed:
            return None
        try:
            return parse_time(typed)
        except ValueError as error:
            words = _("%(what)s must be like 13:00 or 1pm", what=self.what)
            raise ValidationError(words) from error

    def write(self, data: Any) -> str:
        """Write "17:00"."""
        return f"{data:%H:%M}" if data is not None else ""


class WteMonthsField(HoursField):
    """Months of full-time work. Data: hundredths of a month (int), or None."""

    def unreadable(self) -> str:
        """Return the words for what is not such a number."""
        return _("Enter a number of months of full-time work, like 12 or 4.5")


class CatalogueForm(Form):
    """What to show of the catalogue; sent by GET."""

    q = TextField(lazy("Search"), limit=LONGEST_SEARCH, size=None)
    job = SelectField(
        lazy("Your job"), choices=GROUP_LABELS.items(), empty=lazy("All jobs"), size=None
    )
    kind = ManyField(lazy("Kind of scheme"), small=True, size=None)
    gives = SelectField(
        lazy("Gives"), choices=GIVES_LABELS.items(), empty=lazy("Time or money"), size=None
    )
    closes = SelectField(
        lazy("Closes"), choices=WITHIN_LABELS.items(), empty=lazy("Any date"), size=None
    )


class SchemeForm(Form):
    """A new scheme; the choices of `node` are handed in."""

    node = SelectField(
        lazy("Which part of the organisation runs it?"),
        needed=lazy("Choose which part of the organisation runs it"),
        hint=lazy("Staff there and below can apply."),
        empty=None,
    )
    name = TextField(
        lazy("Name in English"), needed=lazy("Enter a name in English"), limit=120, width=30
    )
    name_cy = TextField(
        lazy("Name in Welsh"), optional=True, limit=120, width=30, short=lazy("Name in Welsh")
    )
    slug = TextField(
        lazy("Address of its page"),
        optional=True,
        prefix="/schemes/",
        width=20,
        limit=80,
        short=lazy("Address"),
        hint=lazy("Small letters, numbers and dashes. Leave it empty and we make it."),
        checks=(
            checks.passes(
                is_slug, lazy("Use small letters and numbers, with single dashes between words")
            ),
        ),
    )

    def named(self) -> Text:
        """Return the name in both languages."""
        return Text(self.name.data, self.name_cy.data)


def _day(name: str, needed: object, hint: object = None) -> DateField:
    return DateField(DATE_LABELS[name], needed=needed, hint=hint)


def _time(label: object, needed: object) -> TimeField:
    return TimeField(label, needed=needed, size=None)


class CallForm(Form):
    """A call, before it opens. Times are as on a clock in the UK."""

    name = TextField(
        lazy("Name of this call in English"),
        needed=lazy("Enter a name for this call"),
        hint=lazy("Usually the month in which it closes, like January 2027."),
        limit=80,
        width=20,
    )
    name_cy = TextField(lazy("Name of this call in Welsh"), optional=True, limit=80, width=20)
    opens_on = _day(
        "opens_at", lazy("Enter the day it opens"), lazy("It opens by itself at this time.")
    )
    opens_time = _time(lazy("Opening time"), lazy("Enter the opening time"))
    closes_on = _day(
        "closes_at", lazy("Enter the day it closes"), lazy("What arrives at this time is on time.")
    )
    closes_time = _time(lazy("Closing time"), lazy("Enter the closing time"))
    approvals_due_on = _day("approvals_due_at", lazy("Enter the last day for managers"))
    approvals_due_time = _time(lazy("Time for managers"), lazy("Enter the time for managers"))
    reviews_due_on = _day("reviews_due_at", lazy("Enter the last day for reviews"))
    reviews_due_time = _time(lazy("Time for reviews"), lazy("Enter the time for reviews"))
    panel_on = _day("panel_on", lazy("Enter the day of the panel"))
    decisions_on = _day("decisions_on", lazy("Enter the day by which applicants hear"))
    earliest_start_on = _day("earliest_start_on", lazy("Enter the first day to start"))
    pot_pence = MoneyField(
        lazy("Money in this call"),
        needed=lazy("Enter how much money there is. Enter 0 if there is none."),
        hint=lazy("In pounds. Enter 0 for a call that gives time alone."),
    )
    pot_wte_months_hundredths = WteMonthsField(
        lazy("Time in this call"),
        optional=True,
        most=MOST_WTE_MONTHS,
        suffix=lazy("WTE-months"),
        short=lazy("Time in this call"),
        hint=lazy("12 WTE-months is one full-time person for a year."),
    )
    prefix = TextField(
        lazy("Start of reference numbers"),
        needed=lazy("Enter 2 to 12 letters and numbers"),
        hint=lazy("2 to 12 capital letters and numbers, like SG27."),
        width=10,
        limit=12,
        checks=(
            checks.passes(
                lambda text: _PREFIX.fullmatch(text.upper()) is not None,
                lazy("Use 2 to 12 letters and numbers. Start with a letter."),
            ),
        ),
    )
    grace_minutes = WholeNumberField(
        lazy("Grace after the close"),
        needed=lazy("Enter a number of minutes. Enter 0 for none."),
        hint=lazy("For slow phones. What arrives in it still counts. Applicants are not told."),
        suffix=lazy("minutes"),
        most=LONGEST_GRACE,
        width=3,
    )

    def validate_opens_time(self, field: TimeField) -> None:
        """Refuse the hour that the spring change skips."""
        _must_exist(self.opens_on.data, field.data)

    def validate_closes_time(self, field: TimeField) -> None:
        """Refuse the hour that the spring change skips."""
        _must_exist(self.closes_on.data, field.data)

    def validate_approvals_due_time(self, field: TimeField) -> None:
        """Refuse the hour that the spring change skips."""
        _must_exist(self.approvals_due_on.data, field.data)

    def validate_reviews_due_time(self, field: TimeField) -> None:
        """Refuse the hour that the spring change skips."""
        _must_exist(self.reviews_due_on.data, field.data)

    def plan(self) -> CallPlan:
        """Return what was said. Only for a form that validated."""
        instants = {f"{name}_at": self._instant(name) for name in INSTANTS}
        return CallPlan(
            name=Text(self.name.data, self.name_cy.data),
            prefix=self.prefix.data.upper(),
            pot_pence=self.pot_pence.data,
            pot_wte_months_hundredths=self.pot_wte_months_hundredths.data,
            grace_minutes=self.grace_minutes.data,
            **instants,
            **{name: self[name].data for name in DAYS},
        )

    def _instant(self, name: str) -> datetime:
        return at_london(self[f"{name}_on"].data, self[f"{name}_time"].data)

    def refuse_all(self, unfit: Unfit) -> None:
        """Put each problem of an action beside its field."""
        for problem in unfit.problems:
            self.refuse(problem.where.replace("_at", "_on"), problem.words)


def _must_exist(day: date | None, wall: time | None) -> None:
    if day is None or wall is None or exists(day, wall):
        return
    words = {"time": f"{wall:%H:%M}", "day": short_day(day)}
    raise ValidationError(
        _("There is no %(time)s on %(day)s: the clocks go forward. Choose another.", **words)
    )


def values_of(plan: Any) -> Mapping[str, Any]:
    """Return the values of the form's fields for a call as it is."""
    found = {"name": plan.name.en, "name_cy": plan.name.cy}
    for name in INSTANTS:
        wall = london(getattr(plan, f"{name}_at"))
        found |= {f"{name}_on": wall.date(), f"{name}_time": wall.time()}
    others = (*DAYS, "pot_pence", "pot_wte_months_hundredths", "prefix", "grace_minutes")
    return found | {name: getattr(plan, name) for name in others}
