"""Say that the portal is alive, and notice that for a time it was not."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session, joinedload

from portal.kernel.db import insert
from portal.schemes import outages
from portal.schemes.actions.closing import extend_for
from portal.schemes.lifecycle import last_moment
from portal.schemes.models import Beat, Call, Outage, Scheme
from portal.web.arrival import LONGEST_BODY

PAGES: Final = "pages"  # what serves people: an outage is when nothing does
APART: Final = timedelta(seconds=50)
LONGEST_GRACE: Final = timedelta(hours=2)

log = logging.getLogger(__name__)


def beat(session: Session, *, now: datetime) -> Outage | None:
    """Say that the portal is alive now; return the outage that this ends, if it was one.

    At most once a minute, whoever says it: all processes share one row, and whoever holds it
    notices a gap alone. Calls that the outage touches close later, and those with a draft are
    told, in this transaction. A clock that was set back is taken as it is.
    """
    made = insert(session, Beat).values(name=PAGES, alive_at=now).on_conflict_do_nothing()
    session.execute(made)
    row = session.scalars(select(Beat).where(Beat.name == PAGES).with_for_update()).one()
    before = row.alive_at
    if timedelta() <= now - before < APART:
        return None
    row.alive_at = now
    session.flush()
    if now < before:
        log.warning("the clock was set back by %s", before - now)
        return None
    if not outages.counts(before, now):
        _shut(session, before, now)
        return None
    return _outage(session, before, now)


def _outage(session: Session, from_at: datetime, to_at: datetime) -> Outage:
    outage = Outage(from_at=from_at, to_at=to_at)
    session.add(outage)
    session.flush()
    for call in _running(session, from_at, to_at):
        if outages.touches(call, from_at, to_at):
            extend_for(session, call, outage, now=to_at)
    return outage


def _running(session: Session, from_at: datetime, to_at: datetime) -> Sequence[Call]:
    """Return the calls that may be touched: the rule itself is asked of each."""
    return session.scalars(
        select(Call)
        .where(Call.ended_at.is_(None), Call.shut_at.is_(None), Call.opens_at < to_at)
        .where(Call.closes_at >= from_at - LONGEST_GRACE)
        .where(Call.closes_at <= to_at + outages.STRETCH)
        .order_by(Call.closes_at, Call.id)
        .options(joinedload(Call.scheme).joinedload(Scheme.organisation), joinedload(Call.pinned))
    ).all()


def _shut(session: Session, before: datetime, now: datetime) -> None:
    """Note which calls closed between two signs of life, once the last slow body is in.

    Only the two signs about that very moment can say so: a clock that jumps forward shuts
    nothing, and one that is set back afterwards opens nothing.
    """
    slow = LONGEST_BODY
    found = session.scalars(
        select(Call)
        .where(Call.shut_at.is_(None), Call.closes_at < now)
        .where(Call.closes_at > before - LONGEST_GRACE - slow)
    )
    over = [call.id for call in found if before <= last_moment(call) + slow < now]
    if over and now - before < outages.SHORTEST:
        session.execute(
            update(Call)
            .where(Call.id.in_(over))
            .values(shut_at=now)
            .execution_options(synchronize_session=False)
        )
