"""Weekdays, waking hours and office hours, in UK time, on both sides of each bound."""

from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

from portal.demo import moments
from portal.demo.calls import OUTLINES, plan_of
from portal.kernel.clock import london
from portal.schemes import plan as plans


@pytest.mark.parametrize(
    ("day", "then"),
    [
        (date(2026, 11, 20), date(2026, 11, 20)),  # Friday
        (date(2026, 11, 21), date(2026, 11, 23)),
        (date(2026, 11, 22), date(2026, 11, 23)),
        (date(2026, 12, 23), date(2026, 12, 23)),
        (date(2026, 12, 24), date(2027, 1, 4)),
        (date(2027, 1, 1), date(2027, 1, 4)),
        (date(2029, 1, 3), date(2029, 1, 3)),
    ],
)
def test_weekday(day, then):
    assert moments.weekday(day) == then


@pytest.mark.parametrize(
    ("day", "then"),
    [
        (date(2026, 12, 1), date(2026, 12, 1)),
        (date(2026, 12, 2), date(2027, 1, 4)),
        (date(2027, 1, 31), date(2027, 2, 1)),
    ],
)
def test_first_of_month(day, then):
    assert moments.first_of_month(day) == then


@pytest.mark.parametrize(
    ("instant", "hour"),
    [
        (datetime(2026, 7, 1, 2, 5, tzinfo=UTC), 7),  # 3:05 in London
        (datetime(2026, 7, 1, 6, 5, tzinfo=UTC), 7),
        (datetime(2026, 7, 1, 20, 5, tzinfo=UTC), 21),
        (datetime(2026, 7, 1, 21, 5, tzinfo=UTC), 21),
        (datetime(2026, 12, 1, 12, 5, tzinfo=UTC), 12),
    ],
)
def test_waking_stays_on_the_day(instant, hour):
    wall = london(moments.waking(instant))
    assert (wall.date(), wall.hour, wall.minute) == (london(instant).date(), hour, 5)


@pytest.mark.parametrize("hours", range(0, 24 * 9, 5))
def test_in_office_is_later_and_in_office_hours(hours):
    instant = datetime(2026, 11, 20, tzinfo=UTC) + timedelta(hours=hours, minutes=7)
    wall = london(moments.in_office(instant, Random(hours)))
    assert wall >= instant
    assert wall.weekday() < 5
    assert 9 <= wall.hour <= 17


@pytest.mark.parametrize(
    ("day", "names"),
    [
        (date(2026, 12, 1), ("Winter 2026", "Gaeaf 2026")),
        (date(2027, 2, 28), ("Winter 2027", "Gaeaf 2027")),
        (date(2027, 3, 1), ("Spring 2027", "Gwanwyn 2027")),
        (date(2027, 8, 31), ("Summer 2027", "Haf 2027")),
        (date(2027, 9, 1), ("Autumn 2027", "Hydref 2027")),
    ],
)
def test_season(day, names):
    assert moments.season(day) == names


@pytest.mark.parametrize("key", OUTLINES)
def test_plans_are_in_order_on_every_day_of_two_years(key):
    for days in range(731):
        today = date(2026, 1, 1) + timedelta(days=days)
        made = plan_of(OUTLINES[key], today)
        assert plans.problems(made.said(), made.opens_at) == []


def test_no_two_calls_share_a_prefix_on_any_day_of_two_years():
    for days in range(731):
        today = date(2026, 1, 1) + timedelta(days=days)
        prefixes = [plan_of(outline, today).prefix for outline in OUTLINES.values()]
        assert len(set(prefixes)) == len(prefixes)
