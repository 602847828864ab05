import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.uptake.disclosure import nearest_five
from portal.uptake.measures.proportions import Counted
from portal.uptake.measures.verdicts import Verdict, family, published, verdict
from tests.unit.uptake import evidence_cases

DOCTORS = Counted(60, 1555)


def pair(case):
    one, two = case["input"]["group"], case["input"]["reference"]
    return Counted(one["events"], one["people"]), Counted(two["events"], two["people"])


def rounded(counts):
    return Counted(*(nearest_five(count) for count in counts))


@pytest.mark.parametrize(
    "case", evidence_cases.of("verdict", lambda case: "verdict" in case["expected"])
)
def test_verdicts_of_the_rule(case):
    assert verdict(*pair(case)) == case["expected"]["verdict"]


@pytest.mark.parametrize(
    "case", evidence_cases.of("verdict", lambda case: "publish" in case["expected"])
)
def test_verdicts_that_survive_rounding(case):
    group, reference = pair(case)
    assert verdict(group, reference) == case["expected"]["verdict_unrounded"]
    assert verdict(rounded(group), rounded(reference)) == case["expected"]["verdict_rounded"]
    assert published({"g": group}, reference)["g"] == case["expected"]["publish"]


@pytest.mark.parametrize(
    ("group", "reference", "expected"),
    [
        (Counted(19, 19), Counted(30, 60), Verdict.TOO_FEW),
        (Counted(10, 20), Counted(30, 60), Verdict.CANNOT_TELL),  # 20 people are enough
        (Counted(30, 60), Counted(10, 19), Verdict.TOO_FEW),
        (Counted(5, 100), Counted(5, 100), Verdict.CANNOT_TELL),  # 5 expected on each side
        (Counted(4, 100), Counted(5, 100), Verdict.TOO_FEW),  # 4.5 expected
        (Counted(80, 100), Counted(40, 100), Verdict.HIGHER),
        (Counted(40, 100), Counted(80, 100), Verdict.LOWER),
        (Counted(0, 1000), Counted(50, 1000), Verdict.LOWER),
        (Counted(50, 1000), Counted(0, 1000), Verdict.HIGHER),
        (Counted(2400, 4000), Counted(2000, 4000), Verdict.SMALL),
    ],
)
def test_both_sides_of_each_boundary(group, reference, expected):
    assert verdict(group, reference) is expected


def test_what_does_not_survive_its_family_is_not_a_finding():
    one, other = Counted(30, 1000), Counted(60, 1000)
    assert verdict(one, other, survived=True) is Verdict.LOWER
    assert verdict(one, other, survived=False) is Verdict.CANNOT_TELL


def test_a_family_is_judged_together():
    # Alone 4.7% is under 5%; beside four that show nothing it is not.
    near, plain = Counted(20, 500), Counted(39, 1000)
    reference = Counted(67, 1000)
    assert family({"near": near}, reference)["near"] is Verdict.LOWER
    alike = {f"plain{n}": Counted(67, 1000) for n in range(4)}
    assert family({"near": near} | alike, reference)["near"] is Verdict.CANNOT_TELL
    assert family({"plain": plain} | alike, reference)["plain"] is Verdict.LOWER


def test_a_verdict_that_rounding_changes_is_not_printed():
    group, reference = Counted(32, 100), Counted(48, 100)
    assert verdict(group, reference) is Verdict.LOWER
    assert verdict(rounded(group), rounded(reference)) is Verdict.LOWER
    # One more on one side, one fewer on the other: now the rounded counts say otherwise.
    near, other = Counted(33, 102), Counted(47, 98)
    assert verdict(near, other) is Verdict.LOWER
    assert verdict(rounded(near), rounded(other)) is Verdict.CANNOT_TELL
    assert published({"g": near}, other)["g"] is Verdict.CANNOT_TELL


@pytest.mark.parametrize("behind", range(1, 8))
def test_a_hidden_count_that_cannot_change_the_verdict(behind):
    assert published({"g": Counted(behind, 565)}, DOCTORS)["g"] is Verdict.LOWER


@pytest.mark.parametrize("behind", range(1, 8))
def test_a_verdict_never_narrows_a_hidden_count(behind):
    # 1 of 200 would be lower and 7 of 200 would not: printing either would say which.
    words = {verdict(Counted(each, 200), DOCTORS) for each in range(1, 8)}
    assert len(words) > 1
    assert published({"g": Counted(behind, 200)}, DOCTORS)["g"] is Verdict.CANNOT_TELL


def test_a_hidden_reference_is_treated_alike():
    words = {published({"g": Counted(60, 400)}, Counted(behind, 60))["g"] for behind in range(1, 8)}
    assert len(words) == 1


def test_nobody_to_compare_with_is_too_few():
    assert published({"g": Counted(9, 90)}, Counted(0, 0)) == {"g": Verdict.TOO_FEW}
    assert published({}, DOCTORS) == {}


@st.composite
def counted(draw):
    people = draw(st.integers(1, 3000))
    return Counted(draw(st.integers(0, people)), people)


@settings(deadline=None)
@given(st.lists(counted(), max_size=5), counted())
def test_a_printed_verdict_is_the_rounded_one_or_cannot_tell(groups, reference):
    named = dict(enumerate(groups))
    from_rounded = family({key: rounded(group) for key, group in named.items()}, rounded(reference))
    for key, word in published(named, reference).items():
        assert word in (from_rounded[key], Verdict.CANNOT_TELL)


@settings(deadline=None)
@given(st.integers(2, 400), counted(), st.booleans())
def test_whatever_is_hidden_the_word_is_one(fives, other, in_reference):
    hidden = [Counted(behind, 5 * fives) for behind in range(1, 8)]
    seen = rounded(other)
    words = {
        published({"g": seen}, each)["g"] if in_reference else published({"g": each}, seen)["g"]
        for each in hidden
        if seen.events > 7
    }
    assert len(words) <= 1


def test_a_hidden_one_and_a_hidden_five_have_one_word():
    # None of 400 would be too few (4.9 expected), one of 400 would not.
    reference = Counted(10, 410)
    assert {published({"g": Counted(each, 400)}, reference)["g"] for each in range(1, 8)} == {
        Verdict.CANNOT_TELL
    }
