"""Find the requests about which something is due. The worker asks each minute."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from portal.applications.models import Application
from portal.approvals.lifecycle import OPEN, ApprovalState, Seat
from portal.approvals.models import Absence, ApprovalRequest, Handover
from portal.kernel.actor import Role
from portal.kernel.clock import london_day
from portal.notifications.models import Message
from portal.notifications.queries import never_reached
from portal.people.models import Organisation, Person, RoleGrant
from portal.schemes.models import Call, Scheme

Who = InstrumentedAttribute[UUID] | InstrumentedAttribute[UUID | None]

TOGETHER = 25  # requests of one person in one transaction, and told of in one message
OFFICERS = (Role.OFFICE, Role.ADMINISTRATOR)


def to_chase(session: Session, now: datetime) -> Sequence[UUID]:
    """Return the requests about which something is due, the longest waiting first.

    Those past their due date or a reminder's, and those that their holder cannot or does not see
    to. What would stay where it is, is left out, so that nothing is looked at each minute for
    nothing.
    """
    rows = session.execute(_due(now))
    return [row.id for row in rows]


def together(session: Session, now: datetime) -> list[tuple[UUID, ...]]:
    """Return the same as those of one person each, a batch for each transaction."""
    found: dict[UUID | None, list[UUID]] = defaultdict(list)
    for row in session.execute(_due(now)):
        found[row.holder_id].append(row.id)
    starts = ((ids, n) for ids in found.values() for n in range(0, len(ids), TOGETHER))
    return [tuple(ids[n : n + TOGETHER]) for ids, n in starts]


def _due(now: datetime) -> Select[UUID, UUID | None]:
    today = london_day(now)
    waits = ApprovalRequest.state == ApprovalState.WAITING
    is_late = or_(ApprovalRequest.due_at < now, ApprovalRequest.remind_at <= now)
    has_gone = or_(
        _unheld(), _left(), _answered_another(), _is_away(today), _lapsed(today), _unreached()
    )
    return (
        select(ApprovalRequest.id, ApprovalRequest.holder_id)
        .join(ApprovalRequest.application)
        .join(Application.call)
        .join(Call.scheme)
        .join(Scheme.organisation)
        .where(ApprovalRequest.state.in_(OPEN), or_(is_late, and_(waits, has_gone)))
        .order_by(ApprovalRequest.due_at, ApprovalRequest.id)
    )


def _unheld() -> ColumnElement[bool]:
    return and_(ApprovalRequest.holder_id.is_(None), ApprovalRequest.seat != Seat.GUEST)


def _left() -> ColumnElement[bool]:
    """Return whether the holder has left, or is of the office no more."""
    inactive = exists().where(Person.id == ApprovalRequest.holder_id, ~Person.is_active)
    holds = _officer(RoleGrant.person_id == ApprovalRequest.holder_id)
    return or_(inactive, and_(ApprovalRequest.seat == Seat.OFFICE, ~holds))


def _officer(*which: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return whether there is an officer or administrator of the scheme like this."""
    node = aliased(Organisation)
    path = Organisation.path
    is_above = or_(path == node.path, path.startswith(node.path + "/"))
    return (
        exists()
        .where(RoleGrant.organisation_id == node.id, RoleGrant.role.in_(OFFICERS), is_above, *which)
        .correlate(ApprovalRequest, Organisation, Application)
    )


def _answered_another() -> ColumnElement[bool]:
    """Return whether the holder has answered another step; an officer can still pass it on."""
    other = aliased(ApprovalRequest)
    return and_(
        ApprovalRequest.seat != Seat.OFFICE,
        exists().where(
            other.application_id == ApprovalRequest.application_id,
            other.id != ApprovalRequest.id,
            other.answered_by_id == ApprovalRequest.holder_id,
        ),
    )


def _is_away(today: date) -> ColumnElement[bool]:
    """Return whether the holder is away, and somebody else is to have it meanwhile."""
    due_on = func.date(ApprovalRequest.due_at)
    away = aliased(Absence)
    until_due = exists().where(
        away.person_id == ApprovalRequest.holder_id,
        away.is_away,
        away.starts_on <= due_on,
        away.ends_on >= due_on,
    )
    away_now = _away_on(ApprovalRequest.holder_id, today)
    others = _officer(
        RoleGrant.person_id != ApprovalRequest.holder_id,
        RoleGrant.person_id != Application.applicant_id,
        _is_there(RoleGrant.person_id, today),
    )
    with_office = ApprovalRequest.seat == Seat.OFFICE
    return and_(
        ApprovalRequest.seat != Seat.GUEST,
        away_now,
        or_(
            and_(~with_office, until_due),
            and_(with_office, until_due, others),
            and_(ApprovalRequest.seat == Seat.APPROVER, _has_deputy(today)),
        ),
    )


def _has_deputy(today: date) -> ColumnElement[bool]:
    named = aliased(Absence)
    return exists().where(
        named.person_id == ApprovalRequest.holder_id,
        named.starts_on <= today,
        named.ends_on >= today,
        named.deputy_id != Application.applicant_id,
        _is_there(named.deputy_id, today),
    )


def _is_there(person_id: Who, today: date) -> ColumnElement[bool]:
    """Return whether somebody is of the staff, not away, and free of the application."""
    someone, other = aliased(Person), aliased(ApprovalRequest)
    here = exists().where(someone.id == person_id, someone.is_active)
    unanswered = and_(other.state.in_(OPEN), other.answered_by_id.is_(None))
    asked = and_(unanswered, other.holder_id == person_id)
    busy = exists().where(
        other.application_id == ApprovalRequest.application_id,
        other.id != ApprovalRequest.id,
        or_(other.answered_by_id == person_id, asked),
    )
    return and_(here, ~_away_on(person_id, today), ~busy)


def _away_on(person_id: Who, today: date) -> ColumnElement[bool]:
    away = aliased(Absence)
    return exists().where(
        away.person_id == person_id, away.is_away, away.starts_on <= today, away.ends_on >= today
    )


def _lapsed(today: date) -> ColumnElement[bool]:
    """Return whether a deputy has it whose days are over."""
    named = aliased(Absence)
    is_on = exists().where(
        named.person_id == ApprovalRequest.approver_id,
        named.deputy_id == ApprovalRequest.holder_id,
        named.starts_on <= today,
        named.ends_on >= today,
    )
    return and_(ApprovalRequest.seat == Seat.DEPUTY, ~is_on)


def _unreached() -> ColumnElement[bool]:
    """Return whether a message to the holder never arrived, since the request came to them."""
    came_at = (
        select(func.max(Handover.at))
        .where(Handover.request_id == ApprovalRequest.id)
        .correlate(ApprovalRequest)
        .scalar_subquery()
    )
    failed = exists().where(
        Person.id == ApprovalRequest.holder_id,
        never_reached(Person.email, "approvals/"),
        Message.created_at >= came_at,
    )
    return and_(ApprovalRequest.seat.not_in((Seat.OFFICE, Seat.GUEST)), failed)


def bounced(session: Session, request: ApprovalRequest) -> Message | None:
    """Return the message to the holder that never arrived, since the request came to them."""
    if request.holder is None or request.seat in {Seat.OFFICE, Seat.GUEST}:
        return None
    came_at = request.handovers[-1].at if request.handovers else request.asked_at
    return session.scalars(
        select(Message)
        .where(never_reached(request.holder.email, "approvals/"), Message.created_at >= came_at)
        .order_by(Message.created_at, Message.id)
        .limit(1)
    ).first()
