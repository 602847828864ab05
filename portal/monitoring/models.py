"""Equality answers, and the protected totals that were released of them."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.kernel.db import Base, Identified


class EqualityAnswers(Base):
    """What one person said, under a name that only the portal's secret gives to that person.

    There is no key to a person, an application or a call, and no instant: `seal` is worked out
    (see `seal.Seal`), and `month_on` is the first day of the month in which it was last kept.
    The rows stand in the order of their seals, so that the order says nothing of who came when.
    """

    __tablename__ = "equality_answers"
    __table_args__ = ({"sqlite_with_rowid": False},)

    seal: Mapped[str] = mapped_column(String(64), primary_key=True)
    nation: Mapped[str] = mapped_column(String(20))  # whose categories the answers are of
    answers: Mapped[dict[str, Any]]
    month_on: Mapped[date]


class EqualityTotal(Identified, Base):
    """A total of a year as it was released: already protected, and never worked out again.

    `applied` and `awarded` are None where they are hidden. So nobody can set this year's page
    before somebody changed an answer beside the page after.
    """

    __tablename__ = "equality_totals"
    __table_args__ = (
        UniqueConstraint("organisation_id", "year_on", "question", "answer"),
        CheckConstraint("applied IS NULL OR applied % 5 = 0", name="applied_rounded"),
        CheckConstraint("awarded IS NULL OR awarded % 5 = 0", name="awarded_rounded"),
    )

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    year_on: Mapped[date]  # its first day, 1 April
    question: Mapped[str] = mapped_column(String(40))
    answer: Mapped[str] = mapped_column(String(40))
    applied: Mapped[int | None]
    awarded: Mapped[int | None]
    released_at: Mapped[datetime]
