"""A call as the office means to open it, before it is one: its values, and what is wrong."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from typing import Any

from babel.dates import get_month_names

from portal.kernel.clock import add_working_days, at_london, london_day
from portal.kernel.language import ENGLISH, WELSH, Text, _
from portal.schemes import dates
from portal.schemes.definition import Definition
from portal.schemes.problems import Problem

YEARS_AHEAD = 10
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
    grace_minutes: int = 10

    def values(self) -> dict[str, Any]:
        """Return the values of the call's columns; the name in its stored form."""
        found = {field.name: getattr(self, field.name) for field in fields(self)}
        found["name_text"] = found.pop("name").to_json()
        return found


class Unfit(Exception):
    """Raised by an action for values that cannot be taken; says what to put right, and where."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(problem.words for problem in self.problems))


def problems(plan: CallPlan, now: datetime) -> list[Problem]:
    """Return what is wrong with a plan at this moment, one problem for each date."""
    if plan.opens_at < now:
        return [Problem("opens_at", _("The call must open in the future."))]
    return [*_too_far(plan, now)] or dates.problems(plan)


def _too_far(plan: CallPlan, now: datetime) -> Iterator[Problem]:
    last_year = london_day(now).year + YEARS_AHEAD
    for name in dates.DATE_LABELS:
        if getattr(plan, name).year > last_year:
            words = _("The year must be %(year)s or before.", year=last_year)
            yield Problem(name, words)


def proposed(says: Definition, now: datetime) -> dict[str, Any]:
    """Propose a name and dates, by field of the form: they fit together, and may be changed.

    Opens on a Monday in one to two weeks, is open for six weeks less three days, then gives
    approvers their working days, reviewers four weeks, and the panel one.
    """
    today = london_day(now)
    opens = today + timedelta(days=14 - today.weekday())
    closes = opens + timedelta(days=39)
    wanted = max((step.days_to_answer for step in says.approvals), default=0)
    approvals = add_working_days(closes, wanted)
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


def _month_of(day: date, language: str) -> str:
    return f"{get_month_names('wide', locale=language)[day.month]} {day.year}"


def _month_after(day: date) -> date:
    """Return the first day of the next month."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def exists(day: date, wall: time) -> bool:
    """Say whether the UK wall time is real on that day: one hour is skipped in spring."""
    try:
        at_london(day, wall)
    except ValueError:
        return False
    return True
