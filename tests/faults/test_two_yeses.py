"""Answers of two approvers that meet at one instant: both count, and what they lead to comes once.

Each loads its page first and acts at the same instant, as two people at two screens do.
"""

import threading
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from portal.applications.models import Application, Submission
from portal.approvals import policy, queries
from portal.approvals.actions import conditions, replying
from portal.approvals.lifecycle import ApprovalState
from portal.approvals.models import ApprovalRequest, Condition
from portal.audit.models import TrailEntry
from portal.audit.queries import verify
from portal.kernel.actor import SYSTEM
from portal.kernel.ruling import Refused
from portal.notifications.models import Message
from portal.people.models import Person
from portal.schemes.definition import ApprovalStep, Stage
from tests.conftest import NOW
from tests.factories import approvals as made
from tests.factories import people
from tests.faults.test_approval_races import PLAN

MANAGER, FINANCE = Stage.LINE_MANAGER, Stage.FINANCE
STEPS = (ApprovalStep(MANAGER), ApprovalStep(FINANCE))
HOURS = {MANAGER: 600, FINANCE: 300}  # a week, x 100: what each would say yes to


@pytest.fixture
def scene(app, database):
    """A manager and somebody of finance, both asked; and what they would say yes to, if."""

    def build(state=ApprovalState.WAITING):
        with app.app_context(), database.scope() as session:
            ward = made.ward(session, definition={"approvals": STEPS})
            finance = people.employee(session, ward.board, name="Kim Lewis")
            application = made.sent(session, ward)
            make = made.waiting if state is ApprovalState.WAITING else made.conditional
            by = {MANAGER: ward.manager, FINANCE: finance}
            ids = {step: make(session, application, who, stage=step).id for step, who in by.items()}
            for step, hours in HOURS.items():
                for condition in session.scalars(
                    select(Condition).where(Condition.request_id == ids[step])
                ):
                    condition.periods = [{**condition.periods[0], "hours_hundredths": hours}]
            found = SimpleNamespace(
                application=application.id,
                ids=ids,
                by={step: who.id for step, who in by.items()},
                nurse=application.applicant_id,
            )
            session.commit()
        return found

    return build


def at_once(app, database, *acts):
    """Let each `act(request, session)` run at one instant, after each has read its page."""
    start = threading.Barrier(len(acts))

    def run(act):
        with app.app_context():
            with database.scope(read_only=True) as session:
                act.read(session)
            start.wait()
            with database.scope() as session:
                try:
                    act.do(session)
                    session.commit()
                except Refused as refused:
                    return refused.ruling.refusal.name
        return "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


class Yes:
    """Somebody's yes to a request."""

    def __init__(self, request, who) -> None:
        self.request, self.who = request, who

    def read(self, session):
        found = queries.request(session, SYSTEM, self.request)
        assert found is not None
        return found

    def do(self, session):
        request, actor = self.read(session), session.get_one(Person, self.who).as_actor()
        plan = PLAN if policy.wants_cover(request) else None
        replying.approve(session, request, plan, actor=actor, now=NOW)


class Accept(Yes):
    """The applicant's, to what a yes depends on."""

    def do(self, session):
        request, actor = self.read(session), session.get_one(Person, self.who).as_actor()
        conditions.accept(session, request, actor=actor, now=NOW)


def look(app, database, scene):
    with app.app_context(), database.scope(read_only=True) as session:
        requests = session.scalars(select(ApprovalRequest)).all()
        application = session.get_one(Application, scene.application)
        assert verify(session) is None
        return SimpleNamespace(
            states={each.stage: each.state for each in requests},
            answerers={each.stage: each.answered_by_id for each in requests},
            is_approved=policy.is_approved(application, requests),
            hours=[period.hours_hundredths for period in application.periods],
            cost=application.cost_pence,
            receipts=[s.content for s in session.scalars(select(Submission).order_by(Submission.number))],
            verbs=sorted(session.scalars(select(TrailEntry.verb)).all()),
            mail=sorted(session.scalars(select(Message.template)).all()),
        )  # fmt: skip


def test_the_yeses_of_two_steps_at_one_instant_both_count(app, database, scene) -> None:
    found = scene()
    acts = [Yes(found.ids[step], found.by[step]) for step in (MANAGER, FINANCE)]
    assert at_once(app, database, *acts) == ["done", "done"]
    now = look(app, database, found)
    assert now.is_approved
    assert now.states == dict.fromkeys((MANAGER, FINANCE), ApprovalState.APPROVED)
    assert now.answerers == found.by
    assert now.verbs.count("approved") == 2
    assert now.mail.count("approvals/approved") == 2


def test_two_conditions_accepted_at_one_instant_leave_one_whole(app, database, scene) -> None:
    """Two approvers said yes to other hours each; the applicant accepts both, in two windows.

    Each acceptance changes the time for all, so whoever else had agreed is asked again: what
    stands is one approver's hours, with the pay and the receipt that belong to them.
    """
    found = scene(ApprovalState.CONDITIONAL)
    acts = [Accept(found.ids[step], found.nurse) for step in (MANAGER, FINANCE)]
    said = at_once(app, database, *acts)
    assert sorted(said) == ["CONFLICT", "done"]
    now, stands = look(app, database, found), (MANAGER, FINANCE)[said.index("done")]
    other = FINANCE if stands is MANAGER else MANAGER
    assert now.states == {stands: ApprovalState.APPROVED, other: ApprovalState.WAITING}
    assert now.answerers == {stands: found.by[stands], other: None}
    assert not now.is_approved
    assert now.hours == [HOURS[stands]]
    assert now.receipts[-1]["periods"][0]["hours_hundredths"] == HOURS[stands]
    assert now.receipts[-1]["cost_pence"] == now.cost
    assert len(now.receipts) == 2
    assert now.verbs == ["accepted_condition", "approval_reopened", "took_terms"]
