"""Many comparisons at once: what survives when a whole family is looked at together."""

from collections.abc import Sequence


def adjusted(p_values: Sequence[float]) -> list[float]:
    """Return the step-up adjusted p-values of Benjamini and Hochberg 1995, in the given order."""
    family = len(p_values)
    smallest = 1.0
    answer = [1.0] * family
    falling = sorted(range(family), key=lambda at: p_values[at], reverse=True)
    for rank, at in zip(range(family, 0, -1), falling, strict=True):
        smallest = min(smallest, p_values[at] * family / rank)
        answer[at] = smallest
    return answer


def survives(p_values: Sequence[float], rate: float = 0.05) -> list[bool]:
    """Say for each p-value whether it survives a false discovery rate, 5% unless told."""
    return [value <= rate for value in adjusted(p_values)]
