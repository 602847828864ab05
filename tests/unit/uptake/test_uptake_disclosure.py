import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.uptake.disclosure import (
    HIDDEN,
    AmountRules,
    Amounts,
    Protected,
    based,
    nearest_five,
    per,
    protect,
    protect_amount,
    protect_sensitive,
    rate_mark,
    safe_from_insiders,
    scale,
)
from portal.uptake.measures.proportions import Counted

STORED = Path(__file__).parent / "cases" / "sdc.json"
SDC = {case["id"]: case for case in json.loads(STORED.read_text("utf-8"))["cases"]}
RULES = AmountRules(standard_pence=1_000_00, standard_hours=75_00)


def test_the_primary_rule_as_published():
    case = SDC["SDC-01"]
    shown = [str(protect(count)) for count in case["input"]["counts"]]
    assert shown == [
        {"*": "c", "10025": "10,025"}.get(mark, mark) for mark in case["expected"]["display"]
    ]


@pytest.mark.parametrize("count", [-1, 4.2, True, None])
def test_what_is_not_a_count_is_refused(count):
    with pytest.raises(ValueError, match="not a count"):
        protect(count)


@settings(deadline=None)
@given(st.integers(1, 7))
def test_one_to_seven_are_one_and_the_same(count):
    assert protect(count) == HIDDEN
    assert str(count) not in repr(protect(count))


@settings(deadline=None)
@given(st.integers(8, 100_000))
def test_the_rest_are_rounded_to_the_nearest_five(count):
    shown = protect(count).shown
    assert shown % 5 == 0
    assert abs(shown - count) <= 2


@settings(deadline=None)
@given(st.integers(0, 100_000))
def test_what_is_protected_holds_nothing_else(count):
    kept = protect(count)
    assert Protected.__slots__ == ("shown",)
    assert kept.shown in (None, 0 if count == 0 else nearest_five(count))


@pytest.mark.parametrize("count", [1, 4, 5, 7, 8, 12, -5])
def test_a_true_count_cannot_be_passed_off_as_protected(count):
    with pytest.raises(ValueError, match="rounded"):
        Protected(count)


@pytest.mark.parametrize(
    ("count", "of", "printed"),
    [
        (0, 0, "0"),
        (0, 9, "c"),
        (0, 400, "c"),
        (5, 9, "c"),
        (12, 12, "c"),
        (11, 12, "c"),  # printed 10 of 10
        (12, 13, "10"),
        (18, 18, "c"),
        (22, 22, "c"),  # printed 20 of 20, as 18 of 18 would be
        (23, 23, "25"),
        (15, 30, "15"),
    ],
)
def test_sensitive_outcomes_hide_none_and_all_of_a_few(count, of, printed):
    assert str(protect_sensitive(count, of)) == printed


@settings(deadline=None)
@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_a_sensitive_mark_is_decided_on_printed_counts(count, of, other, other_of):
    if count > of or other > other_of:
        return
    alike = protect(count) == protect(other) and protect(of) == protect(other_of)
    if alike:
        assert protect_sensitive(count, of) == protect_sensitive(other, other_of)


@pytest.mark.parametrize(
    ("part", "whole", "mark", "rate"),
    [
        (10, 17, "–", None),
        (10, 18, "10", Counted(10, 20)),
        (4, 18, "c", None),
        (4, 7, "–", None),
        (0, 18, "0", Counted(0, 20)),
        (0, 0, "–", None),
    ],
)
def test_no_rate_of_fewer_than_twenty_or_of_a_hidden_count(part, whole, mark, rate):
    assert based(protect(part), protect(whole)) == rate
    assert rate_mark(protect(part), protect(whole)) == mark


@pytest.mark.parametrize(
    ("rates", "base"),
    [
        ([Counted(5, 100), Counted(20, 100)], 100),
        ([Counted(49, 1000), Counted(20, 100)], 1000),
        ([Counted(0, 20)], 1000),
        ([None], 100),
        ([], 100),
    ],
)
def test_one_small_rate_puts_the_whole_table_per_thousand(rates, base):
    assert scale(rates) == base


@pytest.mark.parametrize(
    ("rate", "base", "whole"),
    [
        (Counted(25, 5195), 1000, 5),
        (Counted(1, 200), 100, 1),  # half up
        (Counted(1, 201), 100, 0),
        (Counted(0, 20), 1000, 0),
        (Counted(20, 20), 100, 100),
    ],
)
def test_rates_are_whole_numbers(rate, base, whole):
    assert per(rate, base) == whole


@pytest.mark.parametrize("case", [SDC["SDC-11"], SDC["SDC-13"]], ids=["SDC-11", "SDC-13"])
def test_the_p_percent_rule(case):
    sums = Amounts(*(case["input"][name] for name in ("total", "largest", "second")))
    assert safe_from_insiders(sums, case["input"]["p"]) is not case["expected"]["unsafe"]


def test_the_p_percent_rule_at_its_boundary():
    assert safe_from_insiders(Amounts(250, 100, 140), 10)
    assert not safe_from_insiders(Amounts(249, 100, 140), 10)


def test_a_rate_of_a_few_is_not_printed():
    case = SDC["SDC-23"]
    assert case["input"]["published_denominator"] < 20
    assert {
        based(protect(part), protect(whole)) for part, whole in case["expected"]["candidates"]
    } == {None}


@pytest.mark.parametrize(
    ("awarded", "each", "expected"),
    [
        (0, [], 0),
        (7, [1_000_00] * 7, None),
        (8, [1_000_00] * 8, 10_000_00),
        (12, [1_000_00] * 12, 10_000_00),
        (13, [1_000_00] * 13, 15_000_00),
        (8, [90_000_00, 1_000_00] + [1_000_00] * 6, None),  # one holder is nearly all of it
    ],
)
def test_sums_are_rounded_to_five_awards_or_hidden(awarded, each, expected):
    assert protect_amount(Amounts.of(each), awarded, RULES.standard_pence, RULES) == expected


@settings(deadline=None)
@given(st.lists(st.lists(st.integers(0, 10**7), max_size=5), max_size=4))
def test_sums_of_groups_keep_the_two_largest_holders(groups):
    everyone = [held for group in groups for held in group]
    assert Amounts.together(Amounts.of(group) for group in groups) == Amounts.of(everyone)
