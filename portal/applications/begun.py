"""The table of costs that were begun and not saved: they are in no sum anywhere."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.applications.models import Application, CostKind
from portal.kernel.db import Base, Identified, Versioned
from portal.kernel.db import words as one_of
from portal.people.models import Person

MOST_BEGUN = 20
MOST_APART = 40  # with those of pages that were overtaken, so that those are kept too
REMEMBERED = timedelta(hours=1)  # for how long a late save of a page that is done with is known


class BegunCost(Identified, Versioned, Base):
    """What somebody typed of a new cost, or of a change to a line, and has not saved.

    `ticket` is that of the form it is typed in, so that two pages never write into one another.
    `line_version` is the version of the line that the form showed; a line that was removed
    meanwhile may be named, so this is no foreign key. Once it was saved or dropped (`ended_at`)
    the words are gone, and only `tab` and `turn` stay, to know a save that comes too late.
    """

    __tablename__ = "begun_costs"

    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id"))
    ticket: Mapped[str] = mapped_column(String(64))
    kind: Mapped[CostKind] = mapped_column(one_of(CostKind, "begun_cost_kind"))
    line_id: Mapped[UUID | None]
    line_version: Mapped[int] = mapped_column(default=0)
    words: Mapped[dict[str, Any]] = mapped_column(default=dict)
    written_at: Mapped[datetime]
    written_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    tab: Mapped[str] = mapped_column(String(40), default="")
    turn: Mapped[int] = mapped_column(default=0)
    ended_at: Mapped[datetime | None]

    application: Mapped[Application] = relationship(back_populates="begun_costs")
    written_by: Mapped[Person] = relationship()

    __table_args__ = (UniqueConstraint("application_id", "ticket"),)

    @property
    def label(self) -> str:
        """What the cost is to be called; "" where that was not typed."""
        return str(self.words.get("label", ""))


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in a form for one cost: its ticket, its words, and the line that it changes.

    `is_as_served` says that nothing in it differs from what the form begins with.
    """

    ticket: str
    kind: CostKind
    words: Mapping[str, str]
    line_id: UUID | None = None
    line_version: int = 0
    is_as_served: bool = False


def live(application: Application) -> tuple[BegunCost, ...]:
    """Return what was begun and neither saved nor dropped, the oldest first."""
    return tuple(each for each in application.begun_costs if each.ended_at is None)


def of_line(application: Application, line_id: UUID) -> tuple[BegunCost, ...]:
    """Return the changes to one line that were begun."""
    return tuple(each for each in live(application) if each.line_id == line_id)


def of_no_line(application: Application, kind: CostKind) -> tuple[BegunCost, ...]:
    """Return the new costs of a kind that were begun; one whose line was removed is new again."""
    there = {line.id for line in application.cost_lines}
    return tuple(e for e in live(application) if e.kind is kind and e.line_id not in there)


def is_old(each: BegunCost, now: datetime) -> bool:
    """Say whether even a late save of its page cannot come any more."""
    return each.ended_at is not None and now - each.ended_at >= REMEMBERED


def same(rows: Iterable[BegunCost], typed: Typed) -> BegunCost | None:
    """Return what holds just these words already."""
    words = dict(typed.words)
    return next((r for r in rows if (r.line_id, r.words) == (typed.line_id, words)), None)
