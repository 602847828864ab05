"""Ask for release, say yes or no, close what nobody need answer."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.applications.approver import is_the_manager
from portal.applications.models import Application
from portal.approvals import emails, policy, queries
from portal.approvals.cover import Plan, problems
from portal.approvals.due import due_at
from portal.approvals.lifecycle import (
    MOVES,
    REOPENED_LABELS,
    ApprovalState,
    DeclineReason,
    Move,
)
from portal.approvals.models import ApprovalRequest, CoverPlan
from portal.approvals.release import wanted
from portal.audit.actions import record
from portal.kernel.actor import Actor
from portal.kernel.language import _
from portal.kernel.ruling import Refused, enforce, no
from portal.people.models import Person
from portal.schemes.definition import ApprovalStep, Stage


def ask(
    session: Session, application: Application, *, actor: Actor, now: datetime
) -> tuple[ApprovalRequest, ...]:
    """Ask everybody the scheme wants an answer from, at once. Asking again asks nobody twice.

    Where no manager is known, or the manager is the applicant, the R&D office is asked.
    """
    enforce(policy.may_ask(application))
    asked = {request.stage for request in _requests(session, application)}
    steps = [step for step in application.call.document.approvals if step.stage not in asked]
    return tuple(_ask(session, application, step, actor=actor, now=now) for step in steps)


def _ask(
    session: Session, application: Application, step: ApprovalStep, *, actor: Actor, now: datetime
) -> ApprovalRequest:
    request = ApprovalRequest(
        application=application,
        stage=step.stage,
        approver=approver_for(application, step.stage),
        state=ApprovalState.WAITING,
        asked_at=now,
        due_at=due_at(now, step.days_to_answer, application.call.approvals_due_at),
    )
    session.add(request)
    session.flush()
    verb = "approval_asked" if request.approver else "office_asked_to_approve"
    _record(
        session,
        actor,
        verb,
        request,
        now,
        approver=request.approver.name if request.approver else "",
    )
    emails.asked(session, request, now=now)
    return request


def approver_for(application: Application, stage: Stage) -> Person | None:
    """Return who is asked; None is the office. The applicant never is.

    Only line managers are in the directory yet; other stages go to the office. So does an
    applicant's word that it is somebody else, or that they do not know.
    """
    if not is_the_manager(application):
        return None
    post = application.applicant.post
    if stage is not Stage.LINE_MANAGER or post is None or post.manager is None:
        return None
    manager = post.manager
    return manager if manager.is_active and manager.id != application.applicant_id else None


def approve(
    session: Session,
    request: ApprovalRequest,
    plan: Plan | None,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """Say yes, with the plan for cover where hours are released.

    Raises Refused for a plan that does not do, or none where one is wanted.
    """
    queries.lock(session, request)
    enforce(policy.may_answer(request, actor, now))
    if policy.wants_cover(request):
        session.add(_cover(request, plan))
    _answer(request, Move.APPROVE, actor, now)
    means = plan.means.value if plan and policy.wants_cover(request) else ""
    _record(session, actor, "approved", request, now, means=means)
    session.flush()
    emails.approved(session, request, now=now)


def decline(
    session: Session,
    request: ApprovalRequest,
    reason: DeclineReason,
    comment: str,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """Say no, with a coded reason and words; the applicant sees both."""
    queries.lock(session, request)
    enforce(policy.may_answer(request, actor, now))
    request.reason, request.comment = reason, comment
    _answer(request, Move.DECLINE, actor, now)
    _record(session, actor, "declined", request, now, reason=reason.value)
    session.flush()
    emails.declined(session, request, now=now)


def close(session: Session, application: Application, *, actor: Actor, now: datetime) -> None:
    """Close what still waits for an answer, because the application was withdrawn."""
    for request in _requests(session, application):
        if request.state is ApprovalState.WAITING:
            request.state = MOVES[request.state, Move.CLOSE]
            _record(session, actor, "approval_closed", request, now)
            emails.closed(session, request, now=now)


def ask_again(
    session: Session,
    application: Application,
    changed: Collection[str],
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """Ask for the answers again, because time or costs changed after they were given.

    An answer that was given is on the trail; its cover was for something else, and goes. Whoever
    has not answered yet is told. Everybody has the scheme's days from now.
    """
    why = [what for what in REOPENED_LABELS if what in changed]
    if not why:
        return
    days = {step.stage: step.days_to_answer for step in application.call.document.approvals}
    for request in _requests(session, application):
        if request.state is ApprovalState.CLOSED:
            continue
        _reopen(session, request, actor, now)
        request.reopened_at, request.reopened_for = now, " ".join(why)
        last = application.call.reviews_due_at
        request.due_at = max(request.due_at, due_at(now, days.get(request.stage, 5), last))
        session.flush()
        emails.asked_again(session, request, now=now)


def _reopen(session: Session, request: ApprovalRequest, actor: Actor, now: datetime) -> None:
    if request.state is ApprovalState.WAITING:
        return
    facts = {"was": request.state.value}
    request.state = MOVES[request.state, Move.REOPEN]
    request.answered_at = request.answered_by_id = request.reason = None
    request.comment = ""
    if request.cover is not None:
        session.delete(request.cover)
        session.flush()
        session.expire(request, ["cover"])
    _record(session, actor, "approval_reopened", request, now, **facts)


def _cover(request: ApprovalRequest, plan: Plan | None) -> CoverPlan:
    if plan is None:
        raise Refused(no(_("Say how the work is covered.")))
    for problem in problems(plan, wanted(request.application)):
        raise Refused(no(problem.words))
    return CoverPlan(
        request=request,
        means=plan.means,
        who=plan.who,
        hours_hundredths=0 if plan.needs_nobody else plan.hours_hundredths or 0,
        cost_pence=plan.cost_pence or 0,
        cost_centre=plan.cost_centre,
        when_busy=plan.when_busy,
    )


def _answer(request: ApprovalRequest, move: Move, actor: Actor, now: datetime) -> None:
    request.state = MOVES[request.state, move]
    request.answered_at = now
    request.answered_by_id = actor.person_id


def _requests(session: Session, application: Application) -> Sequence[ApprovalRequest]:
    return session.scalars(
        select(ApprovalRequest)
        .where(ApprovalRequest.application_id == application.id)
        .order_by(ApprovalRequest.stage, ApprovalRequest.id)
        .with_for_update()
    ).all()


def _record(
    session: Session,
    actor: Actor,
    verb: str,
    request: ApprovalRequest,
    now: datetime,
    **facts: str,
) -> None:
    facts = {"stage": request.stage.value, **facts}
    record(session, actor, verb, "application", request.application_id, now=now, **facts)
