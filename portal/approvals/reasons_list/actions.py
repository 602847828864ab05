"""Keep the list of reasons for a no. What was answered keeps the words it was answered with."""

import secrets
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.approvals.models import OwnReason
from portal.approvals.queries import own_reasons
from portal.approvals.reasons import Reason, reasons
from portal.approvals.reasons_list import policy, queries
from portal.audit.actions import record
from portal.kernel.actor import Actor
from portal.kernel.language import Text
from portal.kernel.ruling import enforce


def add_reason(session: Session, words: Text, *, actor: Actor, now: datetime) -> OwnReason:
    """Add a reason at the end of the list."""
    enforce(policy.may_keep(None, actor, now))
    last = session.scalar(select(func.max(OwnReason.position))) or 0
    made = OwnReason(
        key=f"own_{secrets.token_hex(8)}",
        label_en=words.en,
        label_cy=words.cy,
        position=last + 1,
    )
    session.add(made)
    session.flush()
    _record(session, actor, "added_reason", made, now)
    return made


def rename_reason(
    session: Session, reason: Reason, words: Text, *, actor: Actor, now: datetime
) -> None:
    """Give a reason other words from now on."""
    enforce(policy.may_keep(None, actor, now))
    kept = _kept(session, reason)
    kept.label_en, kept.label_cy = words.en, words.cy
    session.flush()
    _record(session, actor, "renamed_reason", kept, now)


def retire_reason(session: Session, reason: Reason, *, actor: Actor, now: datetime) -> None:
    """Offer a reason no more. Doing it twice does it once. Raises Refused for the last."""
    enforce(policy.may_keep(None, actor, now))
    kept = _kept(session, reason)
    if kept.retired_at is not None:
        return
    enforce(policy.may_retire(reason.key, reasons(own_reasons(session))))
    kept.retired_at = now
    session.flush()
    _record(session, actor, "retired_reason", kept, now)


def bring_back_reason(session: Session, reason: Reason, *, actor: Actor, now: datetime) -> None:
    """Offer a retired reason again. Doing it twice does it once."""
    enforce(policy.may_keep(None, actor, now))
    kept = _kept(session, reason)
    if kept.retired_at is None:
        return
    kept.retired_at = None
    session.flush()
    _record(session, actor, "brought_back_reason", kept, now)


def _kept(session: Session, reason: Reason) -> OwnReason:
    """Return the office's own row of a reason; one that ships gets it with its first change."""
    found = queries.row(session, reason.key)
    if found is None:
        found = OwnReason(key=reason.key, label_en="", label_cy="", position=0)
        session.add(found)
        session.flush()
    return found


def _record(session: Session, actor: Actor, verb: str, kept: OwnReason, now: datetime) -> None:
    record(session, actor, verb, "decline_reason", kept.id, now=now, key=kept.key)
