"""What of the equality counts of one year may be shown. Pure; see evidence.md 4.3, steps 3 to 5."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.uptake.disclosure import (
    HIDDEN,
    LEAST_BASE,
    Protected,
    protect,
    protect_sensitive,
)

NO_ANSWER = "none"  # people who applied and left the question out: a row, and in every total
HIDDEN_AT = 4
COMPARABLE = 90  # per cent of people whose answer is known, from which rates may be compared


@dataclass(frozen=True, slots=True)
class Line:
    """How many who gave an answer applied, and how many of them got an award, as printed."""

    answer: str
    applied: Protected
    awarded: Protected


def lines(applied: Mapping[str, int], awarded: Mapping[str, int]) -> tuple[Line, ...]:
    """Protect the true counts of one question, by answer, in the order of `applied`.

    Fewer than 20 who answered: nothing is shown. Else none and all of a small group are hidden
    as 1 to 7 are. Where a single answer is hidden, the smallest other one is hidden with it,
    because the answers add up to a number that is known within a few.
    """
    everybody = sum(applied.values())
    if everybody - applied.get(NO_ANSWER, 0) < LEAST_BASE:
        return tuple(Line(answer, HIDDEN, HIDDEN) for answer in applied)
    shown = [
        _line(answer, applied[answer], awarded.get(answer, 0), everybody) for answer in applied
    ]
    return tuple(_hide_beside(_hide_beside(shown, "applied"), "awarded"))


def people(counted: int) -> Protected:
    """Protect how many people a whole table is of."""
    return protect(counted)


def is_comparable(everybody: Protected, unknown: tuple[Protected, ...]) -> bool:
    """Say whether enough answers are known to set rates side by side: nine in ten (MIS-03).

    Made of printed numbers only; a hidden one, 0 to 7, is taken at its middle.
    """
    missing = sum(HIDDEN_AT if each.shown is None else each.shown for each in unknown)
    whole = everybody.shown or 0
    return whole >= LEAST_BASE and 100 * (whole - missing) >= COMPARABLE * whole


def _line(answer: str, applied: int, awarded: int, everybody: int) -> Line:
    who = protect_sensitive(applied, everybody)
    got = HIDDEN if who.hidden else protect_sensitive(awarded, applied)
    return Line(answer, who, got)


def _hide_beside(found: list[Line], column: str) -> list[Line]:
    """Hide the smallest shown figure of a column where exactly one other is hidden in it."""
    shown = [getattr(line, column).shown for line in found]
    seen = [number for number in shown if number is not None]
    if shown.count(None) != 1 or not seen:
        return found
    least = shown.index(min(seen))
    return [_hide(line, column) if i == least else line for i, line in enumerate(found)]


def _hide(line: Line, column: str) -> Line:
    """Hide a figure; without who applied nothing is shown of who got an award either."""
    applied = HIDDEN if column == "applied" else line.applied
    return Line(line.answer, applied, HIDDEN)
