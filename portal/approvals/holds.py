"""What approvals hold of a person: answers to their applications, and answers they gave."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.applications.models import Application
from portal.approvals.lifecycle import ApprovalState
from portal.approvals.models import Absence, ApprovalRequest, Handover
from portal.approvals.policy import is_before_award
from portal.approvals.reasons import words_of
from portal.approvals.told import SEATS
from portal.kernel.holdings import Holder, Part, Record, of
from portal.kernel.language import _, lazy
from portal.kernel.reactions import ask
from portal.schemes.definition import STAGE_LABELS
from portal.web.format import day, moment

COVERS = (
    "approval_requests.answered_by_id",
    "approval_handovers.person_id",
    "approval_handovers.by_id",
    "absences.person_id",
)
LEFT_OUT = {
    "approval_requests.approver_id": "who was asked is told with each answer; "
    "a request that waits is about the applicant",
    "approval_requests.holder_id": "that it came to them is told with the handover",
    "approval_guests.email": "of somebody outside without an account, as the office was told it",
    "approval_guests.code_email": "of somebody outside without an account, where codes go",
    "approval_guests.sent_by_id": "it is on the trail of the application",
    "approval_conditions.given_by_id": "it is told with the answer",
    "absences.deputy_id": "it is about somebody else's absence",
    "team_feeds.person_id": "an address for their own calendar is shown on their own page",
}

STATES = {
    ApprovalState.WAITING: lazy("Waiting"),
    ApprovalState.APPROVED: lazy("Yes"),
    ApprovalState.DECLINED: lazy("No"),
    ApprovalState.CONDITIONAL: lazy("Yes, with a condition"),
    ApprovalState.NO_ANSWER: lazy("No answer came"),
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
    own = session.scalars(query.where(Application.applicant_id == holder.id)).all()
    known = [each for each in own if _may_know(session, each)]
    yield Part("approvals", _("Who was asked to agree"), [_asked(each) for each in known])
    given = session.scalars(
        query.where(
            ApprovalRequest.answered_by_id == holder.id, Application.applicant_id != holder.id
        )
    )
    yield Part("answers_given", _("Answers you gave"), [_given(each) for each in given])
    yield from _came(session, holder)
    away = session.scalars(
        select(Absence)
        .where(Absence.person_id == holder.id)
        .order_by(Absence.starts_on, Absence.id)
        .options(joinedload(Absence.deputy))
    )
    yield Part("absences", _("When you are away"), [_away(each) for each in away])


def _came(session: Session, holder: Holder) -> Iterator[Part]:
    """Tell when requests came to the person, and which they passed on; not what they are about."""
    query = (
        select(Handover)
        .join(Handover.request)
        .order_by(Handover.at, Handover.id)
        .options(joinedload(Handover.request).joinedload(ApprovalRequest.application))
    )
    came = session.scalars(query.where(Handover.person_id == holder.id))
    title = _("Requests that came to you")
    yield Part("requests_came", title, [_handover(each) for each in came])
    passed = session.scalars(query.where(Handover.by_id == holder.id, Handover.note != ""))
    title = _("Requests you passed on")
    yield Part("requests_passed_on", title, [_passed(each) for each in passed])


def _handover(each: Handover) -> Record:
    facts = [
        (_("Came to you"), moment(each.at)),
        (_("As what"), str(SEATS[each.seat])),
        (_("Answer by"), moment(each.due_at)),
    ]
    reference = each.request.application.reference
    data = {"reference": reference, **of(each, "at", "seat", "why", "due_at")}
    return Record(reference or str(STAGE_LABELS[each.request.stage]), facts, data)


def _passed(each: Handover) -> Record:
    facts = [(_("Passed on"), moment(each.at)), (_("In words"), each.note)]
    reference = each.request.application.reference
    data = {"reference": reference, **of(each, "at", "note")}
    return Record(reference or str(STAGE_LABELS[each.request.stage]), facts, data)


def _away(absence: Absence) -> Record:
    deputy = absence.deputy.name if absence.deputy else ""
    facts = [
        (_("First day"), day(absence.starts_on)),
        (_("Last day"), day(absence.ends_on)),
        (_("Deputy"), deputy or _("Nobody")),
    ]
    data = {"deputy": deputy, **of(absence, "starts_on", "ends_on", "is_away", "made_at")}
    return Record(_("Away") if absence.is_away else _("A deputy for what is late"), facts, data)


def _may_know(session: Session, request: ApprovalRequest) -> bool:
    """Say whether the applicant may know: what is asked before an award, once it is released."""
    if not is_before_award(request):
        return True
    return bool(ask(session, "is_released", False, application=request.application))


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
