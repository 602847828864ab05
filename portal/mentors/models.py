"""Tables of mentors."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.kernel.db import Base, Identified, Versioned, words
from portal.mentors.lifecycle import PairingState
from portal.people.models import Person


class Mentor(Identified, Versioned, Base):
    """What one member of staff offers as a mentor. Who left keeps the row, so that coming back
    is easy. `professions` are groups of uptake, `ways` how to meet, `places` how many at once.
    """  # noqa: D205 -- one thought

    __tablename__ = "mentors"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), unique=True)
    topics: Mapped[str] = mapped_column(Text)
    methods: Mapped[str] = mapped_column(Text, default="")
    professions: Mapped[list[Any]] = mapped_column(default=list)
    speaks_welsh: Mapped[bool] = mapped_column(default=False)
    languages: Mapped[str] = mapped_column(String(200), default="")
    ways: Mapped[list[Any]] = mapped_column(default=list)
    places: Mapped[int]
    joined_at: Mapped[datetime]
    paused_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()

    __table_args__ = (CheckConstraint("places BETWEEN 1 AND 20", name="some_places"),)


class Pairing(Identified, Versioned, Base):
    """One person who asked one mentor, and what came of it. `note` and `reason` are theirs alone.

    `profession_code` is the mentee's when they asked: pairings are counted by it.
    """

    __tablename__ = "pairings"

    mentor_id: Mapped[UUID] = mapped_column(ForeignKey("mentors.id"), index=True)
    mentee_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    profession_code: Mapped[str] = mapped_column(String(20))
    state: Mapped[PairingState] = mapped_column(
        words(PairingState, "pairing_state"), default=PairingState.ASKED
    )
    note: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text, default="")
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    mentor: Mapped[Mentor] = relationship()
    mentee: Mapped[Person] = relationship()
    meetings: Mapped[list["Meeting"]] = relationship(
        back_populates="pairing", order_by="Meeting.met_on.desc(), Meeting.id"
    )

    __table_args__ = (
        Index(
            "uq_pairings_live",
            "mentor_id",
            "mentee_id",
            unique=True,
            sqlite_where=text("state IN ('asked', 'paired')"),
            postgresql_where=text("state IN ('asked', 'paired')"),
        ),
    )


class Meeting(Identified, Base):
    """One line about one meeting. For the two people alone."""

    __tablename__ = "mentor_meetings"

    pairing_id: Mapped[UUID] = mapped_column(ForeignKey("pairings.id"), index=True)
    met_on: Mapped[date]
    words: Mapped[str] = mapped_column(String(200))
    noted_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    noted_at: Mapped[datetime]

    pairing: Mapped[Pairing] = relationship(back_populates="meetings")
    noted_by: Mapped[Person] = relationship()
