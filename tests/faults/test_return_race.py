"""A return that two people act on in the same moment: one of the two is done, and nothing between."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.applications import queries
from portal.applications.actions import answering, mentoring, returning
from portal.applications.actions.answering import Offered
from portal.applications.actions.files import add_file, asking_of, remove_file
from portal.applications.actions.helping import Invitation
from portal.applications.companions import MentorRequest, Standing
from portal.applications.inviting import actions as inviting
from portal.applications.lifecycle import State
from portal.applications.models import Application, Submission
from portal.applications.returns import Return
from portal.files import uploads
from portal.files.checks.verdict import Accepted, Kind
from portal.files.models import Upload, UploadContent
from portal.kernel.actor import Role
from portal.kernel.ruling import Refused
from portal.people.models import Person
from portal.schemes.models import Call
from tests.conftest import NOW
from tests.factories import applications, people, schemes, together
from tests.factories.returns import Ward, sent_back
from tests.factories.uploads import stored, with_files

TICKET = "a-ticket-of-a-return-in-a-race"
NEW = Accepted(Kind.PDF, b"%PDF-1.7 another")
TIMES = 4


def at_once(app, database, *works) -> list[str]:
    """Do all of this in the same moment, each in a transaction of its own; what became of each."""
    start = threading.Barrier(len(works))

    def run(work) -> str:
        with app.app_context(), database.scope(read_only=False) as session:
            start.wait()
            try:
                work(session)
                session.commit()
            except Refused:
                session.rollback()
                return "refused"
        return "done"

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


@pytest.fixture
def filed(app, database):
    """An application with a plan, out for changes to its files: ids of it and of the officer."""
    with app.app_context(), database.scope() as session:
        ward = Ward(session, closed=True, definition=with_files())
        plan = stored(session, ward.sent, name="old.pdf")
        sent_back(session, ward.sent, ward.office, "files")
        session.commit()
        return ward.sent.id, ward.office.id, plan.id


def cancelling(application_id, office_id):
    def cancel(session):
        application = queries.whole(session, application_id)
        office = session.get_one(Person, office_id).as_actor()
        returning.cancel(session, application, "Not needed.", actor=office, now=NOW)

    return cancel


def replacing(application_id, plan_id):
    def replace(session):
        application = queries.whole(session, application_id)
        by = {"actor": application.applicant.as_actor(), "now": NOW}
        plan = next(each for each in application.uploads if each.id == plan_id)
        remove_file(session, application, plan_id, **by)
        add_file(session, application, asking_of(application, plan), "new.pdf", NEW, **by)

    return replace


def left(database):
    """The names of the files that are there, and of those that are kept for others."""
    with database.scope(read_only=True) as session:
        there = select(Upload.name).where(Upload.removed_at.is_(None))
        kept = select(Upload.name).where(Upload.is_kept)
        return sorted(session.scalars(there)), sorted(session.scalars(kept))


@pytest.mark.parametrize("_time", range(TIMES))
def test_an_answer_and_a_cancelling_end_in_one_of_the_two(app, database, filed, _time):
    application_id, office_id, plan_id = filed
    assert at_once(app, database, replacing(application_id, plan_id)) == ["done"]

    def answer(session):
        application = queries.whole(session, application_id)
        nurse = application.applicant.as_actor()
        returning.answer(session, application, TICKET, "", actor=nurse, arrived_at=NOW)

    came = at_once(app, database, answer, cancelling(application_id, office_id))
    assert sorted(came) == ["done", "refused"]
    answered = came[0] == "done"
    assert left(database) == (["new.pdf" if answered else "old.pdf"], [])
    with database.scope(read_only=True) as session:
        back = session.scalars(select(Return)).one()
        assert (back.answered_at is None, back.cancelled_at is None) == (not answered, answered)
        assert len(session.scalars(select(Submission)).all()) == 1 + answered


@pytest.mark.parametrize("_time", range(TIMES))
def test_a_file_that_comes_while_it_is_cancelled_is_in_nobodys_way(app, database, filed, _time):
    application_id, office_id, plan_id = filed
    works = [replacing(application_id, plan_id), cancelling(application_id, office_id)]
    came = at_once(app, database, *works)
    assert came[1] == "done"
    assert left(database) == (["old.pdf"], [])
    with app.app_context(), database.scope() as session:
        uploads.forget_removed(session, NOW + uploads.UNDO)
        session.commit()
    with database.scope(read_only=True) as session:
        assert session.scalars(select(UploadContent.upload_id)).all() == [plan_id]


@pytest.mark.parametrize("_time", range(TIMES))
def test_a_mentor_who_agrees_while_it_is_cancelled_is_not_the_mentor(app, database, _time):
    with app.app_context(), database.scope() as session:
        node = people.node(session)
        evans, okoro = (people.employee(session, node, name=n) for n in ("Dr Evans", "Dr Okoro"))
        office = people.staff_with_role(session, Role.OFFICE, node)
        sent = applications.submitted_application(
            session, together.people_call(session, node), people.employee(session, node)
        )
        together.mentor_request(session, sent, evans, Standing.AGREED)
        sent_back(session, sent, office, "people")
        asked = Invitation("Dr Okoro", okoro.email)
        by = {"actor": sent.applicant.as_actor(), "now": NOW}
        made = mentoring.ask_mentor(session, sent, asked, **by)
        session.commit()
        ids, office_id, okoro_id = (sent.id, made.id), office.id, okoro.id

    def agree(session):
        one = session.get_one(MentorRequest, ids[1])
        actor = session.get_one(Person, okoro_id).as_actor()
        answering.confirm(session, one, Offered(1, 100, ""), is_theirs=True, actor=actor, now=NOW)

    came = at_once(app, database, agree, cancelling(ids[0], office_id))
    assert came[1] == "done"
    with database.scope(read_only=True) as session:
        stand = {each.name: each.standing for each in session.scalars(select(MentorRequest))}
    over = Standing.REMOVED if came[0] == "done" else Standing.CANCELLED
    assert stand == {"Dr Evans": Standing.AGREED, "Dr Okoro": over}


@pytest.mark.parametrize("_time", range(TIMES))
def test_a_first_stage_is_invited_or_sent_back(app, database, _time):
    with app.app_context(), database.scope() as session:
        node = people.node(session)
        office = people.staff_with_role(session, Role.OFFICE, node)
        call = schemes.open_call(
            session, node, "research-time",
            approvals_due_at=NOW + timedelta(days=20), closes_at=NOW + timedelta(days=9),
        )  # fmt: skip
        sent = applications.first_sent(session, call, people.employee(session, node))
        session.commit()
        application_id, call_id, office_id = sent.id, call.id, office.id

    def invite(session):
        found, officer = session.get_one(Call, call_id), session.get_one(Person, office_id)
        closes_at = NOW + timedelta(days=15)
        by = {"actor": officer.as_actor(), "now": NOW}
        inviting.invite(session, found, [application_id], closes_at, **by)

    def send_back(session):
        application = queries.whole(session, application_id)
        sent_back(session, application, session.get_one(Person, office_id), "idea")

    came = at_once(app, database, invite, send_back)
    assert sorted(came) == ["done", "refused"]
    with database.scope(read_only=True) as session:
        state = session.get_one(Application, application_id).state
        backs = len(session.scalars(select(Return)).all())
    invited = came[0] == "done"
    assert (state, backs) == ((State.INVITED, 0) if invited else (State.FIRST_SENT, 1))
