from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from portal.applications.lifecycle import State
from portal.approvals.lifecycle import ApprovalState
from portal.awards import policy
from portal.awards.lifecycle import DecisionState, OfferState, Outcome
from portal.awards.policy import Round
from portal.kernel.actor import ANONYMOUS, Actor, Grant, Role
from portal.kernel.ruling import Refusal
from portal.reviews.lifecycle import Verdict
from tests.conftest import NOW
from tests.factories.awards import (
    REVIEWS_DUE,
    bare_approval,
    bare_award,
    bare_call,
    bare_case,
    bare_decision,
)

ME = UUID(int=1)
PATH = "wales/glan-hafren"


def actor(role=None, path=PATH, person_id=ME) -> Actor:
    return Actor(person_id, "Someone", frozenset({Grant(role, path)} if role else ()))


OFFICE = actor(Role.OFFICE)


def shows(ruling) -> str:
    return "yes" if ruling else ruling.refusal.value


WHO = [
    (actor(Role.OFFICE), "yes", "yes"),
    (actor(Role.OFFICE, "wales"), "yes", "yes"),
    (actor(Role.OFFICE, "wales/aber-taf"), "hidden", "hidden"),
    (actor(Role.OFFICE, "wales/glan-hafren/ward"), "hidden", "hidden"),
    (actor(Role.CHAIR), "yes", "hidden"),
    (actor(Role.AUDITOR), "yes", "hidden"),
    (actor(Role.REVIEWER), "hidden", "hidden"),
    (actor(Role.BOARD), "hidden", "hidden"),
    (actor(Role.FINANCE), "hidden", "hidden"),
    (actor(Role.ADMINISTRATOR), "hidden", "hidden"),
    (actor(), "hidden", "hidden"),
    (ANONYMOUS, "hidden", "hidden"),
]


@pytest.mark.parametrize(("who", "sees", "decides"), WHO)
def test_who_sees_and_who_decides(who, sees, decides):
    case = bare_case(decision=bare_decision())
    these = Round(case.application.call, (case,))
    assert shows(policy.may_see_round(these, who, NOW)) == sees
    assert shows(policy.may_see_decision(case, who, NOW)) == sees
    assert shows(policy.may_preview(case, who, NOW)) == sees
    assert shows(policy.may_decide(case, who, NOW)) == decides
    assert shows(policy.may_release(these, who, NOW)) == decides


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, "yes"),
        ({"state": State.DRAFT}, "conflict"),
        ({"state": State.WITHDRAWN}, "conflict"),
        ({"approvals": []}, "conflict"),
        ({"approvals": [bare_approval(ApprovalState.WAITING)]}, "conflict"),
        ({"approvals": [bare_approval(ApprovalState.DECLINED)]}, "conflict"),
        ({"decision": bare_decision()}, "yes"),
        ({"decision": bare_decision(state=DecisionState.RELEASED)}, "conflict"),
        ({"applicant_id": ME}, "forbidden"),
        ({"conflicted": frozenset({ME})}, "hidden"),
        ({"conflicted": frozenset({uuid4()})}, "yes"),
    ],
)
def test_which_applications_can_be_decided(facts, expected):
    assert shows(policy.may_decide(bare_case(**facts), OFFICE, NOW)) == expected


@pytest.mark.parametrize(
    ("after_due", "reviewers", "sent", "expected"),
    [
        (timedelta(0), 3, 2, "conflict"),  # the due instant itself belongs to the reviewers
        (timedelta(microseconds=1), 3, 2, "yes"),
        (timedelta(microseconds=1), 0, 0, "yes"),
        (-timedelta(days=5), 3, 3, "yes"),
        (-timedelta(days=5), 3, 2, "conflict"),
        (-timedelta(days=5), 0, 0, "conflict"),  # none asked is not all in
    ],
)
def test_decisions_wait_for_reviews(after_due, reviewers, sent, expected):
    case = bare_case(reviewers=reviewers, reviews_sent=sent)
    assert shows(policy.may_decide(case, OFFICE, REVIEWS_DUE + after_due)) == expected


def test_a_scheme_may_do_without_approvals():
    call = bare_call(definition={"review_needs_approval": False})
    assert policy.may_decide(bare_case(call, approvals=[]), OFFICE, NOW)


@pytest.mark.parametrize(
    ("outcome", "pence", "allowed"),
    [
        (Outcome.AWARD, 1_500_000, True),
        (Outcome.AWARD, 1_500_001, False),
        (Outcome.AWARD, 1, True),
        (Outcome.RESERVE, 0, True),
        (Outcome.RESERVE, 1, False),
        (Outcome.DECLINE, 1, False),
    ],
)
def test_an_award_is_of_no_more_than_was_asked(outcome, pence, allowed):
    assert bool(policy.may_give(bare_case(), outcome, pence)) is allowed


@pytest.mark.parametrize(
    ("verdict", "outcome", "reason", "allowed"),
    [
        (Verdict.FUND, Outcome.AWARD, "", True),
        (Verdict.FUND, Outcome.DECLINE, "", False),
        (Verdict.FUND, Outcome.DECLINE, "  ", False),
        (Verdict.FUND, Outcome.DECLINE, "They left.", True),
        (Verdict.RESERVE, Outcome.RESERVE, "", True),
        (Verdict.DO_NOT_FUND, Outcome.AWARD, "", False),
        (None, Outcome.AWARD, "", True),
    ],
)
def test_to_differ_from_the_panel_takes_a_reason(verdict, outcome, reason, allowed):
    assert bool(policy.may_differ(bare_case(verdict=verdict), outcome, reason)) is allowed


@pytest.mark.parametrize(
    ("verdict", "outcome"),
    [
        (Verdict.FUND, Outcome.AWARD),
        (Verdict.RESERVE, Outcome.RESERVE),
        (Verdict.DO_NOT_FUND, Outcome.DECLINE),
        (None, Outcome.DECLINE),
    ],
)
def test_what_follows_a_recommendation(verdict, outcome):
    assert policy.by_recommendation(verdict) is outcome


def a_round(*cases) -> Round:
    call = bare_call()
    return Round(call, [bare_case(call, **facts) for facts in cases])


@pytest.mark.parametrize(
    ("cases", "expected", "problems"),
    [
        ([{"decision": bare_decision()}], "yes", 0),
        ([{"decision": bare_decision()}, {}], "conflict", 1),
        ([{}, {}], "conflict", 2),
        ([], "conflict", 0),
        ([{"decision": bare_decision()}, {"approvals": []}], "yes", 0),  # does not compete
        ([{"decision": bare_decision(), "state": State.WITHDRAWN}], "conflict", 1),
        ([{"decision": bare_decision(Outcome.DECLINE), "approvals": []}], "conflict", 1),
        ([{"decision": bare_decision(state=DecisionState.RELEASED)}], "conflict", 0),
        (
            [
                {"decision": bare_decision(state=DecisionState.RELEASED)},
                {"decision": bare_decision(Outcome.RESERVE)},
            ],
            "yes",
            0,
        ),
        ([{"decision": bare_decision(), "applicant_id": ME}], "forbidden", 0),
        ([{"decision": bare_decision(), "conflicted": frozenset({ME})}], "forbidden", 0),
    ],
)
def test_what_can_be_released(cases, expected, problems):
    these = a_round(*cases)
    assert shows(policy.may_release(these, OFFICE, NOW)) == expected
    assert len(policy.contradictions(these)) == problems


@pytest.mark.parametrize(
    ("cases", "expected"),
    [
        ([{"verdict": Verdict.FUND}], "yes"),
        ([{}], "conflict"),
        ([{"verdict": Verdict.FUND, "decision": bare_decision()}], "conflict"),
        ([{"verdict": Verdict.FUND, "decision": bare_decision()}, {}], "yes"),
        ([{"verdict": Verdict.FUND, "state": State.WITHDRAWN}], "conflict"),
        ([{"verdict": Verdict.FUND}, {"applicant_id": ME}], "forbidden"),
    ],
)
def test_when_recommendations_can_be_filled_in(cases, expected):
    assert shows(policy.may_fill(a_round(*cases), OFFICE, NOW)) == expected


LAST_MOMENT = NOW.replace(month=12, day=7, hour=23, minute=59, second=59)


@pytest.mark.parametrize(
    ("who", "facts", "at", "expected"),
    [
        (ME, {}, NOW, "yes"),
        (ME, {}, LAST_MOMENT, "yes"),
        (ME, {}, LAST_MOMENT + timedelta(seconds=1), "conflict"),
        (ME, {"award": bare_award(OfferState.ACCEPTED)}, NOW, "conflict"),
        (ME, {"award": bare_award(OfferState.TURNED_DOWN)}, NOW, "conflict"),
        (ME, {"award": None}, NOW, "hidden"),
        (ME, {"decision": bare_decision()}, NOW, "hidden"),  # not released
        (uuid4(), {}, NOW, "hidden"),
        (None, {}, NOW, "hidden"),
    ],
)
def test_who_answers_an_offer_and_until_when(who, facts, at, expected):
    found = {
        "applicant_id": ME,
        "decision": bare_decision(state=DecisionState.RELEASED),
        "award": bare_award(answer_by_on=date(2026, 12, 7)),
        **facts,
    }
    assert shows(policy.may_answer_offer(bare_case(**found), actor(person_id=who), at)) == expected


@pytest.mark.parametrize("state", [DecisionState.PENDING, DecisionState.RELEASED])
@pytest.mark.parametrize(
    ("who", "is_applicant", "pending", "released"),
    [
        (actor(), True, "hidden", "yes"),
        (actor(), False, "hidden", "hidden"),
        (OFFICE, False, "yes", "yes"),
        (OFFICE, True, "hidden", "yes"),  # of the office, and the author
        (actor(Role.CHAIR), False, "yes", "yes"),
        (actor(Role.BOARD), False, "hidden", "hidden"),
    ],
)
def test_who_fetches_a_letter(who, is_applicant, pending, released, state):
    case = bare_case(
        applicant_id=ME if is_applicant else uuid4(), decision=bare_decision(state=state)
    )
    expected = pending if state is DecisionState.PENDING else released
    assert shows(policy.may_fetch_letter(case, who, NOW)) == expected


@pytest.mark.parametrize(
    ("decision", "allowed", "says"),
    [
        (None, True, ""),
        (bare_decision(), True, ""),
        (bare_decision(state=DecisionState.RELEASED), False, "turn the offer down"),
        (bare_decision(Outcome.DECLINE, DecisionState.RELEASED), False, "nothing left"),
    ],
)
def test_what_a_decision_means_for_a_withdrawal(decision, allowed, says):
    ruling = policy.may_be_withdrawn(decision)
    assert bool(ruling) is allowed
    assert says in str(ruling.reason)
    assert allowed or ruling.refusal is Refusal.CONFLICT
