"""Tables of pay scales, on-costs and an organisation's choices, by the days they are for.

Rates are whole millionths of pay, so that 14.38% is 143,800 on both databases alike.
"""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.costing.choices import Cover
from portal.costing.oncosts import NiMode, PensionMode
from portal.costing.scales import Nation
from portal.kernel.db import Base, Identified, Versioned, words
from portal.people.models import Organisation, Person
from portal.rates.lifecycle import Standing, Trust

MILLION = 1_000_000


class FigureSet(Identified, Versioned):
    """What both kinds of sets have: where, for which days, from what source, and who did what.

    Both days are included. `ended_at` is when it was withdrawn or another took its place.
    """

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    nation: Mapped[Nation] = mapped_column(words(Nation, "nation"))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    trust: Mapped[Trust] = mapped_column(words(Trust, "trust"))
    source: Mapped[str] = mapped_column(Text)
    entered_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    entered_at: Mapped[datetime]
    in_force_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    @property
    def standing(self) -> Standing:
        """How it stands."""
        if self.in_force_at is None:
            return Standing.DRAFT
        return Standing.IN_FORCE if self.ended_at is None else Standing.ENDED


class ScaleSet(FigureSet, Base):
    """A pay scale of one nation within one pay year. Hours of a full-time week are x 100."""

    __tablename__ = "rate_scales"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
        CheckConstraint("ended_at IS NULL OR in_force_at IS NOT NULL", name="in_force_before_end"),
        CheckConstraint("full_time_hundredths > 0", name="full_time_above_nought"),
    )

    pay_year: Mapped[str] = mapped_column(String(7))
    full_time_hundredths: Mapped[int]

    organisation: Mapped[Organisation] = relationship()
    entered_by: Mapped[Person] = relationship()
    points: Mapped[list["ScalePoint"]] = relationship(
        back_populates="scale",
        order_by="ScalePoint.band, ScalePoint.step",
        cascade="all, delete-orphan",
    )


class ScalePoint(Identified, Base):
    """One step of one band: full-time pay a year in pence, and years in the band to reach it."""

    __tablename__ = "rate_points"
    __table_args__ = (
        UniqueConstraint("scale_id", "band", "step"),
        CheckConstraint("annual_pence > 0 AND step > 0", name="above_nought"),
        CheckConstraint("years IS NULL OR years >= 0", name="years_not_negative"),
    )

    scale_id: Mapped[UUID] = mapped_column(ForeignKey("rate_scales.id"), index=True)
    band: Mapped[str] = mapped_column(String(4))
    step: Mapped[int]
    annual_pence: Mapped[int]
    years: Mapped[int | None]

    scale: Mapped[ScaleSet] = relationship(back_populates="points")


class OnCostSet(FigureSet, Base):
    """What employers of a nation pay on top of pay; rates are millionths of pay."""

    __tablename__ = "rate_on_costs"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
        CheckConstraint("ended_at IS NULL OR in_force_at IS NOT NULL", name="in_force_before_end"),
        CheckConstraint(
            "ni_millionths >= 0 AND ni_threshold_pence >= 0 AND levy_millionths >= 0 "
            "AND pension_paid_millionths >= 0 AND pension_headline_millionths >= 0",
            name="not_negative",
        ),
    )

    ni_millionths: Mapped[int]
    ni_threshold_pence: Mapped[int]
    levy_millionths: Mapped[int]
    pension_paid_millionths: Mapped[int]
    pension_headline_millionths: Mapped[int]

    organisation: Mapped[Organisation] = relationship()
    entered_by: Mapped[Person] = relationship()


class RateImport(Identified, Base):
    """A file that somebody has sent for a draft and not yet applied: its text, its columns.

    `columns` names the file's column, counted from nought, for each thing that we read.
    """

    __tablename__ = "rate_imports"

    scale_id: Mapped[UUID] = mapped_column(ForeignKey("rate_scales.id"), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    columns: Mapped[dict[str, Any]]
    sent_at: Mapped[datetime]

    scale: Mapped[ScaleSet] = relationship()


class ChoiceSet(Identified, Base):
    """An organisation's choices from a day on, until others start. Never edited."""

    __tablename__ = "rate_choices"
    __table_args__ = (
        CheckConstraint(
            "(pension_mode = 'own') = (pension_own_millionths IS NOT NULL)",
            name="own_rate_where_chosen",
        ),
        Index("ix_rate_choices_organisation_id_starts_on", "organisation_id", "starts_on"),
    )

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    starts_on: Mapped[date]
    ni_mode: Mapped[NiMode] = mapped_column(words(NiMode, "ni_mode"))
    pension_mode: Mapped[PensionMode] = mapped_column(words(PensionMode, "pension_mode"))
    pension_own_millionths: Mapped[int | None]
    pension_own_source: Mapped[str] = mapped_column(Text, default="")
    charges_levy: Mapped[bool]
    entered_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    entered_at: Mapped[datetime]

    organisation: Mapped[Organisation] = relationship()
    entered_by: Mapped[Person] = relationship()


class HourlySet(Identified, Base):
    """What an hour of bank or agency cover costs an organisation, in pence, for some days.

    Entered by the organisation, and none is shipped. Ended, it is kept and used no more.
    """

    __tablename__ = "rate_hourly"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
        CheckConstraint("hourly_pence > 0", name="above_nought"),
    )

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    cover: Mapped[Cover] = mapped_column(words(Cover, "cover"))
    band: Mapped[str] = mapped_column(String(4))
    hourly_pence: Mapped[int]
    source: Mapped[str] = mapped_column(Text)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    entered_by_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    entered_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    organisation: Mapped[Organisation] = relationship()
    entered_by: Mapped[Person] = relationship()
