"""Pay scales: what a full-time year at a band and step pays, by nation and pay year.

Which scale is in force on a day is the book's to say (`costing.book`). Doctors, and anyone
off the scales, have their full-time yearly pay typed in (`TypedPay`); a range to check it
against is given only where a source was found.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.costing.shipped import NotHeld
from portal.kernel.language import _

_PAY_YEAR = re.compile(r"(20[0-9]{2})/([0-9]{2})")


class Nation(StrEnum):
    """A nation with its own pay scales and its own full-time week."""

    ENGLAND = "england"
    SCOTLAND = "scotland"
    WALES = "wales"
    NORTHERN_IRELAND = "northern_ireland"


@dataclass(frozen=True, slots=True)
class PayPoint:
    """One step of one band, steps counted from 1; full-time pay a year, hours a week x 100.

    `label` is the table's word: entry, intermediate, top or single. `years` is how many years
    in the band it takes to reach the step, None where that is not known.
    """

    nation: Nation
    pay_year: str
    band: str
    step: int
    label: str
    annual_pence: int
    full_time_hundredths: int
    status: str
    source: str
    years: int | None = None


@dataclass(frozen=True, slots=True)
class PayScale:
    """The pay points of one nation from one day to another, both included, in one pay year.

    `status` and `source` are those of the scale as a whole; each point keeps its own too.
    """

    nation: Nation
    pay_year: str
    starts_on: date
    ends_on: date
    status: str
    source: str
    points: tuple[PayPoint, ...]

    def covers(self, on: date) -> bool:
        """Say whether this is the pay of that day, and not only the last one known before it."""
        return self.starts_on <= on <= self.ends_on

    @property
    def bands(self) -> tuple[str, ...]:
        """Return the bands held, lowest first: "2" to "9", with "8a" to "8d"."""
        return tuple(sorted({point.band for point in self.points}))

    def steps(self, band: str) -> tuple[PayPoint, ...]:
        """Return the pay points of a band, lowest first; none for a band that is not held."""
        found = (point for point in self.points if point.band == band)
        return tuple(sorted(found, key=lambda point: point.step))

    def point(self, band: str, step: int) -> PayPoint:
        """Return one pay point, steps counted from 1. Raises NoPayPoint where we hold none."""
        steps = self.steps(band)
        for point in steps:
            if point.step == step:
                return point
        raise NoPayPoint(self._why_not(band, step, is_band_held=bool(steps)))

    def _why_not(self, band: str, step: int, *, is_band_held: bool) -> str:
        words = {"band": band, "nation": nation_name(self.nation), "year": self.pay_year}
        if not is_band_held:
            return str(
                _("We do not hold pay for band %(band)s in %(nation)s for %(year)s.", **words)
            )
        return str(
            _("Band %(band)s in %(nation)s for %(year)s has no step %(step)s.", step=step, **words)
        )


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


def step_name(label: str) -> str:
    """Return a step's label in a plain word: "top"; empty for a label that we have no word for.

    The only step of a band, "single", needs none.
    """
    words: dict[str, str] = {
        "entry": _("entry"),
        "intermediate": _("middle"),
        "top": _("top"),
    }
    return words.get(label, "")


def band_name(band: str, label: str) -> str:
    """Return "Band 6 top", from a band and the label of a step of it."""
    name: str = _("Band %(band)s %(step)s", band=band, step=step_name(label))
    return name.rstrip()


def point_name(point: PayPoint) -> str:
    """Return "Band 6 top"."""
    return band_name(point.band, point.label)


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


def nation_of(name: str) -> Nation:
    """Return the nation that a data file calls "Northern Ireland". Raises ValueError."""
    return Nation(name.lower().replace(" ", "_"))


def no_scale(nation: Nation, pay_year: str) -> NoPayPoint:
    """Return the refusal for a nation and a year whose pay we do not hold."""
    return NoPayPoint(
        _(
            "We do not know the %(year)s pay for %(nation)s yet. Type in the pay for a full year.",
            year=pay_year,
            nation=nation_name(nation),
        )
    )
