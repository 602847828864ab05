"""How many times as likely: the relative likelihood, its interval, and its size."""

from enum import Enum
from math import exp, sqrt

from portal.uptake.measures.proportions import Counted, Interval, normal_quantile, proportion


class Zone(Enum):
    """Where a relative likelihood lies against 0.8 to 1.25, both of them inside."""

    BELOW = "below"
    INSIDE = "inside"
    ABOVE = "above"


def relative_likelihood(group: Counted, reference: Counted) -> float | None:
    """Return rate(group) / rate(reference): 1 is parity, below 1 is less likely.

    None where the reference group has no events. It is a ratio and never a percentage. Raises
    ValueError as `proportion` does.
    """
    rate, base = proportion(group), proportion(reference)
    if base == 0:
        return None
    # From whole numbers, so that the two rates are not rounded before they are divided.
    return group.events * reference.people / (reference.events * group.people) if rate else 0.0


def katz(group: Counted, reference: Counted, confidence: float = 0.95) -> Interval | None:
    """Return the log interval of the relative likelihood, or None where either has no events.

    RL * exp(+-z * sqrt(1/x1 - 1/n1 + 1/x2 - 1/n2)): Katz 1978; Altman and others 2000. Raises
    ValueError as `proportion` does.
    """
    ratio = relative_likelihood(group, reference)
    if not ratio:
        return None
    spread = 1 / group.events - 1 / group.people + 1 / reference.events - 1 / reference.people
    step = exp(normal_quantile(confidence) * sqrt(max(0.0, spread)))
    return Interval(ratio / step, ratio * step)


def zone(group: Counted, reference: Counted) -> Zone:
    """Say where the relative likelihood lies, exactly: 4/7 against 5/7 is 0.8, so inside.

    The 0.8 is the four-fifths screen (EEOC 1979), 0.8 to 1.25 the range that NHS England has
    called non-adverse. A label of size, never a test. Whole numbers are compared, because 0.8
    has no exact binary form; a reference without events leaves a group with some above.
    """
    mine, theirs = group.events * reference.people, reference.events * group.people
    if 5 * mine < 4 * theirs:
        return Zone.BELOW
    return Zone.ABOVE if 4 * mine > 5 * theirs else Zone.INSIDE
