"""Where an application may rank, had other reviewers of the same kind been asked.

A bootstrap: each application's reviewers are drawn again from its own, with replacement,
everything is ranked again, and the middle nine tenths of an application's ranks are kept.
Equal scores fall in an order of chance. The seed is fixed, so a page says the same twice.
"""

from collections import Counter
from functools import lru_cache
from random import Random
from statistics import median

RUNS = 4_000
SEED = 7_201
LOW, HIGH = 0.05, 0.95

Dots = tuple[float, ...]
Range = tuple[int, int]


@lru_cache(maxsize=16)
def likely_ranks(
    dots: tuple[Dots, ...], *, by_median: bool = False, runs: int = RUNS, seed: int = SEED
) -> tuple[Range | None, ...]:
    """Return the lowest and highest likely rank of each application, in the order given.

    `dots` are the reviewers' scores of each application. None for an application with fewer
    than two, whose uncertainty cannot be seen; without any it takes part in no ranking.
    """
    chance = Random(seed)  # noqa: S311 -- a simulation, not a secret
    at = [i for i, one in enumerate(dots) if one]
    drawn = [_drawn(dots[i], runs, chance, by_median=by_median) for i in at]
    ranks: list[list[int]] = [[] for _ in at]
    takers = [each.append for each in ranks]
    for scores in zip(*drawn, strict=True):
        order = sorted(range(len(at)), key=scores.__getitem__, reverse=True)
        for place, which in enumerate(order, 1):
            takers[which](place)
    found = {i: _middle(ranks[k], runs) for k, i in enumerate(at) if len(dots[i]) > 1}
    return tuple(found.get(i) for i in range(len(dots)))


def _drawn(one: Dots, runs: int, chance: Random, *, by_median: bool) -> list[float]:
    """Return the score of one application in every run, each a hair off, to part equals."""
    size = len(one)
    picks = chance.choices(one, k=runs * size)
    groups = zip(*(picks[k::size] for k in range(size)), strict=True)
    hair = chance.random
    if by_median:
        return [median(group) + hair() * 1e-9 for group in groups]
    return [sum(group) / size + hair() * 1e-9 for group in groups]


def _middle(ranks: list[int], runs: int) -> Range:
    """Return the ranks at 5% and 95% of the runs."""
    counts = sorted(Counter(ranks).items())
    return _at(counts, LOW * runs), _at(counts, HIGH * runs)


def _at(counts: list[tuple[int, int]], wanted: float) -> int:
    seen = 0
    for place, count in counts:
        seen += count
        if seen >= wanted:
            return place
    return counts[-1][0]
