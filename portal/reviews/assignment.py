"""Share applications out among reviewers: nobody who may not, and loads as even as they can be.

Pure and deterministic: the same people and applications give the same deal.
"""

from collections import deque
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Wanted:
    """An application, who reviews it already, and how many reviewers it should have."""

    application_id: UUID
    reviewers: frozenset[UUID]
    each: int

    @property
    def missing(self) -> int:
        """How many reviewers it still needs."""
        return max(self.each - len(self.reviewers), 0)


@dataclass(frozen=True, slots=True)
class Deal:
    """New pairs of application and reviewer, and how many reviewers could not be found."""

    pairs: tuple[tuple[UUID, UUID], ...]
    short: Mapping[UUID, int]


@dataclass(slots=True)
class _Table:
    """The deal in the making: who may take what, who has what, and how much each has."""

    may: dict[UUID, frozenset[UUID]]
    dealt: dict[UUID, set[UUID]]
    load: dict[UUID, int]
    hands: dict[UUID, set[UUID]] = field(default_factory=dict)

    def give(self, application: UUID, reviewer: UUID) -> None:
        self.dealt[application].add(reviewer)
        self.hands[reviewer].add(application)
        self.load[reviewer] += 1

    def take(self, application: UUID, reviewer: UUID) -> None:
        self.dealt[application].remove(reviewer)
        self.hands[reviewer].remove(application)
        self.load[reviewer] -= 1


def deal(
    wanted: Sequence[Wanted], loads: Mapping[UUID, int], clashes: Collection[tuple[UUID, UUID]]
) -> Deal:
    """Give every application its missing reviewers, out of those in `loads`.

    `loads` says how many applications of this call each reviewer has already; `clashes` are
    the pairs of application and reviewer that must never be. What is assigned stays. No other
    deal of the same size has more even loads: as long as somebody could pass work on, along
    any chain of reviewers, to somebody with at least two fewer, it is passed on (the
    cost-reducing paths of Harvey, Ladner, Lovász and Tamir, "Semi-matchings", 2006).
    """
    table = _lay(wanted, loads, frozenset(clashes))
    short: dict[UUID, int] = {}
    hardest_first = sorted(wanted, key=lambda w: (len(table.may[w.application_id]), _key(w)))
    for one in hardest_first:
        left = _fill(one, table)
        if left:
            short[one.application_id] = left
    while _pass_on(table):
        pass
    return Deal(_pairs(table), short)


def _key(wanted: Wanted) -> str:
    return str(wanted.application_id)


def _lay(
    wanted: Sequence[Wanted], loads: Mapping[UUID, int], clashes: frozenset[tuple[UUID, UUID]]
) -> _Table:
    may = {
        one.application_id: frozenset(
            reviewer
            for reviewer in loads
            if reviewer not in one.reviewers and (one.application_id, reviewer) not in clashes
        )
        for one in wanted
    }
    dealt: dict[UUID, set[UUID]] = {one.application_id: set() for one in wanted}
    return _Table(may, dealt, dict(loads), {reviewer: set() for reviewer in loads})


def _fill(one: Wanted, table: _Table) -> int:
    """Deal one application to those with the least; return how many were not to be had."""
    free = sorted(table.may[one.application_id], key=lambda r: (table.load[r], str(r)))
    for reviewer in free[: one.missing]:
        table.give(one.application_id, reviewer)
    return max(one.missing - len(free), 0)


def _pass_on(table: _Table) -> bool:
    """Move work along one shortest chain from a fuller hand to one two or more below."""
    for start in sorted(table.load, key=lambda r: (-table.load[r], str(r))):
        if chain := _chain(start, table):
            for application, giver, taker in chain:
                table.take(application, giver)
                table.give(application, taker)
            return True
    return False


def _chain(start: UUID, table: _Table) -> list[tuple[UUID, UUID, UUID]]:
    """Return the moves (application, from, to) of a shortest chain, or nothing."""
    came: dict[UUID, tuple[UUID, UUID]] = {}
    queue = deque([start])
    while queue:
        giver = queue.popleft()
        for application in sorted(table.hands[giver], key=str):
            takers = table.may[application] - table.dealt[application] - came.keys() - {start}
            for taker in sorted(takers, key=str):
                came[taker] = (application, giver)
                if table.load[taker] <= table.load[start] - 2:
                    return _walk_back(taker, start, came)
                queue.append(taker)
    return []


def _walk_back(
    end: UUID, start: UUID, came: Mapping[UUID, tuple[UUID, UUID]]
) -> list[tuple[UUID, UUID, UUID]]:
    moves = []
    while end != start:
        application, giver = came[end]
        moves.append((application, giver, end))
        end = giver
    return moves


def _pairs(table: _Table) -> tuple[tuple[UUID, UUID], ...]:
    pairs = ((a, reviewer) for a, reviewers in table.dealt.items() for reviewer in reviewers)
    return tuple(sorted(pairs, key=lambda pair: (str(pair[0]), str(pair[1]))))
