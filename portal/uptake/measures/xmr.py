"""An XmR chart of a monthly series: its mean, its limits, and what stands out by rule.

As in the chart tool of NHS England's Making Data Count: limits at 2.66 times the mean moving
range, with no screening of outlying ranges; evidence.md 3. Not for counts of a year.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

LEAST_POINTS = 12
RUN = 7
FACTOR = 2.66


@dataclass(frozen=True, slots=True)
class Xmr:
    """Mean and limits of a series, and for each point whether a rule picks it out."""

    points: tuple[float, ...]
    mean: float
    lower: float
    upper: float
    signals: tuple[bool, ...]


def xmr(points: Sequence[float]) -> Xmr | None:
    """Work out the chart; None for fewer than 12 points. The lower limit is not cut off at 0."""
    if len(points) < LEAST_POINTS:
        return None
    mean = sum(points) / len(points)
    moving = [abs(after - before) for before, after in pairwise(points)]
    reach = FACTOR * sum(moving) / len(moving)
    sides = [(point > mean) - (point < mean) for point in points]
    far = [
        side if abs(point - mean) > reach * 2 / 3 else 0
        for side, point in zip(sides, points, strict=True)
    ]
    outside = [abs(point - mean) > reach for point in points]
    rules = (outside, _in_a_row(sides, RUN), _trend(points), _two_of_three(far))
    signals = tuple(any(found) for found in zip(*rules, strict=True))
    return Xmr(tuple(points), mean, mean - reach, mean + reach, signals)


def _in_a_row(signs: Sequence[int], length: int) -> list[bool]:
    """Pick out every point in a run of so many with the same sign, which is not 0."""
    found = [False] * len(signs)
    for last in range(length, len(signs) + 1):
        run = signs[last - length : last]
        if run[0] and all(sign == run[0] for sign in run):
            found[last - length : last] = [True] * length
    return found


def _trend(points: Sequence[float]) -> list[bool]:
    """Pick out seven points of which each is above the one before, or each below."""
    found = [False] * len(points)
    for first in range(len(points) - RUN + 1):
        pairs = list(pairwise(points[first : first + RUN]))
        if all(one < two for one, two in pairs) or all(one > two for one, two in pairs):
            found[first : first + RUN] = [True] * RUN
    return found


def _two_of_three(far: Sequence[int]) -> list[bool]:
    """Pick out the far ones where two of three in a row are far out on the same side."""
    found = [False] * len(far)
    for first in range(len(far) - 2):
        three = far[first : first + 3]
        for side in (1, -1):
            if three.count(side) >= 2:
                for place in range(3):
                    found[first + place] |= three[place] == side
    return found
