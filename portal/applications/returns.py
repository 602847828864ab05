"""Tables of what the office sent back for changes. The rules of it are in `returned`."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    and_,
)
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.applications.models import Application
from portal.kernel.db import Base, Identified, Versioned
from portal.people.models import Person

_OUT = "answered_at IS NULL AND cancelled_at IS NULL AND passed_at IS NULL"


class Return(Identified, Versioned, Base):
    """That the office sent an application back, for changes to some sections, until a day.

    It ends once: answered, cancelled by the office, or passed without an answer. `title` is the
    application's as it was sent. `answer` is what the applicant says with their answer.
    """

    __tablename__ = "returns"

    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id"), index=True)
    returned_at: Mapped[datetime]
    returned_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    answer_by_on: Mapped[date]  # the last UK day to answer
    note: Mapped[str] = mapped_column(Text, default="")
    title: Mapped[str] = mapped_column(String(300), default="")
    answered_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(Text, default="")
    cancelled_at: Mapped[datetime | None]
    passed_at: Mapped[datetime | None]

    application: Mapped[Application] = relationship(back_populates="returns")
    returned_by: Mapped[Person] = relationship()
    sections: Mapped[list["ReturnedSection"]] = relationship(
        back_populates="back", order_by="ReturnedSection.position", lazy="selectin"
    )

    __table_args__ = (
        Index(
            "uq_returns_one_out",
            "application_id",
            unique=True,
            sqlite_where=sql(_OUT),
            postgresql_where=sql(_OUT),
        ),
        CheckConstraint(
            "(answered_at IS NULL AND (cancelled_at IS NULL OR passed_at IS NULL))"
            " OR (cancelled_at IS NULL AND passed_at IS NULL)",
            name="ends_once",
        ),
    )

    @property
    def is_out(self) -> bool:
        """Say whether it has not ended, whatever the day is."""
        return self.answered_at is None and self.cancelled_at is None and self.passed_at is None

    @classmethod
    def is_not_over(cls) -> ColumnElement[bool]:
        """Say the same in SQL."""
        ended = (cls.answered_at, cls.cancelled_at, cls.passed_at)
        return and_(*(each.is_(None) for each in ended))


class ReturnedSection(Identified, Base):
    """One section that was sent back, and why; what it held before, and when the return ended.

    `before` and `after` are as `kept` writes them. After an answer, `after` is what was sent;
    after any other end it is what had been typed, which the application does not hold any more.
    """

    __tablename__ = "returned_sections"

    return_id: Mapped[UUID] = mapped_column(ForeignKey("returns.id"))
    position: Mapped[int]
    key: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(Text)
    before: Mapped[dict[str, Any]]
    after: Mapped[dict[str, Any]] = mapped_column(default=dict)

    back: Mapped[Return] = relationship(back_populates="sections")

    __table_args__ = (UniqueConstraint("return_id", "key"),)
