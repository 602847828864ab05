"""What of the equality counts may be shown, and when a year is released."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.uptake.disclosure import HIDDEN, Protected
from portal.uptake.equality.protect import NO_ANSWER, is_comparable, lines
from portal.uptake.equality.release import last_year


def shown(applied, awarded):
    return {
        line.answer: (line.applied.shown, line.awarded.shown) for line in lines(applied, awarded)
    }


@pytest.mark.parametrize(
    ("case", "applied", "awarded", "expected"),
    [
        (
            "all large",
            {"a": 60, "b": 42, NO_ANSWER: 31},
            {"a": 20, "b": 11, NO_ANSWER: 9},
            {"a": (60, 20), "b": (40, 10), NO_ANSWER: (30, 10)},
        ),
        (
            "one small hides the smallest other too",
            {"a": 60, "b": 42, "d": 3, NO_ANSWER: 31},
            {"a": 20, "b": 11, "d": 1, NO_ANSWER: 9},
            {"a": (60, 20), "b": (40, 10), "d": (None, None), NO_ANSWER: (None, None)},
        ),
        (
            "nobody is hidden as few are, of a group that is not nobody",
            {"a": 60, "b": 0, "d": 0, NO_ANSWER: 31},
            {"a": 20, "b": 0, "d": 0, NO_ANSWER: 9},
            {"a": (60, 20), "b": (None, None), "d": (None, None), NO_ANSWER: (30, 10)},
        ),
        (
            "fewer than twenty answered",
            {"a": 10, "b": 9, NO_ANSWER: 300},
            {"a": 5, "b": 4, NO_ANSWER: 100},
            {"a": (None, None), "b": (None, None), NO_ANSWER: (None, None)},
        ),
        (
            "none of a group got an award",
            {"a": 60, "b": 42, NO_ANSWER: 31},
            {"a": 20, "b": 0, NO_ANSWER: 9},
            {"a": (60, 20), "b": (40, None), NO_ANSWER: (30, None)},
        ),
    ],
)
def test_what_is_shown(case, applied, awarded, expected):
    assert shown(applied, awarded) == expected, case


counts = st.dictionaries(
    st.sampled_from(["a", "b", "d", "e", NO_ANSWER]), st.integers(0, 120), min_size=2
)


@given(counts, st.data())
def test_no_small_number_is_shown_and_never_one_hidden_alone(applied, data):
    awarded = {key: data.draw(st.integers(0, of)) for key, of in applied.items()}
    for column in (0, 1):
        printed = [pair[column] for pair in shown(applied, awarded).values()]
        assert all(number is None or number >= 10 or number == 0 for number in printed)
        assert printed.count(None) != 1
    for of, got in shown(applied, awarded).values():
        assert got is None or of is not None


@pytest.mark.parametrize(
    ("everybody", "unknown", "compares"),
    [
        (Protected(100), (Protected(10), Protected(0)), True),
        (Protected(100), (Protected(10), HIDDEN), False),
        (Protected(200), (HIDDEN, HIDDEN), True),
        (Protected(15), (Protected(0),), False),
        (HIDDEN, (Protected(0),), False),
    ],
)
def test_rates_stand_side_by_side_only_where_nine_in_ten_are_known(everybody, unknown, compares):
    assert is_comparable(everybody, unknown) is compares


@pytest.mark.parametrize(
    ("now", "year"),
    [
        (datetime(2026, 6, 30, 22, 59, tzinfo=UTC), 2024),
        (datetime(2026, 6, 30, 23, 0, tzinfo=UTC), 2025),  # the first of July in London
        (datetime(2027, 2, 1, tzinfo=UTC), 2025),
    ],
)
def test_a_year_is_released_three_months_after_it_ends(now, year):
    assert last_year(now) == date(year, 4, 1)
