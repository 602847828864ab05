"""The rule for outages: what one does to a close, of a call or of one person's time. Pure.

The portal says each minute that it is alive. A gap of five minutes or more, up to a week, that
reaches into the last hour before a close, or into the grace after it, moves the close. The new
close gives back the time that was lost, leaves at least an hour after the portal is back, and
falls on a quarter of an hour. It is never at night: one that would be after 8pm or before 10am,
UK time, is at the next noon. The same holds for whatever else ends at an instant: a late pass,
the second step of who was invited, the last day of changes (which ends at its midnight).
docs/deadlines.md says so to those who run the portal.
"""

from datetime import datetime, time, timedelta
from typing import Final

from portal.kernel.clock import at_london, london
from portal.schemes.dates import LONGEST_GRACE as LONGEST_GRACE_MINUTES
from portal.schemes.lifecycle import Dates, last_moment

SHORTEST: Final = timedelta(minutes=5)
LONGEST: Final = timedelta(days=7)
STRETCH: Final = timedelta(hours=1)
AFTERWARDS: Final = timedelta(hours=1)
LONGEST_GRACE: Final = timedelta(minutes=LONGEST_GRACE_MINUTES)
QUARTER: Final = timedelta(minutes=15)
FIRST_HOUR, LAST_HOUR, NOON = time(10), time(20), time(12)


def counts(from_at: datetime, to_at: datetime) -> bool:
    """Say whether a gap between two signs of life is an outage that the rule knows.

    A gap of more than a week is a clock that was wrong, or something for people to decide.
    """
    return SHORTEST <= to_at - from_at <= LONGEST


def touches(call: Dates, from_at: datetime, to_at: datetime) -> bool:
    """Say whether an outage moves the close of this call."""
    return reaches(call.opens_at, call.closes_at, last_moment(call), from_at, to_at)


def new_close(call: Dates, from_at: datetime, to_at: datetime) -> datetime:
    """Return the instant at which the call closes after this outage."""
    return later(call.closes_at, from_at, to_at)


def reaches(
    opens_at: datetime, closes_at: datetime, last_at: datetime, from_at: datetime, to_at: datetime
) -> bool:
    """Say whether an outage moves a close: `last_at` is the last instant that counts after it."""
    is_open = opens_at < to_at and from_at <= last_at
    return is_open and to_at >= closes_at - STRETCH


def later(closes_at: datetime, from_at: datetime, to_at: datetime) -> datetime:
    """Return the instant to which an outage moves a close that it reaches."""
    given_back = closes_at + _up(to_at - from_at)
    return _by_day(_quarter(max(given_back, to_at + AFTERWARDS)))


def around(from_at: datetime, to_at: datetime) -> tuple[datetime, datetime]:
    """Return between which instants, both in, a close lies that an outage may reach."""
    return from_at - LONGEST_GRACE, to_at + STRETCH


def _up(length: timedelta) -> timedelta:
    return -(-length // QUARTER) * QUARTER


def _quarter(instant: datetime) -> datetime:
    """Return the next quarter of an hour, which is the same in the UK and in UTC."""
    hour = instant.replace(minute=0, second=0, microsecond=0)
    return hour + _up(instant - hour)


def _by_day(instant: datetime) -> datetime:
    wall = london(instant)
    if FIRST_HOUR <= wall.time() <= LAST_HOUR:
        return instant
    day = wall.date() + timedelta(days=wall.time() > LAST_HOUR)
    return at_london(day, NOON)
