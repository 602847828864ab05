"""Tables of decisions and awards."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.applications.models import Application
from portal.awards.lifecycle import DecisionState, OfferState, Outcome
from portal.files.models import Document
from portal.kernel.db import Base, Identified, Versioned, words
from portal.people.models import Person


class Decision(Identified, Versioned, Base):
    """The organisation's yes or no to one application; an award takes money and time at once.

    Amounts of pending and released awards together never pass the call's pot: whoever writes
    one holds the call's row (see `actions.decide`).
    """

    __tablename__ = "decisions"

    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id"), unique=True)
    outcome: Mapped[Outcome] = mapped_column(words(Outcome, "decision_outcome"))
    state: Mapped[DecisionState] = mapped_column(
        words(DecisionState, "decision_state"), default=DecisionState.PENDING
    )
    amount_pence: Mapped[int] = mapped_column(BigInteger, default=0)
    wte_months_hundredths: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(Text, default="")  # for the record
    feedback: Mapped[str] = mapped_column(Text, default="")  # in the letter
    decided_at: Mapped[datetime]
    decided_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    released_at: Mapped[datetime | None]
    letter_id: Mapped[UUID | None] = mapped_column(ForeignKey("documents.id"))

    application: Mapped[Application] = relationship()
    decided_by: Mapped[Person] = relationship()
    letter: Mapped[Document | None] = relationship()

    __table_args__ = (
        CheckConstraint("amount_pence >= 0 AND wte_months_hundredths >= 0", name="not_negative"),
        CheckConstraint("outcome = 'award' OR amount_pence = 0", name="only_awards_cost"),
        CheckConstraint("(state = 'released') = (released_at IS NOT NULL)", name="released_when"),
    )


class Award(Identified, Versioned, Base):
    """What was offered when a decision was released, and the person's answer."""

    __tablename__ = "awards"

    decision_id: Mapped[UUID] = mapped_column(ForeignKey("decisions.id"), unique=True)
    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id"), unique=True)
    amount_pence: Mapped[int] = mapped_column(BigInteger)
    hours_hundredths: Mapped[int]  # in all, x 100
    wte_months_hundredths: Mapped[int]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    state: Mapped[OfferState] = mapped_column(
        words(OfferState, "offer_state"), default=OfferState.OFFERED
    )
    offered_at: Mapped[datetime]
    answer_by_on: Mapped[date]
    answered_at: Mapped[datetime | None]

    decision: Mapped[Decision] = relationship()
    application: Mapped[Application] = relationship()

    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
        CheckConstraint("(state = 'offered') = (answered_at IS NULL)", name="answered_when"),
    )
