"""Files of everything held of a person."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from portal.kernel.db import Base, Identified
from portal.people.models import Person


class Takeout(Identified, Base):
    """One file that a person asked for: at most one each. The worker makes it, and deletes it.

    `content` is a ZIP. Asking again replaces the row, and with it the address.
    """

    __tablename__ = "takeouts"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), unique=True)
    asked_at: Mapped[datetime]
    made_at: Mapped[datetime | None]
    content: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))

    person: Mapped[Person] = relationship()

    __table_args__ = (
        CheckConstraint("(content IS NULL) = (made_at IS NULL)", name="made_has_content"),
    )
