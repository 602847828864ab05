"""The messages about a request for release."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.approvals.lifecycle import REOPENED_LABELS, ApprovalState, Seat
from portal.approvals.models import ApprovalRequest
from portal.approvals.policy import counts_as_given, step_of
from portal.approvals.reasons import words_of
from portal.approvals.told import came
from portal.kernel.actor import Role
from portal.kernel.clock import london_day
from portal.notifications.actions import Recipient, queue
from portal.people.models import Person
from portal.people.queries import people_with_role
from portal.web.links import link
from portal.web.places import place_link


def asked(session: Session, request: ApprovalRequest, *, now: datetime) -> None:
    """Ask whoever it waits for; of the scheme's office, everybody but the applicant."""
    _to_holder(session, request, now, "approvals/asked", "approvals/asked_office")


def asked_again(session: Session, request: ApprovalRequest, *, now: datetime) -> None:
    """Tell whoever was asked that what they were asked about has changed."""
    _to_holder(session, request, now, "approvals/asked_again", "approvals/asked_again")


def handed_on(session: Session, request: ApprovalRequest, *, now: datetime) -> None:
    """Ask whoever has the request now, and say why it came to them."""
    _to_holder(session, request, now, "approvals/handed_on", "approvals/handed_on")


def reminded(session: Session, request: ApprovalRequest, *, now: datetime) -> None:
    """Remind whoever it waits for: the applicant, where there is something to accept."""
    if request.state is ApprovalState.CONDITIONAL:
        page = place_link("application", request.application_id)
        applicant = request.application.applicant
        _queue(session, request, applicant, "approvals/reminder_to_accept", now, page)
        return
    _to_holder(session, request, now, "approvals/reminder", "approvals/reminder")


def not_answered(session: Session, request: ApprovalRequest, *, now: datetime) -> None:
    """Tell the applicant that nobody answered, and what that means."""
    _tell_applicant(session, request, "approvals/not_answered", now)


def _to_holder(
    session: Session, request: ApprovalRequest, now: datetime, template: str, to_office: str
) -> None:
    if request.seat is not Seat.OFFICE:
        if request.holder is not None:
            _queue(session, request, request.holder, template, now)
        return
    path = request.application.call.scheme.organisation.path
    for person in people_with_role(session, Role.OFFICE, path):
        if person.id != request.application.applicant_id:
            _queue(session, request, person, to_office, now)


def approved(session: Session, request: ApprovalRequest, *, now: datetime) -> None:
    """Tell the applicant that this approver said yes."""
    _tell_applicant(session, request, "approvals/approved", now)


def declined(session: Session, request: ApprovalRequest, *, now: datetime) -> None:
    """Tell the applicant that this approver said no, and why."""
    _tell_applicant(session, request, "approvals/declined", now)


def closed(session: Session, request: ApprovalRequest, *, now: datetime) -> None:
    """Tell the approver that no answer is needed any more."""
    if request.holder is not None:
        _queue(session, request, request.holder, "approvals/closed", now)


def _tell_applicant(
    session: Session, request: ApprovalRequest, template: str, now: datetime
) -> None:
    page = place_link("application", request.application_id)
    _queue(session, request, request.application.applicant, template, now, page)


def _once(request: ApprovalRequest, person: Person, template: str, now: datetime) -> str:
    """Name a message that goes once of each kind, each day, each time it is asked for anew."""
    again = int(request.reopened_at.timestamp()) if request.reopened_at else 0
    day = f"{london_day(now):%Y%m%d}"
    return f"{template}/{request.id.hex}/{person.id.hex}/{len(request.handovers)}/{again}/{day}"


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
        dedupe=_once(request, person, template, now),
        request=request,
        application=request.application,
        why=reopened_words(request),
        reason=words_of(request),
        came=came(request),
        goes_on=counts_as_given(request, step_of(request)),
        page=page or link("approvals.show", request_id=request.id),
    )
