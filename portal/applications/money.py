"""Whose money a cost is, and the one addition behind every sum of an application.

Page, check of answers, document, export, snapshot, limits, reviews, approval and award all take
their sums from `tally`. Pure: whole pence are added up and nothing is rounded again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeVar

from portal.kernel.language import _

Key = TypeVar("Key")


class Pot(StrEnum):
    """Who pays a cost. Only what is asked of the scheme counts against its limits."""

    SCHEME = "scheme"
    SERVICE = "service"  # the applicant's own service
    OTHER = "other"  # another grant or funder, which the line names


class Paid(Protocol):
    """A cost with its kind and who pays it: a line as stored, or one worked out."""

    @property
    def amount_pence(self) -> int:
        """The amount in pence."""

    @property
    def category(self) -> str:
        """The key of its kind."""

    @property
    def pot(self) -> Pot:
        """Whose money it is."""

    @property
    def pot_name(self) -> str:
        """The name of another funder; empty for the others."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Costs added up, in pence: the total is what is asked of the scheme and what others pay.

    `by_category` are the kinds of all costs and `asked_by_category` those of what is asked of
    the scheme; `by_pot` has one entry for each named funder, the scheme first.
    """

    asked_pence: int
    by_category: Mapping[str, int]
    asked_by_category: Mapping[str, int]
    by_pot: Mapping[tuple[Pot, str], int]

    @property
    def total_pence(self) -> int:
        """All costs, whoever pays them."""
        return sum(self.by_pot.values())

    @property
    def elsewhere_pence(self) -> int:
        """What others than the scheme pay."""
        return self.total_pence - self.asked_pence


def tally(lines: Iterable[Paid]) -> Tally:
    """Add up costs. The order of kinds and funders is that in which they first came."""
    every: dict[str, int] = {}
    asked: dict[str, int] = {}
    pots: dict[tuple[Pot, str], int] = {(Pot.SCHEME, ""): 0}
    for line in lines:
        _add(every, line.category, line.amount_pence)
        _add(pots, (line.pot, line.pot_name), line.amount_pence)
        if line.pot is Pot.SCHEME:
            _add(asked, line.category, line.amount_pence)
    return Tally(sum(asked.values()), every, asked, pots)


def pot_words(pot: Pot, name: str = "") -> str:
    """Return whose money it is, as people read it."""
    words: dict[Pot, str] = {
        Pot.SCHEME: _("This scheme"),
        Pot.SERVICE: _("My own service"),
        Pot.OTHER: name or _("Another funder"),
    }
    return words[pot]


def _add(sums: dict[Key, int], key: Key, pence: int) -> None:
    sums[key] = sums.get(key, 0) + pence
