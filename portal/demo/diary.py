"""What happens when: acts in the order of their instants, so that the trail reads as it was lived.

An act may enter later ones. What is due after the last instant never happens: a manager who has
not answered by today is one whose answer stands in the diary for tomorrow.
"""

from collections.abc import Callable
from datetime import datetime
from heapq import heappop, heappush
from itertools import count

Act = Callable[[datetime], object]


class Diary:
    """Acts waiting for their instant. Acts at the same instant keep the order of entry."""

    def __init__(self) -> None:
        self._waiting: list[tuple[datetime, int, Act]] = []
        self._numbers = count()
        self._reached: datetime | None = None

    def enter(self, at: datetime, act: Act) -> None:
        """Have `act(at)` done at this instant. Raises ValueError for one that has passed."""
        if self._reached is not None and at < self._reached:
            raise ValueError(f"{at} is past: the diary has reached {self._reached}")
        heappush(self._waiting, (at, next(self._numbers), act))

    def run(self, until: datetime) -> int:
        """Do everything due by `until`, that instant included; return how many acts it was."""
        done = 0
        while self._waiting and self._waiting[0][0] <= until:
            self._reached, _number, act = heappop(self._waiting)
            act(self._reached)
            done += 1
        return done
