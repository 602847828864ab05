"""Keep, change, remove and forget equality answers, and keep what was released of them.

Nothing here goes into the trail: an entry would join a person to a moment and to a row.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.orm import Session

from portal.kernel.actor import Actor
from portal.kernel.db import insert
from portal.kernel.ruling import enforce
from portal.monitoring import policy
from portal.monitoring.models import EqualityAnswers, EqualityTotal
from portal.monitoring.policy import Own
from portal.monitoring.seal import Seal


def keep(
    session: Session,
    own: Own,
    answers: Mapping[str, str],
    seal: Seal,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """Keep the answers in place of those before; none at all removes what was kept."""
    enforce(policy.may_answer(own, actor, now))
    if not answers:
        remove(session, own, seal, actor=actor, now=now)
        return
    said = {
        "nation": own.nation.value,
        "answers": dict(answers),
        "month_on": policy.month_of(now),
    }
    row = insert(session, EqualityAnswers).values(seal=seal.of(own.person.id), **said)
    session.execute(row.on_conflict_do_update(index_elements=["seal"], set_=said))


def remove(session: Session, own: Own, seal: Seal, *, actor: Actor, now: datetime) -> None:
    """Remove the person's own answers; there being none is no error."""
    enforce(policy.may_answer(own, actor, now))
    mine = EqualityAnswers.seal == seal.of(own.person.id)
    session.execute(delete(EqualityAnswers).where(mine))


def forget(session: Session, now: datetime) -> int:
    """Delete answers older than we promise to keep. Returns how many."""
    old = EqualityAnswers.month_on < policy.kept_from(now)
    gone: int = session.execute(delete(EqualityAnswers).where(old)).rowcount  # type: ignore[attr-defined]  # a delete has one
    return gone


def release(
    session: Session,
    organisation_id: UUID,
    year_on: date,
    totals: Iterable[tuple[str, str, int | None, int | None]],
    now: datetime,
) -> None:
    """Keep protected totals (question, answer, applied, awarded) of a year, the first time."""
    for question, answer, applied, awarded in totals:
        row = insert(session, EqualityTotal).values(
            organisation_id=organisation_id,
            year_on=year_on,
            question=question,
            answer=answer,
            applied=applied,
            awarded=awarded,
            released_at=now,
        )
        session.execute(row.on_conflict_do_nothing())
