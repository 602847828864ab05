"""Say that the portal is alive, and notice that for a time it was not."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session, joinedload

from portal.kernel.db import insert
from portal.kernel.reactions import react
from portal.schemes import call_queries, outages
from portal.schemes.actions.calls import hold
from portal.schemes.actions.closing import extend_for
from portal.schemes.actions.passes import extend_pass
from portal.schemes.lifecycle import last_moment
from portal.schemes.models import Beat, Call, LatePass, Outage, Scheme
from portal.web.arrival import LONGEST_BODY

PAGES: Final = "pages"  # what serves people: an outage is when nothing does
APART: Final = timedelta(seconds=50)

log = logging.getLogger(__name__)


def beat(session: Session, *, now: datetime) -> Outage | None:
    """Say that the portal is alive now; return the outage that this ends, if it was one.

    At most once a minute, whoever says it: all processes share one row, and whoever holds it
    notices a gap alone. What the outage reaches closes later, and those whom it concerns are
    told, in this transaction: calls and late passes here, and higher features move what is
    theirs. A clock that was set back is taken as it is.
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
    """Move what an outage reaches. All of it is held before the first of it is recorded.

    Applications are held first, by their ids, then calls: whoever sends one does it in this
    order too, and has nobody wait in a ring.
    """
    outage = Outage(from_at=from_at, to_at=to_at)
    session.add(outage)
    session.flush()
    react(session, "outage_noticed", outage=outage)
    calls, ending = _running(session, from_at, to_at), call_queries.ending_passes(session, outage)
    for call in {each.id: each for each in (*calls, *(late.call for late in ending))}.values():
        hold(session, call)
    for call in calls:
        extend_for(session, call, outage, now=to_at)
    for late in ending:
        extend_pass(session, late, outage, now=to_at)
    react(session, "outage_ended", outage=outage, now=to_at)
    return outage


def _running(session: Session, from_at: datetime, to_at: datetime) -> Sequence[Call]:
    """Return the calls that may be touched: the rule itself is asked of each."""
    return session.scalars(
        select(Call)
        .where(Call.ended_at.is_(None), Call.shut_at.is_(None), Call.opens_at < to_at)
        .where(Call.closes_at.between(*outages.around(from_at, to_at)))
        .order_by(Call.closes_at, Call.id)
        .options(joinedload(Call.scheme).joinedload(Scheme.organisation), joinedload(Call.pinned))
    ).all()


def _shut(session: Session, before: datetime, now: datetime) -> None:
    """Note what closed between two signs of life, once the last slow body is in.

    Only the two signs about that very moment can say so: a clock that jumps forward shuts
    nothing, and one that is set back afterwards opens nothing.
    """
    if not timedelta() < now - before < outages.SHORTEST:
        return
    slow = LONGEST_BODY
    found = session.scalars(
        select(Call)
        .where(Call.shut_at.is_(None), Call.closes_at < now)
        .where(Call.closes_at > before - outages.LONGEST_GRACE - slow)
    )
    over = [call.id for call in found if before <= last_moment(call) + slow < now]
    _say_shut(session, Call, over, now)
    is_over = LatePass.until_at.between(before - slow, now - slow)
    ended = session.scalars(select(LatePass.id).where(LatePass.shut_at.is_(None), is_over)).all()
    _say_shut(session, LatePass, ended, now)
    react(session, "time_passed", since=before - slow, until=now - slow, now=now)


def _say_shut(
    session: Session, table: type[Call] | type[LatePass], ids: Sequence[UUID], now: datetime
) -> None:
    if ids:
        session.execute(
            update(table)
            .where(table.id.in_(ids))
            .values(shut_at=now)
            .execution_options(synchronize_session=False)
        )
