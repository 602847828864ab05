"""Whose private address gives a team's calendar to a phone."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.kernel.db import Base, Identified
from portal.people.models import Person


class TeamFeed(Identified, Base):
    """One address of one person. Only a digest of its token is kept: a copy of the table opens
    nothing. What it gives is asked anew each time, and never more than the person's own page.
    """  # noqa: D205 -- one thought

    __tablename__ = "team_feeds"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), unique=True)
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]

    person: Mapped[Person] = relationship()
