"""The shipped templates: sound, in both languages, and honest about where values come from."""

from datetime import date

import pytest

from portal.kernel.language import Text
from portal.people.models import Contract
from portal.people.professions import professions
from portal.schemes.asked import Asked
from portal.schemes.cap_units import CapUnit
from portal.schemes.caps import most
from portal.schemes.definition import Definition, Kind, Stage
from portal.schemes.eligibility import Candidate, Reply, check
from portal.schemes.gallery import Status, Template, template, templates
from portal.schemes.problems import problems
from portal.schemes.questions import Audience, QuestionKind, SectionKind

SMALL = template("small-grant").definition
TIME = template("protected-time").definition
SECONDMENT = template("secondment").definition
EACH = pytest.mark.parametrize("found", templates(), ids=lambda found: found.key)


def texts(stored):
    if isinstance(stored, dict) and "en" in stored:
        yield Text.from_json(stored)
    elif isinstance(stored, dict | list):
        for item in stored.values() if isinstance(stored, dict) else stored:
            yield from texts(item)


@EACH
def test_a_template_may_open_as_it_is(found):
    assert problems(found.definition) == []
    assert Template.from_json(found.to_json()) == found


@EACH
def test_every_text_is_in_both_languages_and_the_welsh_is_marked(found):
    written = list(texts(found.definition.to_json()))
    assert len(written) > 40
    assert [text for text in written if not text.en.strip() or not text.cy.strip()] == []
    assert found.welsh_reviewed is False


@EACH
def test_every_field_says_where_it_comes_from_and_sources_are_named(found):
    for name in Definition.from_json(found.definition.to_json()).to_json():
        assert found.origin(name)
    for origin in found.statuses.values():
        assert bool(origin.source) is (origin.status is Status.SOURCED)


@EACH
def test_every_origin_speaks_of_something_that_is_there(found):
    says = found.definition
    places = set(says.to_json()) | {f"caps.{cap.unit}" for cap in says.caps}
    places |= {f"sections.{question.key}" for question in says.questions}
    assert set(found.statuses) <= places


@EACH
def test_every_application_can_have_a_title_and_a_public_summary(found):
    assert found.definition.question("title").kind is QuestionKind.SHORT_TEXT
    assert found.definition.question("summary").is_visible_to(Audience.PUBLIC)
    kinds = {section.kind for section in found.definition.sections}
    asked = set(SectionKind) - {SectionKind.FILES, SectionKind.PEOPLE}  # not by every scheme
    assert asked <= kinds


def test_the_origin_of_a_place_is_that_of_the_nearest_place_around_it():
    assert template("small-grant").origin("caps.months").status is Status.SOURCED
    assert template("small-grant").origin("caps.applications").status is Status.ILLUSTRATIVE
    with pytest.raises(KeyError):
        template("small-grant").origin("colour")
    assert template("nothing") is None


def test_the_small_grant():
    assert SMALL.kind is Kind.SMALL_GRANT
    assert SMALL.blind
    assert SMALL.reviews_each == 3
    assert [step.stage for step in SMALL.approvals] == [Stage.LINE_MANAGER]
    assert {c.key: c.weight_percent for c in SMALL.criteria} == {
        "need": 30,
        "skills": 20,
        "plan": 20,
        "support": 20,
        "involvement": 10,
    }
    assert {q.key: q.max_words for q in SMALL.questions if q.key not in ("true", "share")} == {
        "title": 20,
        "summary": 100,
        "problem": 200,
        "plan": 200,
        "skills": 100,
        "involvement": 100,
        "outcome": 100,
        "work_kind": None,
        "other_funding": 60,
        "cover": 60,
        "mentor": 60,
    }
    assert [s.key for s in SMALL.sections] == [
        "about",
        "project",
        "time",
        "costs",
        "release",
        "people",
        "declarations",
    ]


@pytest.mark.parametrize("definition", [SMALL, TIME])
def test_a_blind_reviewer_reads_neither_mentor_nor_cover(definition):
    hidden = [q.key for q in definition.questions if not q.is_visible_to(Audience.REVIEWER)]
    assert {"mentor", "cover"} <= set(hidden)
    assert not {"problem", "plan", "skills", "outcome"} & set(hidden)


@pytest.mark.parametrize(
    ("definition", "unit", "words"),
    [
        (SMALL, CapUnit.PENCE, "Up to £20,000"),
        (SMALL, CapUnit.MONTHS, "Up to 6 months"),
        (TIME, CapUnit.SESSIONS_A_WEEK, "Up to 2 sessions a week"),
        (TIME, CapUnit.WTE, "Up to 0.20 WTE"),
        (TIME, CapUnit.MONTHS, "Up to 36 months"),
        (SECONDMENT, CapUnit.MONTHS, "3 to 24 months"),
        (SECONDMENT, CapUnit.SHARE, "40% to 100% of your hours"),
    ],
)
def test_caps_of_the_real_schemes(definition, unit, words):
    assert most(definition.caps, unit).guidance() == words


def test_a_request_is_held_against_every_cap():
    asked = Asked(
        starts_on=date(2027, 4, 6),
        ends_on=date(2027, 10, 5),
        pence_total=1_494_890,
        pence_by_category={"training_travel": 57_450},
        applications=1,
    )
    assert [c.ok for c in SMALL.check_caps(asked)] == [True] * 4


@pytest.mark.parametrize(
    ("definition", "code", "contract", "reply"),
    [
        (SMALL, "EST", Contract.BANK, Reply.YES),
        (TIME, "NUR-ADULT", Contract.PERMANENT, Reply.YES),
        (TIME, "MID", Contract.FIXED_TERM, Reply.YES),
        (TIME, "AHP-PHY", Contract.PERMANENT, Reply.YES),
        (TIME, "HCS-BMS", Contract.PERMANENT, Reply.YES),
        (TIME, "PHARM", Contract.PERMANENT, Reply.YES),
        (TIME, "MED-CONS", Contract.PERMANENT, Reply.YES),
        (TIME, "PHARM-TECH", Contract.PERMANENT, Reply.NO),
        (TIME, "HCSW", Contract.PERMANENT, Reply.NO),
        (TIME, "ADMIN", Contract.PERMANENT, Reply.NO),
        (SECONDMENT, "ADMIN", Contract.PERMANENT, Reply.YES),
        (SECONDMENT, "NUR-ADULT", Contract.FIXED_TERM, Reply.NO),
    ],
)
def test_who_may_apply(definition, code, contract, reply):
    profession = professions()[code]
    candidate = Candidate(
        profession=code,
        profession_group=profession.group,
        staff_group=profession.staff_group,
        contract=contract,
        research_active=False,
    )
    assert check(definition.eligibility, candidate, date(2027, 4, 6)).reply is reply
