"""Find files of everything."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.actor import Actor
from portal.takeout.models import Takeout
from portal.takeout.policy import KEPT


def mine(session: Session, actor: Actor) -> Takeout | None:
    """Return the file that this person asked for, made or not, or already past its day."""
    return session.scalar(select(Takeout).where(Takeout.person_id == actor.person_id))


def own(session: Session, actor: Actor, takeout_id: UUID) -> Takeout | None:
    """Return this file where it is the reader's own."""
    query = select(Takeout).where(Takeout.id == takeout_id, Takeout.person_id == actor.person_id)
    return session.scalar(query)


def waiting(session: Session, limit: int = 20) -> Sequence[UUID]:
    """Return the files to make, the longest waiting first."""
    return session.scalars(
        select(Takeout.id)
        .where(Takeout.made_at.is_(None))
        .order_by(Takeout.asked_at, Takeout.id)
        .limit(limit)
    ).all()


def past(session: Session, now: datetime) -> Sequence[UUID]:
    """Return the files whose last day is over."""
    return session.scalars(
        select(Takeout.id).where(Takeout.made_at <= now - KEPT).order_by(Takeout.id)
    ).all()
