"""Believable instants: people write in the evening too, offices answer on weekdays."""

from datetime import date, datetime, time, timedelta
from random import Random

from portal.kernel.clock import LONDON, at_london, london

FIRST_HOUR, LAST_HOUR = 7, 21
OFFICE_HOURS = (9, 16)
FRIDAY = 4


def weekday(day: date) -> date:
    """Return the day, or the next that is no weekend and not about Christmas or New Year."""
    while day.weekday() > FRIDAY or (day.month, day.day) >= (12, 24) or day.timetuple().tm_yday < 3:
        day += timedelta(days=1)
    return day


def first_of_month(day: date) -> date:
    """Return the first day of a month on or after this day, moved to a weekday."""
    first = day if day.day == 1 else (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    return weekday(first)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """Return the UTC instant of a UK wall time."""
    return at_london(day, time(hour, minute))


def waking(instant: datetime) -> datetime:
    """Return the instant, moved out of the night to a waking hour of the same UK day."""
    wall = london(instant)
    hour = min(max(wall.hour, FIRST_HOUR), LAST_HOUR)
    return at_london(wall.date(), wall.time().replace(hour=hour))


def in_office(instant: datetime, random: Random) -> datetime:
    """Return an instant in office hours: the same UK day where there is time left, or later."""
    wall = london(instant)
    day = wall.date()
    if wall.hour > OFFICE_HOURS[1] or day.weekday() > FRIDAY:
        day = weekday(day + timedelta(days=1))
    first = OFFICE_HOURS[0] if day > wall.date() else max(OFFICE_HOURS[0], wall.hour + 1)
    hour = random.randint(first, OFFICE_HOURS[1] + 1)
    chosen = datetime.combine(day, time(hour, random.randrange(60), random.randrange(60)), LONDON)
    return at_london(chosen.date(), chosen.time())


def days_after(instant: datetime, days: float, random: Random) -> datetime:
    """Return an instant in office hours about so many days later."""
    return in_office(instant + timedelta(days=days), random)


SEASONS = (
    ("Winter", "Gaeaf"),
    ("Spring", "Gwanwyn"),
    ("Summer", "Haf"),
    ("Autumn", "Hydref"),
)


def season(day: date) -> tuple[str, str]:
    """Name the season and year of a day in English and Welsh: December belongs to its winter."""
    english, welsh = SEASONS[day.month % 12 // 3]
    return f"{english} {day.year}", f"{welsh} {day.year}"
