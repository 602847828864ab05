"""Find what somebody has set of absences and deputies."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, joinedload

from portal.approvals.absences.policy import Answerer
from portal.approvals.lifecycle import ApprovalState, Seat
from portal.approvals.models import Absence, ApprovalRequest
from portal.approvals.queries import answers_requests
from portal.kernel.actor import Actor
from portal.people.models import Person


def answerer(session: Session, actor: Actor) -> Answerer | None:
    """Return the reader as one who answers requests; None for one who answers none."""
    if actor.person_id is None or not answers_requests(session, actor):
        return None
    return _with_absences(session, session.get_one(Person, actor.person_id))


def locked(session: Session, person_id: UUID) -> Answerer:
    """Hold a person until the transaction ends, so that two tabs cannot set the same days."""
    person = session.get_one(Person, person_id, with_for_update=True, populate_existing=True)
    return _with_absences(session, person)


def _with_absences(session: Session, person: Person) -> Answerer:
    rows = session.scalars(
        select(Absence)
        .where(Absence.person_id == person.id)
        .order_by(Absence.starts_on, Absence.made_at, Absence.id)
        .options(joinedload(Absence.deputy))
        .execution_options(populate_existing=True)
    )
    return Answerer(person, tuple(rows))


def absence(session: Session, _actor: Actor, absence_id: UUID) -> Absence | None:
    """Return one; the guard's rule decides who sees it."""
    return session.scalar(
        select(Absence)
        .where(Absence.id == absence_id)
        .options(joinedload(Absence.deputy), joinedload(Absence.person))
    )


def concerned(session: Session, person_id: UUID) -> Sequence[UUID]:
    """Return the requests that an absence may move: what waits for somebody, or a deputy of theirs.

    In the order of their applications, in which they are held.
    """
    with_deputy = and_(
        ApprovalRequest.approver_id == person_id, ApprovalRequest.seat == Seat.DEPUTY
    )
    return session.scalars(
        select(ApprovalRequest.id)
        .where(
            ApprovalRequest.state == ApprovalState.WAITING,
            or_(ApprovalRequest.holder_id == person_id, with_deputy),
        )
        .order_by(ApprovalRequest.application_id, ApprovalRequest.id)
    ).all()


def count_held(session: Session, person_ids: Collection[UUID]) -> int:
    """Count the requests that wait for these people."""
    query = select(func.count()).where(
        ApprovalRequest.state == ApprovalState.WAITING, ApprovalRequest.holder_id.in_(person_ids)
    )
    return session.scalar(query) or 0
