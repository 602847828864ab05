"""A yes that is wanted before an award: asked once one is proposed, and kept from the applicant."""

from types import SimpleNamespace

import pytest
from sqlalchemy import select

from portal.approvals.actions import replying
from portal.approvals.lifecycle import ApprovalState
from portal.approvals.models import ApprovalRequest
from portal.audit.models import TrailEntry
from portal.awards import actions, queries
from portal.awards.actions import Choice
from portal.awards.lifecycle import Outcome
from portal.kernel.ruling import Refused
from portal.notifications.models import Message
from portal.people.models import Person
from portal.schemes.definition import ApprovalStep, Stage, When
from tests.browsing import Browser
from tests.conftest import NOW
from tests.factories import awards, people

BEFORE = ApprovalStep(Stage.RD_OFFICE, 5, When.BEFORE_AWARD)


@pytest.fixture
def scene(app, database):
    with app.app_context(), database.scope() as session:
        board = people.node(session)
        ffion, aled = awards.office(session, board), awards.office(session, board, "Aled Rees")
        call = awards.decidable_call(session, board, definition={"approvals": (BEFORE,)})
        nurse = people.employee(session, board, name="Megan Prosser")
        made = awards.ready(session, call, nurse)
        for request in session.scalars(select(ApprovalRequest)):
            session.delete(request)  # the factory answers every step
        built = SimpleNamespace(
            application=made.id, nurse=nurse.email, office=ffion.id, other=aled.id, call=call.id
        )
        session.commit()
    return built


def case(session, scene):
    return queries.case_of(session, scene.application)


def actor(session, person_id):
    return session.get_one(Person, person_id).as_actor()


def decide(app, database, scene, outcome=Outcome.AWARD):
    with app.app_context(), database.scope() as session:
        found = case(session, scene)
        seen = found.decision.version if found.decision else 0
        choice = Choice(outcome, 1_000_000 if outcome is Outcome.AWARD else 0, "As the panel.")
        by = actor(session, scene.office)
        actions.decide(session, found.application, choice, seen=seen, actor=by, now=NOW)
        session.commit()


def answer(app, database, scene, *, yes=True):
    with app.app_context(), database.scope() as session:
        request = session.scalars(select(ApprovalRequest)).one()
        by = actor(session, scene.other)
        if yes:
            replying.approve(session, request, None, actor=by, now=NOW)
        else:
            replying.decline(session, request, "dates", "Not now.", actor=by, now=NOW)
        session.commit()


def release(app, database, scene):
    with app.app_context(), database.scope() as session:
        found = case(session, scene)
        by = actor(session, scene.office)
        actions.release(session, found.application.call, actor=by, now=NOW)
        session.commit()


def state(database):
    with database.scope() as session:
        return session.scalars(select(ApprovalRequest.state)).one_or_none()


def test_it_is_asked_with_the_proposal_and_the_release_waits_for_it(app, database, scene):
    decide(app, database, scene)
    assert state(database) is ApprovalState.WAITING
    with pytest.raises(Refused, match="to agree"):
        release(app, database, scene)
    answer(app, database, scene)
    release(app, database, scene)


def test_its_applicant_hears_nothing_before_the_release(app, database, scene):
    nurse = Browser(app).sign_in(scene.nurse)
    before = nurse.go(f"/applications/{scene.application}").main
    decide(app, database, scene)
    assert nurse.go(f"/applications/{scene.application}").main == before
    answer(app, database, scene)
    assert nurse.go(f"/applications/{scene.application}").main == before
    with database.scope() as session:
        to = session.scalars(select(Message.to_address)).all()
        assert scene.nurse not in to and to
        told = select(TrailEntry.verb).where(TrailEntry.subject_id == scene.application)
        assert session.scalars(told).all() == []


def test_the_office_reads_on_the_application_who_is_asked_and_what_they_said(app, database, scene):
    with app.app_context(), database.scope() as session:
        email = actor_email(session, scene.office)
    office = Browser(app).sign_in(email)
    path = f"/applications/{scene.application}"
    assert "Before an award" not in office.go(path).main
    decide(app, database, scene)
    page = office.go(path)
    assert "Before an award It waits for the R&D office (Aled Rees) to agree." in page.main
    assert "The R&D office was asked to agree" in page.main
    answer(app, database, scene)
    page = office.go(path)
    assert "Before an award Aled Rees said yes." in page.main
    assert "Aled Rees said yes" in page.soup.select(".app-timeline")[0].get_text()
    release(app, database, scene)
    page = office.go(path)
    assert "Before an award" not in page.main, "it stands with all who were asked"
    assert "Asked to agree" in page.main


def actor_email(session, person_id) -> str:
    return session.get_one(Person, person_id).email


def test_a_no_shows_on_the_decision_and_stops_the_release(app, database, scene):
    decide(app, database, scene)
    answer(app, database, scene, yes=False)
    with app.app_context(), database.scope() as session:
        email = case(session, scene).decision.decided_by.email
    office = Browser(app).sign_in(email)
    assert (
        "Aled Rees said no" in office.go(f"/office/applications/{scene.application}/decision").main
    )
    with pytest.raises(Refused, match="said no"):
        release(app, database, scene)


def test_taking_the_proposal_back_closes_it_and_proposing_again_asks_again(app, database, scene):
    decide(app, database, scene)
    decide(app, database, scene, Outcome.RESERVE)
    assert state(database) is ApprovalState.CLOSED
    decide(app, database, scene)
    assert state(database) is ApprovalState.WAITING
