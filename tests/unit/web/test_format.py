from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from portal.web import format as written

JANUARY = datetime(2027, 1, 15, 17, tzinfo=UTC)


@pytest.mark.parametrize(
    ("instant", "words"),
    [
        (JANUARY, "Friday 15 January 2027, 5pm"),
        (datetime(2027, 1, 15, 17, 30, tzinfo=UTC), "Friday 15 January 2027, 5:30pm"),
        (datetime(2027, 1, 15, 9, 5, tzinfo=UTC), "Friday 15 January 2027, 9:05am"),
        (datetime(2027, 1, 15, 12, tzinfo=UTC), "Friday 15 January 2027, 12 noon"),
        (datetime(2027, 1, 15, 12, 1, tzinfo=UTC), "Friday 15 January 2027, 12:01pm"),
        (datetime(2027, 1, 15, 0, tzinfo=UTC), "Friday 15 January 2027, midnight"),
        (datetime(2027, 1, 15, 0, 1, tzinfo=UTC), "Friday 15 January 2027, 12:01am"),
        (datetime(2027, 7, 15, 16, tzinfo=UTC), "Thursday 15 July 2027, 5pm"),
        (datetime(2027, 7, 14, 23, tzinfo=UTC), "Thursday 15 July 2027, midnight"),
    ],
)
def test_moment_is_uk_time_in_words(page, instant, words):
    assert written.moment(instant) == words


def test_days_and_halves_of_the_day_follow_the_language(welsh):
    assert written.day(date(2027, 10, 31)) == "Dydd Sul 31 Hydref 2027"
    assert written.clock_time(JANUARY) == "5yh"
    assert written.clock_time(datetime(2027, 1, 15, 9, tzinfo=UTC)) == "9yb"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (date(2027, 1, 15), "today"),
        (date(2027, 1, 16), "tomorrow"),
        (date(2027, 1, 17), "in 2 days"),
        (date(2027, 1, 25), "in 10 days"),
        (date(2027, 1, 14), "yesterday"),
        (date(2027, 1, 13), "2 days ago"),
        (datetime(2027, 1, 15, 23, 59, tzinfo=UTC), "today"),
        (datetime(2027, 1, 16, 0, 0, tzinfo=UTC), "tomorrow"),
    ],
)
def test_in_days_counts_uk_days(page, value, words):
    assert written.in_days(value, JANUARY) == words


def test_the_uk_day_of_a_summer_night_is_the_next_one(page):
    late = datetime(2027, 7, 14, 23, 30, tzinfo=UTC)
    assert written.day(late) == "Thursday 15 July 2027"
    assert written.in_days(date(2027, 7, 15), late) == "today"


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (lambda: written.money(1_234_567), "£12,345.67"),
        (lambda: written.short_money(2_000_000), "£20,000"),
        (lambda: written.hours(750), "7.5"),
        (lambda: written.wte(Decimal("0.2")), "0.20 WTE"),
        (lambda: written.wte(Decimal("0.125")), "0.13 WTE"),
        (lambda: written.number(18_290), "18,290"),
        (lambda: written.month(date(2027, 1, 1)), "January 2027"),
        (lambda: written.short_day(date(2027, 1, 15)), "15 January 2027"),
    ],
)
def test_amounts(page, made, words):
    assert made() == words
