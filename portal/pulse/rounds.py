"""The rounds of the pulse: half a year each, from 1 January or 1 July, by the day in the UK."""

from datetime import date, datetime

from portal.kernel.clock import london_day
from portal.kernel.language import _

SECOND_HALF = 7


def round_of(now: datetime) -> date:
    """Return the first day of the round that an instant falls in; a round is named by it."""
    day = london_day(now)
    return date(day.year, SECOND_HALF if day.month >= SECOND_HALF else 1, 1)


def round_before(round_on: date) -> date:
    """Return the round before this one."""
    if round_on.month == SECOND_HALF:
        return date(round_on.year, 1, 1)
    return date(round_on.year - 1, SECOND_HALF, 1)


def round_words(round_on: date) -> str:
    """Write "July to December 2026"."""
    if round_on.month == SECOND_HALF:
        return _("July to December %(year)s", year=round_on.year)
    return _("January to June %(year)s", year=round_on.year)
