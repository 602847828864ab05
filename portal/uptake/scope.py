"""Which figures are asked for: one call or one year, at one node. Fixed choices, no filters."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from portal.kernel.actor import is_at_or_below
from portal.kernel.clock import london_day
from portal.people.models import Organisation
from portal.schemes.models import Call


@dataclass(frozen=True, slots=True)
class Round:
    """A call, and the moment when the first of its decisions was released; None before that.

    Nothing of a call is counted before: a figure that grew with each application would tell
    who came last.
    """

    call: Call
    decided_at: datetime | None

    @property
    def year(self) -> int | None:
        """The year in which it counts: that of its first released decision, UK time."""
        return london_day(self.decided_at).year if self.decided_at else None

    @property
    def opened_on(self) -> date:
        """The UK day on which it opened."""
        return london_day(self.call.opens_at)

    def is_for(self, path: str) -> bool:
        """Say whether staff at or under the node with this path could apply."""
        return any(
            is_at_or_below(path, each) or is_at_or_below(each, path)
            for each in self.call.open_to_paths
        )


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks for, as typed: a year or the id of a call, and a node's path."""

    show: str = ""
    node: str = ""


@dataclass(frozen=True, slots=True)
class Scope:
    """One choice of figures: `asked` is the one call, or None for all calls of `year`.

    `rounds` are the calls that staff of the node could apply to, newest first.
    """

    nodes: tuple[Organisation, ...]
    node: Organisation
    rounds: tuple[Round, ...]
    asked: Round | None
    year: int
    today: date

    @property
    def counted(self) -> tuple[Round, ...]:
        """The decided calls whose people are counted."""
        within = self.rounds if self.asked is None else (self.asked,)
        return tuple(
            each
            for each in within
            if each.year is not None and (self.asked is not None or each.year == self.year)
        )

    @property
    def opened_on(self) -> date:
        """The day to take staff numbers for: that on which the first of the calls opened.

        It is today for a year without a decided call.
        """
        if self.asked is not None:
            return self.asked.opened_on
        return min((each.opened_on for each in self.counted), default=self.today)

    @property
    def years(self) -> tuple[int, ...]:
        """The years there is something to show for, newest first; this one if there is none."""
        return _years(self.rounds) or (self.year,)

    @property
    def show(self) -> str:
        """The value that stands for this choice in an address."""
        return str(self.year) if self.asked is None else str(self.asked.call.id)

    @classmethod
    def of(
        cls,
        nodes: Sequence[Organisation],
        rounds: Sequence[Round],
        wanted: Wanted,
        now: datetime,
    ) -> Self | None:
        """Choose what was asked for, or the newest year of the first node; None if unknown.

        `nodes` are those with staff numbers, `rounds` all calls that have opened. A call asked
        for without a node is shown at the first node whose staff could apply.
        """
        asked = next((each for each in rounds if str(each.call.id) == wanted.show), None)
        node = _node(nodes, asked, wanted.node)
        if node is None or (asked is not None and not asked.is_for(node.path)):
            return None
        today = london_day(now)
        here = tuple(each for each in rounds if each.is_for(node.path))
        year = _year(_years(here) or (today.year,), wanted.show if asked is None else "")
        if year is None:
            return None
        return cls(tuple(nodes), node, here, asked, year, today)


def _years(rounds: Sequence[Round]) -> tuple[int, ...]:
    return tuple(sorted({each.year for each in rounds if each.year}, reverse=True))


def _node(nodes: Sequence[Organisation], asked: Round | None, path: str) -> Organisation | None:
    if path:
        return next((node for node in nodes if node.path == path), None)
    fits = (node for node in nodes if asked is None or asked.is_for(node.path))
    return next(fits, None)


def _year(years: Sequence[int], wanted: str) -> int | None:
    if not wanted:
        return years[0]
    return next((year for year in years if str(year) == wanted), None)


def staff_month(month_ends: Sequence[date], opened_on: date) -> date | None:
    """Choose the month end to take staff numbers of: the last one on or before the opening.

    Where all are later, the first of them. None where there are none.
    """
    before = [each for each in month_ends if each <= opened_on]
    return max(before) if before else min(month_ends, default=None)
