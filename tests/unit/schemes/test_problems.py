"""A definition that may open has no problems; each mistake is found, and found alone."""

from dataclasses import replace
from decimal import Decimal

import pytest

from portal.kernel.language import Text
from portal.schemes.cap_units import CapUnit
from portal.schemes.caps import Cap
from portal.schemes.criteria import Criterion, Scale
from portal.schemes.definition import (
    ApprovalStep,
    CostCategory,
    Definition,
    Kind,
    ReportWanted,
    Stage,
)
from portal.schemes.eligibility_rules import BandRange
from portal.schemes.problems import problems
from portal.schemes.questions import Audience, Option, Question, QuestionKind, Section, SectionKind

ANCHORS = {score: Text(f"Anchor {score}") for score in range(1, 6)}
NEED = Criterion(key="need", title=Text("Need"), weight_percent=60, anchors=ANCHORS)
PLAN = Criterion(key="plan", title=Text("Plan"), weight_percent=40, anchors=ANCHORS)
TITLE = Question(key="title", label=Text("Title"), kind=QuestionKind.SHORT_TEXT, max_words=1)
KIND = Question(
    key="work_kind",
    label=Text("Kind"),
    kind=QuestionKind.ONE_OF,
    options=(Option("a", Text("A")), Option("b", Text("B"))),
)
ROUTE = replace(KIND, key="route")
TRAVEL = CostCategory(key="travel", title=Text("Travel", "Teithio"))


def section(*questions):
    return Section(
        key="project", kind=SectionKind.QUESTIONS, title=Text("Project"), questions=questions
    )


SOUND = Definition(
    kind=Kind.SMALL_GRANT,
    name=Text("Grant", "Grant"),
    summary=Text("Money"),
    purpose=Text("To learn"),
    decided_by=Text("The Director"),
    minutes_to_apply=40,
    sections=(section(TITLE, KIND),),
    caps=(
        Cap(CapUnit.PENCE, 2_000_000),
        Cap(CapUnit.PENCE, 1_200_000, hard=False),
        Cap(CapUnit.WTE, Decimal("0.2"), least=Decimal("0.2")),
        Cap(CapUnit.SHARE, 1),
        Cap(CapUnit.PENCE_IN_CATEGORY, 100_000, category="travel"),
    ),
    eligibility=(BandRange(lowest="5"),),
    approvals=(ApprovalStep(Stage.LINE_MANAGER), ApprovalStep(Stage.FINANCE, 5)),
    criteria=(NEED, PLAN),
    cost_categories=(TRAVEL,),
    reports=(ReportWanted(key="final", title=Text("Final"), months=1, after_end=True),),
)


def with_cap(*caps):
    return {"caps": caps}


MISTAKES = [
    ({"name": Text("", "Grant")}, "name"),
    ({"summary": Text(" ")}, "summary"),
    ({"minutes_to_apply": 0}, "minutes_to_apply"),
    ({"sections": ()}, "sections"),
    ({"sections": (section(TITLE), replace(section(), key="project"))}, "sections"),
    ({"sections": (section(TITLE, TITLE),)}, "questions"),
    ({"sections": (section(replace(KIND, options=KIND.options[:1])),)}, "questions.work_kind"),
    (
        {"sections": (section(replace(KIND, options=(KIND.options[0],) * 2)),)},
        "questions.work_kind",
    ),
    ({"sections": (section(replace(TITLE, max_words=0)),)}, "questions.title"),
    ({"sections": (section(replace(KIND, max_words=9)),)}, "questions.work_kind"),
    ({"criteria": (NEED, replace(PLAN, weight_percent=39))}, "criteria"),
    ({"criteria": (NEED, replace(PLAN, weight_percent=41))}, "criteria"),
    ({"criteria": (NEED, replace(PLAN, key="need"))}, "criteria"),
    (
        {"criteria": (replace(NEED, weight_percent=100), replace(PLAN, weight_percent=0))},
        "criteria.plan",
    ),
    ({"criteria": (NEED, replace(PLAN, anchors={1: Text("x")}))}, "criteria.plan"),
    ({"criteria": ()}, "reviews_each"),
    ({"reviews_each": 0}, "reviews_each"),
    ({"scale": Scale(5, 5), "criteria": (), "reviews_each": 0}, "scale"),
    ({"approvals": (ApprovalStep(Stage.FINANCE), ApprovalStep(Stage.FINANCE, 3))}, "approvals"),
    ({"reports": SOUND.reports * 2}, "reports"),
    ({"cost_categories": (TRAVEL, TRAVEL)}, "cost_categories"),
    ({"eligibility": (BandRange(),)}, "eligibility.BandRange"),
    (with_cap(Cap(CapUnit.PENCE, 0)), "caps.pence"),
    (with_cap(Cap(CapUnit.APPLICATIONS, 2)), "caps.applications"),
    (with_cap(Cap(CapUnit.MONTHS, 3, least=0)), "caps.months"),
    (with_cap(Cap(CapUnit.MONTHS, 3, least=4)), "caps.months"),
    (with_cap(Cap(CapUnit.MONTHS, Decimal("4.5"))), "caps.months"),
    (with_cap(Cap(CapUnit.SHARE, Decimal("1.01"))), "caps.share"),
    (with_cap(Cap(CapUnit.PENCE_IN_CATEGORY, 1, category="beer")), "caps.pence_in_category"),
    (with_cap(Cap(CapUnit.PENCE_IN_CATEGORY, 1)), "caps.pence_in_category"),
    (with_cap(Cap(CapUnit.PENCE, 1, category="travel")), "caps.pence"),
    (with_cap(Cap(CapUnit.MONTHS, 6), Cap(CapUnit.MONTHS, 9)), "caps.months"),
    (with_cap(Cap(CapUnit.MONTHS, 30, one_of=(24, 40))), "caps.months"),
    (with_cap(Cap(CapUnit.MONTHS, 24, one_of=(0, 24))), "caps.months"),
    (with_cap(Cap(CapUnit.MONTHS, 6, route="nowhere")), "caps.months"),
    (
        {"sections": (section(ROUTE),)}
        | with_cap(Cap(CapUnit.MONTHS, 6, route="a"), Cap(CapUnit.MONTHS, 9, route="a")),
        "caps.months",
    ),
    (
        {"sections": (section(ROUTE),)}
        | with_cap(Cap(CapUnit.MONTHS, 6), Cap(CapUnit.MONTHS, 6, hard=False, route="a")),
        "caps.months",
    ),
    (with_cap(Cap(CapUnit.MONTHS, 6), Cap(CapUnit.MONTHS, 6, hard=False)), "caps.months"),
]


FILE = Question(key="plan", label=Text("Plan"), kind=QuestionKind.FILE, most_files=2)


def of_files(*questions):
    return replace(section(*questions), key="files", kind=SectionKind.FILES)


@pytest.mark.parametrize(
    ("sections", "words"),
    [
        ((section(TITLE), of_files(FILE)), []),
        ((section(TITLE, FILE),), ["Ask for files in a section of files, and only there."]),
        ((of_files(TITLE),), ["Ask for files in a section of files, and only there."]),
        ((of_files(),), ["Say which files you ask for in “Project”."]),
        ((of_files(replace(FILE, most_files=None)),), ["Say how many files, for files alone."]),
        ((section(replace(TITLE, most_files=1)),), ["Say how many files, for files alone."]),
    ],
)
def test_files_are_asked_for_in_sections_of_files(sections, words):
    assert [each.words for each in problems(replace(SOUND, sections=sections))] == words


def test_a_sound_definition_has_no_problems():
    assert problems(SOUND) == []


def test_each_route_may_have_its_own_limit():
    caps = (Cap(CapUnit.MONTHS, 36, route="a"), Cap(CapUnit.MONTHS, 18, route="b"))
    routed = replace(SOUND, sections=(section(TITLE, ROUTE),), caps=caps)
    assert problems(routed) == []
    soft = Cap(CapUnit.MONTHS, 36, hard=False, route="b")
    below_the_other_route_only = replace(routed, caps=(caps[0], soft))
    assert problems(below_the_other_route_only) == []


def test_a_scheme_without_reviews_needs_no_criteria():
    assert problems(replace(SOUND, criteria=(), reviews_each=0)) == []


@pytest.mark.parametrize(("change", "where"), MISTAKES)
def test_each_mistake_is_found_alone_and_in_words(change, where):
    found = problems(replace(SOUND, **change))
    assert [problem.where for problem in found] == [where]
    assert found[0].words.endswith(".")


def test_a_definition_is_read_back_equal_and_its_caps_take_their_titles():
    assert Definition.from_json(SOUND.to_json()) == SOUND
    assert [cap.title for cap in SOUND.caps] == [None] * 4 + [TRAVEL.title]
    assert "title" not in SOUND.to_json()["caps"][4]


def test_finding_things_by_key():
    assert SOUND.question("work_kind") is KIND
    assert SOUND.question("nothing") is None
    assert SOUND.section("project").questions == SOUND.questions
    assert SOUND.category("travel") is TRAVEL
    assert SOUND.kind_label == "Small grant"


def test_answers_are_for_reviewers_and_the_panel_unless_said_otherwise():
    assert [a for a in Audience if TITLE.is_visible_to(a)] == [Audience.REVIEWER, Audience.PANEL]
