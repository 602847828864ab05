"""Who asked to be told of schemes."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.kernel.db import Base, Identified
from portal.schemes.models import Scheme


class Subscription(Identified, Base):
    """An address that wants to be told when calls open: of one scheme, or of those that fit.

    `jobs` are values of `people.professions.UptakeGroup`, `kinds` of `schemes.definition.Kind`;
    an empty list lets everything through. Nothing is sent before `confirmed_at`, which the link
    of the first mail sets. Of that link's token a digest is kept, no more, and of the network
    address it was asked from.
    """

    __tablename__ = "subscriptions"

    email: Mapped[str] = mapped_column(String(254), index=True)
    language: Mapped[str] = mapped_column(String(2))
    scheme_id: Mapped[UUID | None] = mapped_column(ForeignKey("schemes.id"), index=True)
    jobs: Mapped[list[Any]] = mapped_column(default=list)
    kinds: Mapped[list[Any]] = mapped_column(default=list)
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    asked_from: Mapped[str] = mapped_column(String(64), default="", index=True)
    asked_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    scheme: Mapped[Scheme | None] = relationship()
