"""UK wall times, the two odd hours of a year, working days."""

from datetime import UTC, date, datetime, time

import pytest

from portal.kernel.clock import add_working_days, at_london, london, london_day


@pytest.mark.parametrize(
    ("day", "wall", "instant"),
    [
        (date(2027, 1, 15), time(17), datetime(2027, 1, 15, 17, tzinfo=UTC)),
        (date(2026, 7, 15), time(17), datetime(2026, 7, 15, 16, tzinfo=UTC)),
        (date(2026, 10, 25), time(0, 59), datetime(2026, 10, 24, 23, 59, tzinfo=UTC)),
        (date(2026, 10, 25), time(1, 30), datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (date(2026, 10, 25), time(2, 0), datetime(2026, 10, 25, 2, 0, tzinfo=UTC)),
    ],
)
def test_wall_time_to_instant(day, wall, instant):
    assert at_london(day, wall) == instant


@pytest.mark.parametrize("wall", [time(1, 0), time(1, 30), time(1, 59)])
def test_the_hour_that_does_not_exist_is_refused(wall):
    with pytest.raises(ValueError, match="clocks go forward"):
        at_london(date(2027, 3, 28), wall)


@pytest.mark.parametrize("wall", [time(0, 59), time(2, 0)])
def test_the_minutes_beside_it_exist(wall):
    assert london(at_london(date(2027, 3, 28), wall)).time() == wall


def test_late_evening_in_summer_is_the_next_uk_day():
    assert london_day(datetime(2026, 7, 15, 23, 30, tzinfo=UTC)) == date(2026, 7, 16)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (date(2026, 11, 23), 1, date(2026, 11, 24)),
        (date(2026, 11, 27), 1, date(2026, 11, 30)),
        (date(2026, 11, 28), 1, date(2026, 11, 30)),
        (date(2026, 11, 23), 10, date(2026, 12, 7)),
        (date(2026, 12, 24), 1, date(2026, 12, 29)),
    ],
)
def test_working_days(start, days, end):
    holidays = frozenset({date(2026, 12, 25), date(2026, 12, 28)})
    assert add_working_days(start, days, holidays) == end
