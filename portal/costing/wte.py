"""Hours, WTE, sessions, PAs, days and months: the exact arithmetic of time.

Hours are integer hundredths of an hour, mostly a week. WTE is hours over the full-time hours
of that nation on that date, made when asked for and never stored. Dates are UK calendar days
and a span includes both its ends.
"""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from portal.costing.book import Book
from portal.costing.figures import SHIPPED
from portal.costing.rounding import hundredth, whole
from portal.costing.scales import Nation, nation_name
from portal.costing.shipped import NotHeld, rates
from portal.kernel.amounts import plain
from portal.kernel.language import _, lazy

DAYS_IN_FULL_WEEK = 5
SESSIONS_IN_FULL_WEEK = 10


class TimeUnit(StrEnum):
    """In what a person says how much time a week."""

    HOURS = "hours"
    DAYS = "days"
    SESSIONS = "sessions"
    PAS = "pas"


class NoTimeUnit(NotHeld):
    """Raised when a nation has no such unit, or its length is not known to us."""


def full_time_hundredths(nation: Nation, on: date, book: Book = SHIPPED) -> int:
    """Return the full-time hours a week of Agenda for Change staff, in hundredths of an hour.

    `Book.full_time`, of the figures that come with the portal unless others are handed in.
    """
    return book.full_time(nation, on)


def wte(hours_hundredths: int, full_time: int) -> Decimal:
    """Return hours over full-time hours, to two places, halves up. Both in hundredths."""
    return hundredth(Fraction(hours_hundredths, full_time))


def unit_hundredths(unit: TimeUnit, nation: Nation, full_time: int) -> int:
    """Return how long one of these is, in hundredths of an hour.

    | unit | length | from |
    |---|---|---|
    | day | a fifth of the full-time week: 7.5 h of 37.5, 7.2 h of 36 | convention |
    | session, Wales | 3.75 h | oncosts.json, medical (general knowledge) |
    | session elsewhere | half a day: 3.75 h of 37.5, 3.6 h of 36 | convention |
    | PA, England | 4 h | oncosts.json, medical (sourced) |
    | PA elsewhere | not known: raises NoTimeUnit | |
    """
    match unit:
        case TimeUnit.HOURS:
            return 100
        case TimeUnit.DAYS:
            return whole(Fraction(full_time, DAYS_IN_FULL_WEEK))
        case TimeUnit.SESSIONS:
            return _session(nation, full_time)
        case TimeUnit.PAS:
            return _pa(nation)


def units(nation: Nation) -> tuple[TimeUnit, ...]:
    """Return the units whose length is known in this nation."""
    return tuple(u for u in TimeUnit if u is not TimeUnit.PAS or nation is Nation.ENGLAND)


def to_hours(quantity: Decimal, unit: TimeUnit, nation: Nation, full_time: int) -> int:
    """Turn so many of a unit into hundredths of an hour, halves up. Raises NoTimeUnit."""
    return whole(Fraction(quantity) * unit_hundredths(unit, nation, full_time))


def percent_of_contract(hours_hundredths: int, contracted_hundredths: int) -> Decimal:
    """Return hours as per cent of a person's own week, to two places: 7.5 of 30 is 25.00."""
    return hundredth(Fraction(hours_hundredths * 100, contracted_hundredths))


def weeks_and_days(starts_on: date, ends_on: date) -> tuple[int, int]:
    """Return the whole weeks and the days left over in a span. Raises ValueError if backwards."""
    return divmod(_days(starts_on, ends_on), 7)


def total_hours(hours_hundredths: int, starts_on: date, ends_on: date) -> int:
    """Return the hours of a whole span, in hundredths, halves up.

    Each whole week counts in full, each day left over counts a seventh of a week, because
    nobody has yet said on which weekdays the time falls. Raises ValueError if backwards.
    """
    return whole(Fraction(hours_hundredths * _days(starts_on, ends_on), 7))


def last_day(starts_on: date, months: int) -> date:
    """Return the last day of so many months: 6 months from 6 April end on 5 October.

    It is the day before the same day of the month; where that month is too short to have
    such a day, its own last day. Raises ValueError for fewer than one month.
    """
    if months < 1:
        raise ValueError("a span has at least one month")
    ahead, month = divmod(starts_on.month - 1 + months, 12)
    year = starts_on.year + ahead
    length = monthrange(year, month + 1)[1]
    if starts_on.day > length:
        return date(year, month + 1, length)
    return date(year, month + 1, starts_on.day) - timedelta(days=1)


def months_between(starts_on: date, ends_on: date) -> int:
    """Return how many whole months a span holds; days left over are dropped.

    A cap in months asks `is_within_months`, which does not drop them. Raises ValueError if
    the span runs backwards.
    """
    _days(starts_on, ends_on)
    months = (ends_on.year - starts_on.year) * 12 + ends_on.month - starts_on.month + 1
    while months and last_day(starts_on, months) > ends_on:
        months -= 1
    return months


def is_within_months(starts_on: date, ends_on: date, months: int) -> bool:
    """Say whether a span is no longer than so many months, to the day."""
    return ends_on <= last_day(starts_on, months)


def week_in_words(hours_hundredths: int, full_time: int) -> str:
    """Say hours a week in days where they make half days, "1½ days a week", else in hours."""
    halves = Fraction(hours_hundredths * 2 * DAYS_IN_FULL_WEEK, full_time)
    if halves.denominator == 1 and int(halves) in _HALF_DAYS:
        return str(_HALF_DAYS[int(halves)])
    if hours_hundredths == 100:
        return str(_("1 hour a week"))
    return str(_("%(hours)s hours a week", hours=plain(hours_hundredths)))


def in_words(hours_hundredths: int, full_time: int) -> str:
    """Say hours a week as "0.20 WTE, one day a week"."""
    return str(
        _(
            "%(wte)s WTE, %(week)s",
            wte=wte(hours_hundredths, full_time),
            week=week_in_words(hours_hundredths, full_time),
        )
    )


_HALF_DAYS: Mapping[int, object] = {
    1: lazy("half a day a week"),
    2: lazy("one day a week"),
    3: lazy("1½ days a week"),
    4: lazy("two days a week"),
    5: lazy("2½ days a week"),
    6: lazy("three days a week"),
    7: lazy("3½ days a week"),
    8: lazy("four days a week"),
    9: lazy("4½ days a week"),
    10: lazy("full time"),
}


def _session(nation: Nation, full_time: int) -> int:
    if nation is Nation.WALES:
        return int(rates()["medical"]["session_hours_wales"] * 100)
    return whole(Fraction(full_time, SESSIONS_IN_FULL_WEEK))


def _pa(nation: Nation) -> int:
    if nation is not Nation.ENGLAND:
        raise NoTimeUnit(
            _(
                "We do not know how long a PA is in %(nation)s. Give the time in hours.",
                nation=nation_name(nation),
            )
        )
    return int(rates()["medical"]["pa_hours_england"] * 100)


def _days(starts_on: date, ends_on: date) -> int:
    """Return the calendar days of a span, both ends included. Raises ValueError if backwards."""
    if ends_on < starts_on:
        raise ValueError("a span ends on or after the day it starts")
    return (ends_on - starts_on).days + 1
