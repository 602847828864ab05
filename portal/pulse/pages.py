"""What the page of the pulse shows, already decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from portal.kernel.language import _
from portal.people.professions import GROUP_LABELS
from portal.pulse.policy import Stand, counts
from portal.pulse.results import Totals, tables
from portal.pulse.rounds import round_words
from portal.web.pieces import Table


@dataclass(frozen=True, slots=True)
class PulsePage:
    """The page. `asks` where the questions stand; `words` say how results stand, "" if shown.

    `counted_as` is the job group of whoever reads, "" for somebody who is not asked at all.
    """

    caption: str
    asks: bool
    thanks: bool
    counted_as: str
    organisation: str
    words: str
    tables: tuple[Table, ...]


def page(stand: Stand, this: date, totals: Sequence[Totals], *, has_taken_part: bool) -> PulsePage:
    """Return the page for one who may see it, in the round `this`.

    `totals` are of the last two rounds that have ended, the later first. A round still running
    is never shown: somebody could set the page before a colleague answered beside it after.
    """
    may = bool(counts(stand))
    ended, before = totals
    return PulsePage(
        caption=round_words(this),
        asks=may and not has_taken_part,
        thanks=may and has_taken_part,
        counted_as=str(GROUP_LABELS[stand.job]) if stand.job else "",
        organisation=str(stand.organisation.name) if stand.organisation else "",
        words="" if ended.is_enough else _too_few(ended),
        tables=tables(ended, before if before.is_enough else None) if ended.is_enough else (),
    )


def _too_few(ended: Totals) -> str:
    return _(
        "Too few people took part in %(round)s to show its results.",
        round=round_words(ended.round_on),
    )
