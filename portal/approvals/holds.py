"""What approvals hold of a person: answers to their applications, and answers they gave."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.applications.models import Application
from portal.approvals.lifecycle import ApprovalState
from portal.approvals.models import ApprovalRequest
from portal.approvals.reasons import words_of
from portal.kernel.holdings import Holder, Part, Record, of
from portal.kernel.language import _, lazy
from portal.schemes.definition import STAGE_LABELS
from portal.web.format import moment

COVERS = ("approval_requests.answered_by_id",)
LEFT_OUT = {
    "approval_requests.approver_id": "who was asked is told with each answer; "
    "a request that waits is about the applicant",
    "approval_requests.holder_id": "a request that waits is about the applicant",
    "approval_handovers.person_id": "a request that came to somebody is about the applicant",
    "approval_handovers.by_id": "it is on the trail of the application",
    "approval_conditions.given_by_id": "it is told with the answer",
    "absences.person_id": "days away that somebody set are shown to them on their own page",
    "absences.deputy_id": "it is about somebody else's absence",
}

STATES = {
    ApprovalState.WAITING: lazy("Waiting"),
    ApprovalState.APPROVED: lazy("Yes"),
    ApprovalState.DECLINED: lazy("No"),
}


def tell(session: Session, holder: Holder) -> Iterator[Part]:
    """Tell the answers to the person's own applications, then those that the person gave.

    Of an answer given to somebody else there is only what the person did and wrote: the
    application is not theirs.
    """
    query = (
        select(ApprovalRequest)
        .join(ApprovalRequest.application)
        .order_by(ApprovalRequest.asked_at, ApprovalRequest.id)
        .options(joinedload(ApprovalRequest.application), joinedload(ApprovalRequest.approver))
    )
    own = session.scalars(query.where(Application.applicant_id == holder.id))
    yield Part("approvals", _("Who was asked to agree"), [_asked(each) for each in own])
    given = session.scalars(
        query.where(
            ApprovalRequest.answered_by_id == holder.id, Application.applicant_id != holder.id
        )
    )
    yield Part("answers_given", _("Answers you gave"), [_given(each) for each in given])


def _asked(request: ApprovalRequest) -> Record:
    who = request.approver.name if request.approver else _("The R&D office")
    facts = [(_("Asked to agree"), who), *_answer(request)]
    data = {**_said(request), **of(request, "asked_at", "due_at"), "asked": who}
    return Record(request.application.title or _("No title yet"), facts, data)


def _given(request: ApprovalRequest) -> Record:
    title = request.application.reference or str(STAGE_LABELS[request.stage])
    return Record(title, _answer(request), _said(request))


def _answer(request: ApprovalRequest) -> list[tuple[str, str]]:
    facts = [(_("Answer"), str(STATES.get(request.state, _("Closed"))))]
    if request.answered_at:
        facts.append((_("Answered"), moment(request.answered_at)))
    if request.reason:
        facts.append((_("Reason"), words_of(request)))
    if request.comment:
        facts.append((_("In words"), request.comment))
    return facts


def _said(request: ApprovalRequest) -> dict[str, object]:
    return {
        "reference": request.application.reference,
        **of(request, "stage", "state", "answered_at", "reason", "comment"),
    }
