"""Find first stages for their office: those that exist for the reader, ordered."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, select, true
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.orm.interfaces import ORMOption

from portal.applications.lifecycle import SENT, State
from portal.applications.models import Application, Invitation
from portal.applications.queries import is_out
from portal.kernel.actor import Actor
from portal.kernel.reactions import ask
from portal.schemes.models import Call

PAGE = 50


@dataclass(frozen=True, slots=True)
class Show:
    """Which first stages a filter shows: in these states; out for changes, not out, or both."""

    states: frozenset[State]
    is_out: bool | None = None

    def takes(self, state: State, *, is_out: bool) -> bool:
        """Say whether one that stands so is shown."""
        return state in self.states and self.is_out in {None, is_out}


SHOWS = {
    "waiting": Show(frozenset({State.FIRST_SENT}), is_out=False),
    "returned": Show(frozenset({State.FIRST_SENT}), is_out=True),
    "invited": Show(frozenset({State.INVITED, State.SUBMITTED})),
    "not_invited": Show(frozenset({State.NOT_INVITED})),
    "all": Show(SENT),
}


def counts(session: Session, actor: Actor, call: Call) -> dict[str, int]:
    """Count what was sent first and stands, by filter."""
    out = is_out().label("is_out")
    query = _sent(session, actor, call).with_only_columns(Application.state, out, func.count())
    rows = session.execute(query.group_by(Application.state, out)).all()
    return {
        key: sum(row[2] for row in rows if show.takes(row[0], is_out=bool(row[1])))
        for key, show in SHOWS.items()
    }


def sent_first(
    session: Session, actor: Actor, call: Call, show: Show, offset: int
) -> Sequence[Application]:
    """Return a page of what was sent first and is shown so, by reference."""
    out = {None: true(), True: is_out(), False: ~is_out()}[show.is_out]
    return session.scalars(
        _sent(session, actor, call)
        .where(Application.state.in_(show.states), out)
        .order_by(Application.reference, Application.id)
        .limit(PAGE)
        .offset(offset)
        .options(*_with_people())
    ).all()


def chosen(
    session: Session, actor: Actor, call: Call, ids: Collection[UUID]
) -> Sequence[Application]:
    """Return those of these applications that exist for the reader in this call, by reference.

    Those that were withdrawn since they were chosen are among them, to be named.
    """
    return session.scalars(
        _known(session, actor, call)
        .where(Application.id.in_(ids))
        .order_by(Application.reference, Application.id)
        .options(*_with_people())
    ).all()


def last_close(session: Session, call: Call) -> datetime | None:
    """Return the close of the full stage that was said last in a call."""
    return session.scalar(
        select(Invitation.closes_at)
        .join(Invitation.application)
        .where(Application.call_id == call.id, Invitation.closes_at.is_not(None))
        .order_by(Invitation.decided_at.desc(), Invitation.id)
        .limit(1)
    )


def _sent(session: Session, actor: Actor, call: Call) -> Select[Application]:
    return _known(session, actor, call).where(Application.state != State.WITHDRAWN)


def _known(session: Session, actor: Actor, call: Call) -> Select[Application]:
    """Select what was sent first; what a conflict hides, or is the reader's, is not there."""
    hidden: frozenset[UUID] = ask(session, "hidden_in", frozenset(), call=call, actor=actor)
    return select(Application).where(
        Application.call_id == call.id,
        Application.first_sent_at.is_not(None),
        Application.applicant_id != actor.person_id,
        Application.id.not_in(hidden),
    )


def _with_people() -> tuple[ORMOption, ...]:
    return (
        joinedload(Application.applicant),
        joinedload(Application.team),
        joinedload(Application.invitation),
    )
