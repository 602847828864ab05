"""Time to an answer where some have none, and the chart of a monthly series."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import CensoredData, ecdf

from portal.uptake.measures.waiting import HALF, QUARTER, THREE_QUARTERS, Wait, quantile
from portal.uptake.measures.xmr import xmr


def waits(ended, open_=()):
    return [Wait(days, True) for days in ended] + [Wait(days, False) for days in open_]


@pytest.mark.parametrize(
    ("ended", "open_", "expected"),
    [
        ([1, 2, 3, 4], [], (1, 2, 3)),
        ([1, 2, 3, 4, 5], [], (2, 3, 4)),
        ([5] * 9, [], (5, 5, 5)),
        # By hand: of 8, one answers on day 2 (7/8 wait); two were last seen on day 3; of the 5
        # left one answers on day 4 (7/10), one on day 6 (21/40), one on day 9 (7/20).
        ([2, 4, 6, 9], [3, 3, 20, 20], (4, 9, None)),
        ([1], [9, 9, 9], (1, None, None)),
        ([], [9, 9], (None, None, None)),
        ([], [], (None, None, None)),
    ],
)
def test_the_day_by_which_a_share_was_answered(ended, open_, expected):
    found = tuple(quantile(waits(ended, open_), share) for share in (QUARTER, HALF, THREE_QUARTERS))
    assert found == expected


def test_those_who_still_wait_make_it_longer():
    assert quantile(waits([1, 2, 3]), HALF) < quantile(waits([1, 2, 3], [9, 9, 9]), HALF)


@given(
    st.lists(st.tuples(st.integers(0, 30), st.booleans()), min_size=1, max_size=40),
    st.sampled_from([QUARTER, HALF, THREE_QUARTERS]),
)
def test_it_is_what_scipy_says(found, share):
    ended = [days for days, has in found if has]
    open_ = [days for days, has in found if not has]
    curve = ecdf(CensoredData(uncensored=ended, right=open_)).sf
    reached = [
        int(days)
        for days, left in zip(curve.quantiles, curve.probabilities, strict=True)
        if left <= float(1 - share) + 1e-9 and days in ended
    ]
    assert quantile(waits(ended, open_), share) == (min(reached) if reached else None)


def test_a_chart_wants_twelve_points():
    assert xmr([3] * 11) is None
    assert xmr([3] * 12) is not None


def test_limits_by_hand():
    # Ranges of 2 throughout: 2.66 times 2 either side of a mean of 5.
    chart = xmr([4, 6] * 6)
    assert (chart.mean, chart.lower, chart.upper) == pytest.approx((5, -0.32, 10.32))
    assert not any(chart.signals)


@pytest.mark.parametrize(
    ("case", "points", "out"),
    [
        ("outside the limits", [*[4, 6] * 3, 30, *[4, 6] * 3], [6]),
        ("a flat series", [5] * 14, []),
        ("seven on one side", [4, 6, 4, 6, 4, 2, 4, *[6, 7] * 3, 6], [7, 8, 9, 10, 11, 12, 13]),
        ("six on one side", [5, 7, 5, 7, 5, 7, *[3, 5] * 3], []),
        ("two of three far out", [*[4, 6] * 5, 13, 4, 13, *[4, 6] * 5], [10, 12]),
    ],
)
def test_what_stands_out(case, points, out):
    assert [place for place, found in enumerate(xmr(points).signals) if found] == out, case


def test_seven_that_rise_stand_out():
    points = [5, 9, 1, 9, 1, 9, 2, 3, 4, 5, 6, 7, 8, 1, 9, 1, 9]
    assert xmr(points).signals[6:13] == (True,) * 7
    assert xmr([*points[:12], 1, 9, 1, 9]).signals[6:12] != (True,) * 6


def test_shares_are_exact():
    assert isinstance(HALF, Fraction)
