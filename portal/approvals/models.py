"""Tables of approvals and cover."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.applications.models import Application
from portal.approvals.lifecycle import ApprovalState, CoverMeans, DeclineReason
from portal.kernel.db import Base, Identified, Versioned, words
from portal.people.models import Person
from portal.schemes.definition import Stage


class ApprovalRequest(Identified, Versioned, Base):
    """One approver asked about one application. Without an approver, the R&D office is asked.

    The applicant is never the approver.
    """

    __tablename__ = "approval_requests"

    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id"), index=True)
    stage: Mapped[Stage] = mapped_column(words(Stage, "approval_stage"))
    approver_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"), index=True)
    state: Mapped[ApprovalState] = mapped_column(
        words(ApprovalState, "approval_state"), default=ApprovalState.WAITING
    )
    asked_at: Mapped[datetime]
    due_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    reason: Mapped[DeclineReason | None] = mapped_column(words(DeclineReason, "decline_reason"))
    comment: Mapped[str] = mapped_column(Text, default="")
    # When the answer was asked for again, because what it was about had changed, and what had.
    reopened_at: Mapped[datetime | None]
    reopened_for: Mapped[str] = mapped_column(String(40), default="")

    application: Mapped[Application] = relationship()
    approver: Mapped[Person | None] = relationship(foreign_keys=[approver_id])
    answered_by: Mapped[Person | None] = relationship(foreign_keys=[answered_by_id])
    cover: Mapped["CoverPlan | None"] = relationship(back_populates="request")

    __table_args__ = (
        UniqueConstraint("application_id", "stage"),
        CheckConstraint("state <> 'declined' OR reason IS NOT NULL", name="declined_why"),
        CheckConstraint(
            "state NOT IN ('approved', 'declined') OR answered_by_id IS NOT NULL",
            name="answered_by",
        ),
    )


class CoverPlan(Identified, Base):
    """How the duties are covered while the person is released."""

    __tablename__ = "cover_plans"

    request_id: Mapped[UUID] = mapped_column(ForeignKey("approval_requests.id"), unique=True)
    means: Mapped[CoverMeans] = mapped_column(words(CoverMeans, "cover_means"))
    who: Mapped[str] = mapped_column(String(300), default="")
    hours_hundredths: Mapped[int]  # covered a week, x 100
    cost_pence: Mapped[int] = mapped_column(BigInteger)
    cost_centre: Mapped[str] = mapped_column(String(40), default="")
    when_busy: Mapped[str] = mapped_column(Text, default="")

    request: Mapped[ApprovalRequest] = relationship(back_populates="cover")

    __table_args__ = (
        CheckConstraint("hours_hundredths >= 0 AND cost_pence >= 0", name="not_negative"),
    )
