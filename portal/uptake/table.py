"""The table of one year: true counts go in at one door, and only printed figures come out."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.kernel.amounts import plain, short_pounds
from portal.uptake import wording
from portal.uptake.counts import GroupCounts, everyone
from portal.uptake.disclosure import (
    MARK,
    AmountRules,
    Protected,
    based,
    per,
    protect,
    protect_amount,
    rate_mark,
    scale,
)
from portal.uptake.groups import FAMILY, REFERENCE, TOTAL, noun, place
from portal.uptake.measures.proportions import Counted, Interval, wilson
from portal.uptake.measures.ratios import katz, relative_likelihood
from portal.uptake.measures.verdicts import Verdict, published
from portal.uptake.stages import StageTable, stage_table


@dataclass(frozen=True, slots=True)
class UptakeRow:
    """One job group, or everyone: each figure as a value for a chart and a text for a page.

    Every value is made from printed counts. Values are None where the text is "c" (hidden) or
    a dash (fewer than 20 staff). `rate` and `interval` are fractions 0 to 1 of staff; texts are
    whole numbers of the table's base, and `rate_note` stands in a chart where there is no
    point. Shares are whole per cents; `pence` and `hours`
    (hundredths) are rounded sums. `verdict` is None for everyone; `sentence` is empty where
    nothing is compared.
    """

    key: str
    label: str
    staff: Protected
    awarded: Protected
    rate: float | None
    rate_text: str
    rate_note: str
    interval: Interval | None
    interval_text: str
    staff_share: int | None
    staff_share_text: str
    award_share: int | None
    award_share_text: str
    pence: int | None
    pence_text: str
    hours: int | None
    hours_text: str
    verdict: Verdict | None
    verdict_text: str
    sentence: str

    @property
    def is_reference(self) -> bool:
        """Say whether the others are set beside this group."""
        return self.verdict is Verdict.REFERENCE

    @property
    def is_total(self) -> bool:
        """Say whether this row is everyone."""
        return self.key == TOTAL


@dataclass(frozen=True, slots=True)
class UptakeTable:
    """One year's figures: rows in the fixed order, everyone, the stages, and the messages.

    `base` is 100 or 1,000, for every rate in it. `headline` is the sentence of the largest
    group of the declared family, by printed staff; empty where no group of it has staff.
    """

    year: str
    base: int
    rows: tuple[UptakeRow, ...]
    total: UptakeRow
    stages: StageTable
    headline: str
    caution: str
    rate_title: str
    rate_message: str
    share_message: str


def build(
    counts: Sequence[GroupCounts],
    year_label: str,
    reference: str = REFERENCE,
    rules: AmountRules | None = None,
) -> UptakeTable:
    """Make the table of one year ("2026") from true counts; a group without staff has no row.

    Counts, rates, intervals, ratios and shares are functions of the protected counts alone; a
    verdict's word is either what they give or "cannot tell". Without `rules`, which only the
    organisation can set, no sum of money or time is shown.
    """
    groups = sorted((group for group in counts if group.staff), key=lambda each: place(each.key))
    total = everyone(groups)
    base = scale(based(protect(each.awarded), protect(each.staff)) for each in (*groups, total))
    maker = _Maker(year_label, base, total, _reference(groups, reference), rules)
    verdicts = _verdicts(groups, maker.reference)
    rows = tuple(maker.row(group, verdicts[group.key]) for group in groups)
    return UptakeTable(
        year=year_label,
        base=base,
        rows=rows,
        total=maker.row(total, None),
        stages=stage_table(groups, total),
        headline=_headline(rows),
        caution=wording.caution(),
        rate_title=wording.rate_title(base),
        rate_message=wording.lower_message(_family_verdicts(rows), noun(reference)),
        share_message=_share_message(rows),
    )


def _reference(groups: Sequence[GroupCounts], key: str) -> GroupCounts:
    found = [group for group in groups if group.key == key]
    return found[0] if found else GroupCounts(key, noun(key), 0, 0, 0, 0)


def _verdicts(groups: Sequence[GroupCounts], reference: GroupCounts) -> dict[str, Verdict]:
    family = {
        group.key: Counted(group.awarded, group.staff)
        for group in groups
        if group.key in FAMILY and group.key != reference.key
    }
    words = dict.fromkeys((group.key for group in groups), Verdict.NOT_COMPARED)
    words |= published(family, Counted(reference.awarded, reference.staff))
    return words | {reference.key: Verdict.REFERENCE}


@dataclass(frozen=True, slots=True)
class _Maker:
    """What every row of one table shares."""

    year: str
    base: int
    total: GroupCounts
    reference: GroupCounts
    rules: AmountRules | None

    def row(self, group: GroupCounts, verdict: Verdict | None) -> UptakeRow:
        staff, awarded = protect(group.staff), protect(group.awarded)
        rate = based(awarded, staff)
        mark = rate_mark(awarded, staff)
        interval = wilson(rate) if rate else None
        staff_share = _share(staff, protect(self.total.staff))
        award_share = _share(awarded, protect(self.total.awarded))
        pence, hours = self._amounts(group)
        return UptakeRow(
            key=group.key,
            label=group.label,
            staff=staff,
            awarded=awarded,
            rate=rate.events / rate.people if rate else None,
            rate_text=wording.rate_figure(per(rate, self.base), self.base) if rate else mark,
            rate_note="" if rate else wording.rate_note(mark),
            interval=interval,
            interval_text=self._between(interval) if interval else mark,
            staff_share=staff_share,
            staff_share_text=_percent(staff_share, staff, protect(self.total.staff)),
            award_share=award_share,
            award_share_text=_percent(award_share, awarded, protect(self.total.awarded)),
            pence=pence,
            pence_text=MARK if pence is None else short_pounds(pence),
            hours=hours,
            hours_text=MARK if hours is None else plain(hours),
            verdict=verdict,
            verdict_text=wording.word(verdict) if verdict else "",
            sentence=self._sentence(group.key, staff, awarded, verdict) if verdict else "",
        )

    def _amounts(self, group: GroupCounts) -> tuple[int | None, int | None]:
        rules = self.rules
        if rules is None:
            return None, None
        return (
            protect_amount(group.pence, group.awarded, rules.standard_pence, rules),
            protect_amount(group.hours, group.awarded, rules.standard_hours, rules),
        )

    def _between(self, interval: Interval) -> str:
        lower, upper = (int(limit * self.base + 0.5) for limit in interval)
        return wording.between(lower, upper, self.base)

    def _sentence(self, key: str, staff: Protected, awarded: Protected, verdict: Verdict) -> str:
        others, other_awarded = protect(self.reference.staff), protect(self.reference.awarded)
        mine, theirs = based(awarded, staff), based(other_awarded, others)
        ratio = relative_likelihood(mine, theirs) if mine and theirs else None
        return wording.sentence(
            wording.Comparison(
                year=self.year,
                verdict=verdict,
                group=noun(key),
                awarded=awarded,
                staff=staff,
                reference=noun(self.reference.key),
                reference_awarded=other_awarded,
                reference_staff=others,
                ratio=ratio,
                interval=katz(mine, theirs) if mine and theirs else None,
            )
        )


def _share(part: Protected, whole: Protected) -> int | None:
    shared = based(part, whole)
    return per(shared, 100) if shared else None


def _percent(share: int | None, part: Protected, whole: Protected) -> str:
    return rate_mark(part, whole) if share is None else f"{share}%"


def _family_verdicts(rows: Sequence[UptakeRow]) -> list[Verdict]:
    aside = (Verdict.NOT_COMPARED, Verdict.REFERENCE)
    return [row.verdict for row in rows if row.verdict and row.verdict not in aside]


def _headline(rows: Sequence[UptakeRow]) -> str:
    compared = [row for row in rows if row.sentence]
    return max(compared, key=lambda row: row.staff.shown or 0).sentence if compared else ""


def _share_message(rows: Sequence[UptakeRow]) -> str:
    for row in rows:
        if row.is_reference and row.award_share is not None and row.staff_share is not None:
            return wording.share_message(row.label, row.staff_share_text, row.award_share_text)
    return wording.share_title()
