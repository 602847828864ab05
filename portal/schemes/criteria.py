"""What reviewers score, on which scale, and how scores become one number: as data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from portal.kernel.language import Text
from portal.schemes.stored import Stored


class Aggregation(StrEnum):
    """How the scores of one application become one."""

    WEIGHTED_MEAN = "weighted_mean"
    MEAN = "mean"
    MEDIAN = "median"


@dataclass(frozen=True, slots=True)
class Scale(Stored):
    """Whole scores from `low` to `high`, both counted."""

    low: int = 1
    high: int = 5

    @property
    def scores(self) -> range:
        """Every score there is, the lowest first."""
        return range(self.low, self.high + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion(Stored):
    """One thing scored, its share of the whole in percent, and what each score means."""

    key: str
    title: Text
    weight_percent: int
    anchors: Mapping[int, Text] = field(default_factory=dict)
