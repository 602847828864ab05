"""Find one reason for a no, by its key."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.approvals.lifecycle import DeclineReason
from portal.approvals.models import OwnReason
from portal.approvals.queries import own_reasons
from portal.approvals.reasons import Reason, reasons
from portal.kernel.actor import Actor


def reason(session: Session, _actor: Actor, key: str) -> Reason | None:
    """Return a reason, retired or not; None for a key that is none."""
    return next((each for each in reasons(own_reasons(session)) if each.key == key), None)


def row(session: Session, key: str) -> OwnReason | None:
    """Return what the office keeps of a reason, held until the transaction ends."""
    return session.scalar(select(OwnReason).where(OwnReason.key == key).with_for_update())


def ships(key: str) -> bool:
    """Say whether a reason ships with the portal."""
    return key in frozenset(DeclineReason)
