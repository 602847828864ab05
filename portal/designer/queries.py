"""Find a scheme with its draft, and who has answered what would be taken out of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.applications.lifecycle import State
from portal.applications.models import Application, SectionEntry
from portal.audit.models import TrailEntry
from portal.designer.work import Work
from portal.kernel.actor import Actor
from portal.kernel.clock import london_day
from portal.people.models import NodeKind, Organisation
from portal.people.queries import at_or_below
from portal.schemes import queries as schemes
from portal.schemes.lifecycle import Phase
from portal.schemes.models import Call, Scheme, SchemeDraft


@dataclass(frozen=True, slots=True)
class Answered:
    """How many people have answered some questions, in calls that are not decided."""

    drafts: int
    sent: int


def work(session: Session, actor: Actor, scheme_id: UUID) -> Work | None:
    """Return a scheme with its draft; the policy says who may see it."""
    scheme = schemes.office_scheme(session, actor, scheme_id)
    return None if scheme is None else Work(scheme, draft_of(session, scheme_id))


def draft_of(session: Session, scheme_id: UUID) -> SchemeDraft | None:
    """Return the draft of a scheme, as it is now."""
    return session.scalar(
        select(SchemeDraft)
        .where(SchemeDraft.scheme_id == scheme_id)
        .options(joinedload(SchemeDraft.changed_by))
        .execution_options(populate_existing=True)
    )


def lock(session: Session, scheme: Scheme) -> None:
    """Keep others from changing this scheme's draft and versions until the transaction ends.

    What this session had read before it held the lock is read again.
    """
    session.scalars(
        select(Scheme.id).where(Scheme.id == scheme.id).with_for_update(key_share=True)
    ).one()
    session.expire_all()


def locked_calls(session: Session, scheme: Scheme, ids: Collection[UUID]) -> Sequence[Call]:
    """Return these calls of the scheme for a change, the one that opens first, first."""
    return session.scalars(
        select(Call)
        .where(Call.scheme_id == scheme.id, Call.id.in_(ids))
        .order_by(Call.opens_at, Call.id)
        .with_for_update(of=Call, key_share=True)
        .execution_options(populate_existing=True)
    ).all()


def last_change(session: Session, scheme_id: UUID, part: str) -> TrailEntry | None:
    """Return the newest entry of the trail about a part of this scheme's draft."""
    entries = session.scalars(
        select(TrailEntry)
        .where(TrailEntry.subject_id == scheme_id, TrailEntry.verb == "changed_draft")
        .order_by(TrailEntry.number.desc())
        .limit(100)
    )
    return next((entry for entry in entries if entry.facts.get("part") == part), None)


def nodes(session: Session, scheme: Scheme) -> dict[str, str]:
    """Return the names of the parts of a scheme's organisation down to directorates, by path."""
    path = scheme.organisation.path
    found = session.scalars(
        select(Organisation)
        .where(at_or_below(path))
        .where((Organisation.kind != NodeKind.TEAM) | (Organisation.path == path))
        .order_by(Organisation.path)
    )
    return {node.path: str(node.name) for node in found}


def answered(session: Session, scheme: Scheme, keys: Collection[str], now: datetime) -> Answered:
    """Count the people who have answered any of these questions where it is not decided yet."""
    rows = session.execute(
        select(Application.id, Application.state, SectionEntry.answers)
        .join(SectionEntry, SectionEntry.application_id == Application.id)
        .join(Call, Call.id == Application.call_id)
        .where(
            Call.scheme_id == scheme.id,
            Call.decisions_on >= london_day(now),
            Application.state != State.WITHDRAWN,
        )
    ).all()
    wanted = frozenset(keys)
    found = {row.id: row.state for row in rows if any(row.answers.get(key) for key in wanted)}
    states = list(found.values())
    drafts = states.count(State.DRAFT)
    return Answered(drafts, len(states) - drafts)


def coming_calls(scheme: Scheme, now: datetime) -> tuple[Call, ...]:
    """Return the calls that have not opened, the one that opens first, first."""
    coming = [call for call in scheme.calls if call.phase(now) is Phase.COMING]
    return tuple(sorted(coming, key=lambda call: (call.opens_at, call.id)))
