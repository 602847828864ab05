"""Find calls as their office runs them, and late passes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.kernel.actor import Actor
from portal.schemes import outages
from portal.schemes.fences import Fence
from portal.schemes.models import Beat, Call, CallExtension, LatePass, Outage, Scheme


@dataclass(frozen=True, slots=True)
class KeptPart:
    """A part of a call's pot that is kept for named job groups."""

    call: Call
    fence: Fence


def office_call(session: Session, _actor: Actor, call_id: UUID) -> Call | None:
    """Return a call with its extensions and late passes; the policy says who may see it."""
    return session.scalar(
        select(Call)
        .where(Call.id == call_id)
        .options(
            joinedload(Call.scheme).joinedload(Scheme.organisation),
            joinedload(Call.pinned),
            selectinload(Call.open_to),
            selectinload(Call.extensions).joinedload(CallExtension.made_by),
            selectinload(Call.late_passes).joinedload(LatePass.person),
            selectinload(Call.late_passes).joinedload(LatePass.made_by),
        )
    )


def kept_part(session: Session, actor: Actor, call_id: UUID, job: str) -> KeptPart | None:
    """Return the part of a call's pot that is kept for this job group."""
    call = office_call(session, actor, call_id)
    kept = (fence for fence in (call.fences if call else ()) if job in fence.jobs)
    fence = next(kept, None)
    return KeptPart(call, fence) if call and fence else None


def pass_of(session: Session, call_id: UUID, person_id: UUID | None) -> LatePass | None:
    """Return this person's late pass to this call."""
    return session.scalar(
        select(LatePass).where(LatePass.call_id == call_id, LatePass.person_id == person_id)
    )


def ending_passes(session: Session, outage: Outage) -> Sequence[LatePass]:
    """Return the passes whose end an outage may reach: the rule itself is asked of each."""
    return session.scalars(
        select(LatePass)
        .join(LatePass.call)
        .where(LatePass.shut_at.is_(None), Call.ended_at.is_(None))
        .where(LatePass.until_at.between(*outages.around(outage.from_at, outage.to_at)))
        .order_by(LatePass.until_at, LatePass.id)
        .options(joinedload(LatePass.person), joinedload(LatePass.call).joinedload(Call.pinned))
    ).all()


def alive_at(session: Session) -> datetime | None:
    """Return when a process that serves pages last said that it is alive; None where none ever."""
    return session.scalar(select(func.max(Beat.alive_at)))


def the_pass(session: Session, _actor: Actor, pass_id: UUID) -> LatePass | None:
    """Return a late pass with its person and call; the guard's rule says who may see it."""
    return session.scalar(
        select(LatePass)
        .where(LatePass.id == pass_id)
        .options(
            joinedload(LatePass.person),
            joinedload(LatePass.call).joinedload(Call.scheme).joinedload(Scheme.organisation),
        )
    )
