from fractions import Fraction
from math import isclose

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.uptake import wording
from portal.uptake.measures.multiplicity import adjusted, survives
from portal.uptake.measures.proportions import (
    Counted,
    difference,
    normal_quantile,
    proportion,
    score_test,
    wilson,
)
from portal.uptake.measures.ratios import Zone, katz, relative_likelihood, zone
from tests.unit.uptake import evidence_cases

# Rates per WTE and odds ratios come with the measures that need them.
LATER = {"rate_ratio_log", "rate_ratio_exact"}


@st.composite
def counted(draw, least=1, most=20000):
    people = draw(st.integers(least, most))
    return Counted(draw(st.integers(0, people)), people)


def pair(case, group="group", reference="reference", of="people"):
    one, two = case["input"][group], case["input"][reference]
    return Counted(one["events"], one[of]), Counted(two["events"], two[of])


def measured(measure):
    return evidence_cases.of("ratios", lambda case: case["input"]["measure"] == measure)


@pytest.mark.parametrize(
    "case", evidence_cases.of("wilson_ci", lambda case: "error" not in case["expected"])
)
def test_wilson_is_as_published(case):
    given_ = case["input"]
    about = evidence_cases.close(case)
    sample = Counted(given_["x"], given_["n"])
    interval = wilson(sample, given_["confidence"])
    assert proportion(sample) == about(case["expected"]["p"])
    assert interval.lower == about(case["expected"]["lower"])
    assert interval.upper == about(case["expected"]["upper"])


@pytest.mark.parametrize(
    "case", evidence_cases.of("wilson_ci", lambda case: "error" in case["expected"])
)
def test_what_is_no_rate_has_no_interval(case):
    with pytest.raises(ValueError, match="is not a rate"):
        wilson(Counted(case["input"]["x"], case["input"]["n"]))


@pytest.mark.parametrize("sample", [Counted(-1, 10), Counted(11, 10), Counted(0, 0)])
def test_events_lie_between_none_and_all(sample):
    with pytest.raises(ValueError, match="is not a rate"):
        proportion(sample)


def test_the_quantile_is_not_rounded():
    assert normal_quantile() == pytest.approx(1.959963984540054, abs=1e-12)


@settings(deadline=None)
@given(counted())
def test_wilson_holds_the_rate_within_nought_and_one(sample):
    lower, upper = wilson(sample)
    assert 0 <= lower <= proportion(sample) <= upper <= 1


@settings(deadline=None)
@given(counted(most=2000))
def test_wilson_mirrors_when_events_and_others_change_places(sample):
    events, people = sample
    one, other = wilson(sample), wilson(Counted(people - events, people))
    assert isclose(one.lower, 1 - other.upper, abs_tol=1e-9)


def test_wilson_ends_exactly_at_nought_and_one():
    assert wilson(Counted(0, 20)).lower == 0
    assert wilson(Counted(29, 29)).upper == 1


@pytest.mark.parametrize("case", measured("risk_difference_newcombe"))
def test_differences_are_as_published(case):
    about = evidence_cases.close(case)
    group, reference = pair(case, of="denominator")
    interval = difference(group, reference)
    assert proportion(group) - proportion(reference) == about(case["expected"]["difference"])
    assert interval.lower == about(case["expected"]["lower"])
    assert interval.upper == about(case["expected"]["upper"])


@settings(deadline=None)
@given(counted(), counted())
def test_differences_hold_the_difference(group, reference):
    lower, upper = difference(group, reference)
    between = proportion(group) - proportion(reference)
    assert -1 <= lower <= between + 1e-12
    assert between - 1e-12 <= upper <= 1


@pytest.mark.parametrize(
    ("group", "reference", "p"),
    [
        (Counted(60, 100), Counted(40, 100), 0.004677734981),  # z = 0.2 / sqrt(0.005)
        (Counted(10, 50), Counted(10, 50), 1.0),
        (Counted(0, 30), Counted(0, 60), 1.0),
        (Counted(30, 30), Counted(60, 60), 1.0),
    ],
)
def test_the_score_test_pools_and_does_not_correct(group, reference, p):
    assert score_test(group, reference) == pytest.approx(p, abs=1e-9)


@settings(deadline=None)
@given(counted(), counted())
def test_the_score_test_does_not_mind_the_order(group, reference):
    assert score_test(group, reference) == pytest.approx(score_test(reference, group), abs=1e-9)


@pytest.mark.parametrize("case", measured("risk_ratio_katz"))
def test_risk_ratios_are_as_published(case):
    about = evidence_cases.close(case)
    group, reference = pair(case, of="denominator")
    interval = katz(group, reference)
    assert relative_likelihood(group, reference) == about(case["expected"]["ratio"])
    assert interval.lower == about(case["expected"]["lower"])
    assert interval.upper == about(case["expected"]["upper"])


@pytest.mark.parametrize("case", measured("odds_ratio"))
def test_an_odds_ratio_is_not_what_we_print(case):
    group, reference = pair(case, of="denominator")
    ratio = relative_likelihood(group, reference)
    assert ratio == evidence_cases.close(case)(case["expected"]["risk_ratio"])
    assert ratio != pytest.approx(case["expected"]["odds_ratio"], abs=0.1)


def test_no_case_of_ratios_is_forgotten():
    known = LATER | {"risk_difference_newcombe", "risk_ratio_katz", "odds_ratio"}
    everything = evidence_cases.of("ratios")
    assert {each.values[0]["input"]["measure"] for each in everything} == known


@pytest.mark.parametrize(
    "case", evidence_cases.of("relative_likelihood", lambda case: "lower" in case["expected"])
)
def test_relative_likelihoods_with_their_direction(case):
    about = evidence_cases.close(case)
    group, reference = pair(case)
    # Our own direction is group over reference; the case may publish the other.
    over = (reference, group) if case["input"].get("direction") == "reference/group" else None
    counts = over or (group, reference)
    interval = katz(*counts)
    assert relative_likelihood(*counts) == about(case["expected"]["ratio"])
    assert interval.lower == about(case["expected"]["lower"])
    assert interval.upper == about(case["expected"]["upper"])
    if "includes_parity" in case["expected"]:
        assert (interval.lower <= 1 <= interval.upper) is case["expected"]["includes_parity"]


def only(family, case_id):
    (found,) = evidence_cases.of(family, lambda case: case["id"] == case_id)
    return found.values[0]


def test_a_ratio_of_published_percentages():
    case = only("relative_likelihood", "REL-01")
    ratio = relative_likelihood(Counted(4699, 10000), Counted(1465, 10000))
    assert ratio == pytest.approx(case["expected"]["relative_likelihood"], abs=1e-6)
    assert wording.figure(ratio) == case["expected"]["display"]


def test_a_ratio_is_never_printed_as_a_percentage():
    case = only("relative_likelihood", "REL-05")
    printed = wording.times_as_likely(case["input"]["relative_likelihood"])
    assert printed == "1.5 times as likely"
    assert not [bad for bad in case["expected"]["forbidden_display"] if bad in printed]


def test_no_ratio_over_a_reference_without_events():
    case = only("relative_likelihood", "REL-07")
    assert relative_likelihood(*pair(case)) is case["expected"]["ratio"]
    assert katz(*pair(case)) is None


def test_no_events_in_the_group_is_a_ratio_of_nought_without_an_interval():
    assert relative_likelihood(Counted(0, 41), Counted(9, 233)) == 0
    assert katz(Counted(0, 41), Counted(9, 233)) is None


@pytest.mark.parametrize(
    "case", evidence_cases.of("four_fifths", lambda case: "adverse_flag" in case["expected"])
)
def test_the_four_fifths_screen(case):
    group, highest = pair(case, reference="highest")
    assert (zone(group, highest) is Zone.BELOW) is case["expected"]["adverse_flag"]
    assert relative_likelihood(group, highest) == pytest.approx(case["expected"]["impact_ratio"])


@pytest.mark.parametrize(
    "case", evidence_cases.of("four_fifths", lambda case: "zone" in case["expected"])
)
def test_the_nhs_zone(case):
    assert zone(*pair(case)).value == case["expected"]["zone"]


@pytest.mark.parametrize(
    ("group", "reference", "expected"),
    [
        (Counted(4, 7), Counted(5, 7), Zone.INSIDE),  # 0.8 exactly, less in floating point
        (Counted(799, 1000), Counted(1000, 1000), Zone.BELOW),
        (Counted(800, 1000), Counted(1000, 1000), Zone.INSIDE),
        (Counted(1250, 2000), Counted(500, 1000), Zone.INSIDE),
        (Counted(1251, 2000), Counted(500, 1000), Zone.ABOVE),
        (Counted(1, 100), Counted(0, 100), Zone.ABOVE),
        (Counted(0, 100), Counted(0, 100), Zone.INSIDE),
    ],
)
def test_both_ends_of_the_zone_are_inside(group, reference, expected):
    assert zone(group, reference) is expected


@settings(deadline=None)
@given(counted(), counted())
def test_the_zone_is_exact(group, reference):
    if reference.events == 0:
        return
    ratio = Fraction(*group) / Fraction(*reference)
    inside = Fraction(4, 5) <= ratio <= Fraction(5, 4)
    assert (zone(group, reference) is Zone.INSIDE) is inside


def test_benjamini_and_hochberg_of_1995():
    case = only("multiplicity", "MUL-01")
    values, rate = case["input"]["p"], case["input"]["q"]
    assert adjusted(values) == pytest.approx(case["expected"]["adjusted"], abs=1e-6)
    assert sum(survives(values, rate)) == case["expected"]["rejected"]
    bonferroni = [value for value in values if value * len(values) <= rate]
    assert len(bonferroni) == case["expected"]["bonferroni_rejected"]


@settings(deadline=None)
@given(st.lists(st.floats(0, 1), max_size=12), st.randoms())
def test_the_order_of_a_family_does_not_matter(values, random):
    places = list(range(len(values)))
    random.shuffle(places)
    mixed = adjusted([values[place] for place in places])
    assert mixed == [adjusted(values)[place] for place in places]
