"""A rate of people, the difference between two rates, and their 95% intervals."""

from math import erfc, sqrt
from statistics import NormalDist
from typing import NamedTuple


class Counted(NamedTuple):
    """How many people of how many: `events` is between 0 and `people`."""

    events: int
    people: int


class Interval(NamedTuple):
    """Two limits, `lower` <= `upper`, in the unit of what they surround."""

    lower: float
    upper: float


def normal_quantile(confidence: float = 0.95) -> float:
    """Return the exact two-sided normal quantile: 1.959964 (not 1.96) for 0.95."""
    return NormalDist().inv_cdf(0.5 + confidence / 2)


def proportion(counted: Counted) -> float:
    """Return events / people. Raises ValueError for no people, or events outside 0..people."""
    events, people = counted
    if people <= 0 or not 0 <= events <= people:
        raise ValueError(f"{events} of {people} is not a rate")
    return events / people


def wilson(counted: Counted, confidence: float = 0.95) -> Interval:
    """Return Wilson's score interval for a rate, as fractions within 0 and 1.

    The limits are the roots of the score equation (Wilson 1927; method 3 of Newcombe 1998,
    Statistics in Medicine 17:857). They always hold the rate itself, and are exactly 0 for no
    events and exactly 1 where everyone has one. Raises ValueError as `proportion` does.
    """
    rate = proportion(counted)
    events, people = counted
    z = normal_quantile(confidence)
    centre = 2 * events + z * z
    reach = z * sqrt(z * z + 4 * events * (1 - rate))
    width = 2 * (people + z * z)
    lower = 0.0 if events == 0 else max(0.0, (centre - reach) / width)
    upper = 1.0 if events == people else min(1.0, (centre + reach) / width)
    return Interval(min(lower, rate), max(upper, rate))


def difference(group: Counted, reference: Counted, confidence: float = 0.95) -> Interval:
    """Return the interval of rate(group) - rate(reference), within -1 and 1.

    Method 10 of Newcombe 1998 (Statistics in Medicine 17:873): the two Wilson intervals squared
    and added, without continuity correction; zeros work. Raises ValueError as `proportion` does.
    """
    p1, p2 = proportion(group), proportion(reference)
    one, two = wilson(group, confidence), wilson(reference, confidence)
    between = p1 - p2
    lower = between - sqrt((p1 - one.lower) ** 2 + (two.upper - p2) ** 2)
    upper = between + sqrt((one.upper - p1) ** 2 + (p2 - two.lower) ** 2)
    return Interval(max(-1.0, lower), min(1.0, upper))


def score_test(group: Counted, reference: Counted) -> float:
    """Return the two-sided p-value of the pooled two-proportion score test, uncorrected.

    It is 1.0 where nobody or everybody has an event, since nothing can then be told apart.
    Raises ValueError as `proportion` does.
    """
    between = proportion(group) - proportion(reference)
    pooled = (group.events + reference.events) / (group.people + reference.people)
    variance = pooled * (1 - pooled) * (1 / group.people + 1 / reference.people)
    return 1.0 if variance == 0 else erfc(abs(between) / sqrt(2 * variance))
