"""Release month by month, at one organisation: points that may be printed, and their chart."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from portal.uptake.disclosure import based, per, protect, protect_sensitive
from portal.uptake.measures.waiting import HALF, quantile
from portal.uptake.measures.xmr import Xmr, xmr
from portal.uptake.release.counts import Tally


@dataclass(frozen=True, slots=True)
class Series:
    """A point for each month that may show one, the first month first.

    `chart` is None for fewer than 12 points. Months between without a point are left out: `of`
    is how many months there are in all.
    """

    months: tuple[date, ...]
    points: tuple[int, ...]
    of: int
    chart: Xmr | None


def days(months: Mapping[date, Tally]) -> Series:
    """Return the median working days to an answer, of months with 8 answers or more."""
    found = {
        month: quantile(tally.waits, HALF)
        for month, tally in months.items()
        if protect(tally.decided).shown
    }
    return _series(found, len(months))


def refusals(months: Mapping[date, Tally]) -> Series:
    """Return the refusal rate in whole per cents, where a rate may be printed: 20 decided, and
    noes that are not hidden.
    """  # noqa: D205 -- one thought
    rates = {
        month: based(protect_sensitive(tally.refused, tally.decided), protect(tally.decided))
        for month, tally in months.items()
    }
    found = {month: per(rate, 100) if rate else None for month, rate in rates.items()}
    return _series(found, len(months))


def _series(found: Mapping[date, int | None], of: int) -> Series:
    shown = {month: point for month, point in found.items() if point is not None}
    points = tuple(shown.values())
    return Series(tuple(shown), points, of, xmr(points))
