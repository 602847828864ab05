"""Tables of people: the organisation tree, persons, their employment, roles and sign-ins."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.costing.scales import Nation
from portal.kernel.actor import Actor, Grant, Role
from portal.kernel.db import Base, Identified, words
from portal.kernel.language import Text as Words
from portal.people.professions import Profession, professions


class NodeKind(StrEnum):
    """What a node of the tree is."""

    NATION = "nation"
    ORGANISATION = "organisation"
    DIRECTORATE = "directorate"
    TEAM = "team"


class Organisation(Identified, Base):
    """A node of the organisation tree. `path` is the slugs from the root, joined by "/"."""

    __tablename__ = "organisations"

    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    kind: Mapped[NodeKind] = mapped_column(words(NodeKind, "node_kind"))
    nation: Mapped[Nation] = mapped_column(words(Nation, "nation"))
    slug: Mapped[str] = mapped_column(String(60))
    path: Mapped[str] = mapped_column(String(300), unique=True)
    name_en: Mapped[str] = mapped_column(String(200))
    name_cy: Mapped[str] = mapped_column(String(200), default="")
    release_limit_hundredths: Mapped[int | None]  # WTE that may be released at once, x 100

    parent: Mapped["Organisation | None"] = relationship(remote_side="Organisation.id")

    @property
    def name(self) -> Words:
        """The name in both languages."""
        return Words(self.name_en, self.name_cy)


class Person(Identified, Base):
    """Somebody known to the portal. The address is kept in lower case and is unique."""

    __tablename__ = "people"

    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(2), default="en")
    password_hash: Mapped[str | None] = mapped_column(String(200))
    is_active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]

    grants: Mapped[list["RoleGrant"]] = relationship(
        back_populates="person", foreign_keys="RoleGrant.person_id", order_by="RoleGrant.id"
    )
    posts: Mapped[list["Employment"]] = relationship(
        back_populates="person", foreign_keys="Employment.person_id", order_by="Employment.id"
    )

    __table_args__ = (CheckConstraint("email = lower(email)", name="email_lower"),)

    @property
    def post(self) -> "Employment | None":
        """The main assignment: the one marked so, by whom a person is counted."""
        return next((post for post in self.posts if post.is_main), None)

    def as_actor(self) -> Actor:
        """Return this person as one who acts, with the roles held now."""
        grants = frozenset(Grant(g.role, g.organisation.path) for g in self.grants)
        return Actor(self.id, self.name, grants)


class Contract(StrEnum):
    """The kind of contract."""

    PERMANENT = "permanent"
    FIXED_TERM = "fixed_term"
    BANK = "bank"
    HONORARY = "honorary"


class Employment(Identified, Base):
    """A post a person holds: team, profession, pay, contract, hours, manager.

    Staff on Agenda for Change have `band` and `step`; medical and dental staff have a `grade`
    and a full-time salary in pence, since no medical scale is shipped.
    """

    __tablename__ = "employments"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    manager_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"), index=True)
    profession_code: Mapped[str] = mapped_column(String(20), index=True)
    job_title: Mapped[str] = mapped_column(String(120))
    contract: Mapped[Contract] = mapped_column(words(Contract, "contract"))
    hours_hundredths: Mapped[int]  # contracted hours a week, x 100
    band: Mapped[str | None] = mapped_column(String(4))
    step: Mapped[int | None]
    grade: Mapped[str | None] = mapped_column(String(60))
    salary_pence: Mapped[int | None]  # full-time, a year; medical and dental grades only
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    is_main: Mapped[bool] = mapped_column(default=True)

    person: Mapped[Person] = relationship(back_populates="posts", foreign_keys=[person_id])
    manager: Mapped[Person | None] = relationship(foreign_keys=[manager_id])
    organisation: Mapped[Organisation] = relationship()

    __table_args__ = (
        CheckConstraint("hours_hundredths >= 0", name="hours_not_negative"),
        CheckConstraint("(band IS NULL) <> (grade IS NULL)", name="band_or_grade"),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="ends_after_start"),
        Index(
            "uq_employments_main",
            "person_id",
            unique=True,
            sqlite_where=text("is_main"),
            postgresql_where=text("is_main"),
        ),
    )

    @property
    def profession(self) -> Profession:
        """The profession of this post."""
        return professions()[self.profession_code]


class RoleGrant(Identified, Base):
    """A role held by a person at a node, good for that node and all below."""

    __tablename__ = "role_grants"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    role: Mapped[Role] = mapped_column(words(Role, "role"))
    granted_at: Mapped[datetime]

    person: Mapped[Person] = relationship(back_populates="grants", foreign_keys=[person_id])
    organisation: Mapped[Organisation] = relationship()

    __table_args__ = (UniqueConstraint("person_id", "organisation_id", "role"),)


class SignIn(Identified, Base):
    """One browser signed in as one person, until it ends or its twenty hours are up.

    Only a digest of the token is kept, so that a copy of the table opens no session.
    `forms_digest` is that of the form token of its pages, by which a page that comes back after
    the end still says whose it was. `extended_to` is a later end that the person asked for.
    """

    __tablename__ = "sign_ins"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    token_digest: Mapped[str] = mapped_column(String(64), unique=True)
    forms_digest: Mapped[str] = mapped_column(String(64), default="", index=True)
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    extended_to: Mapped[datetime | None]

    person: Mapped[Person] = relationship()


class HeldPost(Identified, Base):
    """What somebody sent when their sign-in was over: kept half an hour, for them alone.

    `browser_digest` is that of a cookie which only the browser that sent it has. `body` is JSON
    in bytes (see `people.held`), since a database's text takes no NUL.
    """

    __tablename__ = "held_posts"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    browser_digest: Mapped[str] = mapped_column(String(64), index=True)
    path: Mapped[str] = mapped_column(Text)
    body: Mapped[bytes] = mapped_column(LargeBinary)
    held_at: Mapped[datetime] = mapped_column(index=True)


class FailedSignIn(Identified, Base):
    """A wrong password, kept for a day to slow down guessing; the address is kept as a digest."""

    __tablename__ = "failed_sign_ins"

    email_digest: Mapped[str] = mapped_column(String(64), index=True)
    address: Mapped[str] = mapped_column(String(64), index=True)
    failed_at: Mapped[datetime] = mapped_column(index=True)


class WorkforceCount(Identified, Base):
    """How many people of a profession an organisation employed at a month's end."""

    __tablename__ = "workforce_counts"

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    month_end_on: Mapped[date]
    profession_code: Mapped[str] = mapped_column(String(20))
    headcount: Mapped[int]
    wte_hundredths: Mapped[int]
    is_illustrative: Mapped[bool] = mapped_column(default=False)
    source: Mapped[str] = mapped_column(Text, default="")

    __table_args__ = (
        UniqueConstraint("organisation_id", "month_end_on", "profession_code"),
        CheckConstraint("headcount >= 0 AND wte_hundredths >= 0", name="counts_not_negative"),
    )
