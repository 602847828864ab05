"""Tables of applications."""

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    and_,
    func,
)
from sqlalchemy import text as sql
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from portal.applications.lifecycle import IN_FIRST_STAGE, State
from portal.applications.money import Pot, tally
from portal.costing.wte import total_hours
from portal.files.models import Upload
from portal.kernel.db import Base, Identified, Versioned, words
from portal.people.models import Organisation, Person
from portal.people.professions import Profession, professions
from portal.schemes.models import Call, LatePass
from portal.schemes.questions import Round

if TYPE_CHECKING:
    from portal.applications.begun import BegunCost
    from portal.applications.companions import Collaborator, MentorRequest
    from portal.applications.returns import Return


class Application(Identified, Versioned, Base):
    """One person's application to one call.

    Profession, team and pay are as they were when it was started, and stay so: uptake counts a
    person under the profession they held then. `reference` is given when something of it is
    first sent, at random within the call, and kept. `submitted_at` is when all of it was sent.
    """

    __tablename__ = "applications"

    call_id: Mapped[UUID] = mapped_column(ForeignKey("calls.id"), index=True)
    applicant_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), index=True)
    team_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    profession_code: Mapped[str] = mapped_column(String(20))
    pay_label: Mapped[str] = mapped_column(String(60))  # "Band 6", or a medical grade
    reference: Mapped[str | None] = mapped_column(String(20), unique=True)
    title: Mapped[str] = mapped_column(String(300), default="")
    state: Mapped[State] = mapped_column(words(State, "application_state"), default=State.DRAFT)
    started_at: Mapped[datetime]
    first_sent_at: Mapped[datetime | None]  # the first of two stages
    submitted_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    # What the directory does not know and eligibility asks: see schemes.asking.
    told: Mapped[dict[str, Any]] = mapped_column(default=dict)

    call: Mapped[Call] = relationship()
    late_pass: Mapped[LatePass | None] = relationship(
        primaryjoin=lambda: and_(
            foreign(Application.call_id) == LatePass.call_id,
            Application.applicant_id == LatePass.person_id,
        ),
        uselist=False,
        viewonly=True,
    )
    applicant: Mapped[Person] = relationship()
    team: Mapped[Organisation] = relationship()
    sections: Mapped[list["SectionEntry"]] = relationship(
        back_populates="application", order_by="SectionEntry.key"
    )
    invitation: Mapped["Invitation | None"] = relationship(
        back_populates="application", uselist=False
    )
    periods: Mapped[list["ReleasePeriod"]] = relationship(
        back_populates="application", order_by="ReleasePeriod.starts_on, ReleasePeriod.id"
    )
    cost_lines: Mapped[list["CostLine"]] = relationship(
        back_populates="application", order_by="CostLine.position, CostLine.id"
    )
    begun_costs: Mapped[list["BegunCost"]] = relationship(
        back_populates="application", order_by="BegunCost.written_at, BegunCost.id"
    )
    collaborators: Mapped[list["Collaborator"]] = relationship(
        back_populates="application", order_by="Collaborator.name, Collaborator.id"
    )
    mentor_requests: Mapped[list["MentorRequest"]] = relationship(
        back_populates="application", order_by="MentorRequest.asked_at, MentorRequest.id"
    )
    # Every reader asks whether it is out for changes (see `returned`), so they come along.
    returns: Mapped[list["Return"]] = relationship(
        back_populates="application", order_by="Return.returned_at, Return.id", lazy="selectin"
    )

    uploads: Mapped[list[Upload]] = relationship(
        primaryjoin=lambda: Application.id == foreign(Upload.subject_id),
        order_by=lambda: (Upload.uploaded_at, Upload.id),
        viewonly=True,
    )

    __table_args__ = (
        Index(
            "uq_applications_one_live",
            "call_id",
            "applicant_id",
            unique=True,
            sqlite_where=sql("state <> 'withdrawn'"),
            postgresql_where=sql("state <> 'withdrawn'"),
        ),
        CheckConstraint("state <> 'submitted' OR submitted_at IS NOT NULL", name="submitted_when"),
        CheckConstraint("state <> 'withdrawn' OR withdrawn_at IS NOT NULL", name="withdrawn_when"),
        CheckConstraint("submitted_at IS NULL OR reference IS NOT NULL", name="reference_given"),
        CheckConstraint(
            "first_sent_at IS NULL OR reference IS NOT NULL", name="first_reference_given"
        ),
        CheckConstraint(
            "state NOT IN ('first_sent', 'invited', 'not_invited') OR first_sent_at IS NOT NULL",
            name="first_sent_when",
        ),
    )

    @hybrid_property
    def sent_at(self) -> datetime | None:
        """When something of it was first sent: from then on its author has applied."""
        return self.first_sent_at or self.submitted_at

    @sent_at.inplace.expression
    @classmethod
    def _sent_at(cls) -> ColumnElement[datetime | None]:
        return func.coalesce(cls.first_sent_at, cls.submitted_at)

    @property
    def stage(self) -> Round:
        """What is being answered, or was last: the first stage, or all of it."""
        if not self.call.document.is_two_stage:
            return Round.FULL
        if self.state is State.WITHDRAWN:
            return Round.FULL if self.full_closes_at else Round.FIRST
        return Round.FIRST if self.state in IN_FIRST_STAGE else Round.FULL

    @property
    def full_closes_at(self) -> datetime | None:
        """When the full stage closes for somebody who was invited to it."""
        if not self.call.document.is_two_stage or self.invitation is None:
            return None
        return self.invitation.closes_at

    @property
    def profession(self) -> Profession:
        """The profession under which this application is counted."""
        return professions()[self.profession_code]

    @property
    def late_until(self) -> datetime | None:
        """Until when its applicant is let in after the close; None without a late pass, or
        once that was seen to end.
        """  # noqa: D205 -- one thought
        return self.late_pass.lets_in_until if self.late_pass else None

    @property
    def closes_at(self) -> datetime:
        """When it can last be sent: the close of the call or, for somebody invited, of the full
        stage; or the end of a late pass after it.
        """  # noqa: D205 -- one thought
        close = self.full_closes_at or self.call.closes_at
        return max(close, self.late_pass.until_at if self.late_pass else close)

    @property
    def asked_pence(self) -> int:
        """What is asked of the scheme, in pence: what limits, reviews and awards go by."""
        return tally(self.cost_lines).asked_pence

    @property
    def files(self) -> list[Upload]:
        """Its files that were not removed, in the order in which they were added."""
        return [upload for upload in self.uploads if upload.removed_at is None]

    @property
    def cost_pence(self) -> int:
        """All cost lines together, in pence, whoever pays them."""
        return tally(self.cost_lines).total_pence

    @property
    def joined(self) -> tuple["Collaborator", ...]:
        """Who works on it with the applicant now."""
        return tuple(each for each in self.collaborators if each.has_agreed)

    @property
    def mentor(self) -> "MentorRequest | None":
        """The mentor, or who was asked to be; with neither, who said no last."""
        asked = [each for each in reversed(self.mentor_requests) if not each.is_over]
        return next((each for each in asked if each.is_live), next(iter(asked), None))


class SectionEntry(Identified, Versioned, Base):
    """What was answered in one section: question key to answer, as text or list of texts."""

    __tablename__ = "section_entries"

    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id"), index=True)
    key: Mapped[str] = mapped_column(String(40))
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    is_complete: Mapped[bool] = mapped_column(default=False)
    saved_at: Mapped[datetime]
    saved_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    # The page as served that saved it last, and which of that page's saves it was: see `saved.Tab`.
    tab: Mapped[str] = mapped_column(String(40), default="")
    turn: Mapped[int] = mapped_column(default=0)

    application: Mapped[Application] = relationship(back_populates="sections")
    saved_by: Mapped[Person] = relationship()

    __table_args__ = (UniqueConstraint("application_id", "key"),)


class SectionVersion(Identified, Base):
    """Words of a section that no longer stand in it, or never did: overwritten, or not chosen."""

    __tablename__ = "section_versions"

    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id"))
    key: Mapped[str] = mapped_column(String(40))
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    written_at: Mapped[datetime]
    written_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    set_aside_at: Mapped[datetime]

    written_by: Mapped[Person] = relationship()

    __table_args__ = (Index(None, "application_id", "key"),)


class ReleasePeriod(Identified, Base):
    """Hours a week asked for between two dates, both included.

    `given_amount` and `given_unit` are what was typed ("2 sessions"); the hours were worked out.
    Where it was so many days in all, `in_all_hundredths` are their hours and the hours a week
    their average, rounded; None where it was so much a week.
    """

    __tablename__ = "release_periods"

    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    hours_hundredths: Mapped[int]  # a week, x 100
    given_amount: Mapped[int]  # x 100, in the unit
    given_unit: Mapped[str] = mapped_column(String(20))  # `timing.Given`
    in_all_hundredths: Mapped[int | None]  # of an hour

    application: Mapped[Application] = relationship(back_populates="periods")

    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
        CheckConstraint("hours_hundredths > 0", name="some_hours"),
        CheckConstraint("in_all_hundredths > 0", name="some_hours_in_all"),
    )

    @property
    def total_hundredths(self) -> int:
        """All hours of the period, x 100: exact where they were given in all."""
        if self.in_all_hundredths is not None:
            return self.in_all_hundredths
        return total_hours(self.hours_hundredths, self.starts_on, self.ends_on)


class CostKind(StrEnum):
    """Whether a cost is worked out from pay, or typed."""

    SALARY = "salary"
    OTHER = "other"


class CostLine(Identified, Versioned, Base):
    """One cost. `details` are its inputs, `working` the steps from them to `amount_pence`.

    `ticket` is the random token of the form that it was added with, so that a second press of
    the same form adds nothing.
    """

    __tablename__ = "cost_lines"

    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id"), index=True)
    position: Mapped[int]
    kind: Mapped[CostKind] = mapped_column(words(CostKind, "cost_kind"))
    category: Mapped[str] = mapped_column(String(40))
    label: Mapped[str] = mapped_column(String(300))
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    working: Mapped[list[Any]] = mapped_column(default=list)
    amount_pence: Mapped[int] = mapped_column(BigInteger)
    pot: Mapped[Pot] = mapped_column(words(Pot, "cost_pot"), default=Pot.SCHEME)
    pot_name: Mapped[str] = mapped_column(String(120), default="")  # of another funder
    ticket: Mapped[str | None] = mapped_column(String(64))

    application: Mapped[Application] = relationship(back_populates="cost_lines")

    __table_args__ = (
        CheckConstraint("amount_pence >= 0", name="not_negative"),
        CheckConstraint("(pot = 'other') = (pot_name <> '')", name="others_have_names"),
        UniqueConstraint("application_id", "ticket"),
    )

    def __init__(self, **values: Any) -> None:
        """Ask it of the scheme unless it is said otherwise, before the database has seen it too."""
        super().__init__(**{"pot": Pot.SCHEME, "pot_name": "", **values})


class Submission(Identified, Base):
    """The receipt of a submission, and all that was submitted, as it was: one for each stage.

    An application has one for each time that it was sent, numbered from 1; the newest counts.
    `ticket` is the form's random token: the same ticket again gives this receipt again.
    """

    __tablename__ = "submissions"

    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id"))
    number: Mapped[int] = mapped_column(default=1)
    stage: Mapped[Round] = mapped_column(words(Round, "submission_stage"), default=Round.FULL)
    ticket: Mapped[str] = mapped_column(String(64), unique=True)
    received_at: Mapped[datetime]
    content: Mapped[dict[str, Any]]

    application: Mapped[Application] = relationship()

    __table_args__ = (
        UniqueConstraint("application_id", "number"),
        CheckConstraint("number >= 1", name="number_from_one"),
    )


class Invitation(Identified, Base):
    """What the office said to a first stage: `closes_at` of the full one, or the reason for no.

    `shut_at` is set once the portal saw it close: from then on, no clock set back opens it.
    """

    __tablename__ = "invitations"

    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id"), unique=True)
    closes_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[datetime]
    decided_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    shut_at: Mapped[datetime | None]

    application: Mapped[Application] = relationship(back_populates="invitation")

    __table_args__ = (
        CheckConstraint("(closes_at IS NULL) <> (reason = '')", name="date_or_reason"),
    )
