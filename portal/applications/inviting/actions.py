"""Invite people to the full stage, or say no: all of those chosen or none."""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.applications import emails, queries
from portal.applications.inviting import policy
from portal.applications.lifecycle import MOVES, Move
from portal.applications.models import Application, Invitation
from portal.audit.actions import record
from portal.kernel.actor import Actor
from portal.kernel.reactions import react
from portal.kernel.ruling import enforce
from portal.schemes.models import Call


def invite(
    session: Session,
    call: Call,
    ids: Sequence[UUID],
    closes_at: datetime,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """Open the full stage to these applications until `closes_at`, and tell each applicant.

    Raises Refused where one of them was answered or withdrawn meanwhile: then nobody is told.
    """
    enforce(policy.may_see(call, actor, now))
    enforce(policy.may_close_at(call, closes_at, now))

    def answer(application: Application) -> None:
        _answer(session, application, Move.INVITE, actor, now, closes_at=closes_at)

    _each(session, call, ids, answer, actor, now)


def turn_away(
    session: Session, call: Call, ids: Sequence[UUID], reason: str, *, actor: Actor, now: datetime
) -> None:
    """Do not invite these, for this reason, which each applicant reads. Raises Refused as above."""
    enforce(policy.may_see(call, actor, now))

    def answer(application: Application) -> None:
        _answer(session, application, Move.TURN_AWAY, actor, now, reason=reason)

    _each(session, call, ids, answer, actor, now)


def _each(
    session: Session,
    call: Call,
    ids: Sequence[UUID],
    answer: Callable[[Application], None],
    actor: Actor,
    now: datetime,
) -> None:
    """Hold them one after the other in the order of their ids, so that nobody waits in a ring."""
    for application_id in sorted(ids):
        application = queries.locked(session, application_id)
        react(session, "application_reading", application=application, actor=actor)
        assert application.call_id == call.id  # whoever calls has found them in this call
        enforce(policy.may_answer(application, actor, now))
        answer(application)


def _answer(
    session: Session,
    application: Application,
    move: Move,
    actor: Actor,
    now: datetime,
    *,
    closes_at: datetime | None = None,
    reason: str = "",
) -> None:
    application.state = MOVES[application.state, move]
    application.invitation = Invitation(
        closes_at=closes_at, reason=reason, decided_at=now, decided_by_id=actor.person_id
    )
    session.flush()
    verb = "invited" if move is Move.INVITE else "not_invited"
    facts = {"closes_at": closes_at.isoformat()} if closes_at else {"reason": reason}
    record(session, actor, verb, "application", application.id, now=now, **facts)
    emails.answered(session, application, now=now)
