"""Tables of schemes, their versions, and their calls."""

from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    String,
    Table,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.kernel.db import Base, Identified, Versioned, words
from portal.kernel.language import Text
from portal.people.models import Organisation, Person
from portal.schemes import lifecycle
from portal.schemes.definition import Definition, Kind
from portal.schemes.lifecycle import Phase

call_openings = Table(
    "call_openings",
    Base.metadata,
    Column("call_id", ForeignKey("calls.id", ondelete="CASCADE"), primary_key=True),
    Column("organisation_id", ForeignKey("organisations.id"), primary_key=True, index=True),
)


class Scheme(Identified, Base):
    """A standing programme of one organisation. Its address is /schemes/<slug>."""

    __tablename__ = "schemes"

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    # One installation has one address space, so one slug serves one scheme in all of it.
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    kind: Mapped[Kind] = mapped_column(words(Kind, "kind"))
    retired_at: Mapped[datetime | None]

    organisation: Mapped[Organisation] = relationship()
    versions: Mapped[list["SchemeVersion"]] = relationship(
        back_populates="scheme", order_by="SchemeVersion.number"
    )
    calls: Mapped[list["Call"]] = relationship(back_populates="scheme", order_by="Call.opens_at")

    @property
    def latest(self) -> "SchemeVersion | None":
        """The newest version; None before the first."""
        return self.versions[-1] if self.versions else None


class SchemeVersion(Identified, Base):
    """What a scheme says, numbered from 1. Never changed once made: an edit makes the next."""

    __tablename__ = "scheme_versions"
    __table_args__ = (
        UniqueConstraint("scheme_id", "number"),
        CheckConstraint("number >= 1", name="number_from_one"),
    )

    scheme_id: Mapped[UUID] = mapped_column(ForeignKey("schemes.id"))
    number: Mapped[int]
    definition: Mapped[dict[str, Any]]
    made_at: Mapped[datetime]
    made_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"), index=True)

    scheme: Mapped[Scheme] = relationship(back_populates="versions")
    made_by: Mapped[Person | None] = relationship()

    @cached_property
    def document(self) -> Definition:
        """The definition, read. Raises Unreadable for a stored document of another shape."""
        return Definition.from_json(self.definition)


class Call(Identified, Versioned, Base):
    """One opening of a scheme, with its dates and its pot.

    It keeps the version it opened with, so that what a person applied under can always be
    shown. It is open to staff at or under the nodes in `open_to`; with none, to staff of
    the scheme's own organisation. References start with `prefix`, as in "P2P26-014".
    """

    __tablename__ = "calls"
    __table_args__ = (
        UniqueConstraint("scheme_id", "slug"),
        CheckConstraint("opens_at < closes_at", name="closes_after_opening"),
        CheckConstraint("closes_at <= approvals_due_at", name="approvals_after_close"),
        CheckConstraint("approvals_due_at <= reviews_due_at", name="reviews_after_approvals"),
        CheckConstraint("panel_on <= decisions_on", name="decisions_after_panel"),
        CheckConstraint("decisions_on <= earliest_start_on", name="start_after_decisions"),
        CheckConstraint("pot_pence >= 0", name="pot_not_negative"),
        CheckConstraint("pot_wte_months_hundredths >= 0", name="pot_of_time_not_negative"),
        CheckConstraint("grace_minutes BETWEEN 0 AND 120", name="grace_is_short"),
    )

    scheme_id: Mapped[UUID] = mapped_column(ForeignKey("schemes.id"))
    version_id: Mapped[UUID] = mapped_column(ForeignKey("scheme_versions.id"), index=True)
    slug: Mapped[str] = mapped_column(String(80))
    name_text: Mapped[dict[str, Any]] = mapped_column("name")
    prefix: Mapped[str] = mapped_column(String(12), unique=True)
    opens_at: Mapped[datetime] = mapped_column(index=True)
    closes_at: Mapped[datetime] = mapped_column(index=True)
    approvals_due_at: Mapped[datetime]
    reviews_due_at: Mapped[datetime]
    panel_on: Mapped[date]
    decisions_on: Mapped[date]
    earliest_start_on: Mapped[date]
    pot_pence: Mapped[int] = mapped_column(BigInteger)
    pot_wte_months_hundredths: Mapped[int | None]
    grace_minutes: Mapped[int] = mapped_column(default=10)
    rehearsal: Mapped[bool] = mapped_column(default=False)

    scheme: Mapped[Scheme] = relationship(back_populates="calls")
    pinned: Mapped[SchemeVersion] = relationship()
    open_to: Mapped[list[Organisation]] = relationship(
        secondary=call_openings, order_by=Organisation.path
    )

    @property
    def document(self) -> Definition:
        """What the scheme said when this call opened."""
        return self.pinned.document

    @property
    def name(self) -> Text:
        """The call's own name, such as "January 2027", in both languages."""
        return Text.from_json(self.name_text)

    @property
    def open_to_paths(self) -> tuple[str, ...]:
        """The nodes whose staff may apply, by path."""
        return tuple(node.path for node in self.open_to) or (self.scheme.organisation.path,)

    def phase(self, now: datetime) -> Phase:
        """Where the call is at this moment."""
        return lifecycle.phase(self, now)
