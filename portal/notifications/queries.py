"""Read the outbox."""

import re
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from portal.notifications.lifecycle import MessageState
from portal.notifications.models import Message

# Errors that are about the address or the letter. Others are about our own server, or the way to
# theirs: then every message fails, and nobody's address is wrong.
OF_THE_ADDRESS = ("SMTPRecipientsRefused", "SMTPDataError", "ValueError")


def never_reached(address: str | InstrumentedAttribute[str], feature: str) -> ColumnElement[bool]:
    """Return the condition on Message that it was given up because of this address.

    `feature` is how the names of its templates begin, such as "approvals/".
    """
    of_the_address = (Message.last_error.startswith(name) for name in OF_THE_ADDRESS)
    return and_(
        Message.state == MessageState.FAILED,
        Message.to_address == address,
        Message.template.startswith(feature),
        or_(*of_the_address),
    )


def server_said(message: Message) -> str:
    """Return what the other server said of a message that was given up: "550 No such user"."""
    found = re.search(r"\((\d{3}), b(['\"])(.*?)\2", message.last_error)
    return f"{found[1]} {found[3]}" if found else message.last_error.partition(": ")[2]


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
