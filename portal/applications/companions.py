"""Tables of those who take part in an application without being its applicant.

Both kinds are asked by a secret link to one address. Only a digest of the link's token is kept.
`person_id` is who the address belongs to, where somebody here has it, and who it was that agreed.
"""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.applications.models import Application
from portal.kernel.db import Base, Identified, Versioned, words
from portal.people.models import Person


class Standing(StrEnum):
    """How somebody who was asked stands. Whether a link still works is not stored."""

    WAITING = "waiting"
    AGREED = "agreed"
    DECLINED = "declined"
    CANCELLED = "cancelled"  # the applicant took the request back
    LEFT = "left"
    REMOVED = "removed"


class Answer(StrEnum):
    """What can be done to a request."""

    AGREE = "agree"
    DECLINE = "decline"
    CANCEL = "cancel"
    LEAVE = "leave"
    REMOVE = "remove"


MOVES: dict[tuple[Standing, Answer], Standing] = {
    (Standing.WAITING, Answer.AGREE): Standing.AGREED,
    (Standing.WAITING, Answer.DECLINE): Standing.DECLINED,
    (Standing.WAITING, Answer.CANCEL): Standing.CANCELLED,
    (Standing.AGREED, Answer.LEAVE): Standing.LEFT,
    (Standing.AGREED, Answer.REMOVE): Standing.REMOVED,
}
LIVE = frozenset({Standing.WAITING, Standing.AGREED})
OVER = frozenset({Standing.CANCELLED, Standing.LEFT, Standing.REMOVED})


class Access(StrEnum):
    """What a collaborator may do with the draft."""

    VIEW = "view"
    EDIT = "edit"


def _live(*columns: str, name: str, standing: str = "standing IN ('waiting', 'agreed')") -> Index:
    """Return a unique index over the rows that stand so."""
    condition = text(standing)
    return Index(name, *columns, unique=True, sqlite_where=condition, postgresql_where=condition)


class Companion(Identified, Versioned):
    """What collaborators and mentors share: who was asked, when, and what came of it."""

    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id"), index=True)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(254), index=True)
    standing: Mapped[Standing] = mapped_column(words(Standing, "companion_standing"))
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    mails: Mapped[int] = mapped_column(default=1)  # that carried a link
    answered_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    if TYPE_CHECKING:  # each table has its own
        application: Mapped[Application]
        person: Mapped[Person | None]

    @property
    def is_waiting(self) -> bool:
        """Say whether there is no answer yet."""
        return self.standing is Standing.WAITING

    @property
    def has_agreed(self) -> bool:
        """Say whether they take part."""
        return self.standing is Standing.AGREED

    @property
    def is_live(self) -> bool:
        """Say whether they take part, or may yet."""
        return self.standing in LIVE

    @property
    def is_over(self) -> bool:
        """Say whether it came to an end, by whom soever, other than by their no."""
        return self.standing in OVER


class Collaborator(Companion, Base):
    """Somebody who reads a draft with the applicant, or writes in it too.

    `part` is what they do, in words; `credit` are roles of the standard's list: see `credit`.
    """

    __tablename__ = "collaborators"

    part: Mapped[str] = mapped_column(String(200), default="")
    access: Mapped[Access] = mapped_column(words(Access, "collaborator_access"))
    credit: Mapped[list[Any]] = mapped_column(default=list)

    application: Mapped[Application] = relationship(back_populates="collaborators")
    person: Mapped[Person | None] = relationship()

    __table_args__ = (
        _live("application_id", "email", name="uq_collaborators_live"),
        _live(
            "application_id",
            "person_id",
            name="uq_collaborators_person",
            standing="standing = 'agreed'",
        ),
        CheckConstraint("email = lower(email)", name="email_lower"),
        CheckConstraint("standing <> 'agreed' OR person_id IS NOT NULL", name="agreed_who"),
    )


class MentorRequest(Companion, Base):
    """A mentor asked for one application, and what they can give: hours a month, x 100."""

    __tablename__ = "mentor_requests"

    note: Mapped[str] = mapped_column(Text, default="")
    mentees: Mapped[int | None]
    hours_hundredths: Mapped[int | None]
    statement: Mapped[str] = mapped_column(Text, default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    reminded_at: Mapped[datetime | None]

    application: Mapped[Application] = relationship(back_populates="mentor_requests")
    person: Mapped[Person | None] = relationship()

    __table_args__ = (
        _live("application_id", name="uq_mentor_requests_live"),
        CheckConstraint("email = lower(email)", name="email_lower"),
        CheckConstraint(
            "standing <> 'agreed' OR"
            " (person_id IS NOT NULL AND mentees >= 0 AND hours_hundredths > 0)",
            name="agreed_what",
        ),
    )
