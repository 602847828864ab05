"""Issued documents."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, deferred, mapped_column

from portal.kernel.db import Base, Identified


class Document(Identified, Base):
    """A PDF that was or will be issued. `source_html` is complete and fetches nothing.

    The source is written with the state change it tells of; the worker turns it into `pdf`
    once, and neither changes after that.
    """

    __tablename__ = "documents"

    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[UUID] = mapped_column(index=True)
    filename: Mapped[str] = mapped_column(String(120))
    source_html: Mapped[str] = deferred(mapped_column(Text))
    pdf: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    sha256: Mapped[str | None] = mapped_column(String(64))
    # A digest of what it is made from, where it is made again when that changes.
    inputs: Mapped[str] = mapped_column(String(64), default="")
    asked_at: Mapped[datetime]
    issued_at: Mapped[datetime | None] = mapped_column(index=True)

    __table_args__ = (
        CheckConstraint("(pdf IS NULL) = (issued_at IS NULL)", name="issued_has_pdf"),
    )
