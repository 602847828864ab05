"""Write to the trail."""

import hashlib
import json
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from portal.audit.models import TrailEntry
from portal.kernel.actor import Actor

GENESIS = "0" * 64


def record(
    session: Session,
    actor: Actor,
    verb: str,
    subject_kind: str,
    subject_id: UUID,
    *,
    now: datetime,
    **facts: Any,
) -> TrailEntry:
    """Add one act to the trail of this transaction. `facts` must be plain JSON values."""
    last = _last(session)
    entry = TrailEntry(
        number=last.number + 1 if last else 1,
        at=now,
        actor_id=actor.person_id,
        actor_name=actor.name,
        verb=verb,
        subject_kind=subject_kind,
        subject_id=subject_id,
        facts=facts,
    )
    entry.digest = digest(entry, last.digest if last else GENESIS)
    session.add(entry)
    session.flush()  # the next entry of this transaction must find this one
    return entry


def _last(session: Session) -> TrailEntry | None:
    """Return the newest entry, holding the tail so that two writers cannot fork the chain."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(7201)"))
    return session.scalars(select(TrailEntry).order_by(TrailEntry.number.desc()).limit(1)).first()


def digest(entry: TrailEntry, before: str) -> str:
    """Return SHA-256 over the entry's content and the digest of the entry before it."""
    content = [
        entry.number,
        entry.at.isoformat(),
        str(entry.actor_id or ""),
        entry.actor_name,
        entry.verb,
        entry.subject_kind,
        str(entry.subject_id),
        entry.facts,
        before,
    ]
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
