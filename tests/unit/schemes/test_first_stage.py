"""What a first stage may ask, and what stops a call whose first stage asks too much."""

from dataclasses import replace

import pytest

from portal.kernel.language import Text
from portal.schemes.definition import Definition
from portal.schemes.first_stage import questions_in
from portal.schemes.gallery import KEYS, template
from portal.schemes.problems import problems
from portal.schemes.questions import Question, QuestionKind, Round, Section, SectionKind
from tests.factories.schemes import definition

TWO = definition("research-time")


def question(key: str, kind=QuestionKind.LONG_TEXT, **values) -> Question:
    words = {"max_words": 150} if kind is QuestionKind.LONG_TEXT else {}
    return Question(key=key, label=Text(key), kind=kind, **{**words, **values})


def section(key: str, *questions: Question, kind=SectionKind.QUESTIONS, stage=Round.FIRST):
    return Section(key=key, kind=kind, title=Text(key), questions=questions, stage=stage)


def with_first(*first: Section) -> Definition:
    return replace(TWO, sections=(*first, *TWO.sections_in(Round.FULL)))


def words_of(says: Definition) -> list[str]:
    return [each.words for each in problems(says)]


def test_a_stored_section_without_a_stage_is_of_the_full_one():
    stored = definition().to_json()
    for each in stored["sections"]:
        del each["stage"]
    says = Definition.from_json(stored)
    assert {each.stage for each in says.sections} == {Round.FULL}
    assert not says.is_two_stage


def test_the_template_in_two_steps_asks_eight_questions_on_five_pages():
    first = TWO.sections_in(Round.FIRST)
    assert TWO.is_two_stage
    assert (questions_in(first), len(first)) == (8, 5)
    assert problems(TWO) == []


def test_it_is_one_of_twelve():
    assert [key for key in KEYS if template(key).definition.is_two_stage] == ["research-time"]


SHORT = tuple(question(f"s{n}", QuestionKind.SHORT_TEXT) for n in range(9))


@pytest.mark.parametrize(
    ("first", "fits"),
    [
        ((section("a", *SHORT[:8]),), True),
        ((section("a", *SHORT[:9]),), False),
        ((section("a", *SHORT[:6]), section("about", kind=SectionKind.ABOUT)), True),
        ((section("a", *SHORT[:7]), section("about", kind=SectionKind.ABOUT)), False),
        ((section("a", *SHORT[:5]), section("time", kind=SectionKind.TIME)), True),
        ((section("a", *SHORT[:6]), section("time", kind=SectionKind.TIME)), False),
        ((section("a", *SHORT[:7]), section("r", kind=SectionKind.RELEASE)), True),
        ((section("a", *SHORT[:8]), section("r", kind=SectionKind.RELEASE)), False),
    ],
)
def test_eight_questions_are_the_most(first, fits):
    assert (words_of(with_first(*first)) == []) is fits


@pytest.mark.parametrize(
    ("texts", "fits"),
    [
        ([question("a"), question("b")], True),
        ([question("a"), question("b"), question("c")], False),
        ([question("a", max_words=151)], False),
        ([question("a", max_words=None)], False),
        ([question("a", max_words=150)], True),
    ],
)
def test_two_texts_of_a_hundred_and_fifty_words_are_the_most(texts, fits):
    assert (words_of(with_first(section("a", *texts))) == []) is fits


@pytest.mark.parametrize(
    ("first", "words"),
    [
        ((section("a"),), "The first stage asks nothing"),
        ((section("a", SHORT[0]), section("c", kind=SectionKind.COSTS)), "Costs and files come"),
        (tuple(section(f"p{n}", SHORT[n]) for n in range(7)), "has 7 sections"),
    ],
)
def test_what_else_a_first_stage_cannot_be(first, words):
    assert any(words in said for said in words_of(with_first(*first)))


def test_a_scheme_of_first_sections_alone_is_refused():
    says = replace(TWO, sections=(section("a", SHORT[0]),))
    assert any("Leave some for the full stage" in said for said in words_of(says))


def test_a_route_that_limits_time_is_asked_with_it():
    says = definition("masters")
    assert says.routes
    moved = replace(
        says,
        sections=tuple(
            replace(s, stage=Round.FIRST) if s.kind in {SectionKind.TIME, SectionKind.ABOUT} else s
            for s in says.sections
        ),
    )
    assert any("ask it at the first stage" in said for said in words_of(moved))
