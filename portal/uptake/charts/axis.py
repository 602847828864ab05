"""The scale under a chart: round steps from 0, and where a value stands in pixels."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from math import ceil

MOST_STEPS = 8


@dataclass(frozen=True, slots=True)
class Axis:
    """A scale from 0 to `top` drawn from x = `left` to x = `right`."""

    left: float
    right: float
    step: int
    top: int

    @property
    def ticks(self) -> range:
        """Return the values that are written, 0 and `top` among them."""
        return range(0, self.top + 1, self.step)

    def at(self, value: float) -> float:
        """Return the x of a value in the unit of the scale."""
        return self.left + (self.right - self.left) * value / self.top


def axis(values: Iterable[float], left: float, right: float) -> Axis:
    """Choose the finest step of 1, 2, 5, 10, 20... that reaches every value in 8 steps or fewer.

    `values` are 0 or more; the scale ends at least one step above 0.
    """
    highest = max(values, default=0)
    steps = chain.from_iterable((size, 2 * size, 5 * size) for size in (10**n for n in range(9)))
    step = next(each for each in steps if ceil(highest / each) <= MOST_STEPS)
    return Axis(left, right, step, max(1, ceil(highest / step)) * step)
