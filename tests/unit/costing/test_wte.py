"""Hours, WTE, units of time and spans."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.costing.scales import Nation
from portal.costing.shipped import NotHeld
from portal.costing.wte import (
    NoTimeUnit,
    TimeUnit,
    full_time_hundredths,
    in_words,
    is_within_months,
    last_day,
    months_between,
    percent_of_contract,
    to_hours,
    total_hours,
    unit_hundredths,
    units,
    week_in_words,
    weeks_and_days,
    wte,
)

E, S, W, N = Nation.ENGLAND, Nation.SCOTLAND, Nation.WALES, Nation.NORTHERN_IRELAND
DAYS = st.dates(date(2004, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("nation", "day", "hundredths"),
    [
        (S, date(2024, 3, 31), 3750),
        (S, date(2024, 4, 1), 3700),
        (S, date(2026, 3, 31), 3700),
        (S, date(2026, 4, 1), 3600),
        (S, date(2040, 1, 1), 3600),
        (E, date(2024, 4, 1), 3750),
        (W, date(2026, 4, 1), 3750),
        (N, date(2026, 4, 1), 3750),
    ],
)
def test_the_full_time_week(nation, day, hundredths):
    assert full_time_hundredths(nation, day) == hundredths


def test_no_week_before_the_figures_begin():
    assert full_time_hundredths(E, date(2004, 1, 1)) == 3750
    with pytest.raises(NotHeld):
        full_time_hundredths(E, date(2003, 12, 31))


@pytest.mark.parametrize(
    ("hours", "week", "answer"),
    [
        (750, 3750, "0.20"),
        (750, 3600, "0.21"),
        (3750, 3750, "1.00"),
        (4000, 3750, "1.07"),
        (0, 3750, "0.00"),
        (5, 1000, "0.01"),  # 0.005 goes up
        (499, 100_000, "0.00"),
    ],
)
def test_wte_has_two_places_and_halves_go_up(hours, week, answer):
    assert str(wte(hours, week)) == answer


@pytest.mark.parametrize(
    ("unit", "nation", "week", "hundredths"),
    [
        (TimeUnit.HOURS, E, 3750, 100),
        (TimeUnit.DAYS, E, 3750, 750),
        (TimeUnit.DAYS, S, 3700, 740),
        (TimeUnit.DAYS, S, 3600, 720),
        (TimeUnit.SESSIONS, E, 3750, 375),
        (TimeUnit.SESSIONS, S, 3600, 360),
        (TimeUnit.SESSIONS, W, 3750, 375),
        (TimeUnit.SESSIONS, W, 4000, 375),  # fixed by the contract there, not a tenth
        (TimeUnit.SESSIONS, E, 4000, 400),
        (TimeUnit.PAS, E, 4000, 400),
    ],
)
def test_how_long_a_unit_is(unit, nation, week, hundredths):
    assert unit_hundredths(unit, nation, week) == hundredths


@pytest.mark.parametrize("nation", [S, W, N])
def test_the_length_of_a_pa_is_not_guessed(nation):
    assert TimeUnit.PAS not in units(nation)
    with pytest.raises(NoTimeUnit, match="how long a PA is"):
        unit_hundredths(TimeUnit.PAS, nation, 3750)


def test_every_offered_unit_has_a_length():
    assert TimeUnit.PAS in units(E)
    assert all(unit_hundredths(unit, n, 3750) > 0 for n in Nation for unit in units(n))


@pytest.mark.parametrize(
    ("quantity", "unit", "nation", "week", "hours"),
    [
        ("1", TimeUnit.DAYS, E, 3750, 750),
        ("2", TimeUnit.SESSIONS, E, 3750, 750),
        ("1.5", TimeUnit.PAS, E, 4000, 600),
        ("0.5", TimeUnit.DAYS, S, 3600, 360),
        ("7.25", TimeUnit.HOURS, W, 3750, 725),
        ("0.1", TimeUnit.SESSIONS, E, 3750, 38),  # 37.5 hundredths go up
    ],
)
def test_units_become_hours(quantity, unit, nation, week, hours):
    assert to_hours(Decimal(quantity), unit, nation, week) == hours


@pytest.mark.parametrize(
    ("hours", "contract", "percent"),
    [(750, 3000, "25.00"), (750, 3750, "20.00"), (1000, 3000, "33.33"), (2000, 3000, "66.67")],
)
def test_the_share_of_ones_own_week(hours, contract, percent):
    assert str(percent_of_contract(hours, contract)) == percent


@pytest.mark.parametrize(
    ("first", "last", "weeks", "days", "hours"),
    [
        (date(2027, 4, 5), date(2027, 4, 5), 0, 1, 107),  # 750 / 7 = 107.14
        (date(2027, 4, 5), date(2027, 4, 10), 0, 6, 643),
        (date(2027, 4, 5), date(2027, 4, 11), 1, 0, 750),
        (date(2027, 4, 5), date(2027, 4, 12), 1, 1, 857),
        (date(2027, 4, 6), date(2027, 10, 5), 26, 1, 19_607),
    ],
)
def test_hours_of_a_span_count_whole_weeks_and_sevenths(first, last, weeks, days, hours):
    assert weeks_and_days(first, last) == (weeks, days)
    assert total_hours(750, first, last) == hours


@pytest.mark.parametrize("rule", [weeks_and_days, months_between])
def test_a_span_runs_forward(rule):
    rule(date(2027, 4, 6), date(2027, 4, 6))
    with pytest.raises(ValueError, match="ends on or after"):
        rule(date(2027, 4, 6), date(2027, 4, 5))


@pytest.mark.parametrize(
    ("first", "months", "last"),
    [
        (date(2027, 4, 6), 6, date(2027, 10, 5)),
        (date(2027, 1, 1), 1, date(2027, 1, 31)),
        (date(2027, 1, 1), 12, date(2027, 12, 31)),
        (date(2027, 12, 1), 1, date(2027, 12, 31)),
        (date(2027, 12, 2), 1, date(2028, 1, 1)),
        (date(2027, 1, 28), 1, date(2027, 2, 27)),
        (date(2027, 1, 29), 1, date(2027, 2, 28)),
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2028, 1, 29), 1, date(2028, 2, 28)),
        (date(2028, 1, 30), 1, date(2028, 2, 29)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2027, 4, 6), 24, date(2029, 4, 5)),
    ],
)
def test_the_last_day_of_so_many_months(first, months, last):
    assert last_day(first, months) == last
    assert months_between(first, last) == months
    assert months_between(first, last - timedelta(days=1)) == months - 1
    assert is_within_months(first, last, months)
    assert not is_within_months(first, last + timedelta(days=1), months)


def test_no_months_have_no_last_day():
    with pytest.raises(ValueError, match="at least one month"):
        last_day(date(2027, 4, 6), 0)


@settings(deadline=None)
@given(DAYS, st.integers(1, 120))
def test_months_are_counted_back_as_they_were_laid_out(first, months):
    assert months_between(first, last_day(first, months)) == months


@settings(deadline=None)
@given(DAYS, st.integers(1, 60))
def test_a_later_start_never_ends_earlier(first, months):
    ends = [last_day(first + timedelta(days=n), months) for n in range(40)]
    assert all(a <= b for a, b in pairwise(ends))


@settings(deadline=None)
@given(st.integers(0, 6000), DAYS, st.integers(0, 400), st.integers(1, 400))
def test_longer_spans_never_hold_fewer_hours(hours, first, days, more):
    end = first + timedelta(days=days)
    assert total_hours(hours, first, end) <= total_hours(hours, first, end + timedelta(days=more))


@pytest.mark.parametrize(
    ("hours", "week", "words"),
    [
        (375, 3750, "0.10 WTE, half a day a week"),
        (750, 3750, "0.20 WTE, one day a week"),
        (1125, 3750, "0.30 WTE, 1½ days a week"),
        (1500, 3750, "0.40 WTE, two days a week"),
        (3375, 3750, "0.90 WTE, 4½ days a week"),
        (3750, 3750, "1.00 WTE, full time"),
        (720, 3600, "0.20 WTE, one day a week"),
        (750, 3600, "0.21 WTE, 7.5 hours a week"),
        (800, 3750, "0.21 WTE, 8 hours a week"),
        (751, 3750, "0.20 WTE, 7.51 hours a week"),
        (4125, 3750, "1.10 WTE, 41.25 hours a week"),
        (0, 3750, "0.00 WTE, 0 hours a week"),
        (100, 3750, "0.03 WTE, 1 hour a week"),
    ],
)
def test_hours_in_words(hours, week, words):
    assert in_words(hours, week) == words
    assert words.endswith(week_in_words(hours, week))
