"""The words of a verdict: which sentence stands for it, and how its figures are written."""

from dataclasses import dataclass

from portal.kernel.language import _, _n, lazy
from portal.uptake.disclosure import LEAST_BASE, MARK, Protected
from portal.uptake.measures.proportions import Interval
from portal.uptake.measures.verdicts import Verdict

_WORDS = {
    Verdict.LOWER: lazy("Lower"),
    Verdict.HIGHER: lazy("Higher"),
    Verdict.SMALL: lazy("Different but small"),
    Verdict.SIMILAR: lazy("Similar"),
    Verdict.CANNOT_TELL: lazy("Cannot tell"),
    Verdict.TOO_FEW: lazy("Too few to compare"),
    Verdict.NOT_COMPARED: lazy("Not compared"),
    Verdict.REFERENCE: lazy("Comparison group"),
}


@dataclass(frozen=True, slots=True)
class Comparison:
    """One group beside the reference, in printed counts only.

    `ratio` and `interval` say how many times as likely, from printed counts; both None where
    either count of awards is "c".
    """

    year: str
    verdict: Verdict
    group: str
    awarded: Protected
    staff: Protected
    reference: str
    reference_awarded: Protected
    reference_staff: Protected
    ratio: float | None
    interval: Interval | None


def word(verdict: Verdict) -> str:
    """Return the few words of a verdict for a table."""
    return str(_WORDS[verdict])


def figure(ratio: float) -> str:
    """Write a ratio in two figures, with two decimals at most: "0.12", "0.08", "3.2", "12"."""
    if 0 < ratio < 0.005:
        return str(_("less than 0.01"))
    if ratio < 0.995:
        return f"{ratio:.2f}"
    return f"{ratio:.1f}" if ratio < 9.95 else f"{round(float(f'{ratio:.2g}')):,}"


def times_as_likely(ratio: float) -> str:
    """Write a relative likelihood in words: "0.12 times as likely"."""
    return str(_("%(ratio)s times as likely", ratio=figure(ratio)))


def caution() -> str:
    """Return the sentence that follows every set of verdicts."""
    return str(_("These figures do not show why."))


def people(count: Protected) -> str:
    """Write a count inside a sentence: "25", or "7 or fewer" for one that is hidden."""
    return str(_("7 or fewer")) if count.hidden else str(count)


def rate_note(mark: str) -> str:
    """Return what a chart writes in place of a point that is only a mark."""
    if mark == MARK:
        return str(_("%(mark)s: 1 to 7 people", mark=MARK))
    return str(_("%(mark)s fewer than %(least)s staff", mark=mark, least=LEAST_BASE))


def share_note(staff: str, awards: str, *, staff_known: bool, awards_known: bool) -> str:
    """Return what a chart writes for the shares that have no point; empty if both have one."""
    marks = []
    if not staff_known:
        marks.append(str(_("staff: %(mark)s", mark=staff)))
    if not awards_known:
        marks.append(str(_("awards: %(mark)s", mark=awards)))
    return ", ".join(marks)


def share_of_staff() -> str:
    """Return the name of the first of the two shares."""
    return str(_("Share of staff"))


def share_of_awards() -> str:
    """Return the name of the second of the two shares."""
    return str(_("Share of awards"))


def sentence(comparison: Comparison) -> str:
    """Return the verdict in full, without `caution`; empty for a group that is not compared."""
    if comparison.verdict is Verdict.TOO_FEW:
        unfit = _("Too few to compare. This is not evidence of fairness.")
        return f"{_opening(comparison)} {unfit}"
    ending = _ENDINGS.get(comparison.verdict)
    if ending is None:
        return ""
    return f"{_opening(comparison)} {ending(comparison)}"


def _opening(comparison: Comparison) -> str:
    return str(
        _(
            "In %(year)s, %(count)s of %(staff)s %(group)s were awarded time or money, compared"
            " with %(other_count)s of %(other_staff)s %(reference)s.",
            year=comparison.year,
            count=people(comparison.awarded),
            staff=people(comparison.staff),
            group=comparison.group,
            other_count=people(comparison.reference_awarded),
            other_staff=people(comparison.reference_staff),
            reference=comparison.reference,
        )
    )


def _apart(comparison: Comparison) -> str:
    return f"{_how_likely(comparison)} {_('This is unlikely to be chance.')}"


def _how_likely(comparison: Comparison) -> str:
    named = {"group": _capital(comparison.group)}
    if comparison.ratio is None or comparison.interval is None:
        if comparison.verdict is Verdict.LOWER:
            return str(_("%(group)s were less likely to hold an award.", **named))
        return str(_("%(group)s were more likely to hold an award.", **named))
    return str(
        _(
            "%(group)s were %(times)s to hold an award (95%% interval %(lower)s to %(upper)s).",
            times=times_as_likely(comparison.ratio),
            **named,
            **_limits(comparison.interval),
        )
    )


def _small(comparison: Comparison) -> str:
    named = {"group": _capital(comparison.group), "figures": _in_brackets(comparison)}
    if comparison.ratio is not None and comparison.ratio < 1:
        likely = _("%(group)s were slightly less likely to hold an award%(figures)s.", **named)
    else:
        likely = _("%(group)s were slightly more likely to hold an award%(figures)s.", **named)
    size = _(
        "The difference is real but within the range (0.8 to 1.25) the NHS treats as non-adverse."
    )
    return f"{likely} {size}"


def _similar(comparison: Comparison) -> str:
    likely = _(
        "%(group)s were about as likely to hold an award%(figures)s.",
        group=_capital(comparison.group),
        figures=_in_brackets(comparison),
    )
    return f"{likely} {_('We can rule out a difference larger than a fifth.')}"


def _cannot_tell(comparison: Comparison) -> str:
    doubt = _(
        "We cannot tell whether %(group)s differ from %(reference)s in how likely they are to"
        " hold an award.",
        group=comparison.group,
        reference=comparison.reference,
    )
    if comparison.interval is None:
        return str(doubt)
    fit = _(
        "The figures fit anything from %(lower)s to %(upper)s times as likely.",
        **_limits(comparison.interval),
    )
    return f"{doubt} {fit}"


_ENDINGS = {
    Verdict.LOWER: _apart,
    Verdict.HIGHER: _apart,
    Verdict.SMALL: _small,
    Verdict.SIMILAR: _similar,
    Verdict.CANNOT_TELL: _cannot_tell,
}


def _limits(interval: Interval) -> dict[str, str]:
    return {"lower": figure(interval.lower), "upper": figure(interval.upper)}


def _in_brackets(comparison: Comparison) -> str:
    if comparison.ratio is None or comparison.interval is None:
        return ""
    figures = _(
        "(%(times)s, 95%% interval %(lower)s to %(upper)s)",
        times=times_as_likely(comparison.ratio),
        **_limits(comparison.interval),
    )
    return f" {figures}"


def _capital(noun: str) -> str:
    return noun[:1].upper() + noun[1:]


def lower_message(verdicts: list[Verdict], reference: str) -> str:
    """Return the message of the chart of rates, from the verdicts of the family."""
    lower = verdicts.count(Verdict.LOWER)
    named = {"total": len(verdicts), "reference": reference}
    if lower:
        return str(
            _n(
                "%(num)s of %(total)s job groups holds fewer awards per person than %(reference)s",
                "%(num)s of %(total)s job groups hold fewer awards per person than %(reference)s",
                lower,
                **named,
            )
        )
    if set(verdicts) <= {Verdict.CANNOT_TELL, Verdict.TOO_FEW}:
        return str(_("We cannot yet tell which job groups hold fewer awards per person"))
    return str(
        _(
            "We did not find a job group with clearly fewer awards per person than %(reference)s",
            reference=reference,
        )
    )


def share_message(label: str, staff_share: str, award_share: str) -> str:
    """Return the message of the chart of shares; both shares are ready to print."""
    return str(
        _(
            "%(group)s are %(staff)s of staff and hold %(awards)s of awards",
            group=label,
            staff=staff_share,
            awards=award_share,
        )
    )


def share_title() -> str:
    """Return the plain title of the chart of shares, where it has no message to give."""
    return str(_("Share of staff and share of awards, by job"))


def rate_title(base: int) -> str:
    """Return the statistical title of the chart of rates; `base` is 100 or 1,000."""
    if base == 100:
        return str(_("People awarded, as a percentage of staff"))
    return str(_("People awarded, per 1,000 staff"))


def rate_figure(value: int, base: int) -> str:
    """Write a rate for a table whose head names the unit: "7", or "12%"."""
    return f"{value}%" if base == 100 else str(value)


def rate_words(value: str, base: int) -> str:
    """Write a rate that carries its unit: "7 per 1,000", "12%". A mark stays as it is."""
    if base == 100 or not value.isdigit():
        return value
    return str(_("%(value)s per 1,000", value=value))


def all_staff(rate: str) -> str:
    """Write the label of the line for everyone: "All staff: 7 per 1,000"."""
    return str(_("All staff: %(rate)s", rate=rate))


def between(lower: int, upper: int, base: int) -> str:
    """Write an interval of rates for a table: "3 to 7", "3% to 7%"."""
    return str(
        _("%(lower)s to %(upper)s", lower=rate_figure(lower, base), upper=rate_figure(upper, base))
    )
