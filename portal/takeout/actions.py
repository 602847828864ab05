"""Ask for a file of everything; make it; delete it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.audit.actions import record
from portal.kernel import jobs
from portal.kernel.actor import Actor
from portal.kernel.ruling import enforce
from portal.people.models import Person
from portal.takeout import policy, queries
from portal.takeout.archive import archive
from portal.takeout.emails import ready
from portal.takeout.models import Takeout


def ask_for_everything(session: Session, *, actor: Actor, now: datetime) -> Takeout:
    """Have the worker make a file for the actor, in place of an older one.

    Raises Refused while one is being made; the person's row is held, so that two who press at
    once ask once.
    """
    session.scalars(
        select(Person.id).where(Person.id == actor.person_id).with_for_update(of=Person)
    ).one()
    held = queries.mine(session, actor)
    enforce(policy.may_ask(held, actor, now))
    if held is not None:
        session.delete(held)
        session.flush()
    assert actor.person_id is not None  # `may_ask` saw to it
    made = Takeout(person_id=actor.person_id, asked_at=now)
    session.add(made)
    session.flush()
    record(session, actor, "asked_for_own_data", "person", actor.person_id, now=now)
    jobs.wake_after_commit(session)
    return made


def make(session: Session, takeout_id: UUID, now: datetime) -> bytes | None:
    """Write the file, outside any transaction. None where it is made, or no longer wanted."""
    takeout = session.get(Takeout, takeout_id)
    if takeout is None or takeout.made_at is not None:
        return None
    return archive(session, takeout.person, now)


def keep(session: Session, takeout_id: UUID, content: bytes, now: datetime) -> None:
    """Keep the file and tell its owner; nothing where another worker was first."""
    takeout = session.get(Takeout, takeout_id, with_for_update={"of": Takeout})
    if takeout is None or takeout.made_at is not None:
        return
    takeout.content, takeout.made_at = content, now
    ready(session, takeout, now)


def forget(session: Session, now: datetime) -> None:
    """Delete the files whose last day is over."""
    session.execute(delete(Takeout).where(Takeout.made_at <= now - policy.KEPT))
