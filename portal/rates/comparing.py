"""What changes from one pay scale to another, point by point. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from portal.costing.rounding import whole


@dataclass(frozen=True, slots=True)
class Change:
    """One step of one band before and after, in pence; None where it is not there."""

    band: str
    step: int
    before_pence: int | None
    after_pence: int | None

    @property
    def is_same(self) -> bool:
        """Say whether nothing changes."""
        return self.before_pence == self.after_pence

    @property
    def more_pence(self) -> int | None:
        """Return by how much the pay rises; None where there is nothing to compare."""
        if self.before_pence is None or self.after_pence is None:
            return None
        return self.after_pence - self.before_pence

    @property
    def percent(self) -> Decimal | None:
        """Return the rise in per cent of the pay before, to one place, halves away from nought."""
        if self.more_pence is None or not self.before_pence:
            return None
        tenths = whole(Fraction(abs(self.more_pence) * 1000, self.before_pence))
        return Decimal(tenths if self.more_pence >= 0 else -tenths).scaleb(-1)


Pay = Mapping[tuple[str, int], int]


def compare(before: Pay, after: Pay) -> tuple[Change, ...]:
    """Return every step of either, by band and step, with its pay in both."""
    where = sorted({*before, *after})
    return tuple(
        Change(band, step, before.get((band, step)), after.get((band, step)))
        for band, step in where
    )


def changed(changes: Sequence[Change]) -> tuple[Change, ...]:
    """Return those that are not the same."""
    return tuple(change for change in changes if not change.is_same)
