"""The one place that reads the clock, and UK wall time.

Instants are aware and in UTC; people read and type Europe/London wall times.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


def now() -> datetime:
    """Return this instant, aware, in UTC. Routes and commands ask once and pass it on."""
    return datetime.now(UTC)  # noqa: TID251 -- the one reader of the clock


def london(instant: datetime) -> datetime:
    """Return the UK wall time of an aware instant."""
    return instant.astimezone(LONDON)


def london_day(instant: datetime) -> date:
    """Return the UK calendar day on which an aware instant falls."""
    return london(instant).date()


def at_london(day: date, wall: time) -> datetime:
    """Return the UTC instant of a UK wall time.

    Raises ValueError for a wall time that the spring change skips. In the hour
    that happens twice in autumn the first of the two is meant.
    """
    local = datetime.combine(day, wall, tzinfo=LONDON)
    instant = local.astimezone(UTC)
    if instant.astimezone(LONDON).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise ValueError(f"{wall:%H:%M} does not exist on {day:%d %B %Y}: the clocks go forward")
    return instant


def add_working_days(start: date, days: int, holidays: frozenset[date] = frozenset()) -> date:
    """Return the day that is `days` working days after `start` (weekends and holidays skipped)."""
    day, left = start, days
    while left > 0:
        day += timedelta(days=1)
        left -= day.weekday() < 5 and day not in holidays
    return day
