"""The dates of a call held against each other, in words for the office."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from portal.kernel.clock import at_london, london, london_day, next_real
from portal.kernel.language import _, lazy
from portal.schemes.problems import Problem

LONGEST_GRACE = 120
LATER = ("approvals_due_at", "reviews_due_at", "panel_on", "decisions_on", "earliest_start_on")
INSTANTS = ("opens_at", "closes_at", "approvals_due_at", "reviews_due_at")

DATE_LABELS = {
    "opens_at": lazy("Opens"),
    "closes_at": lazy("Closes"),
    "approvals_due_at": lazy("Managers answer by"),
    "reviews_due_at": lazy("Reviews in by"),
    "panel_on": lazy("Panel meets"),
    "decisions_on": lazy("Applicants hear by"),
    "earliest_start_on": lazy("First day to start"),
}

_WORDS = {
    "closes_at": lazy("The call must close after it opens."),
    "approvals_due_at": lazy("Managers must have until the call closes, or later."),
    "reviews_due_at": lazy("Reviewers must have until managers have answered, or later."),
    "panel_on": lazy("The panel must meet on the day reviews are in, or later."),
    "decisions_on": lazy("Applicants must hear on the day of the panel, or later."),
    "earliest_start_on": lazy("The first day to start must be the day people hear, or later."),
}


def problems(values: Mapping[str, Any]) -> list[Problem]:
    """Return what is wrong, one problem a date: each is held against the one before it.

    `values` are named as in DATE_LABELS, with `grace_minutes`. One that is missing or None is
    passed over, so that a form with one empty answer still hears of all the others.
    """
    found, before = [], None
    for name in DATE_LABELS:
        after = values.get(name)
        if after is None:
            continue
        if before is not None and not _in_order(before, after, strictly=name == "closes_at"):
            found.append(Problem(name, str(_WORDS[name])))
        before = after
    grace = values.get("grace_minutes")
    if grace is not None and not 0 <= grace <= LONGEST_GRACE:
        words = _("The grace must be from 0 to %(most)s minutes.", most=LONGEST_GRACE)
        found.append(Problem("grace_minutes", words))
    return found


def following(values: Mapping[str, Any], closes_at: datetime) -> dict[str, Any]:
    """Return the dates after a close that is moved, by name: moved only where out of order.

    A date that moves keeps its distance from the old close, and no weekend becomes its day.
    """
    by = closes_at - values["closes_at"]
    moved, before = {}, closes_at
    for name in LATER:
        on = values[name]
        if not _in_order(before, on):
            on = max(_weekday(_shifted(on, by)), _like(on, before))
        moved[name] = before = on
    return moved


def a_year_on(name: str, day: date) -> date:
    """Return the same day of the week 52 weeks later; a start on the first of a month stays so."""
    if name == "earliest_start_on" and day.day == 1:
        return day.replace(year=day.year + 1)
    return day + timedelta(weeks=52)


def _shifted(on: Any, by: timedelta) -> Any:
    """Move a day or an instant by whole days, with the same time on a clock in the UK."""
    days = timedelta(days=-(-by // timedelta(days=1)))
    if not isinstance(on, datetime):
        return on + days
    wall = london(on)
    return at_london(wall.date() + days, next_real(wall.date() + days, wall.time()))


def _weekday(on: Any) -> Any:
    """Return the day or instant, or the same on the Monday after it where it is at a weekend."""
    day = london_day(on) if isinstance(on, datetime) else on
    beyond = (7 - day.weekday()) % 7 if day.weekday() > 4 else 0
    return _shifted(on, timedelta(days=beyond))


def _like(on: Any, other: Any) -> Any:
    """Return the other as what the one is, a day or an instant."""
    is_day = not isinstance(on, datetime)
    return london_day(other) if is_day and isinstance(other, datetime) else other


def _in_order(before: date | datetime, after: date | datetime, *, strictly: bool = False) -> bool:
    """Compare two instants, or days where either is a day."""
    if isinstance(before, datetime) and not isinstance(after, datetime):
        before = london_day(before)
    return before < after if strictly else before <= after
