"""A request that is not mine to answer, who answers for whom, and who warned whom."""

from datetime import timedelta
from types import SimpleNamespace

import pytest

from portal.applications.companions import Access
from portal.approvals.lifecycle import ApprovalState, Seat, Why
from portal.approvals.models import Absence, ApprovalRequest, Handover
from tests.browsing import Browser
from tests.conftest import NOW
from tests.factories import approvals as made
from tests.factories import people, together
from tests.integration.approvals.test_answering import PLAN


@pytest.fixture
def scene(app, database):
    with app.app_context(), database.scope() as session:
        ward = made.ward(session)
        application = made.sent(session, ward)
        request = made.waiting(session, application, ward.manager)
        right = people.employee(session, ward.team, name="Kim Lewis")
        gone = people.employee(session, ward.team, name="Gone Away")
        gone.is_active = False
        found = SimpleNamespace(
            path=f"/requests/{request.id}",
            id=request.id,
            manager=ward.manager.email,
            office=ward.office.email,
            right=right.email,
            gone=gone.email,
            applicant=application.applicant.email,
        )
        session.commit()
    return found


@pytest.fixture
def read(app, database):
    def now(scene):
        with app.app_context(), database.scope(read_only=True) as session:
            request = session.get_one(ApprovalRequest, scene.id)
            return SimpleNamespace(
                holder=request.holder.email,
                seat=request.seat,
                state=request.state,
                interest=request.interest,
                answered_as=request.answered_as,
                notes=[each.note for each in request.handovers],
            )

    return now


@pytest.fixture
def change(app, database):
    def write(scene, how):
        with app.app_context(), database.scope() as session:
            how(session, session.get_one(ApprovalRequest, scene.id))
            session.commit()

    return write


def test_it_goes_to_whoever_is_named_with_the_words(app, scene, read) -> None:
    manager = Browser(app).sign_in(scene.manager)
    manager.go(scene.path)
    manager.click("This is not mine to answer")
    page = manager.send({"email": f" {scene.right.upper()} ", "words": "She runs the rota."})
    assert page.h1 == "You passed it on"
    assert "It waits for Kim Lewis now" in page.main
    found = read(scene)
    assert (found.holder, found.seat, found.notes[-1]) == (
        scene.right, Seat.APPROVER, "She runs the rota.",
    )  # fmt: skip
    page = Browser(app).sign_in(scene.right).go(scene.path)
    assert "Sam Whittaker passed it on. She runs the rota." in page.main
    assert manager.post_by_hand(f"{scene.path}/approve", PLAN).status == 403


def test_who_does_not_know_leaves_it_to_the_office(app, scene, read) -> None:
    manager = Browser(app).sign_in(scene.manager)
    manager.go(f"{scene.path}/pass-on")
    page = manager.send({})
    assert "It waits for the R&D office (Ffion Rees) now" in page.main
    assert (read(scene).holder, read(scene).seat) == (scene.office, Seat.OFFICE)
    office = Browser(app).sign_in(scene.office)
    assert "You answer for the R&D office." in office.go(scene.path).main
    office.send(PLAN, button="Yes, release")
    assert read(scene).answered_as is Seat.OFFICE
    assert "In the R&D office" in office.go(scene.path).main


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("nobody@example.nhs.uk", "Nobody in our staff list"),
        ("gone", "Nobody in our staff list"),
        ("manager", "to yourself"),
        ("applicant", "the applicant"),
        ("not an address", "correct format"),
        ("a\x00@example.nhs.uk", ""),
        ("a" * 40_000, ""),
    ],
)
def test_who_cannot_be_asked_is_said_beside_the_field(app, scene, read, typed, words) -> None:
    manager = Browser(app).sign_in(scene.manager)
    manager.go(f"{scene.path}/pass-on")
    page = manager.send({"email": getattr(scene, typed, typed), "words": "Kept as typed."})
    assert words in page.error_beside("email")
    assert page.error_beside("email")
    assert page.value("words") == "Kept as typed."
    assert (read(scene).holder, len(read(scene).notes)) == (scene.manager, 1)


def test_a_deputy_reads_for_whom_they_answer(app, scene, read, change) -> None:
    def hand(session, request) -> None:
        deputy = people.employee(session, request.application.team, name="Dai Deputy")
        days = {"starts_on": NOW.date(), "ends_on": NOW.date() + timedelta(days=3)}
        session.add(
            Absence(person=request.approver, deputy=deputy, made_at=NOW, is_away=True, **days)
        )
        request.holder, request.seat = deputy, Seat.DEPUTY
        session.add(
            Handover(
                request=request, number=2, at=NOW, seat=Seat.DEPUTY, why=Why.AWAY, person=deputy,
                due_at=request.due_at,
            )
        )  # fmt: skip
        scene.deputy = deputy.email

    change(scene, hand)
    deputy = Browser(app).sign_in(scene.deputy)
    assert "You answer for Sam Whittaker, as their deputy." in deputy.go(scene.path).main
    page = deputy.send(PLAN, button="Yes, release")
    assert "As deputy of Sam Whittaker" in page.main
    assert (read(scene).state, read(scene).answered_as) == (ApprovalState.APPROVED, Seat.DEPUTY)


def test_a_collaborator_is_warned_and_it_is_on_the_record(app, scene, read, change) -> None:
    def join(session, request) -> None:
        application = request.application
        together.collaborator(session, application, request.approver, access=Access.VIEW)

    change(scene, join)
    manager = Browser(app).sign_in(scene.manager)
    page = manager.go(scene.path)
    assert "You work on this application with Megan Prosser." in page.main
    page = manager.send(PLAN, button="Yes, release")
    assert "They work on this application with Megan Prosser" in page.main
    assert read(scene).interest == "collaborator"


def test_other_requests_in_the_same_weeks_are_said_apart(app, scene, change) -> None:
    def ask_too(session, request) -> None:
        first = request.application
        nurse = people.employee(session, first.team, name="Alice Dawson", manager=request.approver)
        ward = SimpleNamespace(call=first.call)
        made.waiting(session, made.sent(session, ward, applicant=nurse), request.approver)

    change(scene, ask_too)
    page = Browser(app).sign_in(scene.manager).go(scene.path)
    for words in ("Nobody in the same weeks", "Alice Dawson", "up to 0.40 WTE would be out"):
        assert words in page.main, words
