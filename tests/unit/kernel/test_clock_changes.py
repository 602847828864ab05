"""The nights on which the clocks change: the hour that is not, and the hour that is twice."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from portal.kernel.clock import at_london, exists, happens_twice, london, next_real, turn
from portal.web.format import clock_time, moment

SPRING, AUTUMN = date(2027, 3, 28), date(2027, 10, 31)
STEP = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("wall", "real"),
    [
        (time(0, 59, 59), True),
        (time(1, 0), False),
        (time(1, 30), False),
        (time(1, 59, 59), False),
        (time(2, 0), True),
    ],
)
def test_spring_skips_an_hour_and_the_next_real_time_is_after_it(wall, real):
    assert exists(SPRING, wall) is real
    assert next_real(SPRING, wall) == (wall if real else time(2, 0))
    assert exists(SPRING, next_real(SPRING, wall))


@pytest.mark.parametrize(
    ("wall", "twice"),
    [
        (time(0, 59, 59), False),
        (time(1, 0), True),
        (time(1, 30), True),
        (time(1, 59, 59), True),
        (time(2, 0), False),
    ],
)
def test_autumn_has_an_hour_twice(wall, twice):
    assert happens_twice(AUTUMN, wall) is twice
    first, second = at_london(AUTUMN, wall), at_london(AUTUMN, wall, second=True)
    assert second - first == (timedelta(hours=1) if twice else timedelta(0))
    assert london(first).time() == london(second).time() == wall
    assert (turn(first), turn(second)) == ((1, 2) if twice else (None, None))


def test_no_other_night_has_an_hour_twice_or_skips_one():
    days = [date(2027, 1, 1) + timedelta(days=n) for n in range(365)]
    assert [day for day in days if happens_twice(day, time(1, 30))] == [AUTUMN]
    assert [day for day in days if not exists(day, time(1, 30))] == [SPRING]


@pytest.mark.parametrize(
    ("instant", "words"),
    [
        (datetime(2027, 10, 31, 0, 0, tzinfo=UTC) - STEP, "12:59am"),
        (datetime(2027, 10, 31, 0, 0, tzinfo=UTC), "1am (before the clocks go back)"),
        (datetime(2027, 10, 31, 0, 30, tzinfo=UTC), "1:30am (before the clocks go back)"),
        (datetime(2027, 10, 31, 1, 30, tzinfo=UTC), "1:30am (after the clocks go back)"),
        (datetime(2027, 10, 31, 2, 0, tzinfo=UTC) - STEP, "1:59am (after the clocks go back)"),
        (datetime(2027, 10, 31, 2, 0, tzinfo=UTC), "2am"),
        (datetime(2027, 3, 28, 1, 0, tzinfo=UTC), "2am"),
    ],
)
def test_a_moment_says_which_of_the_two_it_is(instant, words):
    assert clock_time(instant) == words
    assert moment(instant).endswith(f"2027, {words}")
