"""Who of a team is out, week by week. Pure: dates and hours in, weeks and WTE out.

A week runs from Monday to Sunday. Its figure is that of its busiest day, so a release that
ends on a Tuesday and one that begins on the Wednesday are never out at once.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction
from itertools import groupby

from portal.costing.rounding import whole

WEEK = timedelta(days=7)
SUNDAY = timedelta(days=6)


@dataclass(frozen=True, slots=True)
class Bar:
    """Hours a week between two days, both included, and that person's full-time hours, x 100."""

    starts_on: date
    ends_on: date
    hours_hundredths: int
    full_time: int

    def wte_on(self, day: date) -> Fraction:
        """Return the WTE out on this day, exactly."""
        runs = self.starts_on <= day <= self.ends_on
        return Fraction(self.hours_hundredths if runs else 0, self.full_time)


class Look(StrEnum):
    """How a release is drawn; the words beside it say the same."""

    SOLID = "solid"  # agreed
    EMPTY = "empty"  # agreed, and nobody has planned the cover
    ASKED = "asked"
    IF = "if"  # agreed if the applicant accepts what was changed


IS_ASKED = frozenset({Look.ASKED, Look.IF})


@dataclass(frozen=True, slots=True)
class Row:
    """One person's release. `what` says for which kind of scheme; `is_this` marks the request."""

    name: str
    what: str
    bars: tuple[Bar, ...]
    is_this: bool = False
    look: Look = Look.SOLID


@dataclass(frozen=True, slots=True)
class Step:
    """Weeks after one another in which the same WTE is out, agreed or asked for."""

    starts_on: date  # a Monday
    ends_on: date  # a Sunday
    agreed: Fraction
    asked: Fraction

    @property
    def total(self) -> Fraction:
        """All that is out."""
        return self.agreed + self.asked

    @property
    def weeks(self) -> int:
        """How many weeks."""
        return ((self.ends_on - self.starts_on).days + 1) // 7


@dataclass(frozen=True, slots=True)
class Calendar:
    """The weeks of one request, and all that is out in them.

    `limit` is the WTE that may be out at once, x 100, where the team has set one.
    """

    rows: tuple[Row, ...]
    steps: tuple[Step, ...]
    limit: int | None = None

    @property
    def starts_on(self) -> date:
        """The Monday of the first week."""
        return self.steps[0].starts_on

    @property
    def ends_on(self) -> date:
        """The Sunday of the last week."""
        return self.steps[-1].ends_on

    @property
    def days(self) -> int:
        """How many days the calendar is wide."""
        return (self.ends_on - self.starts_on).days + 1

    @property
    def others(self) -> tuple[Row, ...]:
        """Those who are out already."""
        return tuple(row for row in self.rows if not row.is_this)

    @property
    def already_out(self) -> Fraction:
        """The most WTE already agreed in any week of this request."""
        return max(step.agreed for step in self.steps if step.asked)

    @property
    def peak(self) -> Fraction:
        """The most WTE out in any week of this request, this request among them."""
        return max(step.total for step in self.steps if step.asked)

    @property
    def at_peak(self) -> tuple[Step, ...]:
        """The spans of this request in which the most is out, those that touch made one."""
        return tuple(_joined(step for step in self.steps if step.asked and step.total == self.peak))

    @property
    def otherwise(self) -> Fraction | None:
        """The most WTE out in the other weeks; None where there are none."""
        peak = self.peak
        return max((s.total for s in self.steps if not s.asked or s.total < peak), default=None)

    @property
    def most(self) -> Fraction:
        """The most WTE out in any week, agreed or asked for."""
        return max(step.total for step in self.steps)

    @property
    def over_limit(self) -> int:
        """By how much the peak is over the team's limit, in WTE x 100; 0 where it is not."""
        return 0 if self.limit is None else max(0, hundredths(self.peak) - self.limit)

    @property
    def is_at_limit(self) -> bool:
        """Say whether the peak is just the limit."""
        return hundredths(self.peak) == self.limit


def calendar(this: Row, others: Sequence[Row], limit: int | None = None) -> Calendar:
    """Lay out the weeks that `this` touches. Raises ValueError where it has no bar."""
    first = min(bar.starts_on for bar in this.bars)
    last = max(bar.ends_on for bar in this.bars)
    near = [row for row in others if any(_touches(bar, first, last) for bar in row.bars)]
    near.sort(key=lambda row: (row.bars[0].starts_on, row.name))
    steps = tuple(_grouped(_week(day, this, near) for day in _mondays(monday(first), last)))
    return Calendar((this, *near), steps, limit)


def over(rows: Sequence[Row], first: date, last: date, limit: int | None = None) -> Calendar:
    """Lay out all weeks with a day from `first` to `last`; what is asked is told by the look.

    Rows that do not touch these weeks are left out.
    """
    near = [row for row in rows if any(_touches(bar, first, last) for bar in row.bars)]
    near.sort(key=lambda row: (row.name, row.bars[0].starts_on))
    agreed = [row for row in near if row.look not in IS_ASKED]
    bars = tuple(bar for row in near if row.look in IS_ASKED for bar in row.bars)
    asked = Row("", "", bars)
    weeks = (_week(day, asked, agreed) for day in _mondays(monday(first), last))
    return Calendar(tuple(near), tuple(_grouped(weeks)), limit)


def monday(day: date) -> date:
    """Return the Monday of the week of a day."""
    return day - timedelta(days=day.weekday())


def hundredths(share: Fraction) -> int:
    """Return WTE x 100, halves up."""
    return whole(share * 100)


def _on(bars: Iterable[Bar], day: date) -> Fraction:
    return sum((bar.wte_on(day) for bar in bars), Fraction())


def _touches(bar: Bar, first: date, last: date) -> bool:
    return bar.starts_on <= monday(last) + SUNDAY and monday(first) <= bar.ends_on


def _mondays(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += WEEK


def _week(start: date, this: Row, others: Sequence[Row]) -> Step:
    """Return one week by its busiest day; of equal days the one with most of this request."""
    bars = tuple(bar for row in others for bar in row.bars)
    days = (start + timedelta(days=n) for n in range(7))
    split = ((_on(bars, day), _on(this.bars, day)) for day in days)
    agreed, asked = max(split, key=lambda both: (sum(both), both[1]))
    return Step(start, start + SUNDAY, agreed, asked)


def _grouped(weeks: Iterable[Step]) -> Iterator[Step]:
    for _hours, same in groupby(weeks, key=lambda week: (week.agreed, week.asked)):
        yield _as_one(list(same))


def _joined(steps: Iterable[Step]) -> Iterator[Step]:
    """Make spans of steps that follow on one another with the same total."""
    run: list[Step] = []
    for step in steps:
        if run and run[-1].ends_on + timedelta(days=1) != step.starts_on:
            yield _as_one(run)
            run = []
        run.append(step)
    if run:
        yield _as_one(run)


def _as_one(steps: list[Step]) -> Step:
    first, last = steps[0], steps[-1]
    return Step(first.starts_on, last.ends_on, first.agreed, first.asked)
