"""Who waits for whom on PostgreSQL. SQLite has one writer, so nobody can wait in a ring there."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from portal.applications import queries as applications
from portal.approvals import queries as approvals
from portal.approvals.models import ApprovalRequest
from portal.awards import actions as awards
from portal.reviews.models import Assignment
from portal.schemes.models import Call
from tests.conftest import NOW
from tests.factories import applications as drafts
from tests.factories import approvals as rows
from tests.factories import people
from tests.once import postgres_server

pytestmark = pytest.mark.skipif(not postgres_server(), reason="SQLite has one writer at a time")


@pytest.fixture
def sent(app, database):
    """An application that waits for a manager: the ids of both and of the manager."""
    with app.app_context(), database.scope() as session:
        ward = rows.ward(session)
        application = rows.sent(session, ward)
        draft = drafts.complete_draft(session, ward.call, people.employee(session, ward.team))
        request = rows.waiting(session, application, ward.manager)
        session.commit()
        return application.id, request.id, ward.manager.id, ward.call.id, draft.id


def impatient(session):
    session.execute(text("SET LOCAL lock_timeout = '300ms'"))
    return session


def test_an_answer_waits_for_a_withdrawal_before_it_holds_the_request(sent, database):
    application_id, request_id, *_ = sent
    with database.scope() as withdrawing, database.scope() as answering:
        applications.locked(withdrawing, application_id)
        request = answering.get_one(ApprovalRequest, request_id)
        with pytest.raises(OperationalError, match="lock timeout"):
            approvals.lock(impatient(answering), request)


def test_a_reviewer_can_be_given_an_application_that_somebody_holds(sent, database):
    application_id, _request_id, manager_id, *_ = sent
    with database.scope() as holding, database.scope() as assigning:
        applications.locked(holding, application_id)
        impatient(assigning).add(
            Assignment(application_id=application_id, reviewer_id=manager_id, assigned_at=NOW)
        )
        assigning.commit()


def test_a_round_is_decided_while_somebody_holds_a_draft(sent, app, database):
    *_ids, call_id, draft_id = sent
    with app.app_context(), database.scope() as sending, database.scope() as deciding:
        applications.locked(sending, draft_id)
        call = impatient(deciding).get_one(Call, call_id)
        awards._lock_round(deciding, call.id)
