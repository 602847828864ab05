"""By when an answer is wanted, in working days: no weekends, and no bank holidays of the nation."""

from collections.abc import Container
from datetime import date, datetime, time, timedelta

from portal.approvals.lifecycle import Seat
from portal.kernel.clock import add_working_days, at_london, london_day

CLOSE_OF_DAY = time(17)
MORNING = time(9)
NEXT_DAYS = {Seat.DEPUTY: 3, Seat.ABOVE: 3, Seat.OFFICE: 5}  # to answer what somebody left late
TO_ACCEPT = 5  # for the applicant to accept a yes that has a condition


def due_at(
    asked_at: datetime, days: int, latest: datetime | None, holidays: Container[date] = frozenset()
) -> datetime:
    """Return 5pm UK time so many working days after the day of asking, at the latest `latest`."""
    day = add_working_days(london_day(asked_at), days, holidays)
    due = at_london(day, CLOSE_OF_DAY)
    return due if latest is None else min(due, latest)


def working_days_left(
    now: datetime, due: datetime, holidays: Container[date] = frozenset()
) -> int | None:
    """Count working days after today up to the due day; 0 is "today"; None once it has passed."""
    return None if now > due else working_days(london_day(now), london_day(due), holidays)


def working_days(first: date, last: date, holidays: Container[date] = frozenset()) -> int:
    """Count the working days after one day up to another, that one included."""
    days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
    return sum(day.weekday() < 5 and day not in holidays for day in days)


def first_reminder(
    now: datetime, due: datetime, holidays: Container[date] = frozenset()
) -> datetime | None:
    """Return 9am of the day half of the way there, in working days; else the last reminder."""
    today = london_day(now)
    half = working_days(today, london_day(due), holidays) // 2
    at = at_london(add_working_days(today, half, holidays), MORNING)
    return at if half and now < at < due else last_reminder(now, due)


def last_reminder(now: datetime, due: datetime) -> datetime | None:
    """Return 9am of the day it is due; None where that is past, or it is due before."""
    at = at_london(london_day(due), MORNING)
    return at if now < at < due else None
