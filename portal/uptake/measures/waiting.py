"""How long something takes, where some of it has not ended: the Kaplan-Meier estimate.

Times of what has ended alone would flatter whoever is slow. Source: Kaplan and Meier, JASA 1958;
53: 457-481. `tests/unit/uptake/test_uptake_waiting.py` holds it to SciPy's.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

QUARTER, HALF, THREE_QUARTERS = Fraction(1, 4), Fraction(1, 2), Fraction(3, 4)


class Wait(NamedTuple):
    """So many days, and whether it ended then. One that did not was last seen waiting then."""

    days: int
    has_ended: bool


def quantile(waits: Iterable[Wait], share: Fraction) -> int | None:
    """Return the least days by which at least this share has ended; None if it never has.

    `share` is above 0 and at most 1. What was last seen on a day counts as waiting all that day.
    """
    found: Sequence[Wait] = sorted(waits)
    ended = Counter(each.days for each in found if each.has_ended)
    left, waiting = len(found), Fraction(1)
    seen = Counter(each.days for each in found)
    for days in sorted(seen):
        waiting *= 1 - Fraction(ended[days], left)
        if ended[days] and waiting <= 1 - share:
            return days
        left -= seen[days]
    return None
