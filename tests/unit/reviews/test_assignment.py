"""The fair deal: tables, and properties over thousands of made-up calls."""

from collections import Counter
from itertools import combinations, product
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.reviews.assignment import Wanted, deal


def app(n: int) -> UUID:
    return UUID(int=1_000 + n)


def who(n: int) -> UUID:
    return UUID(int=n)


def wanted(n: int, each: int = 2, has=()) -> Wanted:
    return Wanted(app(n), frozenset(map(who, has)), each)


def loads_after(found, loads):
    counts = Counter(reviewer for _a, reviewer in found.pairs)
    return {reviewer: load + counts[reviewer] for reviewer, load in loads.items()}


@pytest.mark.parametrize(
    ("applications", "loads", "clashes", "after", "short"),
    [
        ([], {1: 0}, [], [0], {}),
        ([wanted(1)], {}, [], [], {1: 2}),
        ([wanted(1)], {1: 0, 2: 0}, [], [1, 1], {}),
        ([wanted(1)], {1: 0, 2: 0}, [(1, 1)], [0, 1], {1: 1}),
        ([wanted(n) for n in range(3)], {1: 0, 2: 0, 3: 0}, [], [2, 2, 2], {}),
        ([wanted(1, 1), wanted(2, 1)], {1: 0, 2: 5}, [], [2, 5], {}),
        ([wanted(1, 2, has=[1])], {1: 1, 2: 0}, [], [1, 1], {}),
        ([wanted(1, 2, has=[1, 2])], {1: 1, 2: 1, 3: 0}, [], [1, 1, 0], {}),
        ([wanted(1, 2, has=[1, 2, 3])], {1: 1, 2: 1, 3: 1, 4: 0}, [], [1, 1, 1, 0], {}),
        # greedy alone gives the free one to 1; the chain 1 -> 2 -> 3 evens it out
        (
            [wanted(1, 1), wanted(2, 1), wanted(3, 1)],
            {1: 0, 2: 0, 3: 0},
            [(1, 3), (2, 3), (1, 2)],
            [1, 1, 1],
            {},
        ),
    ],
)
def test_deals(applications, loads, clashes, after, short):
    loads = {who(n): load for n, load in loads.items()}
    found = deal(applications, loads, {(app(a), who(r)) for a, r in clashes})
    assert list(loads_after(found, loads).values()) == after
    assert found.short == {app(n): count for n, count in short.items()}


@st.composite
def calls(draw):
    applications = draw(st.integers(0, 6))
    people = draw(st.integers(0, 5))
    each = draw(st.integers(1, 3))
    pairs = [(app(a), who(r)) for a, r in product(range(applications), range(people))]
    clashes = frozenset(draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else [])
    loads = {who(n): draw(st.integers(0, 3)) for n in range(people)}
    held = frozenset(
        draw(st.lists(st.sampled_from(pairs), unique=True, max_size=4)) if pairs else []
    )
    return (
        [
            Wanted(app(a), frozenset(r for b, r in held if b == app(a)), each)
            for a in range(applications)
        ],
        loads,
        clashes,
    )


@settings(max_examples=400, deadline=None)
@given(calls())
def test_never_a_conflict_nor_twice_and_as_many_as_can_be(made):
    applications, loads, clashes = made
    found = deal(applications, loads, clashes)
    assert not clashes & set(found.pairs)
    assert len(set(found.pairs)) == len(found.pairs)
    for one in applications:
        dealt = [r for a, r in found.pairs if a == one.application_id]
        free = [
            r for r in loads if r not in one.reviewers and (one.application_id, r) not in clashes
        ]
        assert not set(dealt) & one.reviewers
        assert len(dealt) == min(one.missing, len(free))
        assert found.short.get(one.application_id, 0) == one.missing - len(dealt)


@settings(max_examples=150, deadline=None)
@given(calls())
def test_no_other_deal_is_more_even(made):
    applications, loads, clashes = made
    applications = applications[:3]
    found = deal(applications, loads, clashes)
    choices = []
    for one in applications:
        free = [
            r for r in loads if r not in one.reviewers and (one.application_id, r) not in clashes
        ]
        choices.append(list(combinations(free, min(one.missing, len(free)))))
    best = min(
        sum(
            (load + Counter(r for group in picked for r in group)[who_]) ** 2
            for who_, load in loads.items()
        )
        for picked in product(*choices)
    )
    assert sum(load**2 for load in loads_after(found, loads).values()) == best


@pytest.mark.parametrize(("applications", "people"), [(120, 30), (7, 3), (40, 11)])
def test_without_conflicts_loads_differ_by_one_at_most(applications, people):
    loads = {who(n): 0 for n in range(people)}
    found = deal([wanted(n, 3) for n in range(applications)], loads, ())
    after = loads_after(found, loads).values()
    assert max(after) - min(after) <= 1
    assert sum(after) == 3 * applications


def test_the_same_call_gives_the_same_deal_in_whatever_order():
    applications = [wanted(n, 2) for n in range(9)]
    loads = {who(n): 0 for n in range(4)}
    backwards = dict(reversed(loads.items()))
    assert deal(applications, loads, ()) == deal(applications[::-1], backwards, ())
