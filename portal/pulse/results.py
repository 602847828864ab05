"""The results of the pulse as tables: every figure in them is made from protected counts only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from portal.kernel.language import _
from portal.people.professions import GROUP_LABELS, UptakeGroup
from portal.pulse.questions import PEOPLE, QUESTION_LABELS, Answer, Question
from portal.pulse.rounds import round_words
from portal.uptake.disclosure import (
    LEAST_BASE,
    MARK,
    MOST_HIDDEN,
    NEAREST,
    NO_BASE,
    Protected,
    based,
    per,
    protect,
    protect_sensitive,
    rate_mark,
    scale,
)
from portal.web.pieces import Column, Table

Key = tuple[str, str, str]  # job, question, answer


@dataclass(frozen=True, slots=True)
class Totals:
    """The true totals of an organisation in a round. They go no further than `protected`."""

    round_on: date
    numbers: Mapping[Key, int] = field(default_factory=dict)

    @property
    def is_enough(self) -> bool:
        """Say whether at least 20 people took part, so that the round may be shown at all.

        Asked of the true count: rounded, 18 would pass for 20. The tables ask the printed ones.
        """
        people = sum(self.numbers.get((job, *PEOPLE), 0) for job in UptakeGroup)
        return people >= LEAST_BASE


@dataclass(frozen=True, slots=True)
class Share:
    """How many answered a question and how many said yes, both as they may be printed."""

    answered: Protected
    yes: Protected

    @classmethod
    def of(cls, yes: int, answered: int) -> "Share":
        """Protect two true counts. That nobody said yes would tell what each one thinks: "c"."""
        return cls(protect(answered), protect_sensitive(yes, answered))

    def text(self, base: int) -> str:
        """Write the share that said yes, or the mark that stands in its place."""
        rate = based(self.yes, self.answered)
        if rate is None:
            return rate_mark(self.yes, self.answered)
        return f"{per(rate, base)}%" if base == 100 else str(per(rate, base))


NOBODY = Share.of(0, 0)


@dataclass(frozen=True, slots=True)
class Shares:
    """One question in one round: the shares of the job groups, and of all together."""

    round_on: date
    jobs: Mapping[UptakeGroup, Share]
    total: Share


def protected(totals: Totals, question: Question) -> Shares:
    """Protect the counts of a question, each by itself, the whole too."""
    yes = {job: totals.numbers.get((job, question, Answer.YES), 0) for job in UptakeGroup}
    answered = {
        job: sum(totals.numbers.get((job, question, answer), 0) for answer in Answer)
        for job in UptakeGroup
    }
    return Shares(
        totals.round_on,
        {job: Share.of(yes[job], answered[job]) for job in UptakeGroup},
        Share.of(sum(yes.values()), sum(answered.values())),
    )


def tables(shown: Totals, before: Totals | None) -> tuple[Table, ...]:
    """Return one table a question, beside the round before where that may be shown."""
    return tuple(
        table(question, protected(shown, question), protected(before, question) if before else None)
        for question in Question
    )


def table(question: Question, shown: Shares, before: Shares | None) -> Table:
    """Return the table of a question: who answered, who said yes, by job group and in all."""
    rounds = (shown, before) if before else (shown,)
    base = scale(
        based(share.yes, share.answered)
        for each in rounds
        for share in (*each.jobs.values(), each.total)
    )
    jobs = [job for job in UptakeGroup if any(each.jobs[job] != NOBODY for each in rounds)]
    return Table(
        caption=QUESTION_LABELS[question],
        note=_note(shown),
        columns=(
            Column(_("Job")),
            Column(_("Answered"), numeric=True),
            Column(_("Said yes") if base == 100 else _("Said yes, per 1,000"), numeric=True),
            *(Column(_before_head(each, base), numeric=True) for each in rounds[1:]),
        ),
        rows=tuple(
            _row(GROUP_LABELS[job], base, [each.jobs[job] for each in rounds]) for job in jobs
        ),
        foot=(_row(_("All staff"), base, [each.total for each in rounds]),),
        tight=True,
    )


def _row(label: object, base: int, shares: list[Share]) -> tuple[object, ...]:
    return (label, str(shares[0].answered), *(share.text(base) for share in shares))


def _before_head(before: Shares, base: int) -> str:
    words = _("Yes in %(round)s") if base == 100 else _("Yes in %(round)s, per 1,000")
    return words % {"round": round_words(before.round_on)}


def _note(shown: Shares) -> str:
    return _(
        "%(round)s. People, to the nearest %(five)s. %(mark)s means 1 to %(most)s people; in a"
        " share it can also mean none, or all of a few. %(dash)s means fewer than %(least)s people"
        " answered. Shares are worked out from the rounded numbers.",
        round=round_words(shown.round_on),
        five=NEAREST,
        mark=MARK,
        most=MOST_HIDDEN,
        dash=NO_BASE,
        least=LEAST_BASE,
    )
