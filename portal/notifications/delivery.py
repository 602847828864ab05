"""Deliver the outbox over SMTP: claim, send, mark. Nothing here is inside a request.

A worker that dies between the server's yes and the mark sends that message once more when
its claim runs out, with the same Message-ID, and never less than once.
"""

import smtplib
from collections.abc import Callable
from datetime import datetime, timedelta
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Protocol
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.files.models import Document
from portal.kernel.db import Database
from portal.notifications.lifecycle import MessageState
from portal.notifications.models import Message

CLAIM = timedelta(minutes=5)
GIVE_UP_AFTER = timedelta(hours=48)
TIMEOUT_S = 30


class Transport(Protocol):
    """Something that carries mail. Raises SMTPException or OSError when it cannot."""

    def send(self, mail: EmailMessage) -> None:
        """Hand over one mail; returning means that it was taken."""


class Smtp:
    """A mail server. One connection a message: slower, and nothing is shared between faults."""

    def __init__(self, host: str, port: int) -> None:
        self._host, self._port = host, port

    def send(self, mail: EmailMessage) -> None:
        """Hand over one mail within TIMEOUT_S."""
        with smtplib.SMTP(self._host, self._port, timeout=TIMEOUT_S) as server:
            server.send_message(mail)


class Shown:
    """The demo's transport: the mail stays in the outbox, where a page shows it."""

    def send(self, mail: EmailMessage) -> None:
        """Take it and do nothing."""


def deliver_due(
    database: Database, transport: Transport, mail_from: str, clock: Callable[[], datetime]
) -> int:
    """Try every message that is due, each in its own transactions. Returns how many went."""
    with database.scope(read_only=True) as session:
        due = _due(session, clock())
    return sum(_deliver(database, transport, mail_from, clock, each) for each in due)


def _due(session: Session, now: datetime) -> list[UUID]:
    """Return ids of messages to try now, oldest first; those whose document is not made wait."""
    unfinished = (MessageState.WAITING, MessageState.SENDING)
    return list(
        session.scalars(
            select(Message.id)
            .outerjoin(Document, Document.id == Message.document_id)
            .where(Message.state.in_(unfinished), Message.due_at <= now)
            .where(or_(Message.document_id.is_(None), Document.issued_at.is_not(None)))
            .order_by(Message.created_at, Message.id)
            .limit(500)
        )
    )


def _deliver(
    database: Database,
    transport: Transport,
    mail_from: str,
    clock: Callable[[], datetime],
    message_id: UUID,
) -> bool:
    with database.scope() as session:
        mail = _claim(session, message_id, mail_from, clock())
        session.commit()
    if mail is None:
        return False
    error = _try_to_send(transport, mail)
    with database.scope() as session:
        _mark(session.get_one(Message, message_id, with_for_update=True), error, clock())
        session.commit()
    return error is None


def _claim(
    session: Session, message_id: UUID, mail_from: str, now: datetime
) -> EmailMessage | None:
    """Take a message for CLAIM, unless somebody else has. One that cannot be written has failed."""
    message = session.get_one(Message, message_id, with_for_update=True)
    if message.state not in {MessageState.WAITING, MessageState.SENDING} or message.due_at > now:
        return None
    message.state, message.tries, message.due_at = (
        MessageState.SENDING,
        message.tries + 1,
        now + CLAIM,
    )
    document = session.get(Document, message.document_id) if message.document_id else None
    try:
        return as_mail(message, mail_from, document)
    except ValueError as error:
        _mark(message, error, now)
        return None


def as_mail(message: Message, mail_from: str, document: Document | None) -> EmailMessage:
    """Return the message as mail. Raises ValueError where an address is not one address."""
    mail = EmailMessage()
    mail["Subject"] = message.subject
    mail["From"] = mail_from
    mail["To"] = _address(message.to_address, message.to_name)
    mail["Date"] = format_datetime(message.created_at)
    mail["Message-ID"] = f"<{message.id}@{mail_from.rpartition('@')[2]}>"
    mail["Content-Language"] = message.language
    mail["Auto-Submitted"] = "auto-generated"
    if message.reply_to:
        mail["Reply-To"] = _address(message.reply_to)
    if message.unsubscribe_url:
        mail["List-Unsubscribe"] = f"<{message.unsubscribe_url}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(message.body)
    if document is not None and document.pdf is not None:
        mail.add_attachment(
            document.pdf, maintype="application", subtype="pdf", filename=document.filename
        )
    return mail


def _address(address: str, name: str = "") -> Address:
    try:
        return Address(display_name=name, addr_spec=address)
    except (MessageError, IndexError) as error:  # what the library says of "a@b@c" and of "a@"
        raise ValueError(f"not an address: {address!r}") from error


def _try_to_send(transport: Transport, mail: EmailMessage) -> Exception | None:
    try:
        transport.send(mail)
    except (smtplib.SMTPException, OSError, ValueError) as error:
        return error
    return None


def _mark(message: Message, error: Exception | None, now: datetime) -> None:
    """Write down what came of it: sent, failed for good, or due again later."""
    if error is None:
        message.state, message.sent_at, message.last_error = MessageState.SENT, now, ""
        return
    message.last_error = f"{type(error).__name__}: {error}"[:500]
    if is_permanent(error) or now - message.created_at > GIVE_UP_AFTER:
        message.state = MessageState.FAILED
        return
    message.state = MessageState.WAITING
    message.due_at = now + timedelta(minutes=min(2**message.tries, 60))


def is_permanent(error: Exception) -> bool:
    """Say whether trying again is useless: a 5xx answer, or mail that cannot be written."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code >= 500
    return isinstance(error, ValueError)
