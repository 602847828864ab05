"""What the page of the pulse shows, already decided."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.kernel.language import _
from portal.people.professions import GROUP_LABELS
from portal.pulse.policy import Stand, counts
from portal.pulse.results import Totals, tables
from portal.pulse.rounds import round_words
from portal.web.pieces import Table

ROUNDS_READ = 3  # this one, or else the one before it; and one to set beside it


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


def page(stand: Stand, totals: Sequence[Totals], *, has_taken_part: bool) -> PulsePage:
    """Return the page for one who may see it. `totals` are of this round and those before it."""
    may = bool(counts(stand))
    shown = 0 if totals[0].is_enough else 1
    before = totals[shown + 1]
    return PulsePage(
        caption=round_words(totals[0].round_on),
        asks=may and not has_taken_part,
        thanks=may and has_taken_part,
        counted_as=str(GROUP_LABELS[stand.job]) if stand.job else "",
        organisation=str(stand.organisation.name) if stand.organisation else "",
        words=_words(totals),
        tables=tables(totals[shown], before if before.is_enough else None)
        if totals[shown].is_enough
        else (),
    )


def _words(totals: Sequence[Totals]) -> str:
    this, before = totals[:2]
    if this.is_enough:
        return ""
    if before.is_enough:
        return _(
            "Too few people have taken part in this round to show its results. These are the"
            " results of %(round)s.",
            round=round_words(before.round_on),
        )
    return _(
        "Too few people have taken part to show results yet. We wait, so that nobody can be"
        " picked out. Come back later in the round."
    )
