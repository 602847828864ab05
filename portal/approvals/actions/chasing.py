"""What is due about a request that waits: a reminder, the next in line, or "no answer"."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.approvals import chain, emails, policy, queries
from portal.approvals.actions.asking import go_on
from portal.approvals.actions.moving import hand
from portal.approvals.actions.noting import note
from portal.approvals.chain import Place
from portal.approvals.directory import chain_of
from portal.approvals.due import last_reminder
from portal.approvals.lifecycle import MOVES, OPEN, ApprovalState, Move, Why
from portal.approvals.models import ApprovalRequest
from portal.kernel.actor import SYSTEM
from portal.kernel.clock import london_day


def chase(session: Session, request_id: UUID, *, now: datetime) -> bool:
    """Do what is due about one request: remind, hand on, or record that nobody answered.

    Returns whether anything was; asked again at the same instant it finds nothing to do.
    """
    request = queries.request(session, SYSTEM, request_id)
    if request is None:
        return False
    queries.lock(session, request)
    if request.state not in OPEN or not policy.still_stands(request):
        return False
    last = policy.last_moment(request)
    if last is not None and now > last:
        return lapse(session, request, now=now)
    if request.state is ApprovalState.WAITING and _moves(session, request, now):
        return True
    return _reminds(session, request, now)


def _moves(session: Session, request: ApprovalRequest, now: datetime) -> bool:
    people, day = chain_of(session, request), london_day(now)
    here = Place(request.seat, request.holder_id, Why.ASKED)
    place = chain.moved(people, here, day, london_day(request.due_at))
    if place is None and now > request.due_at:
        place = chain.after(people, here, day)
        if place is None:
            return lapse(session, request, now=now)
    if place is None:
        return False
    hand(session, request, place, actor=SYSTEM, now=now)
    return True


def _reminds(session: Session, request: ApprovalRequest, now: datetime) -> bool:
    if request.remind_at is None or now < request.remind_at:
        return False
    request.remind_at = last_reminder(now, request.due_at)
    session.flush()
    emails.reminded(session, request, now=now)
    return True


def lapse(session: Session, request: ApprovalRequest, *, now: datetime) -> bool:
    """Record that nobody answered, and let the application go on where the scheme says so."""
    request.state = MOVES[request.state, Move.LAPSE]
    request.remind_at = None
    if request.condition is not None and request.condition.ended_at is None:
        request.condition.ended_at = now
    note(session, SYSTEM, "approval_not_answered", request, now)
    session.flush()
    emails.not_answered(session, request, now=now)
    go_on(session, request, actor=SYSTEM, now=now)
    return True
