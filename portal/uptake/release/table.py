"""The record of release: true counts go in at one door, and only printed figures come out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.approvals.wording import RELEASES
from portal.schemes.definition import Stage
from portal.uptake.disclosure import (
    HIDDEN,
    LEAST_BASE,
    MARK,
    MOST_HIDDEN,
    Protected,
    based,
    per,
    protect,
    protect_sensitive,
    rate_mark,
)
from portal.uptake.groups import TOTAL, place
from portal.uptake.measures.proportions import Counted, Interval, wilson
from portal.uptake.measures.waiting import HALF, QUARTER, THREE_QUARTERS, Wait, quantile
from portal.uptake.release.audit import SPREAD, Printed, Sum, repaired
from portal.uptake.release.counts import Counts, Tally

QUARTILES_FROM = 20  # fewer answers, and a quartile would be a day of one or two people
MOST_ALL = LEAST_BASE + SPREAD  # all of so many are hidden as few are


@dataclass(frozen=True, slots=True)
class Times:
    """Working days to an answer, whole; None where that share has not been answered yet.

    `is_shown` says that there are answers enough for the median, `has_quartiles` for the others.
    """

    is_shown: bool
    has_quartiles: bool
    lower: int | None = None
    median: int | None = None
    upper: int | None = None


NOT_SHOWN = Times(is_shown=False, has_quartiles=False)


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """One job group, one stage, or all release: printed counts, and what is made of them.

    `rate` is of refused among decided, `unanswered` of no answer among these and decided; each
    with the mark that stands in its place where it may not be printed.
    """

    key: str
    decided: Protected
    refused: Protected
    no_answer: Protected
    waiting: Protected
    times: Times

    @property
    def rate(self) -> Counted | None:
        """The printed counts that a refusal rate is made of; never of none or of all."""
        return _between(based(self.refused, self.decided))

    @property
    def rate_text(self) -> str:
        """The refusal rate as a whole per cent."""
        return _percent(self.rate, self.refused, self.decided)

    @property
    def interval(self) -> Interval | None:
        """The 95% interval of the refusal rate, from the printed counts."""
        return wilson(self.rate) if self.rate else None

    @property
    def asked(self) -> Protected:
        """The printed decided and no answer, together; hidden where one of them is."""
        if self.decided.shown is None or self.no_answer.shown is None:
            return HIDDEN
        return Protected(self.decided.shown + self.no_answer.shown)

    @property
    def unanswered_text(self) -> str:
        """The share without an answer as a whole per cent."""
        return _percent(_between(based(self.no_answer, self.asked)), self.no_answer, self.asked)


@dataclass(frozen=True, slots=True)
class ReleaseTable:
    """All figures of one choice: groups in the fixed order, all release, stages, and two lists.

    `conditional` is how many of the decided were a yes with conditions, all release together.
    `seats` are yeses and noes by who gave them, `reasons` noes by reason, of release too; no
    reasons where the noes are hidden, or none.
    """

    rows: tuple[ReleaseRow, ...]
    total: ReleaseRow
    conditional: Protected
    stages: tuple[ReleaseRow, ...]
    seats: tuple[tuple[str, Protected], ...]
    reasons: tuple[tuple[str, Protected], ...]


def build(counts: Counts, seats: Sequence[str], reasons: Sequence[str]) -> ReleaseTable:
    """Make the tables from true counts; `seats` and `reasons` are all there can be, in order.

    Everything is a function of the protected counts, but for the working days, which rest on
    their own rule: shown only beside a printed count of answers.
    """
    printed = _Printer(
        counts, _known(seats, counts.seats), _known(reasons, counts.reasons)
    ).printed()
    groups = sorted(counts.groups, key=place)
    stages = [stage for stage in Stage if stage in counts.stages]
    return ReleaseTable(
        rows=tuple(printed.row(_group(key), key, counts.groups[key]) for key in groups),
        total=printed.row(TOTAL, TOTAL, counts.release),
        conditional=printed.conditional,
        stages=tuple(printed.row(_stage(each), each.value, counts.stages[each]) for each in stages),
        seats=printed.seats,
        reasons=printed.reasons,
    )


def _group(key: str) -> str:
    return f"group {key}"


def _stage(stage: Stage) -> str:
    return f"stage {stage.value}"


def _seat(key: str) -> str:
    return f"seat {key}"


def _reason(key: str) -> str:
    return f"reason {key}"


def _known(keys: Sequence[str], found: Mapping[str, int]) -> tuple[str, ...]:
    return (*keys, *(key for key in sorted(found) if key not in keys))


@dataclass(frozen=True, slots=True)
class _Printed:
    """Every column after its audit, by the names of its counts."""

    decided: Mapping[str, Protected]
    refused: Mapping[str, Protected]
    no_answer: Mapping[str, Protected]
    waiting: Mapping[str, Protected]
    conditional: Protected
    seats: tuple[tuple[str, Protected], ...]
    reasons: tuple[tuple[str, Protected], ...]

    def row(self, name: str, key: str, tally: Tally) -> ReleaseRow:
        return ReleaseRow(
            key=key,
            decided=self.decided[name],
            refused=self.refused[name],
            no_answer=self.no_answer[name],
            waiting=self.waiting[name],
            times=_times(self.decided[name], tally.waits),
        )


@dataclass(frozen=True, slots=True)
class _Printer:
    """Prints each column by the primary rule, and audits it with all that it adds up to."""

    counts: Counts
    seats: tuple[str, ...]
    reasons: tuple[str, ...]

    def printed(self) -> _Printed:
        decided = self._audited(
            {name: protect(each.decided) for name, each in self._tallies.items()}
            | {_seat(key): protect(self.counts.seats.get(key, 0)) for key in self.seats},
            [_seat(key) for key in self.seats],
        )
        refused = self._refused(decided)
        shown = refused[TOTAL]
        return _Printed(
            decided=decided,
            refused=refused,
            no_answer=self._no_answer(),
            waiting=self._audited(
                {name: protect(each.waiting) for name, each in self._tallies.items()}
            ),
            conditional=HIDDEN
            if decided[TOTAL].hidden
            else protect_sensitive(self.counts.release.conditional, self.counts.release.decided),
            seats=tuple((key, decided[_seat(key)]) for key in self.seats),
            reasons=tuple((key, refused[_reason(key)]) for key in self.reasons)
            if shown.shown
            else (),
        )

    @property
    def _tallies(self) -> dict[str, Tally]:
        return {
            TOTAL: self.counts.release,
            **{_group(key): each for key, each in self.counts.groups.items()},
            **{_stage(stage): each for stage, each in self.counts.stages.items()},
        }

    def _refused(self, decided: Mapping[str, Protected]) -> dict[str, Protected]:
        """Print noes; of few decided the mark stands for as few, of a small group also for all."""
        counts = {
            name: protect_sensitive(each.refused, each.decided)
            for name, each in self._tallies.items()
        }
        noes = self.counts.release.refused
        for key in self.reasons:
            counts[_reason(key)] = protect_sensitive(self.counts.reasons.get(key, 0), noes)
        marked = {name: _most(protect(each.decided)) for name, each in self._tallies.items()}
        held = frozenset(name for name in self._tallies if decided[name].hidden)
        parts = [_reason(key) for key in self.reasons]
        marked |= dict.fromkeys(parts, marked[TOTAL])
        return self._audited(counts, parts, marked=marked, held=held)

    def _no_answer(self) -> dict[str, Protected]:
        """Print who had no answer; beside nobody decided, or few, the mark also stands for all."""
        counts = {
            name: protect_sensitive(each.no_answer, each.decided + each.no_answer)
            for name, each in self._tallies.items()
        }
        marked = {
            name: MOST_HIDDEN if protect(each.decided).shown else MOST_ALL
            for name, each in self._tallies.items()
        }
        return self._audited(counts, marked=marked)

    def _audited(
        self,
        counts: Mapping[str, Protected],
        more: Sequence[str] = (),
        *,
        marked: Mapping[str, int] | None = None,
        held: frozenset[str] = frozenset(),
    ) -> dict[str, Protected]:
        """Hide what the sums would give away: groups, the stages of release and `more` each add
        up to all release. A `marked` column is a sensitive one.
        """  # noqa: D205 -- one thought
        stages = [_stage(stage) for stage in self.counts.stages if stage in RELEASES]
        groups = [_group(key) for key in self.counts.groups]
        sums = tuple(Sum(TOTAL, tuple(each)) for each in (groups, stages, more) if each)
        return repaired(Printed(counts, sums, marked is not None, marked or {}, held))


def _most(decided: Protected) -> int:
    """Return the most that a hidden number of noes can be, beside so many decided."""
    if decided.shown is not None and decided.shown <= LEAST_BASE:
        return decided.shown + SPREAD
    return MOST_HIDDEN


def _between(rate: Counted | None) -> Counted | None:
    """Leave out a rate of none or of all."""
    return rate if rate and 0 < rate.events < rate.people else None


def _percent(rate: Counted | None, part: Protected, whole: Protected) -> str:
    if rate is not None:
        return f"{per(rate, 100)}%"
    return MARK if whole.hidden or based(part, whole) else rate_mark(part, whole)


def _times(decided: Protected, waits: Sequence[Wait]) -> Times:
    if not decided.shown:
        return NOT_SHOWN
    if decided.shown < QUARTILES_FROM:
        return Times(is_shown=True, has_quartiles=False, median=quantile(waits, HALF))
    lower, median, upper = (quantile(waits, share) for share in (QUARTER, HALF, THREE_QUARTERS))
    return Times(is_shown=True, has_quartiles=True, lower=lower, median=median, upper=upper)
