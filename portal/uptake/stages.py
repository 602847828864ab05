"""Where people are lost: saw it, applied, agreed, awarded, each a part of the stage before."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from portal.kernel.language import _
from portal.uptake.counts import GroupCounts
from portal.uptake.disclosure import (
    MARK,
    Protected,
    based,
    per,
    protect,
    protect_sensitive,
    rate_mark,
    scale,
)
from portal.uptake.measures.proportions import Counted


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: its title, and what its rates are of, with the unit in words.

    Each stage is a table of its own with its own `base`: 100, or 1,000.
    """

    key: str
    title: str
    of: str
    base: int


@dataclass(frozen=True, slots=True)
class StageRow:
    """One group: printed counts of staff and of each stage, and a text per stage.

    `counts` are staff, then the stages in their order; so are `rates` and `texts`, without
    staff. A rate is of printed counts, or None where `texts` has a mark. In the approved
    column "c" may also mean none, or all of a few.
    """

    key: str
    label: str
    counts: tuple[Protected, ...]
    rates: tuple[Counted | None, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StageTable:
    """The stages, a row per group in the fixed order, and everyone."""

    stages: tuple[Stage, ...]
    rows: tuple[StageRow, ...]
    total: StageRow


_SEEN, _APPLIED, _APPROVED, _AWARDED = "seen", "applied", "approved", "awarded"
_KEYS = (_APPLIED, _APPROVED, _AWARDED)


def stage_table(groups: Sequence[GroupCounts], total: GroupCounts) -> StageTable:
    """Protect the counts of each stage, then work out each stage's rates from what is left.

    Who saw the scheme is a stage where views were counted.
    """
    keys = _KEYS if total.seen is None else (_SEEN, *_KEYS)
    printed = [_printed(group, keys) for group in (*groups, total)]
    rates = [_rates(counts) for counts in printed]
    bases = [scale(column) for column in zip(*rates, strict=True)]
    rows = [
        StageRow(group.key, group.label, counts, row, _texts(counts, row, bases))
        for group, counts, row in zip((*groups, total), printed, rates, strict=True)
    ]
    stages = tuple(_stage(key, base, keys[0]) for key, base in zip(keys, bases, strict=True))
    return StageTable(stages, tuple(rows[:-1]), rows[-1])


def _printed(group: GroupCounts, keys: Sequence[str]) -> tuple[Protected, ...]:
    stages = (
        protect(group.applied),
        # What was not approved was refused, which is sensitive.
        protect_sensitive(group.approved, group.applied),
        protect(group.awarded),
    )
    seen = (protect(group.seen or 0),) if _SEEN in keys else ()
    return (protect(group.staff), *seen, *stages)


def _rates(counts: Sequence[Protected]) -> tuple[Counted | None, ...]:
    *before, approved, awarded = (based(part, whole) for whole, part in pairwise(counts))
    if approved and approved.events in (0, approved.people):
        approved = None
    return (*before, approved, awarded)


def _texts(
    counts: Sequence[Protected], rates: Sequence[Counted | None], bases: Sequence[int]
) -> tuple[str, ...]:
    return tuple(
        _text(part, whole, rate, base)
        for part, whole, rate, base in zip(counts[1:], counts[:-1], rates, bases, strict=True)
    )


def _text(part: Protected, whole: Protected, rate: Counted | None, base: int) -> str:
    if rate is not None:
        return f"{per(rate, base)}%" if base == 100 else str(per(rate, base))
    return MARK if based(part, whole) else rate_mark(part, whole)


def _stage(key: str, base: int, first: str) -> Stage:
    percent = {
        _SEEN: (_("Saw the scheme"), _("of all staff")),
        _APPLIED: (_("Applied"), _("of those who saw it")),
        _APPROVED: (_("Cover agreed"), _("of those who applied")),
        _AWARDED: (_("Got an award"), _("of those with cover agreed")),
    }
    thousand = {
        _SEEN: _("per 1,000 staff"),
        _APPLIED: _("per 1,000 who saw it"),
        _APPROVED: _("per 1,000 who applied"),
        _AWARDED: _("per 1,000 with cover agreed"),
    }
    if key == first:
        percent[key] = (percent[key][0], _("of all staff"))
        thousand[key] = _("per 1,000 staff")
    title, of = percent[key]
    return Stage(key, title, of if base == 100 else thousand[key], base)
