"""Totals of the pulse, and who has taken part. No row holds one person's answer."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.db import Base, Identified


class PulseTally(Identified, Base):
    """How many people of a job group gave one answer to one question in one round.

    A round is named by its first day. There is no row by person: an answer is added here and
    forgotten. One more total, `questions.PEOPLE`, is of those who took part at all.
    """

    __tablename__ = "pulse_tallies"
    __table_args__ = (
        UniqueConstraint("organisation_id", "round_on", "job", "question", "answer"),
        CheckConstraint("number >= 0", name="not_negative"),
    )

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    round_on: Mapped[date]
    job: Mapped[str] = mapped_column(String(40))
    question: Mapped[str] = mapped_column(String(40))
    answer: Mapped[str] = mapped_column(String(40))
    number: Mapped[int]


class PulseTaken(Identified, Base):
    """That a person took part in a round, so that nobody does twice; not what was said or when."""

    __tablename__ = "pulse_taken"
    __table_args__ = (UniqueConstraint("person_id", "round_on"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    round_on: Mapped[date]
