"""The trail's one table. Rows are added and read, never changed or removed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.db import Base


class TrailEntry(Base):
    """One act. `verb` and `subject_kind` are stable words; `facts` are what the sentence needs.

    Each entry carries a digest of itself and of the one before it, so that a change, a removal
    or a swap can be found (`portal verify`).
    """

    __tablename__ = "trail_entries"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor_id: Mapped[UUID | None]
    actor_name: Mapped[str] = mapped_column(String(200))
    verb: Mapped[str] = mapped_column(String(60))
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[UUID]
    facts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    digest: Mapped[str] = mapped_column(String(64))

    __table_args__ = (Index("ix_trail_entries_subject", "subject_id", "number"),)
