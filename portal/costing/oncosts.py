"""What an employer pays on top of pay: National Insurance, pension and the levy.

The rates of a nation and a pay year come from the shipped figures, each with its status and
source. An organisation that has set its own pension rate hands in a copy made with
`dataclasses.replace`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cache
from typing import Any

from portal.costing.rounding import whole
from portal.costing.scales import Nation, nation_name
from portal.costing.shipped import NotHeld, rates
from portal.kernel.language import _

_YEARS = re.compile(r"\d{4}/\d{2}")


class NiMode(StrEnum):
    """Whose threshold counts. The organisation sets the default; each line says which."""

    SHARE_OF_POST = "share_of_post"  # a new or fixed-term post: its own NI, pro rata
    IN_FULL = "in_full"  # extra hours of somebody already above the threshold


class PensionMode(StrEnum):
    """Which pension rate is charged."""

    PAID_BY_EMPLOYER = "paid_by_employer"  # what leaves the employer's own budget
    HEADLINE = "headline"  # the whole rate, with what the centre pays


class NoOnCosts(NotHeld):
    """Raised when we hold no on-cost rates for a nation and year, in plain words."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a rate comes from and how sure it is; `shipped.caution` words the status."""

    status: str
    source: str


@dataclass(frozen=True, slots=True)
class OnCosts:
    """The rates of one nation and pay year: fractions of pay (0.15 is 15%), threshold in pence.

    Where a nation has one pension rate only, both rates are that one.
    """

    nation: Nation
    pay_year: str
    ni_rate: Decimal
    ni_threshold_pence: int
    levy_rate: Decimal
    pension_paid_rate: Decimal
    pension_headline_rate: Decimal
    ni: Provenance
    levy: Provenance
    pension: Provenance

    def pension_rate(self, mode: PensionMode) -> Decimal:
        """Return the rate that this choice charges."""
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


def on_costs(nation: Nation, pay_year: str) -> OnCosts:
    """Return the rates of a nation and a pay year. Raises NoOnCosts where we hold none."""
    if pay_year not in _years_held():
        raise NoOnCosts(
            _(
                "We do not know what an employer pays on top of pay in %(nation)s for %(year)s.",
                nation=nation_name(nation),
                year=pay_year,
            )
        )
    ni, levy = rates()["nic"], rates()["apprenticeship_levy"]
    pension = _pension(nation)
    paid, headline = _pension_rates(pension)
    return OnCosts(
        nation=nation,
        pay_year=pay_year,
        ni_rate=ni["employer_rate"],
        ni_threshold_pence=ni["secondary_threshold_gbp_per_year"] * 100,
        levy_rate=levy["rate"],
        pension_paid_rate=paid,
        pension_headline_rate=headline,
        ni=_provenance(ni),
        levy=_provenance(levy),
        pension=_provenance(pension),
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
    }
    return names[mode]


def percent(rate: Decimal) -> str:
    """Write a fraction as per cent without needless zeros: 0.1438 is "14.38%"."""
    return f"{(rate * 100).normalize():f}%"


def _part(base_pence: int, rate: Decimal) -> int:
    return whole(base_pence * Fraction(rate))


def _pension(nation: Nation) -> Mapping[str, Any]:
    shared = nation in {Nation.ENGLAND, Nation.WALES}
    found: Mapping[str, Any] = rates()["pension"]["england_wales" if shared else nation.value]
    return found


def _pension_rates(pension: Mapping[str, Any]) -> tuple[Decimal, Decimal]:
    """Return the rate paid by the employer and the headline; one rate alone is both."""
    if "rate" in pension:
        return pension["rate"], pension["rate"]
    return pension["paid_by_employer"], pension["with_admin_levy"]


def _provenance(block: Mapping[str, Any]) -> Provenance:
    return Provenance(block["status"], block["source"])


@cache
def _years_held() -> frozenset[str]:
    return frozenset(_YEARS.findall(rates()["nic"]["valid"]))
