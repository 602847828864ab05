"""Read the trail."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.audit.actions import GENESIS, digest
from portal.audit.models import TrailEntry


def trail_of(session: Session, *subject_ids: UUID) -> Sequence[TrailEntry]:
    """Return what happened to these things, newest first."""
    return session.scalars(
        select(TrailEntry)
        .where(TrailEntry.subject_id.in_(subject_ids))
        .order_by(TrailEntry.number.desc())
    ).all()


def first_broken(entries: Iterable[TrailEntry]) -> int | None:
    """Return the number of the first entry that does not follow from the one before, or None."""
    before, expected = GENESIS, 1
    for entry in entries:
        if entry.number != expected or entry.digest != digest(entry, before):
            return entry.number
        before, expected = entry.digest, expected + 1
    return None


def verify(session: Session) -> int | None:
    """Check the whole chain, oldest first; None means that it holds."""
    everything = select(TrailEntry).order_by(TrailEntry.number)
    with session.execute(everything.execution_options(yield_per=1000)) as rows:
        return first_broken(rows.scalars())
