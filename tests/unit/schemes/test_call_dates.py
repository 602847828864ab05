"""Dates of a call: all that is wrong at once, a close that moves, a copy a year on."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.kernel.clock import at_london, london
from portal.schemes import plan as plans
from portal.schemes.dates import DATE_LABELS, LATER, following, problems
from portal.schemes.models import Call
from tests.conftest import NOW

DATES = {
    "opens_at": datetime(2026, 11, 9, 9, tzinfo=UTC),
    "closes_at": datetime(2027, 1, 15, 17, tzinfo=UTC),
    "approvals_due_at": datetime(2027, 1, 29, 17, tzinfo=UTC),
    "reviews_due_at": datetime(2027, 2, 19, 17, tzinfo=UTC),
    "panel_on": date(2027, 3, 11),
    "decisions_on": date(2027, 4, 1),
    "earliest_start_on": date(2027, 5, 1),
}
DAY = timedelta(days=1)


def back(name, days):
    return {name: DATES[name] - days * DAY}


def test_all_that_is_out_of_order_is_said_at_once():
    wrong = {**DATES, **back("approvals_due_at", 30), **back("panel_on", 60)}
    assert [each.where for each in problems(wrong)] == ["approvals_due_at", "panel_on"]


@pytest.mark.parametrize(("before", "after"), list(pairwise(DATES)))
def test_each_pair_may_touch_and_not_cross(before, after):
    held = DATES[before]
    if isinstance(held, datetime) and not isinstance(DATES[after], datetime):
        held = held.date()
    step = timedelta(seconds=1) if isinstance(held, datetime) else DAY
    strictly = after == "closes_at"
    later = {name: DATES[name] for name in DATES if name not in (before, after)}
    touching = [each.where for each in problems({**later, before: DATES[before], after: held})]
    assert (after in touching) is strictly
    crossed = problems({**later, before: DATES[before], after: held - step})
    assert after in [each.where for each in crossed]


def test_what_is_missing_is_passed_over_and_the_others_are_held_together():
    assert problems({}) == []
    held = {**DATES, "approvals_due_at": None, **back("reviews_due_at", 60)}
    assert [each.where for each in problems(held)] == ["reviews_due_at"]


@pytest.mark.parametrize(
    ("days", "moved"),
    [
        (1, set()),
        (14, set()),  # managers then have until the close, and no longer
        (15, {"approvals_due_at"}),
        (36, set(LATER)),  # one pushes the next
        (-3, set()),
    ],
)
def test_only_what_would_be_out_of_order_moves(days, moved):
    closes = DATES["closes_at"] + days * DAY
    found = following(DATES, closes)
    assert {name for name in LATER if found[name] != DATES[name]} == moved
    assert problems({**DATES, "closes_at": closes, **found}) == []


def test_what_moves_keeps_its_distance_and_its_clock_time_and_is_no_weekend():
    closes = datetime(2027, 3, 28, 16, tzinfo=UTC)  # a Sunday; summer time has begun
    found = following(DATES, closes)
    approvals = london(found["approvals_due_at"])
    assert (approvals.date(), approvals.time()) == (date(2027, 4, 12), time(17))
    assert all(found[name].weekday() < 5 for name in LATER if found[name] != DATES[name])


@given(st.integers(1, 800), st.integers(0, 86_399))
def test_a_close_that_moves_anywhere_is_followed_in_order(days, seconds):
    closes = DATES["closes_at"] + timedelta(days=days, seconds=seconds)
    found = following(DATES, closes)
    assert problems({**DATES, "closes_at": closes, **found}) == []


# --- a copy ---


def a_call(**changes):
    return Call(
        **(DATES | changes),
        pot_pence=1_00,
        pot_wte_months_hundredths=None,
        grace_minutes=7,
    )


def test_a_copy_is_a_year_on_with_weekdays_and_clock_times():
    found = plans.copied(a_call(), NOW)
    assert found["opens_on"] == date(2027, 11, 8) and found["opens_on"].weekday() == 0
    assert found["closes_on"] == date(2028, 1, 14) and found["closes_time"] == time(17)
    assert found["earliest_start_on"] == date(2028, 5, 1), "a first of a month stays one"
    assert (found["name"], found["name_cy"]) == ("January 2028", "Ionawr 2028")
    assert (found["pot_pence"], found["grace_minutes"]) == (1_00, 7)


def test_a_copy_keeps_the_time_on_the_clock_over_a_change():
    summer = a_call(closes_at=at_london(date(2027, 3, 30), time(13)))
    assert plans.copied(summer, NOW)["closes_time"] == time(13)


@pytest.mark.parametrize("years_ago", [1, 3, 8])
def test_a_copy_of_a_call_of_long_ago_opens_in_the_future(years_ago):
    then = timedelta(weeks=52 * years_ago)
    old = a_call(**{name: on - then for name, on in DATES.items()})
    found = plans.copied(old, NOW)
    assert NOW.date() < found["opens_on"] <= NOW.date() + timedelta(days=366)
    order = [found[plans.field_name(name)] for name in DATE_LABELS]
    assert order == sorted(order)


def test_the_29th_of_february_is_copied_to_a_real_day():
    leap = a_call(**{name: on + timedelta(days=700) for name, on in DATES.items()})
    leap.closes_at = at_london(date(2028, 2, 29), time(17))
    assert plans.copied(leap, leap.opens_at)["closes_on"] == date(2029, 2, 27)
