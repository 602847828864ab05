"""The true counts of one job group in one year, as the queries hand them over."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from portal.kernel.language import _
from portal.uptake.disclosure import Amounts
from portal.uptake.groups import TOTAL


@dataclass(frozen=True, slots=True)
class GroupCounts:
    """Unique people at each stage, each stage within the one before: else ValueError.

    `approved` are those who applied and whose cover was agreed, or needed no agreement.
    `awarded` hold at least one award. `seen` are those known to have seen a call, and who
    applied; None where views were not counted then. `pence` and `hours` (hundredths) sum what
    each of them holds. `key` is an UptakeGroup value or "unknown". These are secret: they go
    to `table.build` and nowhere else.
    """

    key: str
    label: str
    staff: int
    applied: int
    approved: int
    awarded: int
    seen: int | None = None
    pence: Amounts = field(default_factory=Amounts)
    hours: Amounts = field(default_factory=Amounts)

    def __post_init__(self) -> None:
        reached = self.applied if self.seen is None else self.seen
        if not 0 <= self.awarded <= self.approved <= self.applied <= reached <= self.staff:
            raise ValueError(f"{self.key}: each stage must be part of the one before it")


def everyone(groups: Sequence[GroupCounts]) -> GroupCounts:
    """Add groups that share no person, from their true counts."""
    return GroupCounts(
        key=TOTAL,
        label=_("All staff"),
        staff=sum(group.staff for group in groups),
        applied=sum(group.applied for group in groups),
        approved=sum(group.approved for group in groups),
        awarded=sum(group.awarded for group in groups),
        seen=_sum([group.seen for group in groups]),
        pence=Amounts.together(group.pence for group in groups),
        hours=Amounts.together(group.hours for group in groups),
    )


def _sum(seen: Sequence[int | None]) -> int | None:
    """Add what was counted; nothing where it was not counted in a group."""
    counted = [each for each in seen if each is not None]
    return sum(counted) if counted and len(counted) == len(seen) else None
