"""Who may see a request for release, and who may answer it until when."""

from collections.abc import Iterable
from datetime import datetime

from portal.applications.lifecycle import State
from portal.applications.models import Application
from portal.applications.returned import as_sent
from portal.approvals.lifecycle import ApprovalState
from portal.approvals.models import ApprovalRequest
from portal.kernel.actor import Actor, Role
from portal.kernel.language import _
from portal.kernel.ruling import HIDDEN, YES, Ruling, forbidden, no, yes_if
from portal.schemes.definition import Stage
from portal.web.format import moment, short_day


def may_see_request(request: ApprovalRequest, actor: Actor, _now: datetime) -> Ruling:
    """Allow the asked approver and the scheme's office; never the applicant."""
    knows = _is_approver(request, actor) or _is_office(request, actor)
    if not knows:
        return HIDDEN
    return yes_if(
        not actor.is_person(request.application.applicant_id),
        forbidden(_("This is about your own application. Somebody else answers it.")),
    )


def may_answer(request: ApprovalRequest, actor: Actor, now: datetime) -> Ruling:
    """Allow the one who was asked, once, while the application stands and reviews are not over.

    An answer after the due date still counts: late is better than none. It stops counting
    when the reviews are due, because nobody would read the application any more.
    """
    return (
        may_see_request(request, actor, now)
        and _is_asked(request, actor)
        and _stands(request.application)
        and _waits(request)
        and _is_in_time(request, now)
    )


def may_ask(application: Application) -> Ruling:
    """Allow asking about an application that was sent and not withdrawn."""
    return _stands(application)


def wants_cover(request: ApprovalRequest) -> bool:
    """Say whether a yes needs a cover plan: where a manager releases somebody's hours."""
    return request.stage is Stage.LINE_MANAGER and bool(as_sent(request.application).periods)


def is_approved(application: Application, requests: Iterable[ApprovalRequest]) -> bool:
    """Say whether every approval that the scheme wants was given; `queries.is_approved` in SQL."""
    given = {r.stage for r in requests if r.state is ApprovalState.APPROVED}
    wanted = {step.stage for step in application.call.document.approvals}
    return application.state is State.SUBMITTED and wanted <= given


def _is_approver(request: ApprovalRequest, actor: Actor) -> bool:
    return actor.is_person(request.approver_id)


def _is_office(request: ApprovalRequest, actor: Actor) -> bool:
    return actor.holds(Role.OFFICE, request.application.call.scheme.organisation.path)


def _is_asked(request: ApprovalRequest, actor: Actor) -> Ruling:
    if request.approver is None or _is_approver(request, actor):
        return YES
    return forbidden(
        _("%(name)s was asked. Nobody else can answer this.", name=request.approver.name)
    )


def _stands(application: Application) -> Ruling:
    if application.state is State.SUBMITTED:
        return YES
    if application.withdrawn_at is None:
        return no(_("The application was not sent yet."))
    return no(
        _(
            "%(name)s withdrew the application on %(day)s. No answer is needed.",
            name=application.applicant.name,
            day=short_day(application.withdrawn_at),
        )
    )


def _waits(request: ApprovalRequest) -> Ruling:
    if request.state is ApprovalState.WAITING:
        return YES
    if request.answered_by is None or request.answered_at is None:
        return no(_("This request was closed. No answer is needed."))
    said = (
        _("%(name)s said yes on %(when)s. The first answer counts.")
        if request.state is ApprovalState.APPROVED
        else _("%(name)s said no on %(when)s. The first answer counts.")
    )
    return no(said % {"name": request.answered_by.name, "when": moment(request.answered_at)})


def _is_in_time(request: ApprovalRequest, now: datetime) -> Ruling:
    last = request.application.call.reviews_due_at
    return yes_if(
        now <= last,
        no(_("It is too late to answer: reviews ended on %(when)s.", when=moment(last))),
    )
