"""Issued documents, and files that people add."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from portal.files.checks.verdict import Kind
from portal.kernel.db import Base, Identified, words


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


class ScanState(StrEnum):
    """What the virus scanner said. Whether a file that was not scanned is held back is not here:
    that depends on whether a scanner is set (`policy.may_open`).
    """  # noqa: D205 -- one thought

    NOT_SCANNED = "not_scanned"
    CLEAN = "clean"
    INFECTED = "infected"


class Upload(Identified, Base):
    """A file that somebody added to something, as it is kept: checked, written anew, named by us.

    `owner_id` is the person who added it; `subject_kind` and `subject_id` are what it was added
    to, and `question_key` where. Its bytes stand apart, so that lists never carry them; they go
    when it is infected, and some time after it was removed: not while it `is_kept`, because others
    go on reading what its owner has removed.
    """

    __tablename__ = "uploads"

    owner_id: Mapped[UUID] = mapped_column(index=True)
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[UUID]
    question_key: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[Kind] = mapped_column(words(Kind, "upload_kind"))
    size: Mapped[int]  # bytes, as kept
    sha256: Mapped[str] = mapped_column(String(64))
    state: Mapped[ScanState] = mapped_column(
        words(ScanState, "upload_state"), default=ScanState.NOT_SCANNED
    )
    tries: Mapped[int] = mapped_column(default=0)  # scans that came to nothing
    uploaded_at: Mapped[datetime]
    scanned_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]
    is_kept: Mapped[bool] = mapped_column(default=False)

    stored: Mapped["UploadContent | None"] = relationship(
        back_populates="upload", cascade="all, delete-orphan", passive_deletes=True
    )

    __table_args__ = (
        Index("ix_uploads_subject", "subject_id", "uploaded_at"),
        Index("ix_uploads_state", "state", "tries"),
        CheckConstraint("size > 0", name="not_empty"),
        CheckConstraint("(scanned_at IS NULL) = (state = 'not_scanned')", name="scanned_when"),
    )


class UploadContent(Base):
    """The bytes of an upload; in the database, so that they are written and backed up with its row
    and every web process can reach them.
    """  # noqa: D205 -- one thought

    __tablename__ = "upload_contents"

    upload_id: Mapped[UUID] = mapped_column(
        ForeignKey("uploads.id", ondelete="CASCADE"), primary_key=True
    )
    content: Mapped[bytes] = mapped_column(LargeBinary)

    upload: Mapped[Upload] = relationship(back_populates="stored")
