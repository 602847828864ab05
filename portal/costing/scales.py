"""Pay scales: what a full-time year at a band and step pays, by nation and pay year.

Agenda for Change points come from the shipped table. Doctors, and anyone off the scales,
have their full-time yearly pay typed in (`TypedPay`); a range to check it against is given
only where a source was found (`medical_range`). All readers go through these functions.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from portal.costing.shipped import NotHeld, pay_rows, rates
from portal.kernel.amounts import parse_hundredths, parse_pence
from portal.kernel.language import _

_PAY_YEAR = re.compile(r"(20[0-9]{2})/([0-9]{2})")
_CONSULTANT = re.compile(r"consultant_.*_england_(\d{4})_(\d{2})")


class Nation(StrEnum):
    """A nation with its own pay scales and its own full-time week."""

    ENGLAND = "england"
    SCOTLAND = "scotland"
    WALES = "wales"
    NORTHERN_IRELAND = "northern_ireland"


@dataclass(frozen=True, slots=True)
class PayPoint:
    """One step of one band. `label` is the table's word: entry, intermediate, top or single."""

    nation: Nation
    pay_year: str
    band: str
    step: int
    label: str
    annual_pence: int
    full_time_hundredths: int
    status: str
    source: str


@dataclass(frozen=True, slots=True)
class TypedPay:
    """A full-time year's pay that somebody typed in: a doctor, or a post off the scales.

    `title` is shown as it stands. Raises ValueError unless pay and hours are above nought.
    """

    title: str
    annual_pence: int
    full_time_hundredths: int

    def __post_init__(self) -> None:
        if self.annual_pence <= 0 or self.full_time_hundredths <= 0:
            raise ValueError("pay and full-time hours must be above nought")


@dataclass(frozen=True, slots=True)
class PayRange:
    """The lowest and highest full-time yearly pay of a grade, both included, in pence."""

    low_pence: int
    high_pence: int
    status: str
    source: str

    def holds(self, annual_pence: int) -> bool:
        """Say whether this pay lies within the range."""
        return self.low_pence <= annual_pence <= self.high_pence


class NoPayPoint(NotHeld):
    """Raised when we hold no such pay; the message says what is missing, in plain words."""


def nation_name(nation: Nation) -> str:
    """Return the nation's name as people write it."""
    names: dict[Nation, str] = {
        Nation.ENGLAND: _("England"),
        Nation.SCOTLAND: _("Scotland"),
        Nation.WALES: _("Wales"),
        Nation.NORTHERN_IRELAND: _("Northern Ireland"),
    }
    return names[nation]


def step_name(point: PayPoint) -> str:
    """Return the step in a plain word, such as "top"; empty where the band has one step only."""
    words: dict[str, str] = {
        "entry": _("entry"),
        "intermediate": _("middle"),
        "top": _("top"),
        "single": "",
    }
    return words[point.label]


def point_name(point: PayPoint) -> str:
    """Return "Band 6 top"."""
    name: str = _("Band %(band)s %(step)s", band=point.band, step=step_name(point))
    return name.rstrip()


def pay_years(nation: Nation) -> tuple[str, ...]:
    """Return the pay years held for a nation, oldest first; none for one that is not known."""
    return tuple(sorted({p.pay_year for p in _points().values() if p.nation is nation}))


def bands(nation: Nation, pay_year: str) -> tuple[str, ...]:
    """Return the bands held, lowest first: "2" to "9", with "8a" to "8d"."""
    return tuple(sorted({p.band for p in _scale(nation, pay_year)}))


def steps(nation: Nation, pay_year: str, band: str) -> tuple[PayPoint, ...]:
    """Return the pay points of a band, lowest first; none for a band that is not held."""
    found = (p for p in _scale(nation, pay_year) if p.band == band)
    return tuple(sorted(found, key=lambda p: p.step))


def pay_point(nation: Nation, pay_year: str, band: str, step: int) -> PayPoint:
    """Return one pay point, steps counted from 1. Raises NoPayPoint where we hold none."""
    point = _points().get((nation, pay_year, band, step))
    if point is None:
        raise NoPayPoint(_why_not(nation, pay_year, band, step))
    return point


def medical_range(nation: Nation, pay_year: str) -> PayRange | None:
    """Return the range of a consultant's basic pay, or None where no source was found."""
    return _medical_ranges().get((nation, pay_year))


def pay_year_of(day: date) -> str:
    """Return the pay year of a day: 1 April 2026 to 31 March 2027 is "2026/27"."""
    first = day.year if day >= date(day.year, 4, 1) else day.year - 1
    return f"{first}/{(first + 1) % 100:02d}"


def pay_year_span(pay_year: str) -> tuple[date, date]:
    """Return the first and the last day of "2026/27". Raises ValueError for anything else."""
    match = _PAY_YEAR.fullmatch(pay_year)
    if match is None or (int(match[1]) + 1) % 100 != int(match[2]):
        raise ValueError(pay_year)
    first = int(match[1])
    return date(first, 4, 1), date(first + 1, 3, 31)


def pay_year_held(nation: Nation, day: date) -> str:
    """Return the year to cost a day with: its own, else the latest one before it that we hold.

    Raises NoPayPoint where there is none.
    """
    wanted = pay_year_of(day)
    held = [year for year in pay_years(nation) if year <= wanted]
    if not held:
        raise NoPayPoint(_no_scale(nation, wanted))
    return held[-1]


def _scale(nation: Nation, pay_year: str) -> list[PayPoint]:
    return [p for p in _points().values() if (p.nation, p.pay_year) == (nation, pay_year)]


def _why_not(nation: Nation, pay_year: str, band: str, step: int) -> str:
    place = nation_name(nation)
    if pay_year not in pay_years(nation):
        return _no_scale(nation, pay_year)
    if band not in bands(nation, pay_year):
        return str(
            _(
                "We do not hold pay for band %(band)s in %(nation)s for %(year)s.",
                band=band,
                nation=place,
                year=pay_year,
            )
        )
    return str(
        _(
            "Band %(band)s in %(nation)s for %(year)s has no step %(step)s.",
            band=band,
            nation=place,
            year=pay_year,
            step=step,
        )
    )


def _no_scale(nation: Nation, pay_year: str) -> str:
    return str(
        _(
            "We do not know the %(year)s pay for %(nation)s yet. Type in the pay for a full year.",
            year=pay_year,
            nation=nation_name(nation),
        )
    )


@cache
def _points() -> dict[tuple[Nation, str, str, int], PayPoint]:
    points = (_point(row) for row in pay_rows() if row["status"] != "not_found")
    return {(p.nation, p.pay_year, p.band, p.step): p for p in points}


def _point(row: Mapping[str, str]) -> PayPoint:
    return PayPoint(
        nation=nation_of(row["nation"]),
        pay_year=row["pay_year"],
        band=row["band"],
        step=int(row["step"]),
        label=row["step_label"],
        annual_pence=parse_pence(row["annual_gbp"]),
        full_time_hundredths=parse_hundredths(row["full_time_hours_per_week"]),
        status=row["status"],
        source=row["source"],
    )


def nation_of(name: str) -> Nation:
    """Return the nation that a data file calls "Northern Ireland". Raises ValueError."""
    return Nation(name.lower().replace(" ", "_"))


@cache
def _medical_ranges() -> dict[tuple[Nation, str], PayRange]:
    medical = rates()["medical"]
    found = ((_CONSULTANT.fullmatch(key), value) for key, value in medical.items())
    return {
        (Nation.ENGLAND, f"{match[1]}/{match[2]}"): PayRange(
            low_pence=value[0] * 100,
            high_pence=value[1] * 100,
            status="sourced",
            source=medical["status"],
        )
        for match, value in found
        if match
    }
