"""Say yes or no to a request for release."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.approvals import emails, policy, queries
from portal.approvals.actions.asking import go_on
from portal.approvals.actions.noting import note
from portal.approvals.cover import Plan, Wanted, problems
from portal.approvals.lifecycle import MOVES, Move
from portal.approvals.models import ApprovalRequest, CoverPlan
from portal.approvals.reasons import chosen, offered
from portal.approvals.release import wanted
from portal.kernel.actor import Actor
from portal.kernel.language import _
from portal.kernel.ruling import Refused, enforce, no, yes_if


def approve(
    session: Session,
    request: ApprovalRequest,
    plan: Plan | None,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """Say yes, with the plan for cover where hours are released; then ask who is next in order.

    Raises Refused for a plan that does not do, or none where one is wanted.
    """
    queries.lock(session, request)
    enforce(policy.may_answer(request, actor, now))
    if policy.wants_cover(request):
        session.add(cover_of(request, plan, wanted(request.application)))
    answer(request, Move.APPROVE, actor, now)
    means = plan.means.value if plan and policy.wants_cover(request) else ""
    note_answer(session, actor, "approved", request, now, means=means)
    session.flush()
    emails.approved(session, request, now=now)
    go_on(session, request, actor=actor, now=now)


def decline(
    session: Session,
    request: ApprovalRequest,
    reason: str,
    comment: str,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """Say no, with a coded reason and words; the applicant sees both. Raises Refused."""
    queries.lock(session, request)
    enforce(policy.may_answer(request, actor, now))
    own = queries.own_reasons(session)
    known = {each.key for each in offered(own)}
    enforce(yes_if(reason in known, no(_("Choose the main reason"))))
    request.reason, request.comment = str(reason), comment
    request.reason_en, request.reason_cy = chosen(reason, own)
    answer(request, Move.DECLINE, actor, now)
    note_answer(session, actor, "declined", request, now, reason=str(reason))
    session.flush()
    emails.declined(session, request, now=now)
    go_on(session, request, actor=actor, now=now)


def answer(request: ApprovalRequest, move: Move, actor: Actor, now: datetime) -> None:
    """Put an answer on a request: what, when, by whom, as what, and what else they have to do
    with it.
    """  # noqa: D205 -- one thought
    seat = policy.seat_of(request, actor, now)
    request.interest = policy.interest_of(request, actor)
    request.state = MOVES[request.state, move]
    request.answered_at, request.remind_at = now, None
    request.answered_by_id, request.answered_as = actor.person_id, seat
    request.answered_name = "" if actor.person_id else actor.name


def cover_of(request: ApprovalRequest, plan: Plan | None, asked: Wanted) -> CoverPlan:
    """Return the plan as it is kept. Raises Refused for one that does not do."""
    if plan is None:
        raise Refused(no(_("Say how the work is covered.")))
    for problem in problems(plan, asked):
        raise Refused(no(problem.words))
    return CoverPlan(
        request=request,
        means=plan.means,
        who=plan.who,
        when_busy=plan.when_busy,
        **_of_somebody(plan, asked),
    )


def _of_somebody(plan: Plan, asked: Wanted) -> dict[str, Any]:
    """Return what is kept of a plan with somebody to name, time and pay; nothing without one."""
    if plan.needs_nobody:
        return {"hours_hundredths": 0, "cost_pence": 0}
    return {
        "band": plan.band,
        "grade": plan.grade,
        "hours_hundredths": plan.hours_hundredths or 0,
        "starts_on": plan.starts_on or asked.first_day,
        "cost_pence": plan.cost_pence or 0,
        "cost_centre": plan.cost_centre,
        "is_paid_back": plan.is_paid_back if plan.cost_pence else None,
    }


def note_answer(
    session: Session,
    actor: Actor,
    verb: str,
    request: ApprovalRequest,
    now: datetime,
    **facts: str,
) -> None:
    """Write an answer into the trail, with as whom it was given and what else they are to it."""
    facts["as"] = request.answered_as.value if request.answered_as else ""
    if request.interest:
        facts["interest"] = request.interest
    note(session, actor, verb, request, now, **facts)
