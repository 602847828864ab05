"""What is due about a request that waits: a reminder, the next in line, or "no answer"."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from portal.approvals import chain, emails, policy, queries, stuck
from portal.approvals.actions.asking import forget_answer, go_on
from portal.approvals.actions.moving import hand, place_of
from portal.approvals.actions.noting import note
from portal.approvals.directory import chain_of
from portal.approvals.due import last_reminder
from portal.approvals.emails import Kind, Told
from portal.approvals.guests import sending
from portal.approvals.lifecycle import MOVES, OPEN, ApprovalState, Move, Seat
from portal.approvals.models import ApprovalRequest
from portal.kernel.actor import SYSTEM, Actor
from portal.kernel.clock import london_day
from portal.kernel.ruling import enforce
from portal.notifications.queries import server_said

# Of what was left open for longer, as from before anything was chased, nobody is told any more.
IS_NEWS = timedelta(days=14)


def chase(session: Session, *request_ids: UUID, now: datetime) -> bool:
    """Do what is due about these requests: remind, hand on, or record that nobody answered.

    Each person is told of all of them in one message. Returns whether anything was done; asked
    again at the same instant it finds nothing to do.
    """
    told: list[Told] = []
    found = (queries.request(session, SYSTEM, request_id) for request_id in request_ids)
    # In one order, so that two who hold several applications cannot wait for each other.
    requests = sorted((r for r in found if r is not None), key=lambda r: (r.application_id, r.id))
    done = [_chase(session, request, told, now) for request in requests]
    emails.tell(session, told, now=now)
    return any(done)


def remind(session: Session, request: ApprovalRequest, *, actor: Actor, now: datetime) -> bool:
    """Have the office remind whoever a request waits for. Says whether a message was written.

    None is where they had one today.
    """
    queries.lock(session, request)
    enforce(policy.may_remind(request, actor, now))
    if not emails.tell(session, [Told(Kind.REMINDER, request)], now=now):
        return False
    note(session, actor, "approval_reminded", request, now)
    return True


def _chase(session: Session, request: ApprovalRequest, told: list[Told], now: datetime) -> bool:
    queries.lock(session, request)
    if request.state not in OPEN or not policy.still_stands(request):
        return False
    last = policy.last_moment(request)
    if last is not None and now > last:
        return lapse(session, request, now=now)
    if request.state is ApprovalState.CONDITIONAL and now > request.due_at:
        return lapse(session, request, now=now)
    if request.state is ApprovalState.WAITING and move_on(session, request, told, now=now):
        return True
    return _reminds(session, request, told, now)


def move_on(session: Session, request: ApprovalRequest, told: list[Told], *, now: datetime) -> bool:
    """Hand on a request that its holder cannot see to, or has not in time; says whether it was.

    Whom to write to about it is added to `told`.
    """
    people, day, here = chain_of(session, request), london_day(now), place_of(request)
    place, words = chain.moved(people, here, day, london_day(request.due_at)), ""
    if place is None and (message := stuck.bounced(session, request)) is not None:
        place = chain.unreached(people, here, day)
        words = f"{message.to_address}: {server_said(message)}"
    if place is None and now > request.due_at:
        place = chain.after(people, here, day)
        if place is None:
            return lapse(session, request, now=now)
    if place is None:
        return False
    was = request.holder.name if request.holder else ""
    hand(session, request, place, actor=SYSTEM, now=now, words=words, tell=False)
    told.append(Told(Kind.HANDED_ON, request))
    if here.seat is Seat.DEPUTY and not chain.is_deputy(people, here.holder, day):
        told.append(Told(Kind.DEPUTY_OVER, request, was))
    return True


def _reminds(session: Session, request: ApprovalRequest, told: list[Told], now: datetime) -> bool:
    if request.remind_at is None or now < request.remind_at:
        return False
    request.remind_at = last_reminder(now, request.due_at)
    session.flush()
    if request.seat is Seat.GUEST:
        sending.remind(session, request, now=now)
        return True
    told.append(Told(Kind.REMINDER, request))
    return True


def lapse(session: Session, request: ApprovalRequest, *, now: datetime) -> bool:
    """Record that nobody answered, and let the application go on where the scheme says so.

    A yes whose condition the applicant did not accept in time is no answer either.
    """
    was_yes_if = request.state is ApprovalState.CONDITIONAL
    facts = {"was": request.state.value} if was_yes_if else {}
    request.state = MOVES[request.state, Move.LAPSE]
    request.remind_at = None
    if was_yes_if:
        forget_answer(session, request)
    if request.condition is not None and request.condition.ended_at is None:
        request.condition.ended_at = now
    note(session, SYSTEM, "approval_not_answered", request, now, **facts)
    session.flush()
    last = policy.last_moment(request)
    if last is None or now - last < IS_NEWS:
        emails.not_answered(session, request, by_applicant=was_yes_if, now=now)
    go_on(session, request, actor=SYSTEM, now=now)
    return True
