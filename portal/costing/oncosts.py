"""What an employer pays on top of pay: National Insurance, pension and the levy.

Which rates are in force on a day is the book's to say (`costing.book`), each with its status
and source. What an organisation has chosen for itself is put over them by `Choices.over`.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from portal.costing.rounding import whole
from portal.costing.scales import Nation, nation_name, pay_year_of
from portal.costing.shipped import NotHeld
from portal.kernel.language import _


class NiMode(StrEnum):
    """Whose threshold counts. The organisation sets the default; each line says which."""

    SHARE_OF_POST = "share_of_post"  # a new or fixed-term post: its own NI, pro rata
    IN_FULL = "in_full"  # extra hours of somebody already above the threshold


class PensionMode(StrEnum):
    """Which pension rate is charged."""

    PAID_BY_EMPLOYER = "paid_by_employer"  # what leaves the employer's own budget
    HEADLINE = "headline"  # the whole rate, with what the centre pays
    OWN = "own"  # a rate that the organisation has set, with its source


class NoOnCosts(NotHeld):
    """Raised when we hold no on-cost rates for a nation and day, in plain words."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a rate comes from and how sure it is; `shipped.caution` words the status."""

    status: str
    source: str


@dataclass(frozen=True, slots=True)
class OnCosts:
    """The rates of one nation from one day to another, both included.

    Rates are fractions of pay (0.15 is 15%), the threshold is in pence a year. Where a nation
    has one pension rate only, both rates are that one. `pension_own_rate` and a levy of nought
    are an organisation's own choices.
    """

    nation: Nation
    starts_on: date
    ends_on: date
    ni_rate: Decimal
    ni_threshold_pence: int
    levy_rate: Decimal
    pension_paid_rate: Decimal
    pension_headline_rate: Decimal
    ni: Provenance
    levy: Provenance
    pension: Provenance
    pension_own_rate: Decimal | None = None

    def covers(self, on: date) -> bool:
        """Say whether these are the rates of that day, and not only the last known before it."""
        return self.starts_on <= on <= self.ends_on

    def year_used(self, on: date) -> str:
        """Return the pay year of these rates that stands for a day: its own, or the last one."""
        return pay_year_of(min(on, self.ends_on))

    def pension_rate(self, mode: PensionMode) -> Decimal:
        """Return the rate that this choice charges. Raises ValueError for an own rate not set."""
        if mode is PensionMode.OWN:
            if self.pension_own_rate is None:
                raise ValueError("the organisation has set no pension rate of its own")
            return self.pension_own_rate
        paid = mode is PensionMode.PAID_BY_EMPLOYER
        return self.pension_paid_rate if paid else self.pension_headline_rate


@dataclass(frozen=True, slots=True)
class FullYear:
    """One full-time post for one year, each part in whole pence, so that the parts add up."""

    salary_pence: int
    ni_pence: int
    pension_pence: int
    levy_pence: int

    @property
    def total_pence(self) -> int:
        """Return the sum of the parts."""
        return self.salary_pence + self.ni_pence + self.pension_pence + self.levy_pence


def no_on_costs(nation: Nation, pay_year: str) -> NoOnCosts:
    """Return the refusal for a nation and a year whose rates we do not hold."""
    return NoOnCosts(
        _(
            "We do not know what an employer pays on top of pay in %(nation)s for %(year)s.",
            nation=nation_name(nation),
            year=pay_year,
        )
    )


def full_year(
    annual_pence: int, rates_used: OnCosts, ni_mode: NiMode, pension_mode: PensionMode
) -> FullYear:
    """Return what one full-time post costs in a year.

    National Insurance is charged on pay above the threshold (share of post) or on all pay
    (in full); pension and levy on all pay. Each part is rounded to the penny, half up.
    """
    above = max(0, annual_pence - rates_used.ni_threshold_pence)
    ni_base = above if ni_mode is NiMode.SHARE_OF_POST else annual_pence
    return FullYear(
        salary_pence=annual_pence,
        ni_pence=_part(ni_base, rates_used.ni_rate),
        pension_pence=_part(annual_pence, rates_used.pension_rate(pension_mode)),
        levy_pence=_part(annual_pence, rates_used.levy_rate),
    )


def ni_mode_name(mode: NiMode) -> str:
    """Return the choice as people read it."""
    names: dict[NiMode, str] = {
        NiMode.SHARE_OF_POST: _("A new or fixed-term post: its share of National Insurance"),
        NiMode.IN_FULL: _("Extra hours for someone in post: National Insurance on all of it"),
    }
    return names[mode]


def pension_mode_name(mode: PensionMode) -> str:
    """Return the choice as people read it."""
    names: dict[PensionMode, str] = {
        PensionMode.PAID_BY_EMPLOYER: _("The part of the pension that we pay"),
        PensionMode.HEADLINE: _("The whole pension rate"),
        PensionMode.OWN: _("A pension rate of our own"),
    }
    return names[mode]


def percent(rate: Decimal) -> str:
    """Write a fraction as per cent without needless zeros: 0.1438 is "14.38%"."""
    return f"{(rate * 100).normalize():f}%"


def _part(base_pence: int, rate: Decimal) -> int:
    return whole(base_pence * Fraction(rate))
