"""Means, ranks and the funding line, by hand; where an application may rank; the drawings."""

import re
from fractions import Fraction
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.kernel.language import Text
from portal.reviews.ranking import Pot, Scored, rank, review_score, together
from portal.reviews.simulation import likely_ranks
from portal.reviews.strips import ranks, spread, stacked
from portal.schemes.criteria import Aggregation, Criterion

CRITERIA = tuple(
    Criterion(key=key, title=Text(key), weight_percent=weight)
    for key, weight in (("need", 30), ("skills", 50), ("plan", 20))
)
ONE = (Criterion(key="x", title=Text("x"), weight_percent=100),)


def app(n):
    return UUID(int=n)


def scored(n, *values, pence=100, time=10):
    return Scored(app(n), tuple({"x": v} if v else {} for v in values), pence, time)


def ranked(rows, pot=1_000_000, time=None, aggregation=Aggregation.WEIGHTED_MEAN):
    return rank(rows, ONE, aggregation, Pot(pot, time))


@pytest.mark.parametrize(
    ("review", "aggregation", "score"),
    [
        ({"need": 5, "skills": 4, "plan": 3}, Aggregation.WEIGHTED_MEAN, Fraction(410, 100)),
        ({"need": 5, "skills": 4, "plan": 3}, Aggregation.MEAN, Fraction(4)),
        (
            {"need": 5, "skills": 4},
            Aggregation.WEIGHTED_MEAN,
            Fraction(350, 80),
        ),  # the plan could not be scored
        ({"plan": 2}, Aggregation.WEIGHTED_MEAN, Fraction(2)),
        ({}, Aggregation.WEIGHTED_MEAN, None),
        ({"unknown": 5}, Aggregation.MEAN, None),
        ({"need": 5, "skills": 4, "plan": 3}, Aggregation.MEDIAN, Fraction(410, 100)),
    ],
)
def test_one_review(review, aggregation, score):
    assert review_score(review, CRITERIA, aggregation) == score


@pytest.mark.parametrize(
    ("dots", "aggregation", "score"),
    [
        ([], Aggregation.MEAN, None),
        ([4, 5, 3], Aggregation.MEAN, Fraction(4)),
        ([1, 5, 5], Aggregation.WEIGHTED_MEAN, Fraction(11, 3)),
        ([1, 5, 5], Aggregation.MEDIAN, Fraction(5)),
        ([1, 4], Aggregation.MEDIAN, Fraction(5, 2)),
    ],
)
def test_reviews_together(dots, aggregation, score):
    assert together([Fraction(d) for d in dots], aggregation) == score


def test_unable_to_score_leaves_the_mean_alone():
    alone = ranked([scored(1, 4)]).rows[0]
    beside = ranked([scored(1, 4, None)]).rows[0]
    assert alone.score == beside.score == 4
    assert beside.dots == (4,)


def test_equals_share_a_rank_and_ids_set_their_order():
    rows = ranked([scored(3, 4), scored(1, 4), scored(2, 5), scored(4, 3), scored(5, None)]).rows
    assert [(r.application_id.int, r.rank, r.is_equal) for r in rows] == [
        (2, 1, False),
        (1, 2, True),
        (3, 2, True),
        (4, 4, False),
        (5, None, False),
    ]


def test_a_third_is_a_third():
    """Sums of floats would part what is equal: 3 x 1/3 of 10 against 10/3."""
    rows = rank(
        [
            Scored(app(1), ({"x": 3}, {"x": 3}, {"x": 4})),
            Scored(app(2), ({"x": 4}, {"x": 3}, {"x": 3})),
        ],
        ONE,
        Aggregation.MEAN,
        Pot(0),
    ).rows
    assert {r.rank for r in rows} == {1}
    assert all(r.is_equal for r in rows)


@pytest.mark.parametrize(
    ("pot", "time", "line", "stopped_by", "left"),
    [
        (300, None, 3, set(), (0, None)),
        (299, None, 2, {"money"}, (99, None)),
        (100, None, 1, {"money"}, (0, None)),
        (99, None, 0, {"money"}, (99, None)),
        (300, 30, 3, set(), (0, 0)),
        (300, 29, 2, {"time"}, (100, 9)),
        (250, 25, 2, {"money", "time"}, (50, 5)),
        (0, 0, 0, {"money", "time"}, (0, 0)),
    ],
)
def test_the_line(pot, time, line, stopped_by, left):
    found = ranked([scored(1, 5), scored(2, 4), scored(3, 3)], pot, time)
    assert (found.line, found.stopped_by) == (line, stopped_by)
    assert (found.pence_left, found.wte_months_left_hundredths) == left
    assert [r.is_above for r in found.rows] == [n < line for n in range(3)]


def test_nothing_below_the_line_is_moved_up():
    found = ranked([scored(1, 5, pence=60), scored(2, 4, pence=60), scored(3, 3, pence=10)], 100)
    assert found.line == 1
    assert [(r.pence_left, r.is_above) for r in found.rows] == [
        (40, True),
        (None, False),
        (None, False),
    ]


def test_nothing_without_a_score_is_above_the_line():
    assert ranked([scored(1, None), scored(2, 3)]).line == 1


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 5), st.integers(0, 50), st.integers(0, 50))),
    st.integers(0, 500),
    st.integers(0, 500),
)
def test_the_pot_is_never_overspent(rows, pot, time):
    found = ranked([scored(n, v, pence=p, time=t) for n, (v, p, t) in enumerate(rows)], pot, time)
    assert found.pence_left >= 0
    assert found.wte_months_left_hundredths >= 0
    scores = [r.score for r in found.rows]
    assert scores == sorted(scores, reverse=True)


def test_leaving_one_out_is_a_world_without_it():
    rows = [scored(n, 5 - n % 3, 3) for n in range(8)]
    without = [r for r in rows if r.application_id != app(4)]
    left = [r.application_id for r in ranked(rows).rows if r.application_id != app(4)]
    assert [r.application_id for r in ranked(without).rows] == left


@pytest.mark.parametrize(
    ("dots", "likely"),
    [
        ((), ()),
        (((),), (None,)),
        (((4.0,),), (None,)),
        (((5.0, 5.0), (1.0, 1.0)), ((1, 1), (2, 2))),
        (((4.0, 4.0), (4.0, 4.0)), ((1, 2), (1, 2))),
        (((5.0, 5.0), (), (1.0, 1.0)), ((1, 1), None, (2, 2))),
        (((5.0, 1.0), (3.0, 3.0)), ((1, 2), (1, 2))),
        (((5.0, 5.0, 5.0), (3.0,), (2.0, 1.0)), ((1, 1), None, (3, 3))),
    ],
)
def test_where_an_application_may_rank(dots, likely):
    assert likely_ranks(dots) == likely


def test_the_simulation_says_the_same_twice_and_holds_each_extreme():
    dots = tuple((1 + n % 5, 2 + n % 4, 3.0) for n in range(40))
    first = likely_ranks(dots)
    likely_ranks.cache_clear()
    assert likely_ranks(dots) == first
    assert all(1 <= low <= high <= 40 for low, high in first)
    assert likely_ranks(dots, seed=1) != first


def test_a_median_is_simulated_as_a_median():
    dots = ((5.0, 5.0, 1.0), (4.0, 4.0, 4.0))
    assert likely_ranks(dots, by_median=True)[0] == (1, 2)


@pytest.mark.parametrize(
    ("places", "heights"),
    [
        ([], []),
        ([10.0], [20]),
        ([10.0, 14.0], [20, 20]),
        ([10.0, 13.9], [20, 11]),
        ([10.0, 10.0, 10.0], [20, 11, 5]),
    ],
)
def test_circles_that_would_hide_each_other_are_stacked(places, heights):
    assert [y for _x, y in stacked(places)] == heights


def test_the_drawings_say_what_they_show_and_escape_it():
    drawn = spread([1, 5], 3, 1, 5, "Scores <b>")
    assert str(drawn).count("<circle") == 2
    assert "Scores &lt;b&gt;" in drawn
    assert re.findall(r'cx="([\d.]+)"', str(drawn)) == ["12", "138"]
    assert 'fill="#330072"' in ranks(1, 3, 2, 4, 2, "x", crosses=True)
    assert 'fill="#330072"' not in ranks(1, 1, 1, 4, 2, "x", crosses=False)
    assert "nan" not in ranks(1, 1, 1, 1, 0, "x", crosses=False)
