"""Tables of reviews."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint, and_
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from portal.applications.models import Application
from portal.kernel.db import Base, Identified, Versioned, words
from portal.people.models import Person
from portal.reviews.lifecycle import ConflictSource, Verdict


class Conflict(Identified, Base):
    """A person who may not know of an application as a reviewer: for them it does not exist."""

    __tablename__ = "conflicts"

    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    source: Mapped[ConflictSource] = mapped_column(words(ConflictSource, "conflict_source"))
    reason: Mapped[str] = mapped_column(Text, default="")
    noted_at: Mapped[datetime]
    noted_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))

    application: Mapped[Application] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])

    __table_args__ = (UniqueConstraint("application_id", "person_id"),)


class Assignment(Identified, Base):
    """One reviewer given one application. `cleared_at` is when they said they have no conflict.

    Content is shown from that moment and never before, so it is also when it was opened.
    """

    __tablename__ = "assignments"

    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id"), index=True)
    reviewer_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    assigned_at: Mapped[datetime]
    assigned_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    cleared_at: Mapped[datetime | None]

    application: Mapped[Application] = relationship()
    reviewer: Mapped[Person] = relationship(foreign_keys=[reviewer_id])
    review: Mapped["Review | None"] = relationship(back_populates="assignment")
    conflict: Mapped[Conflict | None] = relationship(
        primaryjoin=lambda: and_(
            foreign(Conflict.application_id) == Assignment.application_id,
            foreign(Conflict.person_id) == Assignment.reviewer_id,
        ),
        viewonly=True,
        uselist=False,
    )

    __table_args__ = (UniqueConstraint("application_id", "reviewer_id"),)


class Review(Identified, Versioned, Base):
    """What a reviewer wrote. Counts for nothing until `sent_at`."""

    __tablename__ = "reviews"

    assignment_id: Mapped[UUID] = mapped_column(ForeignKey("assignments.id"), unique=True)
    to_applicant: Mapped[str] = mapped_column(Text, default="")
    to_panel: Mapped[str] = mapped_column(Text, default="")
    saved_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]

    assignment: Mapped[Assignment] = relationship(back_populates="review")
    scores: Mapped[list["Score"]] = relationship(
        back_populates="review", order_by="Score.criterion_key", cascade="all, delete-orphan"
    )


class Score(Identified, Base):
    """One criterion's score with its reason. No value with `is_unable` leaves the mean alone."""

    __tablename__ = "scores"

    review_id: Mapped[UUID] = mapped_column(ForeignKey("reviews.id"), index=True)
    criterion_key: Mapped[str] = mapped_column(String(40))
    value: Mapped[int | None]
    is_unable: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(Text, default="")

    review: Mapped[Review] = relationship(back_populates="scores")

    __table_args__ = (
        UniqueConstraint("review_id", "criterion_key"),
        CheckConstraint("value IS NULL OR NOT is_unable", name="value_or_unable"),
    )


class Recommendation(Identified, Base):
    """What the panel says of one application."""

    __tablename__ = "recommendations"

    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id"), unique=True)
    verdict: Mapped[Verdict] = mapped_column(words(Verdict, "recommendation_verdict"))
    note: Mapped[str] = mapped_column(Text, default="")
    made_at: Mapped[datetime]
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))

    application: Mapped[Application] = relationship()
    made_by: Mapped[Person] = relationship()
