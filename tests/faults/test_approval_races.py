"""Answers that come too late, twice, from the wrong person, or at one instant: one counts."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from portal.applications.actions import withdrawal
from portal.approvals import queries, stuck
from portal.approvals.actions import asking, chasing, moving, replying
from portal.approvals.cover import Plan
from portal.approvals.lifecycle import ApprovalState, CoverMeans, Seat, Why
from portal.approvals.models import Absence, ApprovalRequest, CoverPlan, Handover
from portal.kernel.actor import SYSTEM
from portal.kernel.ruling import Refused
from portal.notifications.models import Message
from portal.people.models import Person
from portal.schemes.definition import Stage
from tests.browsing import Browser
from tests.conftest import NOW
from tests.factories import approvals as made
from tests.factories import people

PLAN = Plan(
    means=CoverMeans.BANK,
    who="Bank",
    hours_hundredths=750,
    cost_pence=617_444,
    cost_centre="R70412",
    when_busy="The day moves.",
)
LATE = NOW + timedelta(days=30)
NOW_AND_THEN = LATE + timedelta(days=9)
ANSWER = {
    "means": "bank",
    "who": "Bank",
    "hours": "7.5",
    "cost": "6,174.44",
    "cost_centre": "R70412",
    "when_busy": "The day moves.",
}


@pytest.fixture
def scene(app, database):
    """A request with Sam, Rhian above Sam, Dai who may deputise, Kim of another ward."""
    with app.app_context(), database.scope() as session:
        ward = made.ward(session)
        above = people.employee(session, ward.board, name="Rhian Price")
        ward.manager.post.manager = above
        application = made.sent(session, ward)
        (request,) = asking.ask(session, application, actor=SYSTEM, now=NOW)
        other = people.employee(
            session, people.node(session, "ward-8", ward.board), name="Kim Lewis"
        )
        found = SimpleNamespace(
            request=request.id,
            application=application.id,
            sam=ward.manager.id,
            rhian=above.id,
            dai=ward.nurse(session, "Dai Deputy").id,
            other=other.email,
            emails={"sam": ward.manager.email, "applicant": application.applicant.email},
            office=ward.office.email,
        )
        session.commit()
    return found


def in_one(app, database, act):
    with app.app_context(), database.scope() as session:
        act(session)
        session.commit()


def look(app, database, scene):
    with app.app_context(), database.scope(read_only=True) as session:
        request = session.get_one(ApprovalRequest, scene.request)
        return SimpleNamespace(
            state=request.state,
            seat=request.seat,
            holder=request.holder_id,
            by=request.answered_by_id,
            covers=len(session.scalars(select(CoverPlan)).all()),
            hands=[h.why for h in session.scalars(select(Handover).order_by(Handover.number))],
            mail=[
                (m.template.removeprefix("approvals/"), m.to_address)
                for m in session.scalars(select(Message).order_by(Message.created_at, Message.id))
            ],
        )


def at_once(app, database, *acts):
    """Let each `act(session)` run at one instant, in a transaction of its own."""
    start = threading.Barrier(len(acts))

    def run(act):
        with app.app_context(), database.scope() as session:
            start.wait()
            try:
                said = act(session)
                session.commit()
            except Refused as refused:
                return refused.ruling.refusal.name
        return said or "done"

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def approve(scene, who):
    def act(session):
        request = queries.request(session, SYSTEM, scene.request)
        actor = session.get_one(Person, who).as_actor()
        replying.approve(session, request, PLAN, actor=actor, now=LATE)

    return act


def chase(scene, now):
    def act(session):
        return "chased" if chasing.chase(session, scene.request, now=now) else "nothing"

    return act


def test_two_approvers_at_once_one_counts(app, database, scene) -> None:
    in_one(app, database, chase(scene, LATE))  # to Rhian; Sam, who was late, may answer too
    assert look(app, database, scene).holder == scene.rhian
    found = at_once(app, database, approve(scene, scene.sam), approve(scene, scene.rhian))
    assert sorted(found) == ["CONFLICT", "done"]
    now = look(app, database, scene)
    assert (now.state, now.covers) == (ApprovalState.APPROVED, 1)
    assert now.by == (scene.sam, scene.rhian)[found.index("done")]
    assert [t for t, _to in now.mail].count("approved") == 1


def test_two_workers_at_once_do_it_once(app, database, scene) -> None:
    found = at_once(app, database, *[chase(scene, LATE)] * 4)
    assert sorted(found) == ["chased", "nothing", "nothing", "nothing"]
    assert look(app, database, scene).hands == [Why.ASKED, Why.LATE]
    assert [t for t, _to in look(app, database, scene).mail].count("handed_on") == 1


def test_a_worker_that_chases_while_somebody_answers_loses_no_answer(app, database, scene) -> None:
    found = at_once(app, database, approve(scene, scene.sam), *[chase(scene, LATE)] * 2)
    assert found[0] == "done"
    now = look(app, database, scene)
    assert (now.state, now.by, now.covers) == (ApprovalState.APPROVED, scene.sam, 1)
    assert len(now.hands) <= 2


def test_withdrawn_and_answered_at_once_is_one_of_the_two(app, database, scene) -> None:
    def withdraw(session):
        request = queries.request(session, SYSTEM, scene.request)
        actor = request.application.applicant.as_actor()
        withdrawal.withdraw(session, request.application, actor=actor, now=NOW)

    found = at_once(app, database, withdraw, approve(scene, scene.sam))
    now = look(app, database, scene)
    assert found[0] == "done"
    told = {t for t, to in now.mail if to == scene.emails["applicant"]}
    if found[1] == "done":
        assert now.state is ApprovalState.APPROVED
    else:
        assert (found[1], now.state, now.covers) == ("CONFLICT", ApprovalState.CLOSED, 0)
        assert "approved" not in told
        assert ("closed", scene.emails["sam"]) in now.mail


def test_passed_on_and_chased_at_once_is_with_one(app, database, scene) -> None:
    def pass_on(session):
        request = queries.request(session, SYSTEM, scene.request)
        actor = session.get_one(Person, scene.sam).as_actor()
        moving.pass_on(session, request, session.get_one(Person, scene.dai), actor=actor, now=LATE)

    found = at_once(app, database, pass_on, chase(scene, LATE))
    now = look(app, database, scene)
    assert found[0] == "done"  # who was late may still pass it on
    assert (now.seat, now.holder) == (Seat.APPROVER, scene.dai)


def test_too_late_to_answer_after_withdrawal(app, database, scene) -> None:
    sam = Browser(app).sign_in(scene.emails["sam"])
    page = sam.go(f"/requests/{scene.request}")
    token = sam.token()

    def withdraw(session):
        request = queries.request(session, SYSTEM, scene.request)
        actor = request.application.applicant.as_actor()
        withdrawal.withdraw(session, request.application, actor=actor, now=NOW)

    in_one(app, database, withdraw)
    page = sam.post(
        f"/requests/{scene.request}/approve", {**ANSWER, "csrf_token": token}, status=409
    )
    assert "withdrew the application" in page.text
    assert "No answer is needed" in page.text
    now = look(app, database, scene)
    assert (now.state, now.covers) == (ApprovalState.CLOSED, 0)
    assert ("closed", scene.emails["sam"]) in now.mail
    assert "approved" not in {t for t, _to in now.mail}


def test_a_deputy_whose_days_are_over_is_refused_and_the_office_told(app, database, scene) -> None:
    def away(last):
        def act(session):
            row = session.scalars(select(Absence)).one_or_none() or Absence(
                person_id=scene.sam,
                deputy_id=scene.dai,
                starts_on=NOW.date() - timedelta(days=9),
                made_at=NOW,
            )
            row.ends_on = last
            session.add(row)

        return act

    in_one(app, database, away(NOW.date()))
    in_one(app, database, chase(scene, NOW))
    assert look(app, database, scene).holder == scene.dai
    in_one(app, database, away(NOW.date() - timedelta(days=1)))
    with app.app_context(), database.scope(read_only=True) as session:
        email = session.get_one(Person, scene.dai).email
        assert stuck.to_chase(session, NOW) == [scene.request]
    dai = Browser(app).sign_in(email)
    path, sent = f"/requests/{scene.request}/approve", {**ANSWER, "csrf_token": dai.token()}
    assert "The days are over" in dai.post(path, sent, status=403).text
    in_one(app, database, chase(scene, NOW))  # within the minute
    assert "Sam Whittaker" in dai.post(path, sent, status=403).text
    now = look(app, database, scene)
    assert (now.state, now.covers) == (ApprovalState.WAITING, 0)
    assert ("deputy_over", scene.office) in now.mail


def test_the_manager_of_another_ward_finds_nothing(app, scene) -> None:
    kim = Browser(app).sign_in(scene.other)
    token = kim.token()
    kim.go(f"/requests/{scene.request}", 404)
    for act in ("approve", "decline", "remind"):
        kim.post(f"/requests/{scene.request}/{act}", {**ANSWER, "csrf_token": token}, status=404)


def test_the_directory_changes_between_request_and_answer(app, database, scene) -> None:
    """Who was asked answers, though another manages the nurse now; the applicant never does."""

    def changes(session):
        request = session.get_one(ApprovalRequest, scene.request)
        request.application.applicant.post.manager_id = scene.dai

    in_one(app, database, changes)
    in_one(app, database, approve(scene, scene.sam))
    assert look(app, database, scene).by == scene.sam


def test_who_answers_one_step_late_loses_the_other(app, database, scene) -> None:
    """Sam was late with one step, and asked for another since; then answers the first."""

    def finance(session):
        request = session.get_one(ApprovalRequest, scene.request)
        sam = session.get_one(Person, scene.sam)
        made.waiting(session, request.application, sam, stage=Stage.FINANCE, due_at=NOW_AND_THEN)

    in_one(app, database, chase(scene, LATE))
    in_one(app, database, finance)
    in_one(app, database, approve(scene, scene.sam))
    with app.app_context(), database.scope() as session:
        (other,) = stuck.to_chase(session, LATE)
        assert other != scene.request
        chasing.chase(session, other, now=LATE)
        request = session.get_one(ApprovalRequest, other)
        assert (request.seat, request.holder_id) == (Seat.ABOVE, scene.rhian)
