"""Hold what two people may act on at once."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.ruling import HIDDEN, Refused
from portal.reviews.models import Assignment
from portal.schemes.models import Call


def hold_call(session: Session, call: Call) -> None:
    """Let one person at a time assign and recommend in a call."""
    session.execute(select(Call.id).where(Call.id == call.id).with_for_update(key_share=True))


def hold(session: Session, assignment: Assignment) -> None:
    """Lock one assignment and forget what was read of it before the lock.

    Raises Refused where it was taken away meanwhile.
    """
    held = select(Assignment.id).where(Assignment.id == assignment.id)
    if session.scalar(held.with_for_update(key_share=True)) is None:
        raise Refused(HIDDEN)
    session.expire(assignment)
