"""Read the outbox."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.notifications.lifecycle import MessageState
from portal.notifications.models import Message


def oldest_waiting(session: Session) -> datetime | None:
    """Return since when the oldest undelivered message has waited, or None."""
    return session.scalar(
        select(func.min(Message.created_at)).where(
            Message.state.in_((MessageState.WAITING, MessageState.SENDING))
        )
    )


def count_failed(session: Session) -> int:
    """Count messages given up."""
    query = select(func.count()).where(Message.state == MessageState.FAILED)
    return session.scalar(query) or 0


def latest(session: Session, limit: int, offset: int = 0) -> Sequence[Message]:
    """Return messages, newest first."""
    return session.scalars(
        select(Message).order_by(Message.created_at.desc(), Message.id).limit(limit).offset(offset)
    ).all()


def count(session: Session) -> int:
    """Count all messages."""
    return session.scalar(select(func.count()).select_from(Message)) or 0
