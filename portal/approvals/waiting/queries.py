"""Find the open requests of an office's nodes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, aliased, contains_eager, joinedload, selectinload

from portal.applications.lifecycle import BEING_WRITTEN, State
from portal.applications.models import Application
from portal.approvals.lifecycle import OPEN, ApprovalState, Seat
from portal.approvals.models import ApprovalRequest, Handover
from portal.kernel.actor import Actor, Role
from portal.people.models import Person
from portal.people.queries import at_or_below
from portal.schemes.models import Call, Scheme

PAGE = 50
SORTS = ("due", "who", "holder", "asked")
USUAL = SORTS[0]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of the list is looked for; empty for everything. `down` turns the order round."""

    stage: str = ""
    which: str = ""  # "late", "office", "applicant"
    sort: str = USUAL
    down: bool = False


def waiting(
    session: Session, actor: Actor, wanted: Wanted, now: datetime, page: int | None = None
) -> Sequence[ApprovalRequest]:
    """Return a page of it in the order wanted, or all of it where no page is said."""
    holder = aliased(Person)
    by: dict[str, Any] = {
        "due": ApprovalRequest.due_at,
        "who": func.lower(Person.name),
        "holder": func.lower(holder.name),
        "asked": ApprovalRequest.asked_at,
    }
    order = by[wanted.sort].desc() if wanted.down else by[wanted.sort].asc()
    query = (
        _select(actor, wanted, now)
        .join(Application.applicant)
        .outerjoin(holder, holder.id == ApprovalRequest.holder_id)
        .order_by(order, ApprovalRequest.due_at, ApprovalRequest.id)
        .options(*_shown())
    )
    if page is not None:
        query = query.limit(PAGE).offset(PAGE * (page - 1))
    return session.scalars(query).all()


def count(session: Session, actor: Actor, wanted: Wanted, now: datetime) -> int:
    """Count what there is of it."""
    found = _select(actor, wanted, now).subquery()
    return session.scalar(select(func.count()).select_from(found)) or 0


def _shown() -> tuple[Any, ...]:
    application = contains_eager(ApprovalRequest.application)
    return (
        application.contains_eager(Application.applicant),
        application.joinedload(Application.team),
        application.contains_eager(Application.call).joinedload(Call.scheme),
        joinedload(ApprovalRequest.approver),
        joinedload(ApprovalRequest.holder),
        selectinload(ApprovalRequest.handovers).joinedload(Handover.person),
    )


def _select(actor: Actor, wanted: Wanted, now: datetime) -> Select[ApprovalRequest]:
    return (
        select(ApprovalRequest)
        .join(ApprovalRequest.application)
        .join(Application.call)
        .join(Call.scheme)
        .join(Scheme.organisation)
        .where(
            ApprovalRequest.state.in_(OPEN),
            Application.state.in_((State.SUBMITTED, *BEING_WRITTEN)),
            Application.applicant_id != actor.person_id,
            at_or_below(*actor.paths_for(Role.OFFICE)),
            *_which(wanted, now),
        )
    )


def _which(wanted: Wanted, now: datetime) -> list[ColumnElement[bool]]:
    found = [ApprovalRequest.stage == wanted.stage] if wanted.stage else []
    which: dict[str, ColumnElement[bool]] = {
        "late": ApprovalRequest.due_at < now,
        "office": ApprovalRequest.seat == Seat.OFFICE,
        "applicant": ApprovalRequest.state == ApprovalState.CONDITIONAL,
    }
    return [*found, *([which[wanted.which]] if wanted.which in which else [])]
