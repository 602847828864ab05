"""By when an answer is wanted, in working days of England and Wales, weekends left out.

No list of bank holidays ships yet: pass `holidays` where one is known. Without it a due date
near a bank holiday comes a day early, never late.
"""

from datetime import date, datetime, time, timedelta

from portal.kernel.clock import add_working_days, at_london, london_day

CLOSE_OF_DAY = time(17)


def due_at(
    asked_at: datetime, days: int, latest: datetime, holidays: frozenset[date] = frozenset()
) -> datetime:
    """Return 5pm UK time so many working days after the day of asking, at the latest `latest`."""
    day = add_working_days(london_day(asked_at), days, holidays)
    return min(at_london(day, CLOSE_OF_DAY), latest)


def working_days_left(
    now: datetime, due: datetime, holidays: frozenset[date] = frozenset()
) -> int | None:
    """Count working days after today up to the due day; 0 is "today"; None once it has passed."""
    if now > due:
        return None
    today, last = london_day(now), london_day(due)
    days = (today + timedelta(days=n) for n in range(1, (last - today).days + 1))
    return sum(day.weekday() < 5 and day not in holidays for day in days)
