"""What printed counts tell when they are read together, and what is then held back. Pure.

See evidence.md 4.3, steps 6 and 7. Whoever reads knows the rules: that a printed number is within
two of the true one, what a mark can stand for, and which counts add up to which. From that follows
a range for every count. The sums form a tree, so each range is exact: every number in it fits all
that is printed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from portal.uptake.disclosure import HIDDEN, MOST_HIDDEN, Protected

LEAST_CANDIDATES = 4
SMALL = 4  # what may be 1 to 4 keeps so many candidates, and one that is larger
NO_LIMIT = 10**9
SPREAD = 2  # how far rounding to the nearest 5 goes


class Span(NamedTuple):
    """The least and the most that a count can be."""

    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Sum:
    """That counts add up to another. Each is named; a whole may itself be a part of one more."""

    whole: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Printed:
    """Counts by name as the primary rule prints them, and how they add up.

    `zero_hides`: none is printed as few are. `marked` is the most that the mark of a named count
    can stand for, where that is not 7: its whole may be smaller, or it may be all of a small one.
    `held` are counts to hide since their whole is hidden, however large they are.
    """

    printed: Mapping[str, Protected]
    sums: tuple[Sum, ...]
    zero_hides: bool = False
    marked: Mapping[str, int] = field(default_factory=dict)
    held: frozenset[str] = frozenset()


def repaired(column: Printed) -> dict[str, Protected]:
    """Return the counts with as few more hidden as it takes; all of them if nothing else does.

    It goes by what is printed alone, so that a mark tells no more than the numbers beside it.
    """
    primary = frozenset(name for name, count in column.printed.items() if count.hidden)
    shown = {**column.printed, **dict.fromkeys(column.held, HIDDEN)}
    while failing := next(_told(column, shown, primary), None):
        beside = _beside(column.sums, shown, failing)
        if not beside:
            return dict.fromkeys(shown, HIDDEN)
        shown[beside] = HIDDEN
    return shown


def _told(
    column: Printed, shown: Mapping[str, Protected], primary: frozenset[str]
) -> Iterator[str]:
    """Yield the hidden counts of which too much is told."""
    spans = ranges(column, shown, primary)
    for name in sorted(primary):
        span = spans[name]
        is_small = span.least <= SMALL and span.most >= 1
        is_few = span.most - span.least + 1 < LEAST_CANDIDATES
        if is_small and (is_few or span.most <= SMALL):
            yield name


def _beside(sums: Sequence[Sum], shown: Mapping[str, Protected], failing: str) -> str | None:
    """Return the smallest printed count in a sum with this one, a whole only for want of parts."""
    near = [each for each in sums if failing in (each.whole, *each.parts)]
    parts = [part for each in near for part in each.parts]
    wholes = [each.whole for each in near]
    for names in (parts, wholes):
        found = [(shown[name].shown or 0, name) for name in names if not shown[name].hidden]
        if found:
            return min(found)[1]
    return None


def ranges(
    column: Printed, shown: Mapping[str, Protected], primary: frozenset[str]
) -> dict[str, Span]:
    """Return what each count can be, from all that is printed.

    Raises ValueError where nothing fits: a rule above does not say what the tables do.
    """
    spans = {name: _alone(column, primary, name, count) for name, count in shown.items()}
    while True:
        before = dict(spans)
        for each in column.sums:
            _add_up(spans, each)
        if any(span.least > span.most for span in spans.values()):
            raise ValueError("no counts fit what is printed")
        if spans == before:
            return spans


def _alone(column: Printed, primary: frozenset[str], name: str, count: Protected) -> Span:
    if count.shown is not None:
        spread = SPREAD if count.shown else 0
        return Span(count.shown - spread, count.shown + spread)
    if name in primary:
        return Span(0 if column.zero_hides else 1, column.marked.get(name, MOST_HIDDEN))
    # What is hidden only beside another can be anything: no rule says how large it was.
    return Span(0, NO_LIMIT)


def _add_up(spans: dict[str, Span], each: Sum) -> None:
    """Narrow a whole by its parts, and each part by the whole less the others."""
    least, most = (sum(end) for end in zip(*(spans[part] for part in each.parts), strict=True))
    whole = _within(spans[each.whole], least, most)
    spans[each.whole] = whole
    for part in each.parts:
        own = spans[part]
        others = Span(least - own.least, most - own.most)
        spans[part] = _within(own, whole.least - others.most, whole.most - others.least)


def _within(span: Span, least: int, most: int) -> Span:
    return Span(max(span.least, least), min(span.most, most))
