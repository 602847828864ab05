"""The book: every pay scale, on-cost and full-time week that is known, as one value.

A book is made of the figures that come with the portal (`figures.SHIPPED`), under those that
an administrator has put in force (`portal.rates`). Nothing is looked up anywhere else, so that
whoever has the book has all that a figure was made from.

Two sets of figures may cover one day: a pay award in the middle of a year, a correction. Then
**the set that started last is in force; of two that started on one day, the one put in last.**
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Generic, Protocol, TypeVar

from portal.costing.oncosts import OnCosts, no_on_costs
from portal.costing.scales import Nation, PayPoint, PayRange, PayScale, no_scale, pay_year_of
from portal.costing.shipped import NotHeld
from portal.kernel.language import _


@dataclass(frozen=True, slots=True)
class FullWeek:
    """Full-time hours a week of one nation, in hundredths, between two days, both included."""

    nation: Nation
    starts_on: date
    ends_on: date
    hundredths: int


class Dated(Protocol):
    """Figures of a nation between two days, both included."""

    @property
    def nation(self) -> Nation:
        """The nation."""

    @property
    def starts_on(self) -> date:
        """The first day."""

    @property
    def ends_on(self) -> date:
        """The last day."""


Entry = TypeVar("Entry", bound=Dated)
OLDEST_YEARS = 5  # figures that ended longer before the day wanted stand for nothing


@dataclass(frozen=True, slots=True)
class Stretch(Generic[Entry]):
    """Days on which one set is in force, or none: a gap. Both days are included."""

    starts_on: date
    ends_on: date
    entry: Entry | None


@dataclass(frozen=True, slots=True)
class Book:
    """Pay scales, on-costs, full-time weeks and ranges of doctors' pay; later ones come last."""

    scales: tuple[PayScale, ...]
    rates: tuple[OnCosts, ...]
    weeks: tuple[FullWeek, ...]
    ranges: Mapping[tuple[Nation, str], PayRange]

    def over(self, scales: Iterable[PayScale] = (), rates: Iterable[OnCosts] = ()) -> "Book":
        """Return this book with more sets put in after its own, in the order given.

        A scale brings its full-time week along.
        """
        added = tuple(scales)
        return replace(
            self,
            scales=(*self.scales, *added),
            rates=(*self.rates, *rates),
            weeks=(*self.weeks, *(_week(scale) for scale in added if scale.points)),
        )

    def pay_years(self, nation: Nation) -> tuple[str, ...]:
        """Return the pay years held for a nation, oldest first; none for one not known."""
        return tuple(sorted({s.pay_year for s in self.scales if s.nation is nation}))

    def scale(self, nation: Nation, on: date) -> PayScale:
        """Return the scale to cost a day with: the one in force, else the latest before it.

        No scale stands in for a year more than five after its own. `PayScale.covers(on)` tells
        which it is, for a page to say. Raises NoPayPoint for neither.
        """
        found = _held(self.scales, nation, on)
        if found is None:
            raise no_scale(nation, pay_year_of(on))
        return found

    def scales_through(
        self, nation: Nation, first: date, last: date
    ) -> tuple[Stretch[PayScale], ...]:
        """Return which scale is in force on each day of a span, and the gaps."""
        return _stretches(self.scales, nation, first, last)

    def on_costs_through(
        self, nation: Nation, first: date, last: date
    ) -> tuple[Stretch[OnCosts], ...]:
        """Return which rates are in force on each day of a span, and the gaps."""
        return _stretches(self.rates, nation, first, last)

    def scale_of_year(self, nation: Nation, pay_year: str) -> PayScale:
        """Return the scale that a pay year ends with. Raises NoPayPoint where we hold none."""
        of_year = [s for s in self.scales if (s.nation, s.pay_year) == (nation, pay_year)]
        if not of_year:
            raise no_scale(nation, pay_year)
        return _last(of_year)

    def pay_point(self, nation: Nation, pay_year: str, band: str, step: int) -> PayPoint:
        """Return one point as a pay year ends. Raises NoPayPoint where we hold none."""
        return self.scale_of_year(nation, pay_year).point(band, step)

    def on_costs(self, nation: Nation, on: date) -> OnCosts:
        """Return the rates in force on a day. Raises NoOnCosts where we hold none."""
        found = _in_force(self.rates, nation, on)
        if found is None:
            raise no_on_costs(nation, pay_year_of(on))
        return found

    def on_costs_held(self, nation: Nation, on: date) -> OnCosts:
        """Return the rates to cost a day with: those in force, else the latest before it.

        No rates stand in for a year more than five after their own. `OnCosts.covers(on)` tells
        which they are, for a page to say. Raises NoOnCosts for neither.
        """
        found = _held(self.rates, nation, on)
        if found is None:
            raise no_on_costs(nation, pay_year_of(on))
        return found

    def full_time(self, nation: Nation, on: date) -> int:
        """Return the full-time hours a week of Agenda for Change staff, in hundredths.

        Scotland went from 37.5 to 37 on 1 April 2024 and to 36 on 1 April 2026. Raises NotHeld
        for a day before the figures begin.
        """
        found = _in_force(self.weeks, nation, on)
        if found is None:
            raise NotHeld(_("We do not know the full-time hours on that day."))
        return found.hundredths

    def medical_range(self, nation: Nation, pay_year: str) -> PayRange | None:
        """Return the range of a consultant's basic pay, or None where no source was found."""
        return self.ranges.get((nation, pay_year))


def _held(entries: Iterable[Entry], nation: Nation, on: date) -> Entry | None:
    """Return the entry in force on a day, else the one that ended last before it."""
    known = tuple(entries)
    if (found := _in_force(known, nation, on)) is not None:
        return found
    ended = [e for e in known if e.nation is nation and _ended_of_late(e, on)]
    latest = max((entry.ends_on for entry in ended), default=None)
    return _last([entry for entry in ended if entry.ends_on == latest]) if ended else None


def _stretches(
    entries: Iterable[Entry], nation: Nation, first: date, last: date
) -> tuple[Stretch[Entry], ...]:
    known = [e for e in entries if e.nation is nation and e.starts_on <= last]
    starts = {e.starts_on for e in known if first < e.starts_on}
    after = {e.ends_on + timedelta(days=1) for e in known if first <= e.ends_on < last}
    found: list[Stretch[Entry]] = []
    for day in sorted({first, *starts, *after}):
        entry = _in_force(known, nation, day)
        if found and found[-1].entry is entry:
            continue
        if found:
            found[-1] = replace(found[-1], ends_on=day - timedelta(days=1))
        found.append(Stretch(day, last, entry))
    return tuple(found)


def _ended_of_late(entry: Dated, on: date) -> bool:
    years = int(pay_year_of(on)[:4]) - int(pay_year_of(entry.ends_on)[:4])
    return entry.ends_on < on and years <= OLDEST_YEARS


def _in_force(entries: Iterable[Entry], nation: Nation, on: date) -> Entry | None:
    covering = [e for e in entries if e.nation is nation and e.starts_on <= on <= e.ends_on]
    return _last(covering) if covering else None


def _last(entries: list[Entry]) -> Entry:
    """Return the entry that started last; of several on one day the last of them."""
    return max(reversed(entries), key=lambda entry: entry.starts_on)


def _week(scale: PayScale) -> FullWeek:
    hundredths = scale.points[0].full_time_hundredths
    return FullWeek(scale.nation, scale.starts_on, scale.ends_on, hundredths)
