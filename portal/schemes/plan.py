"""A call as the office means to open it, before it is one: its values, and what is wrong."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from typing import Any

from babel.dates import get_month_names

from portal.kernel.clock import add_working_days, london, london_day
from portal.kernel.language import ENGLISH, WELSH, Text, _
from portal.schemes import dates, fences
from portal.schemes.definition import Definition, When
from portal.schemes.fences import Fence
from portal.schemes.problems import Problem

YEARS_AHEAD = 10
DAYS_FOR_FULL_STAGE = 42  # to be invited, and to write
MORNING, EVENING = time(9), time(17)


@dataclass(frozen=True, slots=True, kw_only=True)
class CallPlan:
    """What the office says of a call. Fields have the meaning of those of `models.Call`."""

    name: Text
    prefix: str
    opens_at: datetime
    closes_at: datetime
    approvals_due_at: datetime
    reviews_due_at: datetime
    panel_on: date
    decisions_on: date
    earliest_start_on: date
    pot_pence: int
    pot_wte_months_hundredths: int | None = None
    ring_fences: tuple[Fence, ...] = ()
    grace_minutes: int = 10
    rehearsal: bool = False

    def said(self) -> dict[str, Any]:
        """Return what is said, by name."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def values(self) -> dict[str, Any]:
        """Return the values of the call's columns; name and fences in their stored form."""
        found = self.said()
        found["name_text"] = found.pop("name").to_json()
        found["ring_fences"] = [fence.to_json() for fence in self.ring_fences]
        return found


class Unfit(Exception):
    """Raised by an action for values that cannot be taken; says what to put right, and where."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(problem.words for problem in self.problems))


def problems(values: Mapping[str, Any], now: datetime) -> list[Problem]:
    """Return all that is wrong at this moment with what is said so far, by name of CallPlan.

    What is missing or None is passed over. A rehearsal may have opened already.
    """
    far = [*_too_far(values, now)]
    near = {name: value for name, value in values.items() if name not in {p.where for p in far}}
    return [
        *_in_the_past(near, now),
        *far,
        *dates.problems(near),
        *fences.problems(
            values.get("ring_fences") or (),
            values.get("pot_pence"),
            values.get("pot_wte_months_hundredths"),
        ),
    ]


def _in_the_past(values: Mapping[str, Any], now: datetime) -> Iterator[Problem]:
    opens, closes = values.get("opens_at"), values.get("closes_at")
    if not values.get("rehearsal"):
        if opens is not None and opens < now:
            yield Problem("opens_at", _("The call must open in the future."))
    elif closes is not None and closes < now:
        yield Problem("closes_at", _("The call must close in the future."))


def _too_far(values: Mapping[str, Any], now: datetime) -> Iterator[Problem]:
    last_year = london_day(now).year + YEARS_AHEAD
    for name in dates.DATE_LABELS:
        if (on := values.get(name)) is not None and on.year > last_year:
            yield Problem(name, _("The year must be %(year)s or before.", year=last_year))


def proposed(says: Definition, now: datetime) -> dict[str, Any]:
    """Propose a name and dates, by field of the form: they fit together, and may be changed.

    Opens on a Monday in one to two weeks, is open for six weeks less three days, then gives
    six weeks to a full stage where there are two, approvers their working days, reviewers four
    weeks, and the panel one.
    """
    today = london_day(now)
    opens = today + timedelta(days=14 - today.weekday())
    closes = opens + timedelta(days=39)
    writing = timedelta(days=DAYS_FOR_FULL_STAGE if says.is_two_stage else 0)
    wanted = days_for_approvals(says)
    approvals = add_working_days(closes + writing, wanted)
    reviews = approvals + timedelta(days=28 if says.criteria else 0)
    panel = add_working_days(reviews, 5)
    decisions = add_working_days(panel, 5)
    days = {
        "opens_on": opens,
        "closes_on": closes,
        "approvals_due_on": approvals,
        "reviews_due_on": reviews,
        "panel_on": panel,
        "decisions_on": decisions,
        "earliest_start_on": _month_after(decisions + timedelta(days=28)),
    }
    times = dict.fromkeys(("closes_time", "approvals_due_time", "reviews_due_time"), EVENING)
    names = {"name": _month_of(closes, ENGLISH), "name_cy": _month_of(closes, WELSH)}
    return {**names, **days, **times, "opens_time": MORNING, "grace_minutes": 10}


def days_for_approvals(says: Definition) -> int:
    """Return the working days that those need who are asked once it is sent, in order or at once.

    Whoever is asked before it is sent, or before an award, has other days.
    """
    days = [step.days_to_answer for step in says.approvals_when(When.AFTER_SENDING)]
    return sum(days) if says.approvals_in_order else max(days, default=0)


def _month_of(day: date, language: str) -> str:
    return f"{get_month_names('wide', locale=language)[day.month]} {day.year}"


def _month_after(day: date) -> date:
    """Return the first day of the next month."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def copied(call: Any, now: datetime) -> dict[str, Any]:
    """Propose the next call after one: its dates a year on, by field of the form.

    Days of the week and times on a clock in the UK stay. A call of long ago moves by as many
    years as it needs to open in the future. Pot, fences and grace stay.
    """
    days = {name: _uk_day(getattr(call, name)) for name in dates.DATE_LABELS}
    while days["opens_at"] <= london_day(now):
        days = {name: dates.a_year_on(name, day) for name, day in days.items()}
    found: dict[str, Any] = {field_name(name): day for name, day in days.items()}
    for name in dates.INSTANTS:
        found[name.replace("_at", "_time")] = london(getattr(call, name)).time()
    closes = days["closes_at"]
    return {
        **found,
        "name": _month_of(closes, ENGLISH),
        "name_cy": _month_of(closes, WELSH),
        "pot_pence": call.pot_pence,
        "pot_wte_months_hundredths": call.pot_wte_months_hundredths,
        "grace_minutes": call.grace_minutes,
    }


def field_name(name: str) -> str:
    """Return the name of the form's field for the day of a date: "closes_at" is "closes_on"."""
    return name.replace("_at", "_on")


def _uk_day(on: date) -> date:
    return london_day(on) if isinstance(on, datetime) else on
