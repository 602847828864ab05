"""Tables of approvals and cover."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship, remote

from portal.applications.models import Application
from portal.approvals.lifecycle import ApprovalState, CoverMeans, Seat, Why
from portal.kernel.db import Base, Identified, Versioned, words
from portal.people.models import Person
from portal.schemes.definition import Stage


class ApprovalRequest(Identified, Versioned, Base):
    """One step of a scheme's approvals, asked about one application.

    `approver` is whose answer it is by the directory, or as the office named them; None where
    nobody is known. `holder` is the one person whom it waits for now, as what `seat` says; while
    it is conditional it waits for the applicant. Never is the applicant either of them.
    `due_at` is by when that one is to answer; `remind_at` when they are next reminded.
    """

    __tablename__ = "approval_requests"

    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id"), index=True)
    stage: Mapped[Stage] = mapped_column(words(Stage, "approval_stage"))
    approver_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"), index=True)
    holder_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"), index=True)
    seat: Mapped[Seat] = mapped_column(words(Seat, "approval_seat"), default=Seat.APPROVER)
    state: Mapped[ApprovalState] = mapped_column(
        words(ApprovalState, "approval_state"), default=ApprovalState.WAITING
    )
    asked_at: Mapped[datetime]
    due_at: Mapped[datetime] = mapped_column(index=True)
    remind_at: Mapped[datetime | None] = mapped_column(index=True)
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    answered_as: Mapped[Seat | None] = mapped_column(words(Seat, "answered_as"))
    answered_name: Mapped[str] = mapped_column(String(200), default="")  # of somebody outside
    # What else the one who answered has to do with the application: they were warned, and it is
    # on the record.
    interest: Mapped[str] = mapped_column(String(40), default="")
    # A key, see `approvals.reasons`, with its words as the office had them when it was given;
    # empty where they are those that ship.
    reason: Mapped[str | None] = mapped_column(String(40))
    reason_en: Mapped[str] = mapped_column(String(120), default="")
    reason_cy: Mapped[str] = mapped_column(String(120), default="")
    comment: Mapped[str] = mapped_column(Text, default="")
    # When the answer was asked for again, because what it was about had changed, and what had.
    reopened_at: Mapped[datetime | None]
    reopened_for: Mapped[str] = mapped_column(String(40), default="")
    # Digests of the time and the costs that it is about, where it is asked before it is sent.
    about: Mapped[str] = mapped_column(String(80), default="")

    application: Mapped[Application] = relationship()
    approver: Mapped[Person | None] = relationship(foreign_keys=[approver_id])
    holder: Mapped[Person | None] = relationship(foreign_keys=[holder_id])
    answered_by: Mapped[Person | None] = relationship(foreign_keys=[answered_by_id])
    cover: Mapped["CoverPlan | None"] = relationship(back_populates="request")
    handovers: Mapped[list["Handover"]] = relationship(
        back_populates="request", order_by="Handover.number"
    )
    conditions: Mapped[list["Condition"]] = relationship(
        back_populates="request", order_by="Condition.given_at, Condition.id"
    )
    deputies: Mapped[list["Absence"]] = relationship(
        primaryjoin=lambda: ApprovalRequest.approver_id == foreign(Absence.person_id),
        order_by=lambda: (Absence.starts_on, Absence.id),
        viewonly=True,
    )
    siblings: Mapped[list["ApprovalRequest"]] = relationship(
        primaryjoin=lambda: (
            ApprovalRequest.application_id == remote(foreign(ApprovalRequest.application_id))
        ),
        order_by=lambda: ApprovalRequest.id,
        viewonly=True,
        uselist=True,
    )
    guests: Mapped[list["Guest"]] = relationship(
        back_populates="request", order_by="Guest.sent_at, Guest.id"
    )

    __table_args__ = (
        UniqueConstraint("application_id", "stage"),
        CheckConstraint("state <> 'declined' OR reason IS NOT NULL", name="declined_why"),
        CheckConstraint(
            "state NOT IN ('approved', 'declined', 'conditional')"
            " OR answered_by_id IS NOT NULL OR answered_name <> ''",
            name="answered_by",
        ),
        Index("ix_approval_requests_state_due_at", "state", "due_at"),
    )

    @property
    def is_with_office(self) -> bool:
        """Say whether the R&D office is asked; the holder is one of them."""
        return self.seat is Seat.OFFICE

    @property
    def guest(self) -> "Guest | None":
        """Somebody of another organisation whom the last link was sent to."""
        return self.guests[-1] if self.guests else None

    @property
    def answerer(self) -> str:
        """The name of whoever answered; empty before an answer."""
        return self.answered_by.name if self.answered_by else self.answered_name

    @property
    def condition(self) -> "Condition | None":
        """What the applicant is to accept, or accepted last; None where nothing was."""
        return self.conditions[-1] if self.conditions else None


class Handover(Identified, Base):
    """A request came to somebody: to whom, as what, when and why. The first is the asking.

    `by` is whoever passed it on, with their words. `was_due_at` is when the one before was to
    answer. A person from outside has a name and no row of their own.
    """

    __tablename__ = "approval_handovers"

    request_id: Mapped[UUID] = mapped_column(ForeignKey("approval_requests.id"), index=True)
    number: Mapped[int]
    at: Mapped[datetime]
    seat: Mapped[Seat] = mapped_column(words(Seat, "handover_seat"))
    why: Mapped[Why] = mapped_column(words(Why, "handover_why"))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"), index=True)
    by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"), index=True)
    note: Mapped[str] = mapped_column(Text, default="")
    due_at: Mapped[datetime]

    request: Mapped[ApprovalRequest] = relationship(back_populates="handovers")
    person: Mapped[Person | None] = relationship(foreign_keys=[person_id])
    by: Mapped[Person | None] = relationship(foreign_keys=[by_id])

    __table_args__ = (
        UniqueConstraint("request_id", "number"),
        CheckConstraint("number >= 1", name="number_from_one"),
    )


class Guest(Identified, Base):
    """One link that was sent to somebody of another organisation, who needs no account.

    Of the link's token, of the secret in the browser that opened it, and of the code that is
    mailed then, digests are kept alone. `ended_at`: a newer link, or an answer, has ended it.
    Whether it still works is `guests.policy.works`.
    """

    __tablename__ = "approval_guests"

    request_id: Mapped[UUID] = mapped_column(ForeignKey("approval_requests.id"), index=True)
    organisation: Mapped[str] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(254))
    code_email: Mapped[str] = mapped_column(String(254), default="")  # where codes go; "": `email`
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    sent_at: Mapped[datetime]
    sent_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"), index=True)
    ends_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    browser_digest: Mapped[str] = mapped_column(String(64), default="")
    code_digest: Mapped[str] = mapped_column(String(64), default="")
    code_ends_at: Mapped[datetime | None]
    codes: Mapped[int] = mapped_column(default=0)  # that were mailed
    tries: Mapped[int] = mapped_column(default=0)  # of the last code
    entered_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    request: Mapped[ApprovalRequest] = relationship(back_populates="guests")
    sent_by: Mapped[Person | None] = relationship(foreign_keys=[sent_by_id])

    __table_args__ = (
        CheckConstraint("codes >= 0 AND tries >= 0", name="not_negative"),
        CheckConstraint("(opened_at IS NULL) = (browser_digest = '')", name="opened_where"),
    )

    @property
    def codes_to(self) -> str:
        """The address to which codes are mailed."""
        return self.code_email or self.email


class Condition(Identified, Base):
    """A yes if: the release as the approver can give it, for the applicant to accept.

    `periods` are the periods of the application in their order, each {"starts_on", "ends_on",
    "hours_hundredths"}; `when_filled` says that it starts once a post is filled, at the latest on
    the first day given.
    """

    __tablename__ = "approval_conditions"

    request_id: Mapped[UUID] = mapped_column(ForeignKey("approval_requests.id"), index=True)
    given_at: Mapped[datetime]
    given_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"), index=True)
    periods: Mapped[list[Any]] = mapped_column(default=list)
    when_filled: Mapped[bool] = mapped_column(default=False)
    words: Mapped[str] = mapped_column(Text, default="")
    ended_at: Mapped[datetime | None]
    is_accepted: Mapped[bool] = mapped_column(default=False)
    answer: Mapped[str] = mapped_column(Text, default="")  # why it was not accepted

    request: Mapped[ApprovalRequest] = relationship(back_populates="conditions")
    given_by: Mapped[Person | None] = relationship(foreign_keys=[given_by_id])

    __table_args__ = (
        CheckConstraint("NOT is_accepted OR ended_at IS NOT NULL", name="accepted_when"),
    )


class Absence(Identified, Base):
    """Between two days, both included, somebody's requests are also for a deputy.

    `is_away`: they go to the deputy at once, or on to the next manager where none is named.
    Otherwise they go to the deputy once they are late.
    """

    __tablename__ = "absences"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    deputy_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    is_away: Mapped[bool] = mapped_column(default=True)
    made_at: Mapped[datetime]

    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    deputy: Mapped[Person | None] = relationship(foreign_keys=[deputy_id])

    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
        CheckConstraint("deputy_id IS NULL OR deputy_id <> person_id", name="not_oneself"),
        CheckConstraint("is_away OR deputy_id IS NOT NULL", name="away_or_deputy"),
    )


class OwnReason(Identified, Base):
    """A reason for a no as the office keeps it: its own, or other words for one that ships.

    `key` is that of a shipped reason, or one of its own. A retired one is not offered any more;
    what was answered with it stays.
    """

    __tablename__ = "decline_reasons"

    key: Mapped[str] = mapped_column(String(40), unique=True)
    label_en: Mapped[str] = mapped_column(String(120), default="")
    label_cy: Mapped[str] = mapped_column(String(120), default="")
    position: Mapped[int] = mapped_column(default=0)
    retired_at: Mapped[datetime | None]


class CoverPlan(Identified, Base):
    """How the duties are covered while the person is released.

    `band` or `grade` is that of whoever covers. `is_paid_back` says whether the money comes back
    to the service; None where that was not asked, as in plans from before it was.
    """

    __tablename__ = "cover_plans"

    request_id: Mapped[UUID] = mapped_column(ForeignKey("approval_requests.id"), unique=True)
    means: Mapped[CoverMeans] = mapped_column(words(CoverMeans, "cover_means"))
    who: Mapped[str] = mapped_column(String(300), default="")
    hours_hundredths: Mapped[int]  # covered a week, x 100
    cost_pence: Mapped[int] = mapped_column(BigInteger)
    cost_centre: Mapped[str] = mapped_column(String(40), default="")
    when_busy: Mapped[str] = mapped_column(Text, default="")
    band: Mapped[str] = mapped_column(String(4), default="")
    grade: Mapped[str] = mapped_column(String(60), default="")
    starts_on: Mapped[date | None]
    is_paid_back: Mapped[bool | None]

    request: Mapped[ApprovalRequest] = relationship(back_populates="cover")

    __table_args__ = (
        CheckConstraint("hours_hundredths >= 0 AND cost_pence >= 0", name="not_negative"),
    )
