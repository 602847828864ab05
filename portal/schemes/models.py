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
from sqlalchemy import Text as LongText
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.kernel.db import Base, Identified, Versioned, words
from portal.kernel.language import Text
from portal.people.models import Organisation, Person
from portal.schemes import fences, lifecycle
from portal.schemes.definition import Definition, Kind
from portal.schemes.fences import Fence
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
    # The gallery's template it came from: the office is shown how far each value can be trusted.
    template_key: Mapped[str] = mapped_column(String(40), default="")

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
    note: Mapped[str] = mapped_column(String(300), default="")  # what changed, in the maker's words

    scheme: Mapped[Scheme] = relationship(back_populates="versions")
    made_by: Mapped[Person | None] = relationship()

    @cached_property
    def document(self) -> Definition:
        """The definition, read. Raises Unreadable for a stored document of another shape."""
        return _readings.read(self.id, self.definition)


class _Readings:
    """The documents read last, by version: each request meets the same few over and over.

    A version never changes; should its row be mended by hand, it is read anew.
    """

    most = 128

    def __init__(self) -> None:
        self._kept: dict[UUID | None, tuple[dict[str, Any], Definition]] = {}

    def read(self, version_id: UUID | None, stored: dict[str, Any]) -> Definition:
        """Return the document. Raises Unreadable."""
        kept = self._kept.get(version_id)
        if kept is not None and kept[0] == stored:
            return kept[1]
        found = Definition.from_json(stored)
        if len(self._kept) >= self.most:
            self._kept.clear()
        self._kept[version_id] = stored, found
        return found


_readings = _Readings()


class SchemeDraft(Identified, Versioned, Base):
    """The next version of a scheme while its office works on it; there is one at most.

    Nobody outside the office sees it. Making it a version takes it away.
    """

    __tablename__ = "scheme_drafts"

    scheme_id: Mapped[UUID] = mapped_column(ForeignKey("schemes.id"), unique=True)
    base_number: Mapped[int]  # the version it was begun from
    definition: Mapped[dict[str, Any]]
    changed_at: Mapped[datetime]
    changed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"), index=True)

    scheme: Mapped[Scheme] = relationship()
    changed_by: Mapped[Person | None] = relationship()

    @property
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
        CheckConstraint("ended_at IS NULL OR rehearsal", name="only_rehearsals_end"),
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
    ring_fences: Mapped[list[Any]] = mapped_column(default=list)
    ended_at: Mapped[datetime | None]  # when the office ended a rehearsal
    announced_at: Mapped[datetime | None]  # when those who asked for alerts were told
    # When the portal saw it closed: a clock that is set back does not open it again.
    shut_at: Mapped[datetime | None]

    scheme: Mapped[Scheme] = relationship(back_populates="calls")
    pinned: Mapped[SchemeVersion] = relationship()
    open_to: Mapped[list[Organisation]] = relationship(
        secondary=call_openings, order_by=Organisation.path
    )
    extensions: Mapped[list["CallExtension"]] = relationship(
        back_populates="call", order_by="CallExtension.made_at, CallExtension.id"
    )
    late_passes: Mapped[list["LatePass"]] = relationship(
        back_populates="call", order_by="LatePass.until_at, LatePass.id"
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
    def fences(self) -> tuple[Fence, ...]:
        """The parts of the pot that are kept for named job groups."""
        return fences.read(self.ring_fences)

    @property
    def open_to_paths(self) -> tuple[str, ...]:
        """The nodes whose staff may apply, by path."""
        return tuple(node.path for node in self.open_to) or (self.scheme.organisation.path,)

    def phase(self, now: datetime) -> Phase:
        """Where the call is at this moment; a rehearsal that was ended is over."""
        return Phase.DECIDED if self.ended_at is not None else lifecycle.phase(self, now)


class Beat(Base):
    """When a part of the portal last said that it was alive. See `outages`."""

    __tablename__ = "beats"

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    alive_at: Mapped[datetime]


class Outage(Identified, Base):
    """A time in which the portal was not alive, noticed when it was again. Never changed."""

    __tablename__ = "outages"
    __table_args__ = (CheckConstraint("from_at < to_at", name="ends_after_start"),)

    from_at: Mapped[datetime]
    to_at: Mapped[datetime]


class CallExtension(Identified, Base):
    """A close moved to a later instant after the call had opened, and why. Never changed.

    `outage` is set where no person moved it but the rule for outages.
    """

    __tablename__ = "call_extensions"
    __table_args__ = (
        CheckConstraint("from_at <> to_at", name="moves_the_close"),
        UniqueConstraint("call_id", "outage_id"),
    )

    call_id: Mapped[UUID] = mapped_column(ForeignKey("calls.id"), index=True)
    from_at: Mapped[datetime]
    to_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(500))
    made_at: Mapped[datetime]
    made_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"), index=True)
    outage_id: Mapped[UUID | None] = mapped_column(ForeignKey("outages.id"))

    call: Mapped[Call] = relationship(back_populates="extensions")
    made_by: Mapped[Person | None] = relationship()
    outage: Mapped[Outage | None] = relationship(lazy="joined")


class LatePass(Identified, Base):
    """One named person let in after the close, until an instant, for a reason on the record.

    `shut_at` is set once the portal saw it end: from then on, no clock set back opens it.
    """

    __tablename__ = "late_passes"
    __table_args__ = (UniqueConstraint("call_id", "person_id"),)

    call_id: Mapped[UUID] = mapped_column(ForeignKey("calls.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    until_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(String(500))
    made_at: Mapped[datetime]
    made_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"), index=True)
    shut_at: Mapped[datetime | None]

    call: Mapped[Call] = relationship(back_populates="late_passes")
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    made_by: Mapped[Person | None] = relationship(foreign_keys=[made_by_id])

    @property
    def lets_in_until(self) -> datetime | None:
        """Until when it lets in; None once it was seen to end."""
        return None if self.shut_at else self.until_at


class SchemeView(Identified, Base):
    """That a signed-in person has seen a call's page: once, under their profession then.

    The first stage of the funnel, and nothing more is kept: no path, no device, no second time.
    """

    __tablename__ = "scheme_views"
    __table_args__ = (UniqueConstraint("call_id", "person_id"),)

    call_id: Mapped[UUID] = mapped_column(ForeignKey("calls.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    profession_code: Mapped[str] = mapped_column(String(20))
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    seen_at: Mapped[datetime]


class Enquiry(Identified, Base):
    """A question to the office about a scheme, from its page or the checker, by anybody.

    `facts` are what the checker had been told, as label and answer, so that nobody asks twice.
    """

    __tablename__ = "enquiries"

    scheme_id: Mapped[UUID] = mapped_column(ForeignKey("schemes.id"), index=True)
    asker_name: Mapped[str] = mapped_column(String(200))
    asker_email: Mapped[str] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(2))
    words: Mapped[str] = mapped_column(LongText)
    facts: Mapped[list[Any]] = mapped_column(default=list)
    asked_from: Mapped[str] = mapped_column(String(64), default="")  # a digest, against abuse
    made_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"), index=True)

    scheme: Mapped[Scheme] = relationship()
    answered_by: Mapped[Person | None] = relationship()
