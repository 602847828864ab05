"""At which stage the gap between a job group and the comparison group opens."""

from collections.abc import Callable, Mapping
from math import log

from portal.kernel.language import _
from portal.uptake.disclosure import based
from portal.uptake.groups import REFERENCE, noun
from portal.uptake.measures.proportions import Counted
from portal.uptake.measures.ratios import relative_likelihood
from portal.uptake.measures.verdicts import Verdict
from portal.uptake.stages import StageRow
from portal.uptake.table import UptakeRow, UptakeTable


def share(part: float, whole: float) -> float:
    """Return how much of a gap arises at one stage: ln(part) / ln(whole), 1 for all of it.

    Both are relative likelihoods above 0; the whole is the product of its stages and not 1.
    Below 0 the stage works against the gap; above 1 the other stages do.
    """
    return log(part) / log(whole)


def opens_at(group: StageRow, reference: StageRow) -> int | None:
    """Return the stage, from 0, at which more than half of a gap arises, from printed counts.

    The largest where two do (a third then works against the gap). None where no stage has as
    much, or where counts are hidden or 0.
    """
    whole = _ratio(_overall(group), _overall(reference))
    if whole is None or whole == 1:
        return None
    parts = [_ratio(*rates) for rates in zip(group.rates, reference.rates, strict=True)]
    shares = [share(part, whole) if part else 0 for part in parts]
    most = max(shares)
    return shares.index(most) if most > 0.5 else None


def _overall(row: StageRow) -> Counted | None:
    return based(row.counts[-1], row.counts[0])


def _ratio(group: Counted | None, reference: Counted | None) -> float | None:
    if group is None or reference is None or not group.events or not reference.events:
        return None
    return relative_likelihood(group, reference)


def message(table: UptakeTable) -> str:
    """Return the title of the chart of stages: where the headline group's gap opens.

    A plain title where the headline is not that the group holds fewer awards.
    """
    named = next((row for row in table.rows if row.sentence == table.headline), None)
    place = _place(table, named) if named else None
    if named is None or place is None:
        return _("Who applied, whose cover was agreed, who got an award")
    return _MESSAGES[table.stages.stages[place].key](noun(named.key))


def _place(table: UptakeTable, named: UptakeRow) -> int | None:
    if named.verdict is not Verdict.LOWER:
        return None
    by_key = {row.key: row for row in table.stages.rows}
    if REFERENCE not in by_key:
        return None
    return opens_at(by_key[named.key], by_key[REFERENCE])


_MESSAGES: Mapping[str, Callable[[str], str]] = {
    "seen": lambda group: _("Most of the gap for %(group)s opens before they see it", group=group),
    "applied": lambda group: _(
        "Most of the gap for %(group)s opens before anyone applies", group=group
    ),
    "approved": lambda group: _(
        "Most of the gap for %(group)s opens when cover is asked for", group=group
    ),
    "awarded": lambda group: _(
        "Most of the gap for %(group)s opens when awards are decided", group=group
    ),
}
