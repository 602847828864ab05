"""Where an application stands, in every state, on both sides of each date."""

from datetime import date, timedelta

import pytest

from portal.applications.lifecycle import State
from portal.applications.models import Application
from portal.approvals.lifecycle import ApprovalState, DeclineReason
from portal.approvals.models import ApprovalRequest
from portal.awards.lifecycle import DecisionState, OfferState, Outcome
from portal.awards.models import Award, Decision
from portal.desk.standing import Case, Stage, stage_of, standing
from portal.people.models import Person
from tests.conftest import NOW
from tests.unit.applications.made_applications import CLOSES, call, node

SECOND = timedelta(seconds=1)


def application(state=State.SUBMITTED, **values) -> Application:
    return Application(
        call=values.pop("call", None) or call(where=node()),
        state=state,
        started_at=NOW - timedelta(days=2),
        submitted_at=NOW - timedelta(days=1),
        withdrawn_at=NOW if state is State.WITHDRAWN else None,
        applicant=Person(name="Megan Prosser"),
        **values,
    )


def request(state=ApprovalState.WAITING, name="Sam Whittaker", **values) -> ApprovalRequest:
    someone = Person(name=name) if name else None
    return ApprovalRequest(
        state=state,
        approver=someone,
        holder=someone,
        asked_at=NOW - timedelta(days=1),
        due_at=values.pop("due_at", NOW + timedelta(days=5)),
        answered_at=None if state is ApprovalState.WAITING else NOW,
        **values,
    )


def decision(outcome) -> Decision:
    return Decision(outcome=outcome, state=DecisionState.RELEASED, released_at=NOW)


def award(state=OfferState.OFFERED, answer_by_on=date(2026, 12, 7)) -> Award:
    return Award(state=state, answer_by_on=answer_by_on, starts_on=date(2027, 4, 1))


YES, NO, ASKED = (
    request(ApprovalState.APPROVED),
    request(ApprovalState.DECLINED, reason=DeclineReason.WINTER_PRESSURE),
    request(),
)


@pytest.mark.parametrize(
    ("case", "stage"),
    [
        (Case(application(State.WITHDRAWN), [ASKED]), Stage.WITHDRAWN),
        (Case(application(), [ASKED]), Stage.APPROVAL),
        (Case(application(), [YES, ASKED]), Stage.APPROVAL),
        (Case(application(), [YES]), Stage.REVIEW),
        (Case(application(), []), Stage.REVIEW),
        (Case(application(), [NO]), Stage.REFUSED),
        (Case(application(), [ASKED, NO]), Stage.REFUSED),
        (Case(application(), [YES], decision(Outcome.RESERVE)), Stage.RESERVE),
        (Case(application(), [YES], decision(Outcome.DECLINE)), Stage.NOT_FUNDED),
        (Case(application(), [YES], decision(Outcome.AWARD), award()), Stage.OFFERED),
        (Case(application(), [YES], decision(Outcome.AWARD), award(OfferState.ACCEPTED)), Stage.ACCEPTED),
        (Case(application(), [YES], decision(Outcome.AWARD), award(OfferState.TURNED_DOWN)), Stage.TURNED_DOWN),
    ],
)  # fmt: skip
def test_the_stage_follows_from_the_facts(case, stage):
    assert stage_of(case, NOW) is stage
    found = standing(case, NOW)
    assert found.stage is stage
    assert found.since
    assert found.waiting_for
    assert found.next


@pytest.mark.parametrize(
    ("after_closing", "stage"),
    [
        (-SECOND, Stage.DRAFT),
        (timedelta(0), Stage.DRAFT),
        (timedelta(minutes=10), Stage.DRAFT),
        (timedelta(minutes=10) + SECOND, Stage.UNSENT),
    ],
)
def test_a_draft_may_be_sent_until_the_grace_is_over(after_closing, stage):
    assert stage_of(Case(application(State.DRAFT)), CLOSES + after_closing) is stage


def test_the_grace_is_not_advertised():
    found = standing(Case(application(State.DRAFT)), CLOSES - SECOND)
    assert "10 minutes" not in f"{found.next} {found.next_note}"
    assert found.waiting_for == "You"


@pytest.mark.parametrize(
    ("name", "words"), [("Sam Whittaker", "Sam Whittaker"), (None, "the R&D office")]
)
def test_who_is_waited_for_is_always_named(name, words):
    assert standing(Case(application(), [request(name=name)]), NOW).waiting_for == words


@pytest.mark.parametrize(
    ("due_at", "words"),
    [(NOW, "An answer by Monday 23 November 2026, 10am"), (NOW - SECOND, "The answer is late")],
)
def test_a_late_answer_is_said_to_be_late(due_at, words):
    assert standing(Case(application(), [request(due_at=due_at)]), NOW).next == words


@pytest.mark.parametrize(
    ("answer_by_on", "words"),
    [
        (date(2026, 11, 23), "Answer by Monday 23 November 2026"),
        (date(2026, 11, 22), "The time to answer has passed"),
    ],
)
def test_the_last_day_to_answer_counts(answer_by_on, words):
    case = Case(application(), [YES], decision(Outcome.AWARD), award(answer_by_on=answer_by_on))
    assert standing(case, NOW).next == words


def test_a_refusal_gives_its_reason():
    assert "Winter pressure" in standing(Case(application(), [NO]), NOW).next_note
