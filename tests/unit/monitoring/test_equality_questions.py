"""The questions by nation, the seal, and how long answers are kept: all pure."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from portal.costing.scales import Nation
from portal.monitoring.policy import kept_from, month_of
from portal.monitoring.questions import PREFER_NOT, UNDER, group, questions
from portal.monitoring.seal import Seal

PERSON = UUID(int=7)


@pytest.mark.parametrize("nation", Nation)
def test_every_nation_has_every_question_with_answers_in_both_languages(nation):
    asks = questions(nation)
    assert [each.key for each in asks] == [
        "age", "sex", "gender", "ethnicity", "disability", "orientation", "religion", "caring",
    ]  # fmt: skip
    for question in asks:
        assert question.label.cy
        keys = [option.key for option in question.options]
        assert len(keys) == len(set(keys)) >= 2
        for option in question.options:
            assert option.label.cy
            assert option.key != PREFER_NOT
            assert UNDER not in option.key
            assert all(closer.label.cy for closer in option.under)


def test_ethnic_groups_are_five_in_every_nation_and_the_answers_are_each_census_own():
    groups, answers = {}, {}
    for nation in Nation:
        (asked,) = [each for each in questions(nation) if each.key == "ethnicity"]
        groups[nation] = [option.key for option in asked.options]
        answers[nation] = [str(closer.label) for option in asked.options for closer in option.under]
    assert set(map(tuple, groups.values())) == {("white", "mixed", "asian", "black", "other")}
    assert len(answers[Nation.ENGLAND]) == 19
    assert answers[Nation.WALES][0].startswith("Welsh, English")
    assert answers[Nation.ENGLAND][0].startswith("English, Welsh")
    assert "Polish" in answers[Nation.SCOTLAND]
    assert "Irish Traveller" in answers[Nation.NORTHERN_IRELAND]


@pytest.mark.parametrize(
    ("answer", "counted"), [("white.irish", "white"), ("no", "no"), ("prefer_not", "prefer_not")]
)
def test_a_closer_answer_is_counted_under_its_group(answer, counted):
    assert group(answer) == counted


def test_a_seal_needs_the_secret_and_gives_nothing_of_the_person():
    ours, theirs = Seal("a secret"), Seal("another")
    assert ours.of(PERSON) == Seal("a secret").of(PERSON)
    assert ours.of(PERSON) != theirs.of(PERSON)
    assert ours.of(PERSON) != ours.of(UUID(int=8))
    assert PERSON.hex not in ours.of(PERSON)


@pytest.mark.parametrize(
    ("now", "month", "first_kept"),
    [
        (datetime(2026, 11, 26, 12, tzinfo=UTC), date(2026, 11, 1), date(2025, 5, 1)),
        (datetime(2027, 1, 31, 23, 30, tzinfo=UTC), date(2027, 1, 1), date(2025, 7, 1)),
        (datetime(2027, 6, 30, 23, 30, tzinfo=UTC), date(2027, 7, 1), date(2026, 1, 1)),
    ],
)
def test_only_the_uk_month_is_kept_and_for_eighteen_of_them(now, month, first_kept):
    assert month_of(now) == month
    assert kept_from(now) == first_kept
