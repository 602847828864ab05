"""Time asked for: from an amount in some unit, and two days, to hours a week and hours in all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from portal.applications.asked import Period
from portal.applications.weeks import Week
from portal.costing.rounding import whole
from portal.costing.wte import (
    TimeUnit,
    last_day,
    months_between,
    to_hours,
    total_hours,
    units,
    weeks_and_days,
)

HOURS_IN_A_WEEK = 16_800
DAYS_IN_A_WEEK = 7


class Given(StrEnum):
    """In what a period is given: so much of a unit a week, or days over the whole period."""

    HOURS = "hours"
    DAYS = "days"
    SESSIONS = "sessions"
    PAS = "pas"
    DAYS_IN_ALL = "days_in_all"

    @property
    def unit(self) -> TimeUnit:
        """The unit that is counted."""
        return TimeUnit.DAYS if self is Given.DAYS_IN_ALL else TimeUnit(self.value)


@dataclass(frozen=True, slots=True)
class TimeAsked:
    """So much of a unit, between two days, both included.

    `given_amount` is what was typed, x 100, in the unit; `hours_hundredths` are the hours a week;
    `in_all_hundredths` all hours where it was given in all, else None.
    """

    given_amount: int
    unit: Given
    starts_on: date
    ends_on: date
    hours_hundredths: int
    in_all_hundredths: int | None = None

    @property
    def total_hundredths(self) -> int:
        """All hours of the period, in hundredths."""
        if self.in_all_hundredths is not None:
            return self.in_all_hundredths
        return total_hours(self.hours_hundredths, self.starts_on, self.ends_on)


def units_for(allowed: Sequence[TimeUnit], week: Week) -> tuple[TimeUnit, ...]:
    """Return the units a person may use: those of the scheme whose length is known here.

    Hours are always known, and stand in where nothing else is left.
    """
    if week.full_time is None:
        return (TimeUnit.HOURS,)
    known = units(week.nation)
    return tuple(unit for unit in allowed if unit in known) or (TimeUnit.HOURS,)


def hours_of(amount_hundredths: int, given: Given, week: Week) -> int:
    """Return hours, in hundredths: a week, or in all. Raises NoTimeUnit for an unknown unit."""
    full_time = week.full_time or 0
    return to_hours(Decimal(amount_hundredths).scaleb(-2), given.unit, week.nation, full_time)


def ask(
    amount_hundredths: int, given: TimeUnit | Given, starts_on: date, ends_on: date, week: Week
) -> TimeAsked:
    """Work out the hours of what was typed. Raises NoTimeUnit for a unit the nation has not."""
    unit = Given(given.value)
    hours = hours_of(amount_hundredths, unit, week)
    if unit is not Given.DAYS_IN_ALL:
        return TimeAsked(amount_hundredths, unit, starts_on, ends_on, hours)
    a_week = average_a_week(hours, starts_on, ends_on)
    return TimeAsked(amount_hundredths, unit, starts_on, ends_on, a_week, hours)


def average_a_week(hours_hundredths: int, starts_on: date, ends_on: date) -> int:
    """Spread hours evenly over the days from first to last; return those of one week.

    Hundredths, halves up. Less than a week counts as a week: two days' work from Monday to
    Tuesday are two days that week. Any time at all is at least a hundredth, never none.
    """
    days = max((ends_on - starts_on).days + 1, DAYS_IN_A_WEEK)
    return max(whole(Fraction(hours_hundredths * DAYS_IN_A_WEEK, days)), 1)


def months_or_weeks(first: date, last: date) -> tuple[int, str]:
    """Return how long it is from first to last: "months" where they are whole, else "weeks" begun.

    They are the words that a line of pay has for its length.
    """
    months = months_between(first, last)
    weeks, days = weeks_and_days(first, last)
    if months and last_day(first, months) == last:
        return months, "months"
    return (weeks + (1 if days else 0)) or 1, "weeks"


def hours_to_cover(periods: Sequence[Period]) -> int | None:
    """Return the hours a week that make all the hours, from the first day to the last.

    Of several periods it is the average: so many hours for so long is what they come to.
    """
    if len(periods) < 2:
        return max((period.hours_hundredths for period in periods), default=None)
    total = sum(period.total_hundredths for period in periods)
    first, last = min(p.starts_on for p in periods), max(p.ends_on for p in periods)
    return average_a_week(total, first, last)


def hours_at(periods: Sequence[Period], day: date) -> int:
    """Return the hours a week asked for on one day, in hundredths: overlapping ones add up."""
    return sum(p.hours_hundredths for p in periods if p.starts_on <= day <= p.ends_on)


def overlaps(periods: Sequence[Period]) -> tuple[tuple[date, date], ...]:
    """Return the stretches of days that lie in two periods or more, first to last."""
    found: list[tuple[date, date]] = []
    edges = sorted({p.starts_on for p in periods} | {_after(p) for p in periods})
    for first, following in pairwise(edges):
        if sum(p.starts_on <= first <= p.ends_on for p in periods) < 2:
            continue
        goes_on = found and found[-1][1] + timedelta(days=1) == first
        found.append((found.pop()[0] if goes_on else first, following - timedelta(days=1)))
    return tuple(found)


def is_level(periods: Sequence[Period]) -> bool:
    """Say whether every week that has time in it has as much as the others."""
    days = {p.starts_on for p in periods} | {_after(p) for p in periods}
    return len({hours_at(periods, day) for day in days} - {0}) <= 1


def _after(period: Period) -> date:
    return period.ends_on + timedelta(days=1)
