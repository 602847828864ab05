"""Who is asked when an application is sent, and what is closed when it is withdrawn."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from portal.applications.actions import sending, withdrawal
from portal.approvals import queries
from portal.approvals.actions import asking
from portal.approvals.lifecycle import ApprovalState, Seat
from portal.approvals.models import ApprovalRequest
from portal.audit.models import TrailEntry
from portal.kernel.actor import Role
from portal.kernel.ruling import Refused
from portal.notifications.models import Message
from portal.schemes.definition import Stage
from tests.conftest import NOW
from tests.factories import applications as apps
from tests.factories import approvals as made
from tests.factories import people


def mail(session, template: str | None = None) -> list[Message]:
    found = session.scalars(select(Message).order_by(Message.to_name, Message.template)).all()
    return [m for m in found if template is None or m.template == f"approvals/{template}"]


def verbs(session) -> list[str]:
    entries = session.scalars(select(TrailEntry).order_by(TrailEntry.number)).all()
    return [entry.verb for entry in entries]


def ask(session, application):
    actor = application.applicant.as_actor()
    return asking.ask(session, application, actor=actor, now=NOW)


def test_sending_asks_the_line_manager(session) -> None:
    ward = made.ward(session)
    nurse = ward.nurse(session, "Megan Prosser")
    draft = apps.complete_draft(session, ward.call, nurse)
    ticket = sending.new_ticket()
    sending.submit(session, draft, ticket, actor=nurse.as_actor(), arrived_at=NOW)
    (request,) = queries.requests_of(session, [draft.id])
    assert request.approver == ward.manager
    assert request.state is ApprovalState.WAITING
    assert request.holder == ward.manager
    assert request.due_at == datetime(2026, 12, 7, 17, tzinfo=UTC)
    (message,) = mail(session, "asked")
    assert message.to_address == ward.manager.email
    assert message.subject == "Answer a request for release by 7 December 2026"
    assert "Monday 7 December 2026, 5pm" in message.body
    assert message.body.count("http://localhost/") == 1
    assert f"http://localhost/requests/{request.id}" in message.body
    assert "approval_asked" in verbs(session)
    # The same ticket again is the same receipt, and asks nobody again.
    sending.submit(session, draft, ticket, actor=nurse.as_actor(), arrived_at=NOW)
    assert len(mail(session, "asked")) == 1


def test_withdrawing_closes_what_waits_and_tells_the_manager(session) -> None:
    ward = made.ward(session)
    application = made.sent(session, ward)
    (request,) = ask(session, application)
    nurse = application.applicant.as_actor()
    withdrawal.withdraw(session, application, actor=nurse, now=NOW)
    assert request.state is ApprovalState.CLOSED
    assert [m.to_address for m in mail(session, "closed")] == [ward.manager.email]
    assert verbs(session)[-1] == "approval_closed"


def test_withdrawing_leaves_an_answer_as_it_was_given(session) -> None:
    ward = made.ward(session)
    application = made.sent(session, ward)
    request = made.declined(session, application, ward.manager)
    nurse = application.applicant.as_actor()
    withdrawal.withdraw(session, application, actor=nurse, now=NOW)
    assert request.state is ApprovalState.DECLINED
    assert not mail(session, "closed")


@pytest.mark.parametrize("known", ["nobody", "themselves", "left"])
def test_without_a_manager_the_whole_office_is_asked_at_once(session, known) -> None:
    ward = made.ward(session)
    second = people.staff_with_role(session, Role.OFFICE, ward.board, "Aled Rees")
    people.staff_with_role(session, Role.REVIEWER, ward.board, "A reviewer")
    nurse = ward.nurse(session, "Megan Prosser")
    nurse.post.manager = {"nobody": None, "themselves": nurse, "left": ward.manager}[known]
    ward.manager.is_active = known != "left"
    application = made.sent(session, ward, applicant=nurse)
    (request,) = ask(session, application)
    assert request.approver is None
    assert (request.seat, request.holder) == (Seat.OFFICE, second)
    assert [m.to_address for m in mail(session)] == [second.email, ward.office.email]
    assert verbs(session) == ["office_asked_to_approve"]


def test_an_applicant_in_the_office_is_not_asked_about_themselves(session) -> None:
    ward = made.ward(session)
    nurse = ward.nurse(session, "Megan Prosser")
    nurse.post.manager = None
    people.grant(session, nurse, Role.OFFICE, ward.board)
    ask(session, made.sent(session, ward, applicant=nurse))
    assert [m.to_address for m in mail(session)] == [ward.office.email]


def test_every_step_of_the_scheme_is_asked_once(session) -> None:
    ward = made.ward(session, "protected-time")
    application = made.sent(session, ward)
    asked = ask(session, application)
    approvers = {request.stage: request.approver for request in asked}
    assert approvers == {Stage.LINE_MANAGER: ward.manager, Stage.HEAD_OF_SERVICE: None}
    assert ask(session, application) == ()
    assert len(session.scalars(select(ApprovalRequest)).all()) == 2


def test_the_due_date_never_passes_the_calls_own(session) -> None:
    ward = made.ward(
        session, closes_at=NOW + timedelta(hours=1), approvals_due_at=NOW + timedelta(days=2)
    )
    (request,) = ask(session, made.sent(session, ward))
    assert request.due_at == NOW + timedelta(days=2)


def test_a_draft_and_a_withdrawn_application_ask_nobody(session) -> None:
    ward = made.ward(session)
    nurse = ward.nurse(session, "Megan Prosser")
    for application in (
        apps.withdrawn_application(session, ward.call, nurse),
        apps.draft(session, ward.call, nurse),
    ):
        with pytest.raises(Refused):
            ask(session, application)
    assert not mail(session)
