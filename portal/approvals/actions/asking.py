"""Ask for release, ask again, close what nobody need answer."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.applications.approver import is_the_manager
from portal.applications.models import Application
from portal.approvals import chain, emails, policy
from portal.approvals.about import about
from portal.approvals.actions.moving import put
from portal.approvals.actions.noting import note
from portal.approvals.chain import Place
from portal.approvals.directory import chain_for, chain_of
from portal.approvals.due import due_at
from portal.approvals.guests import sending
from portal.approvals.holidays import bank_holidays
from portal.approvals.lifecycle import (
    MOVES,
    OPEN,
    REOPENED_LABELS,
    ApprovalState,
    Move,
    Seat,
    Why,
)
from portal.approvals.models import ApprovalRequest
from portal.kernel.actor import Actor
from portal.kernel.clock import london_day
from portal.kernel.ruling import enforce
from portal.schemes.definition import ApprovalStep, Stage, When


def ask(
    session: Session,
    application: Application,
    *,
    actor: Actor,
    now: datetime,
    when: When = When.AFTER_SENDING,
) -> tuple[ApprovalRequest, ...]:
    """Ask everybody whom the scheme wants an answer from now. Asking again asks nobody twice.

    In order, the next is asked once all before have agreed; else all are asked at once. Where
    no manager is known, or the manager may not be asked, the R&D office is.
    """
    if when is not When.BEFORE_SENDING:
        enforce(policy.may_ask(application))
    had = list(requests_of(session, application))
    made = []
    for step in steps_to_ask(application, had, when):
        made.append(_ask(session, application, step, had, actor=actor, now=now))
        had.append(made[-1])
    return tuple(made)


def steps_to_ask(
    application: Application, had: Collection[ApprovalRequest], when: When
) -> tuple[ApprovalStep, ...]:
    """Return the steps to ask now, of those wanted at this time and not asked yet."""
    document = application.call.document
    steps, asked = document.approvals_when(when), {each.stage: each for each in had}
    fresh = tuple(step for step in steps if step.stage not in asked)
    if not document.approvals_in_order:
        return fresh
    for step in steps:
        if step.stage not in asked:
            return (step,)
        if not goes_on_after(asked[step.stage], step):
            return ()
    return ()


def goes_on_after(request: ApprovalRequest, step: ApprovalStep) -> bool:
    """Say whether the next in order is asked: after a yes, and after a no that does not end it."""
    needed = request.application.call.document.review_needs_approval
    ended = {ApprovalState.DECLINED, ApprovalState.NO_ANSWER}
    return policy.counts_as_given(request, step) or (not needed and request.state in ended)


def _ask(
    session: Session,
    application: Application,
    step: ApprovalStep,
    had: Sequence[ApprovalRequest],
    *,
    actor: Actor,
    now: datetime,
) -> ApprovalRequest:
    people = chain_for(session, application, step.stage, had, now)
    holidays = bank_holidays(application.team.nation)
    due = due_at(now, step.days_to_answer, _latest(application, step, now), holidays)
    place = _first(application, step.stage, people, now, due)
    request = ApprovalRequest(
        application=application,
        stage=step.stage,
        approver_id=people.approver if people.may_hold(people.approver) else None,
        state=ApprovalState.WAITING,
        asked_at=now,
        due_at=due,
        about=about(application) if step.when is When.BEFORE_SENDING else "",
    )
    session.add(request)
    put(session, request, place, due, now=now)
    session.refresh(request, ["approver", "holder", "deputies", "siblings"])
    verb = "office_asked_to_approve" if request.is_with_office else "approval_asked"
    name = request.holder.name if request.holder else ""
    note(session, actor, verb, request, now, approver=name)
    emails.asked(session, request, now=now)
    return request


def _latest(application: Application, step: ApprovalStep, now: datetime) -> datetime | None:
    """Return until when the call waits for answers; of one asked too late for that, for reviews."""
    if step.when is When.BEFORE_AWARD:
        return None
    if step.when is When.BEFORE_SENDING:
        return application.closes_at
    call = application.call
    is_late = london_day(call.approvals_due_at) <= london_day(now)
    return call.reviews_due_at if is_late else call.approvals_due_at


def _first(
    application: Application, stage: Stage, people: chain.Chain, now: datetime, due: datetime
) -> Place:
    """Return where a request begins; of one that the applicant named, at the office, to check."""
    place = chain.first(people, london_day(now), london_day(due))
    if stage is Stage.RD_OFFICE:
        return Place(Seat.OFFICE, place.holder, Why.ASKED)
    named = stage is Stage.HOST or (stage is Stage.LINE_MANAGER and not is_the_manager(application))
    return Place(Seat.OFFICE, place.holder, Why.TO_CHECK) if named else place


def go_on(session: Session, request: ApprovalRequest, *, actor: Actor, now: datetime) -> None:
    """Ask whoever is next, where the scheme asks in order and an answer would still count."""
    last = policy.last_moment(request)
    if last is not None and now > last:
        return
    when = policy.step_of(request).when
    ask(session, request.application, actor=actor, now=now, when=when)


def ask_before_award(
    session: Session, application: Application, *, actor: Actor, now: datetime
) -> None:
    """Ask those who agree before an award, once one is proposed; what was answered stands."""
    for request in requests_of(session, application):
        if policy.is_before_award(request) and request.state is ApprovalState.CLOSED:
            _open_anew(session, request, actor, now)
    ask(session, application, actor=actor, now=now, when=When.BEFORE_AWARD)


def _open_anew(session: Session, request: ApprovalRequest, actor: Actor, now: datetime) -> None:
    request.state = MOVES[request.state, Move.REOPEN]
    forget_answer(session, request)
    people = chain_of(session, request)
    holidays = bank_holidays(request.application.team.nation)
    due = due_at(now, policy.step_of(request).days_to_answer, None, holidays)
    place = _first(request.application, request.stage, people, now, due)
    put(session, request, place, due, now=now, by=actor)
    session.refresh(request, ["approver", "holder", "deputies"])
    request.reopened_at = now
    name = request.holder.name if request.holder else ""
    note(session, actor, "approval_asked", request, now, approver=name)
    emails.asked(session, request, now=now)


def close(
    session: Session,
    application: Application,
    *,
    actor: Actor,
    now: datetime,
    when: Collection[When] = frozenset(When),
) -> None:
    """Close what still waits for an answer: it was withdrawn, or an award is not proposed now."""
    for request in requests_of(session, application):
        if request.state in OPEN and policy.step_of(request).when in when:
            request.state = MOVES[request.state, Move.CLOSE]
            request.remind_at = None
            _end_condition(request, now)
            note(session, actor, "approval_closed", request, now)
            sending.close(session, request, now=now)
            emails.closed(session, request, now=now)


def ask_again(
    session: Session,
    application: Application,
    changed: Collection[str],
    *,
    actor: Actor,
    now: datetime,
    but: ApprovalRequest | None = None,
) -> None:
    """Ask for the answers again, because time or costs changed after they were given.

    An answer that was given is on the trail; its cover was for something else, and goes. Whoever
    has not answered yet is told. Everybody has the scheme's days from now. `but` is the one who
    asked for the change, whose yes stands.
    """
    why = [what for what in REOPENED_LABELS if what in changed]
    if not why:
        return
    holidays = bank_holidays(application.team.nation)
    for request in requests_of(session, application):
        if request.state is ApprovalState.CLOSED or request is but:
            continue
        _reopen(session, request, actor, now)
        request.reopened_at, request.reopened_for = now, " ".join(why)
        days, last = policy.step_of(request).days_to_answer, policy.last_moment(request)
        due = max(request.due_at, due_at(now, days, last, holidays))
        place = Place(request.seat, request.holder_id, Why.ASKED)
        put(session, request, place, due, now=now, by=actor)
        session.flush()
        if request.seat is Seat.GUEST and request.guest is not None:
            sending.again(session, request.guest, now=now)
        emails.asked_again(session, request, now=now)


def _reopen(session: Session, request: ApprovalRequest, actor: Actor, now: datetime) -> None:
    if request.state is ApprovalState.WAITING:
        return
    facts = {"was": request.state.value}
    request.state = MOVES[request.state, Move.REOPEN]
    _end_condition(request, now)
    forget_answer(session, request)
    note(session, actor, "approval_reopened", request, now, **facts)


def forget_answer(session: Session, request: ApprovalRequest) -> None:
    """Take an answer off a request, with its cover; it stays on the trail."""
    request.answered_at = request.answered_by_id = request.answered_as = request.reason = None
    request.comment = request.answered_name = request.interest = ""
    request.reason_en = request.reason_cy = ""
    if request.cover is not None:
        session.delete(request.cover)
        session.flush()
        session.expire(request, ["cover"])


def _end_condition(request: ApprovalRequest, now: datetime) -> None:
    if request.condition is not None and request.condition.ended_at is None:
        request.condition.ended_at = now


def requests_of(session: Session, application: Application) -> Sequence[ApprovalRequest]:
    """Return the requests about an application, held until the transaction ends."""
    return session.scalars(
        select(ApprovalRequest)
        .where(ApprovalRequest.application_id == application.id)
        .order_by(ApprovalRequest.stage, ApprovalRequest.id)
        .with_for_update()
    ).all()
