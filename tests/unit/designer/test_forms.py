"""Every part goes through its form and comes back as it was; what is wrong is told beside the field."""

from dataclasses import replace

import pytest
from flask import Flask
from flask_babel import Babel
from werkzeug.datastructures import MultiDict

from portal.designer.forms.base import Offers
from portal.designer.forms.sections import QuestionForm
from portal.designer.lists import LISTS, list_of, questions_of
from portal.designer.parts import PARTS
from portal.kernel.language import Text
from portal.people.models import Contract
from portal.people.professions import UptakeGroup
from portal.schemes.cap_units import CapUnit
from portal.schemes.caps import Cap
from portal.schemes.criteria import Scale
from portal.schemes.eligibility_rules import (
    BandRange,
    ContractKind,
    ContractLasts,
    MinimumHours,
    NotHeldBefore,
    NotResearchActive,
    Professions,
    Registered,
    UnderOrganisation,
    YearsQualified,
)
from portal.schemes.gallery import templates
from portal.schemes.questions import Option, Question, QuestionKind
from portal.schemes.rule import KINDS, Reply
from tests.factories.schemes import definition

OFFERS = Offers({"wales/hafren": "Hafren", "wales/hafren/north": "North"})
SAYS = definition()


@pytest.fixture(autouse=True)
def request_context():
    bare = Flask(__name__)
    bare.secret_key = "for tests only"
    Babel(bare)
    with bare.test_request_context("/", method="POST"):
        yield


def typed(form) -> MultiDict:
    """What a browser would send back of a form as it is served."""
    sent = MultiDict()
    for field in form.asked():
        if hasattr(field, "chosen"):
            for value in sorted(field.chosen()):
                sent.add(field.name, value)
        elif type(field).__name__ == "ConfirmField":
            if field.data:
                sent.add(field.name, "yes")
        else:
            sent.add(field.name, field.shown)
    return sent


def filled(made, says=SAYS, **values):
    form = made(formdata=MultiDict(values), meta={"csrf": False})
    if hasattr(form, "prepare"):
        form.prepare(says, OFFERS)
    return form


def through(made, data, says):
    served = made(formdata=None, data=data, meta={"csrf": False})
    if hasattr(served, "prepare"):
        served.prepare(says, OFFERS)
    back = made(formdata=typed(served), data=data, meta={"csrf": False})
    if hasattr(back, "prepare"):
        back.prepare(says, OFFERS)
    assert back.validate(), back.errors
    return back


@pytest.mark.parametrize("template", templates(), ids=lambda t: t.key)
@pytest.mark.parametrize("part", [p for p in PARTS if p.form], ids=lambda p: p.key)
def test_the_settings_of_every_template_come_back_as_they_were(template, part):
    says = template.definition
    form = through(part.form, part.form.data_of(says), says)
    assert part.with_values(says, form.values()) == says


@pytest.mark.parametrize("template", templates(), ids=lambda t: t.key)
def test_every_thing_of_every_template_comes_back_as_it_was(template):
    says = template.definition
    every = [*LISTS.values(), *(questions_of(s.key) for s in says.sections)]
    things = [(listed, thing) for listed in every for thing in listed.get(says)]
    for listed, thing in things:
        made = listed.form(listed.kind_of(thing), says)
        section = {"section": listed.key.partition(".")[2]}
        form = through(made, {**section, **made.data_of(thing)}, says)
        back = form.item(thing, says)
        was = replace(thing, title=None) if isinstance(thing, Cap) else thing
        assert back == was, listed.key


WHO = Text("nurses and midwives", "nyrsys a bydwragedd")
RULES = [
    UnderOrganisation(paths=frozenset({"wales/hafren/north"}), who=WHO),
    UnderOrganisation(paths=frozenset({"somewhere/before"}), who=WHO),
    Professions(who=WHO, codes=frozenset({"PHARM"}), groups=frozenset({"Nursing"}),
                staff_groups=frozenset({"Medical and Dental"}), included=False),
    Registered(registered=False, otherwise=Reply.ASK),
    BandRange(lowest="5", highest="8a", medical=True),
    BandRange(lowest="5"),
    ContractKind(kinds=frozenset({Contract.PERMANENT, Contract.FIXED_TERM})),
    ContractLasts(months=12, only_for=frozenset({UptakeGroup.DOCTORS})),
    MinimumHours(hundredths=1550),
    YearsQualified(least=2, most=10),
    YearsQualified(most=5),
    NotHeldBefore(),
    NotResearchActive(otherwise=Reply.ASK),
]  # fmt: skip


def test_every_kind_of_rule_has_a_row():
    assert {type(rule).__name__ for rule in RULES} == set(KINDS)


@pytest.mark.parametrize("rule", RULES, ids=lambda r: type(r).__name__)
def test_every_kind_of_rule_comes_back_as_it_was(rule):
    made = LISTS["rules"].form(type(rule).__name__, SAYS)
    assert through(made, made.data_of(rule), SAYS).item(None, SAYS) == rule


CAPS = [
    Cap(CapUnit.PENCE, 2_000_050),
    Cap(CapUnit.PENCE_A_YEAR, 1_200_000, hard=False),
    Cap(CapUnit.PENCE_IN_CATEGORY, 100_000, category="training_travel"),
    Cap(CapUnit.MONTHS, 40, one_of=(24, 30, 40)),
    Cap(CapUnit.WEEKS, 30, least=4),
    Cap(CapUnit.FINANCIAL_YEARS, 1),
    Cap(CapUnit.DAYS, 30),
    Cap(CapUnit.DAYS_A_WEEK, 2, least=1),
    Cap(CapUnit.SESSIONS_A_WEEK, 2),
    Cap(CapUnit.PAS_A_WEEK, 1),
    Cap.from_json({"unit": "pas_a_week", "limit": "1.5", "least": "0.25"}),
    Cap.from_json({"unit": "wte", "limit": "0.2"}),
    Cap.from_json({"unit": "share", "limit": "0.375", "least": "0.1"}),
    Cap(CapUnit.SHARE, 1),
    Cap(CapUnit.APPLICATIONS, 1),
    Cap(CapUnit.AWARDS, 12),
]


def test_every_unit_has_a_row():
    assert {cap.unit for cap in CAPS} == set(CapUnit)


@pytest.mark.parametrize("cap", CAPS, ids=lambda c: c.unit.value)
def test_every_unit_comes_back_as_it_was(cap):
    made = LISTS["limits"].form(cap.unit.value, SAYS)
    assert through(made, made.data_of(cap), SAYS).item(None, SAYS) == cap


def test_a_limit_may_be_for_one_route():
    route = Question(key="route", label=Text("Which?"), kind=QuestionKind.ONE_OF,
                     options=(Option("full", Text("Full")), Option("part", Text("Part"))))  # fmt: skip
    listed = list_of("questions.project")
    says = listed.put(SAYS, (*listed.get(SAYS), route))
    made = LISTS["limits"].form("months", says)
    cap = Cap(CapUnit.MONTHS, 18, route="part")
    assert through(made, made.data_of(cap), says).item(None, says) == cap


NUMBERS = ["", "sNaN", "1e3", "٣", "-1", "0", "many", "\x00", "9" * 40, "1/2", "NaN", "∞"]


@pytest.mark.parametrize("unit", list(CapUnit))
@pytest.mark.parametrize("text", NUMBERS)
def test_what_is_no_amount_is_refused_beside_the_field(unit, text):
    form = filled(LISTS["limits"].form(unit.value, SAYS), limit=text, hard="yes", category="x")
    assert not form.validate()
    assert form["limit"].errors


@pytest.mark.parametrize(
    ("limit", "one_of", "word"),
    [
        ("40", "24, 30", "largest"),
        ("40", "a, b", "whole numbers"),
        ("40", "24; 40", "whole numbers"),
        ("40", "1e3", "whole numbers"),
    ],
)
def test_lengths_to_choose_from_must_be_numbers_up_to_the_limit(limit, one_of, word):
    form = filled(LISTS["limits"].form("months", SAYS), limit=limit, one_of=one_of, hard="yes")
    assert not form.validate()
    assert word in str(form["one_of"].errors[0])


@pytest.mark.parametrize(
    ("kind", "values", "field"),
    [
        ("BandRange", {}, "otherwise"),
        ("BandRange", {"lowest": "8a", "highest": "5"}, "otherwise"),
        ("BandRange", {"lowest": "10"}, "lowest"),
        ("Professions", {"who": "nurses", "included": "yes"}, "otherwise"),
        ("Professions", {"who": "", "groups": "Nursing", "included": "yes"}, "who"),
        ("Professions", {"who": "x", "codes": "NOBODY", "included": "yes"}, "codes"),
        ("ContractKind", {}, "kinds"),
        ("ContractLasts", {"months": "0"}, "months"),
        ("MinimumHours", {"hundredths": "sNaN"}, "hundredths"),
        ("YearsQualified", {"least": "9", "most": "2"}, "otherwise"),
        ("YearsQualified", {}, "otherwise"),
        ("UnderOrganisation", {"who": "x"}, "paths"),
    ],
)
def test_a_rule_that_says_nothing_is_refused(kind, values, field):
    form = filled(LISTS["rules"].form(kind, SAYS), **{"otherwise": "no", **values})
    assert not form.validate()
    assert form[field].errors


def test_a_part_of_another_organisation_is_not_theirs():
    made = LISTS["rules"].form("UnderOrganisation", SAYS)
    theirs = filled(made, paths="wales/other", who="x", otherwise="no")
    own = filled(made, paths="wales/hafren", who="x", otherwise="no")
    assert theirs.names_what_is_not_theirs() and not own.names_what_is_not_theirs()


ASKED = {"label": "Why?", "kind": "one_of", "options": "Yes\nNo", "required": "yes",
         "visible_to": "panel", "section": "project"}  # fmt: skip


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"label": ""}, "label"),
        ({"label": "x" * 10_000}, "label"),
        ({"label": "a\x00b"}, "label"),
        ({"kind": "essay"}, "kind"),
        ({"options": ""}, "options"),
        ({"options": "Only one"}, "options"),
        ({"options": "Yes\n yes "}, "options"),
        ({"options": "\n".join(map(str, range(41)))}, "options"),
        ({"options_cy": "Ie"}, "options_cy"),
        ({"kind": "long_text"}, "options"),
        ({"max_words": "100"}, "max_words"),
        ({"kind": "short_text", "options": "", "max_words": "0"}, "max_words"),
        ({"required": ""}, "required"),
        ({"required": "no", "is_route": "yes"}, "is_route"),
        ({"kind": "many_of", "is_route": "yes"}, "is_route"),
        ({"visible_to": "everybody"}, "visible_to"),
        ({"section": "nowhere"}, "section"),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused(values, field):
    assert filled(QuestionForm, **ASKED).validate()
    form = filled(QuestionForm, **{**ASKED, **values})
    assert not form.validate()
    assert form[field].errors


def test_a_question_keeps_its_key_and_its_answers_theirs():
    form = filled(QuestionForm, **ASKED)
    made = form.item(None, SAYS)
    assert made.key == "why" and [o.key for o in made.options] == ["yes", "no"]
    again = filled(
        QuestionForm,
        **{**ASKED, "label": "Why not?", "options": "No\nYes, later", "options_cy": "Na\n-"},
    )
    changed = again.item(made, SAYS)
    assert changed.key == "why"
    assert [(o.key, o.label.en, o.label.cy) for o in changed.options] == [
        ("no", "No", "Na"),
        ("yes", "Yes, later", ""),
    ]


def test_a_new_question_never_takes_a_key_that_is_there():
    taken = SAYS.questions[0]
    form = filled(QuestionForm, **{**ASKED, "label": taken.key})
    assert form.item(None, SAYS).key == f"{taken.key}_2"
    assert filled(QuestionForm, **{**ASKED, "label": "Route"}).item(None, SAYS).key == "route_2"
    assert filled(QuestionForm, **{**ASKED, "is_route": "yes"}).item(None, SAYS).key == "route"


def test_the_fields_for_what_a_score_means_follow_the_scale():
    says = definition(scale=Scale(0, 2))
    made = LISTS["criteria"].form("", says)
    assert made.scores == (0, 1, 2)
