"""Small things said on the panel's pages."""

from types import SimpleNamespace

import pytest

from portal.costing.scales import Nation
from portal.people.professions import UptakeGroup, professions
from portal.reviews.composition import COUNTED, composition, sentence
from portal.reviews.pages.recommending import letter
from portal.reviews.trail import VERBS


def of(*codes):
    return [
        SimpleNamespace(profession=professions()[code], team=SimpleNamespace(nation=Nation.WALES))
        for code in codes
    ]


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        ((), ""),
        (("NUR-ADULT",), "1 nurse"),
        (("MID", "NUR-ADULT", "NUR-ADULT"), "2 nurses, 1 midwife"),
    ],
)
def test_who_would_be_funded(codes, words):
    assert composition(of(*codes)) == words


def test_the_sentence_counts_people():
    assert sentence([]) == ""
    assert sentence(of("MID")) == "If the line stays here, the 1 person is: 1 midwife."
    assert sentence(of("MID", "MID")) == "If the line stays here, the 2 people are: 2 midwives."


def test_every_group_can_be_counted():
    assert set(COUNTED) == set(UptakeGroup)
    assert all(COUNTED[group](2).startswith("2 ") for group in UptakeGroup)


@pytest.mark.parametrize(("at", "name"), [(0, "A"), (1, "B"), (25, "Z"), (26, "AA"), (27, "AB")])
def test_letters_for_reviewers(at, name):
    assert letter(at) == name


def test_every_recorded_verb_has_its_words():
    assert set(VERBS) == {
        "assigned",
        "unassigned",
        "cleared",
        "declared_conflict",
        "declared_conflict_late",
        "sent_review",
        "recommended",
        "took_back_recommendation",
    }
    assert all("%(actor)s" in str(words) for words in VERBS.values())
