"""What may be shown of a count of people, and what may be worked out from it.

The primary rule is the one NHS Digital has used (0 is 0, 1 to 7 is "c", the rest to the nearest
5). A count that passes through here has forgotten its true value, so that everything made from
it later is made from what is printed. The audit of several tables together is another step.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from portal.uptake.measures.proportions import Counted

MARK = "c"
NO_BASE = "–"
MOST_HIDDEN = 7
LEAST_BASE = 20
NEAREST = 5


def nearest_five(count: int) -> int:
    """Round a count of 0 or more to the nearest 5. No two fives are equally near."""
    return (count + 2) // NEAREST * NEAREST


@dataclass(frozen=True, slots=True)
class Protected:
    """A count as it may be printed: an exact 0, hidden (None), or a multiple of 5 from 10 up.

    It does not hold the true count, and cannot be made with one: ValueError.
    """

    shown: int | None

    def __post_init__(self) -> None:
        if self.shown and (self.shown <= MOST_HIDDEN or self.shown % NEAREST):
            raise ValueError("only a rounded count may be shown")

    @property
    def hidden(self) -> bool:
        """Say whether the count is printed as "c"."""
        return self.shown is None

    def __str__(self) -> str:
        return MARK if self.shown is None else f"{self.shown:,}"


HIDDEN = Protected(None)


def protect(count: int) -> Protected:
    """Apply the primary rule to a true count. Raises ValueError below 0 or not whole."""
    if isinstance(count, bool) or not isinstance(count, int) or count < 0:
        raise ValueError(f"{count!r} is not a count of people")
    return HIDDEN if 0 < count <= MOST_HIDDEN else Protected(nearest_five(count))


def protect_sensitive(count: int, of: int) -> Protected:
    """Apply the rule where none, or all, would tell what happened to each one of a small group.

    Beside "c" for 1 to 7: none of some people is "c" too, and so is a count that is printed the
    same as its whole of 20 or fewer. Nobody out of nobody stays 0. Decided on rounded counts, so
    that the mark itself tells no more than they do.
    """
    shown, whole = protect(count), protect(of)
    if of == 0 or shown.hidden:
        return shown
    every_one = whole.shown is not None and whole.shown <= LEAST_BASE and shown == whole
    return HIDDEN if shown.shown == 0 or every_one else shown


def based(part: Protected, whole: Protected) -> Counted | None:
    """Return the two printed counts where a rate may be made of them, else None.

    Neither may be hidden, and the printed whole must be at least 20.
    """
    if part.shown is None or whole.shown is None or whole.shown < LEAST_BASE:
        return None
    return Counted(min(part.shown, whole.shown), whole.shown)


def scale(rates: Iterable[Counted | None]) -> int:
    """Return the base of a whole table: 100, or 1,000 where any rate in it is under 5%."""
    small = any(rate and 20 * rate.events < rate.people for rate in rates)
    return 1000 if small else 100


def per(rate: Counted, base: int) -> int:
    """Return a rate of printed counts per `base`, a whole number, halves up."""
    return (2 * rate.events * base + rate.people) // (2 * rate.people)


def rate_mark(part: Protected, whole: Protected) -> str:
    """Return what stands where a rate may not be printed: a dash for a small base, else "c"."""
    small = whole.shown is None or whole.shown < LEAST_BASE
    return NO_BASE if small else str(part)


@dataclass(frozen=True, slots=True)
class Amounts:
    """A sum of pence or of hundredths of an hour, with its two largest single holders."""

    total: int = 0
    largest: int = 0
    second: int = 0

    @classmethod
    def of(cls, held: Iterable[int]) -> Self:
        """Sum what each person was awarded."""
        each = sorted(held, reverse=True)
        return cls(sum(each), *(*each, 0, 0)[:2])

    @classmethod
    def together(cls, groups: Iterable["Amounts"]) -> Self:
        """Add groups that share no person."""
        parts = list(groups)
        tops = sorted((top for part in parts for top in (part.largest, part.second)), reverse=True)
        return cls(sum(part.total for part in parts), *(*tops, 0, 0)[:2])


@dataclass(frozen=True, slots=True)
class AmountRules:
    """An organisation's settings for sums of money and time.

    The standard award is the usual size of one, in pence and in hundredths of an hour; sums are
    rounded to five of them, so that they do not give back the number of awards. `p_percent` is
    kept confidential: an organisation sets its own.
    """

    standard_pence: int
    standard_hours: int
    p_percent: int = 10
    least_awards: int = 8


def safe_from_insiders(sums: Amounts, p_percent: int) -> bool:
    """Apply the p% rule: the second largest must not place the largest within p%.

    X - x1 - x2 >= p/100 * x1 (Handbook on Statistical Disclosure Control, chapter 4).
    """
    rest = sums.total - sums.largest - sums.second
    return 100 * rest >= p_percent * sums.largest


def protect_amount(sums: Amounts, awarded: int, standard: int, rules: AmountRules) -> int | None:
    """Return a sum rounded to five standard awards, or None where it must be hidden ("c").

    Shown for `least_awards` people or more who pass the p% rule; an exact 0 for nobody.
    """
    if awarded == 0:
        return 0
    if awarded < rules.least_awards or not safe_from_insiders(sums, rules.p_percent):
        return None
    step = 5 * standard
    return (2 * sums.total + step) // (2 * step) * step
