"""Limits that contradict each other across units, and rules that exclude each other."""

from dataclasses import replace
from decimal import Decimal

import pytest

from portal.costing.scales import Nation
from portal.kernel.language import Text
from portal.people.models import Contract
from portal.people.professions import UptakeGroup
from portal.schemes.cap_units import CapUnit as U
from portal.schemes.caps import Cap
from portal.schemes.contradictions import Week
from portal.schemes.definition import CostCategory
from portal.schemes.eligibility_rules import (
    BandRange,
    ContractKind,
    MinimumHours,
    Professions,
    Registered,
    YearsQualified,
)
from portal.schemes.gallery import KEYS
from portal.schemes.problems import problems, warnings
from portal.schemes.questions import Option, Question, QuestionKind
from portal.schemes.rule import Reply
from tests.factories.schemes import definition

SCOTLAND = Week(Nation.SCOTLAND, 3_600)
TRAVEL = CostCategory(key="travel", title=Text("Travel"))
BARE = definition("small-grant", caps=(), eligibility=(), cost_categories=(TRAVEL,))


def with_caps(*caps):
    return replace(BARE, caps=caps)


def travel(limit, **values):
    return Cap(U.PENCE_IN_CATEGORY, limit, category="travel", **values)


D = Decimal
NEVER = {
    "weeks beyond the months": (
        (Cap(U.MONTHS, 6), Cap(U.WEEKS, 30)), "caps.weeks",
        ("This limit never stops anybody. 6 months (181 to 184 days) stops first, and this is "
        "30 weeks (210 days)."),
    ),
    "months beyond the weeks": ((Cap(U.MONTHS, 8), Cap(U.WEEKS, 30)), "caps.months", "30 weeks (210 days) stops first"),
    "years that no month reaches": ((Cap(U.MONTHS, 6), Cap(U.FINANCIAL_YEARS, 2)), "caps.financial_years", "6 months"),
    "WTE beyond the days": (
        (Cap(U.WTE, D("0.5")), Cap(U.DAYS_A_WEEK, 2)), "caps.wte",
        ("2 days a week (15 hours of a full-time week) stops first, and this is 0.50 WTE "
        "(18.75 hours of a full-time week)"),
    ),
    "days beyond the sessions": ((Cap(U.DAYS_A_WEEK, 2), Cap(U.SESSIONS_A_WEEK, 3)), "caps.days_a_week", "11.25 hours"),
    "PAs beyond the WTE": ((Cap(U.PAS_A_WEEK, 5), Cap(U.WTE, D("0.5"))), "caps.pas_a_week", "20 hours"),
    "WTE beyond the share of anybody": ((Cap(U.WTE, D("0.5")), Cap(U.SHARE, D("0.4"))), "caps.wte", "40% of your hours (15 hours"),
    "the second of two equal": ((Cap(U.WTE, 1), Cap(U.DAYS_A_WEEK, 5)), "caps.days_a_week", "Two limits say the same: 1.00 WTE"),
    "a category above the total": ((Cap(U.PENCE, 500_000), travel(600_000)), "caps.pence_in_category", "£5,000 stops first, and this is £6,000"),
    "a year above the total": ((Cap(U.PENCE, 500_000), Cap(U.PENCE_A_YEAR, 600_000)), "caps.pence_a_year", "£5,000 stops first"),
    "a total that the years cannot reach": (
        (Cap(U.PENCE, 2_000_000), Cap(U.PENCE_A_YEAR, 450_000), Cap(U.MONTHS, 6)), "caps.pence",
        ("£4,500 a year comes to at most £9,000 in 2 financial years, so the limit of £20,000 in "
        "all never stops anybody."),
    ),
    "an amount on offer above the total": (
        (Cap(U.MONTHS, 24, one_of=(6, 12, 24)), Cap(U.WEEKS, 60)), "caps.months", "never stops anybody",
    ),
    "a soft limit beyond a hard one": ((Cap(U.WEEKS, 30, hard=False), Cap(U.MONTHS, 6)), "caps.weeks", "never"),
    "either first, by the day": ((Cap(U.MONTHS, 6), Cap(U.WEEKS, 26)), "caps.months", "depends on the first day"),
}  # fmt: skip


@pytest.mark.parametrize(("caps", "where", "words"), NEVER.values(), ids=NEVER)
def test_a_limit_that_never_stops_anybody(caps, where, words):
    found = warnings(with_caps(*caps))
    assert words in found[0].words and found[0].where == where, found
    assert problems(with_caps(*caps)) == []


FINE = {
    "one alone": (Cap(U.MONTHS, 6),),
    "a length and money": (Cap(U.MONTHS, 6), Cap(U.PENCE, 1_500_000)),
    "a year within the total": (Cap(U.MONTHS, 24), Cap(U.PENCE, 800_000), Cap(U.PENCE_A_YEAR, 450_000)),
    "years without a length": (Cap(U.PENCE, 8_000_000), Cap(U.PENCE_A_YEAR, 450_000)),
    "a share stops those with few hours": (Cap(U.WTE, D("0.2")), Cap(U.SHARE, D("0.4"))),
    "a category within the total": (Cap(U.PENCE, 500_000), travel(100_000)),
    "a hard limit beyond a soft one": (Cap(U.WEEKS, 30), Cap(U.MONTHS, 6, hard=False)),
    "one route's beside that of all": (Cap(U.MONTHS, 24), Cap(U.WEEKS, 30, route="short")),
}  # fmt: skip


@pytest.mark.parametrize("caps", FINE.values(), ids=FINE)
def test_limits_that_each_stop_somebody(caps):
    assert warnings(with_caps(*caps)) == []


def test_rates_are_worked_out_in_the_week_of_the_nation():
    caps = (Cap(U.WTE, D("0.5")), Cap(U.DAYS_A_WEEK, 2))
    assert "2 days a week (14.4 hours" in warnings(with_caps(*caps), SCOTLAND)[0].words


def test_a_unit_without_a_length_in_the_nation_is_not_compared():
    assert warnings(with_caps(Cap(U.PAS_A_WEEK, 9), Cap(U.WTE, D("0.1"))), SCOTLAND) == []


NOBODY = {
    "least months above the weeks": ((Cap(U.MONTHS, 24, least=12), Cap(U.WEEKS, 30)), "caps.months", "12 months (365 to 366 days) or more, and another limit is 30 weeks (210 days)"),
    "least days above the sessions": ((Cap(U.DAYS_A_WEEK, 4, least=3), Cap(U.SESSIONS_A_WEEK, 2)), "caps.days_a_week", "22.5 hours"),
    "least WTE above any share": ((Cap(U.WTE, 1, least=D("0.5")), Cap(U.SHARE, D("0.4"))), "caps.wte", "0.50 WTE"),
    "least of a category above the total": ((Cap(U.PENCE, 100_000), travel(300_000, least=200_000)), "caps.pence_in_category", "£2,000"),
    "every amount on offer above the weeks": ((Cap(U.MONTHS, 12, one_of=(9, 12)), Cap(U.WEEKS, 30)), "caps.months", "9 months"),
}  # fmt: skip


@pytest.mark.parametrize(("caps", "where", "words"), NOBODY.values(), ids=NOBODY)
def test_limits_that_nobody_can_keep_stop_the_scheme(caps, where, words):
    found = problems(with_caps(*caps))
    assert [each.where for each in found] == [where]
    assert "Nobody could apply" in found[0].words and words in found[0].words


def test_a_share_of_a_small_contract_may_fit_a_small_limit():
    caps = (Cap(U.SHARE, 1, least=D("0.5")), Cap(U.WTE, D("0.2")))
    assert problems(with_caps(*caps)) == []


def test_some_of_the_amounts_on_offer_cannot_be_chosen():
    found = warnings(with_caps(Cap(U.WEEKS, 60), Cap(U.MONTHS, 24, one_of=(6, 12, 24))))
    assert any("Nobody can choose 24 months" in each.words for each in found)


CHOICES = {
    "in order": ((6, 12), []),
    "not in order": ((12, 6, 12), ["caps.months"]),
    "twice": ((6, 12, 12), ["caps.months"]),
    "nothing": ((0, 12), ["caps.months"]),
    "not up to the limit": ((3, 6), ["caps.months"]),
}


@pytest.mark.parametrize(("one_of", "wrong"), CHOICES.values(), ids=CHOICES)
def test_amounts_to_choose_from(one_of, wrong):
    found = problems(with_caps(Cap(U.MONTHS, 12, one_of=one_of)))
    assert [each.where for each in found] == wrong


def _with_route(*caps, **changes):
    options = (Option("short", Text("Short")), Option("long", Text("Long")))
    question = Question(
        key="route", label=Text("Which?"), kind=QuestionKind.ONE_OF, options=options
    )
    project = BARE.section("project")
    asking = replace(project, questions=(*project.questions, replace(question, **changes)))
    sections = tuple(asking if s is project else s for s in BARE.sections)
    return replace(BARE, sections=sections, caps=caps)


SHORT, LONG = Cap(U.MONTHS, 6, route="short"), Cap(U.MONTHS, 24, route="long")
ROUTES = {
    "each its own": (_with_route(SHORT, LONG), []),
    "one that is not offered": (_with_route(SHORT, replace(LONG, route="other")), ["caps.months"]),
    "no question": (with_caps(SHORT), ["caps.months"]),
    "need not be answered": (_with_route(SHORT, required=False), ["questions.route"]),
    "many answers": (_with_route(SHORT, kind=QuestionKind.MANY_OF), ["questions.route"]),
    "two for one route": (_with_route(SHORT, SHORT), ["caps.months"]),
    "nobody on one route": (_with_route(Cap(U.WEEKS, 90, least=60), SHORT), ["caps.weeks"]),
}


@pytest.mark.parametrize(("says", "wrong"), ROUTES.values(), ids=ROUTES)
def test_limits_by_route(says, wrong):
    assert [each.where for each in problems(says)] == wrong


NURSES = Professions(who=Text("nurses"), groups=frozenset({"Nursing"}))
RULES = {
    "on and off a register": ((Registered(), Registered(registered=False)), 1),
    "bands apart": ((BandRange(highest="4"), BandRange(lowest="6")), 1),
    "bands that meet": ((BandRange(highest="6"), BandRange(lowest="6")), 0),
    "two contracts": ((ContractKind(kinds=frozenset({Contract.BANK})), ContractKind(kinds=frozenset({Contract.PERMANENT}))), 1),
    "years apart": ((YearsQualified(least=10), YearsQualified(most=5)), 1),
    "nurses and not nurses": ((NURSES, replace(NURSES, included=False)), 1),
    "more hours than a week has": ((MinimumHours(hundredths=20_000), Registered()), 1),
    "a doubt stops nobody": ((Registered(), Registered(registered=False, otherwise=Reply.ASK)), 0),
    "for different jobs": (
        (Registered(only_for=frozenset({UptakeGroup.NURSES})), Registered(registered=False, only_for=frozenset({UptakeGroup.SUPPORT}))), 0,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("rules", "count"), RULES.values(), ids=RULES)
def test_rules_that_exclude_each_other(rules, count):
    found = problems(replace(BARE, eligibility=rules))
    assert len(found) == count, found
    assert all("Nobody can meet both" in each.words for each in found)


def test_three_rules_that_fit_two_by_two_only():
    first = Professions(who=Text("a or b"), codes=frozenset({"NUR-ADULT", "RDSTAFF"}))
    second = Registered()
    third = Professions(who=Text("nurses"), codes=frozenset({"NUR-ADULT"}), included=False)
    found = problems(replace(BARE, eligibility=(first, second, third)))
    assert [each.words for each in found] == ["Nobody can meet all these rules together."]


@pytest.mark.parametrize("key", KEYS)
def test_templates_have_nothing_wrong_and_no_idle_limit(key):
    assert problems(definition(key)) == []
    assert all("say the same" in each.words for each in warnings(definition(key)))
