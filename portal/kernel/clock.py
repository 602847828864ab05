"""The one place that reads the clock, and UK wall time.

Instants are aware and in UTC; people read and type Europe/London wall times.
"""

from collections.abc import Container
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


def at_london(day: date, wall: time, *, second: bool = False) -> datetime:
    """Return the UTC instant of a UK wall time.

    Raises ValueError for a wall time that the spring change skips. In the hour that happens
    twice in autumn the first of the two is meant, unless `second` is said.
    """
    local = datetime.combine(day, wall, tzinfo=LONDON).replace(fold=int(second))
    instant = local.astimezone(UTC)
    if instant.astimezone(LONDON).replace(tzinfo=None, fold=0) != local.replace(
        tzinfo=None, fold=0
    ):
        raise ValueError(f"{wall:%H:%M} does not exist on {day:%d %B %Y}: the clocks go forward")
    return instant


def exists(day: date, wall: time) -> bool:
    """Say whether the UK wall time is real on that day: one hour is skipped in spring."""
    try:
        at_london(day, wall)
    except ValueError:
        return False
    return True


def next_real(day: date, wall: time) -> time:
    """Return the first UK wall time of that day, not before this one, that is real."""
    if exists(day, wall):
        return wall
    local = datetime.combine(day, wall, tzinfo=LONDON)
    return local.astimezone(UTC).astimezone(LONDON).time().replace(minute=0, second=0)


def happens_twice(day: date, wall: time) -> bool:
    """Say whether the UK wall time comes twice on that day: one hour does in autumn."""
    if not exists(day, wall):
        return False
    return at_london(day, wall) != at_london(day, wall, second=True)


def turn(instant: datetime) -> int | None:
    """Return 1 or 2 for an instant in the first or second hour of one that comes twice."""
    wall = london(instant)
    if not happens_twice(wall.date(), wall.time().replace(fold=0)):
        return None
    return wall.fold + 1


def add_working_days(start: date, days: int, holidays: Container[date] = frozenset()) -> date:
    """Return the day that is `days` working days after `start` (weekends and holidays skipped)."""
    day, left = start, days
    while left > 0:
        day += timedelta(days=1)
        left -= day.weekday() < 5 and day not in holidays
    return day
