"""Begin, change, finish and drop the draft of a scheme's next version."""

import json
from collections.abc import Callable, Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.audit.actions import record
from portal.designer import policy, queries
from portal.designer.work import Work
from portal.kernel.actor import Actor
from portal.kernel.ruling import enforce
from portal.schemes.definition import Definition
from portal.schemes.models import Call, Scheme, SchemeDraft, SchemeVersion

MOST_LETTERS = 400_000


class TooLong(Exception):
    """Raised where a scheme would say more than can be kept."""


def begin(session: Session, scheme: Scheme, *, actor: Actor, now: datetime) -> SchemeDraft:
    """Return the draft of the scheme's next version: the one there is, else one begun now."""
    enforce(policy.may_edit(Work(scheme, None), actor, now))
    queries.lock(session, scheme)
    return queries.draft_of(session, scheme.id) or _begun(session, scheme, actor, now)


def _begun(session: Session, scheme: Scheme, actor: Actor, now: datetime) -> SchemeDraft:
    newest = scheme.versions[-1]
    draft = SchemeDraft(
        scheme=scheme,
        base_number=newest.number,
        definition=newest.definition,
        changed_at=now,
        changed_by_id=actor.person_id,
    )
    session.add(draft)
    session.flush()
    facts = {"name": newest.document.name.en, "number": newest.number + 1}
    record(session, actor, "began_draft", "scheme", scheme.id, now=now, **facts)
    return draft


def edit(
    session: Session,
    scheme: Scheme,
    part: str,
    change: Callable[[Definition], Definition],
    *,
    actor: Actor,
    now: datetime,
) -> SchemeDraft:
    """Apply a change of `editing` to the newest document of the draft, and to nothing older.

    Where there is no draft any more (it was made a version, or thrown away) one is begun.
    Raises what the change raises, and TooLong.
    """
    draft = begin(session, scheme, actor=actor, now=now)
    before = draft.document
    after = change(before)
    if after == before:
        return draft
    stored = after.to_json()
    if len(json.dumps(stored)) > MOST_LETTERS:
        raise TooLong
    draft.definition = stored
    draft.changed_at = now
    draft.changed_by_id = actor.person_id
    session.flush()
    facts = {"name": after.name.en, "part": part}
    record(session, actor, "changed_draft", "scheme", scheme.id, now=now, **facts)
    return draft


def make_version(
    session: Session,
    scheme: Scheme,
    note: str,
    call_ids: Collection[UUID],
    *,
    actor: Actor,
    now: datetime,
) -> tuple[SchemeVersion, tuple[Call, ...]]:
    """Make the draft the newest version, and give it to these calls where they have not opened.

    Returns the version, and the calls that have it. Every other call keeps its own.
    """
    queries.lock(session, scheme)
    draft = queries.draft_of(session, scheme.id)
    work = Work(scheme, draft)
    enforce(policy.may_make_version(work, actor, now))
    assert draft is not None
    says = draft.document
    made = SchemeVersion(
        number=work.next_number,
        definition=draft.definition,
        made_at=now,
        made_by_id=actor.person_id,
        note=note,
    )
    scheme.versions.append(made)
    scheme.kind = says.kind
    session.delete(draft)
    session.flush()
    facts = {"name": says.name.en, "number": made.number, "note": note}
    record(session, actor, "made_version", "scheme", scheme.id, now=now, **facts)
    return made, _give_to_calls(session, made, call_ids, actor, now)


def _give_to_calls(
    session: Session, made: SchemeVersion, ids: Collection[UUID], actor: Actor, now: datetime
) -> tuple[Call, ...]:
    """Pin the version to the calls that may still change; one that has opened keeps its own."""
    found = queries.locked_calls(session, made.scheme, ids)
    given = tuple(call for call in found if policy.may_move_call(call, actor, now))
    for call in given:
        call.pinned = made
        session.flush()
        facts = {"name": call.name.en, "number": made.number}
        record(session, actor, "moved_call_to_version", "call", call.id, now=now, **facts)
    return given


def throw_away(session: Session, scheme: Scheme, *, actor: Actor, now: datetime) -> None:
    """Drop the draft. The versions there are stay."""
    queries.lock(session, scheme)
    draft = queries.draft_of(session, scheme.id)
    enforce(policy.may_throw_away(Work(scheme, draft), actor, now))
    assert draft is not None
    facts = {"name": scheme.versions[-1].document.name.en}
    session.delete(draft)
    session.flush()
    record(session, actor, "threw_draft_away", "scheme", scheme.id, now=now, **facts)
