"""The messages about a request for release."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.approvals.lifecycle import DECLINE_LABELS, REOPENED_LABELS
from portal.approvals.models import ApprovalRequest
from portal.kernel.actor import Role
from portal.notifications.actions import Recipient, queue
from portal.people.models import Person
from portal.people.queries import people_with_role
from portal.web.links import link
from portal.web.places import place_link


def asked(session: Session, request: ApprovalRequest, *, now: datetime) -> None:
    """Ask the approver; with none known, everybody of the scheme's office but the applicant."""
    if request.approver is not None:
        _queue(session, request, request.approver, "approvals/asked", now)
        return
    path = request.application.call.scheme.organisation.path
    for person in people_with_role(session, Role.OFFICE, path):
        if person.id != request.application.applicant_id:
            _queue(session, request, person, "approvals/asked_office", now)


def asked_again(session: Session, request: ApprovalRequest, *, now: datetime) -> None:
    """Tell whoever was asked that what they were asked about has changed."""
    template = "approvals/asked_again"
    if request.approver is not None:
        _queue(session, request, request.approver, template, now)
        return
    path = request.application.call.scheme.organisation.path
    for person in people_with_role(session, Role.OFFICE, path):
        if person.id != request.application.applicant_id:
            _queue(session, request, person, template, now)


def approved(session: Session, request: ApprovalRequest, *, now: datetime) -> None:
    """Tell the applicant that this approver said yes."""
    _tell_applicant(session, request, "approvals/approved", now)


def declined(session: Session, request: ApprovalRequest, *, now: datetime) -> None:
    """Tell the applicant that this approver said no, and why."""
    _tell_applicant(session, request, "approvals/declined", now)


def closed(session: Session, request: ApprovalRequest, *, now: datetime) -> None:
    """Tell the approver that no answer is needed any more."""
    if request.approver is not None:
        _queue(session, request, request.approver, "approvals/closed", now)


def _tell_applicant(
    session: Session, request: ApprovalRequest, template: str, now: datetime
) -> None:
    page = place_link("application", request.application_id)
    _queue(session, request, request.application.applicant, template, now, page)


def _once(request: ApprovalRequest, person: Person, template: str) -> str:
    """Name a message that goes once, or once each time that the request was opened again."""
    if request.reopened_at is None:
        return f"{template}/{request.id}/{person.id}"
    again = int(request.reopened_at.timestamp())
    return f"{template}/{request.id.hex}/{person.id.hex}/{again}"


def reopened_words(request: ApprovalRequest) -> str:
    """Say what changed, so that the answer is asked for again; nothing where it is not."""
    return " ".join(str(REOPENED_LABELS[what]) for what in request.reopened_for.split())


def _queue(
    session: Session,
    request: ApprovalRequest,
    person: Person,
    template: str,
    now: datetime,
    page: str = "",
) -> None:
    queue(
        session,
        Recipient(person.email, person.name, person.language),
        template,
        now=now,
        about_id=request.application_id,
        dedupe=_once(request, person, template),
        request=request,
        application=request.application,
        why=reopened_words(request),
        reason=DECLINE_LABELS[request.reason] if request.reason else "",
        page=page or link("approvals.show", request_id=request.id),
    )
