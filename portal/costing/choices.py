"""What an organisation has chosen for itself, where the rules leave it a choice."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from portal.costing.oncosts import NiMode, OnCosts, PensionMode, Provenance
from portal.costing.shipped import NotHeld
from portal.kernel.language import _

OWN = "own"  # the status of a figure that the organisation answers for itself
_NOTHING = Decimal(0)


class Cover(StrEnum):
    """Cover that is paid by the hour."""

    BANK = "bank"
    AGENCY = "agency"


@dataclass(frozen=True, slots=True)
class HourlyRate:
    """What an hour costs the organisation, in pence, with everything on top, between two days."""

    cover: Cover
    band: str
    hourly_pence: int
    source: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class OwnRate:
    """A pension rate that the organisation has set: a fraction of pay, and where it is from."""

    rate: Decimal
    source: str


@dataclass(frozen=True, slots=True)
class Choices:
    """The organisation's choices on one day; made without arguments, what the portal ships with.

    Raises ValueError where an own pension rate is chosen and none is given.
    """

    ni_mode: NiMode = NiMode.SHARE_OF_POST
    pension_mode: PensionMode = PensionMode.PAID_BY_EMPLOYER
    pension_own: OwnRate | None = None
    charges_levy: bool = True
    hourly: tuple[HourlyRate, ...] = ()

    def __post_init__(self) -> None:
        if self.pension_mode is PensionMode.OWN and self.pension_own is None:
            raise ValueError("an own pension rate is chosen, but none is given")

    def over(self, rates: OnCosts) -> OnCosts:
        """Return rates as this organisation charges them: its pension rate, its levy or none."""
        own = self.pension_own if self.pension_mode is PensionMode.OWN else None
        return replace(
            rates,
            levy_rate=rates.levy_rate if self.charges_levy else _NOTHING,
            pension_own_rate=own.rate if own else None,
            pension=Provenance(OWN, own.source) if own else rates.pension,
        )

    def hourly_rate(self, cover: Cover, band: str, on: date) -> HourlyRate:
        """Return what an hour of cover costs on a day; of several the one that started last.

        Raises NotHeld, in plain words, where the organisation has entered none: none is guessed.
        """
        found = [
            rate
            for rate in self.hourly
            if (rate.cover, rate.band) == (cover, band) and rate.starts_on <= on <= rate.ends_on
        ]
        if not found:
            raise NotHeld(_no_hourly_rate(cover, band))
        return max(reversed(found), key=lambda rate: rate.starts_on)


def cover_name(cover: Cover) -> str:
    """Return the kind of cover as people read it."""
    names: dict[Cover, str] = {Cover.BANK: _("Bank"), Cover.AGENCY: _("Agency")}
    return names[cover]


def _no_hourly_rate(cover: Cover, band: str) -> str:
    if cover is Cover.BANK:
        return str(_("Your organisation has not given a bank rate for band %(band)s.", band=band))
    return str(_("Your organisation has not given an agency rate for band %(band)s.", band=band))
