"""The outbox."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.db import Base, Identified, words
from portal.notifications.lifecycle import MessageState


class Message(Identified, Base):
    """One email, already written in the reader's language.

    `dedupe` makes a message unique where it must go once. `due_at` is when to try (again), or,
    while SENDING, when a worker that took it is given up. A message with a document waits
    until that document has been issued.
    """

    __tablename__ = "messages"

    to_address: Mapped[str] = mapped_column(String(254))
    to_name: Mapped[str] = mapped_column(String(200), default="")
    template: Mapped[str] = mapped_column(String(80))
    language: Mapped[str] = mapped_column(String(2))
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)
    about_id: Mapped[UUID | None] = mapped_column(index=True)
    document_id: Mapped[UUID | None] = mapped_column(ForeignKey("documents.id"))
    reply_to: Mapped[str] = mapped_column(String(254), default="")
    # For mail that one asked for: the address of its one-click unsubscribing (RFC 8058).
    unsubscribe_url: Mapped[str] = mapped_column(String(300), default="")
    dedupe: Mapped[str | None] = mapped_column(String(120), unique=True)
    state: Mapped[MessageState] = mapped_column(
        words(MessageState, "message_state"), default=MessageState.WAITING
    )
    tries: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime]
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    last_error: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (Index("ix_messages_due", "state", "due_at"),)
