"""Time asked for, in words: what a period comes to, what all of them do, what to look out for."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from math import floor

from portal.applications.asked import Period, hours_in_all, most_hours_a_week
from portal.applications.models import ReleasePeriod
from portal.applications.timing import Given, TimeAsked, is_level, overlaps
from portal.applications.weeks import Week
from portal.costing.wte import (
    NoTimeUnit,
    TimeUnit,
    in_words,
    percent_of_contract,
    unit_hundredths,
    units,
    week_in_words,
    weeks_and_days,
    wte,
)
from portal.kernel.amounts import plain
from portal.kernel.language import _, _n, lazy
from portal.web.format import short_day

UNIT_LABELS = {
    TimeUnit.HOURS: lazy("Hours"),
    TimeUnit.DAYS: lazy("Days"),
    TimeUnit.SESSIONS: lazy("Sessions"),
    TimeUnit.PAS: lazy("PAs"),
}

GIVEN_LABELS = {
    Given.HOURS: lazy("Hours a week"),
    Given.DAYS: lazy("Days a week"),
    Given.SESSIONS: lazy("Sessions a week"),
    Given.PAS: lazy("PAs a week"),
    Given.DAYS_IN_ALL: lazy("Days in all, from the first day to the last"),
}


def length_in_words(unit: TimeUnit, week: Week) -> str:
    """Say how long one of these is: "One session is 3.75 hours". Nothing for hours."""
    if unit is TimeUnit.HOURS or week.full_time is None:
        return ""
    hours = plain(unit_hundredths(unit, week.nation, week.full_time))
    words: dict[TimeUnit, str] = {
        TimeUnit.DAYS: _("One day is %(hours)s hours", hours=hours),
        TimeUnit.SESSIONS: _("One session is %(hours)s hours", hours=hours),
        TimeUnit.PAS: _("One PA is %(hours)s hours", hours=hours),
    }
    return words[unit]


def week_words(periods: Sequence[Period], week: Week) -> str:
    """Say the most time in any one week: "0.20 WTE, one day a week"; hours where that is all.

    Where some weeks have less, it says so first: "At most".
    """
    hours = most_hours_a_week(periods) or 0
    words = _hours_a_week(hours) if week.full_time is None else in_words(hours, week.full_time)
    return words if is_level(periods) else str(_("At most %(time)s", time=words))


def all_words(periods: Sequence[Period]) -> str:
    """Say all hours: "196.07 hours in all"."""
    hours = hours_in_all(periods) or 0
    return str(_("%(hours)s hours in all", hours=_grouped(hours)))


def share_words(periods: Sequence[Period], week: Week) -> str:
    """Say what share of the person's own week it is; that there is none where it is not known."""
    hours = most_hours_a_week(periods)
    if hours is None:
        return ""
    if week.contracted is None:
        return str(_("You have no fixed hours with us, so we cannot say what share of them it is"))
    share = percent_of_contract(hours, week.contracted)
    return str(
        _(
            "That is %(share)s of your %(own)s",
            share=f"{plain(int(share * 100))}%",
            own=own_week(week),
        )
    )


def own_week(week: Week) -> str:
    """Name the person's own week: "37.5 hours a week", "10 PAs a week, which are 40 hours"."""
    hours = plain(week.contracted or 0)
    if week.has_pas and week.full_time is not None:
        one = unit_hundredths(TimeUnit.PAS, week.nation, week.full_time)
        pas = plain(floor(Fraction((week.contracted or 0) * 100, one) + Fraction(1, 2)))
        return str(_("%(pas)s PAs a week, which are %(hours)s hours", pas=pas, hours=hours))
    if week.posts > 1:
        return str(_("%(hours)s hours a week in %(posts)s posts", hours=hours, posts=week.posts))
    return _hours_a_week(week.contracted or 0)


def period_words(period: TimeAsked | ReleasePeriod, week: Week) -> str:
    """Say what one period comes to, and how a total was spread: `week` is that of its first day."""
    if period.in_all_hundredths is not None:
        return _spread_words(period, week)
    return f"{week_words([period], week)}. {all_words([period])}."


def _spread_words(period: TimeAsked | ReleasePeriod, week: Week) -> str:
    said = _(
        "%(days)s days are %(hours)s hours. Spread evenly over %(span)s that is %(a_week)s hours "
        "a week on average",
        days=plain(period.given_amount),
        hours=_grouped(period.total_hundredths),
        span=length_of_span(period.starts_on, period.ends_on),
        a_week=plain(period.hours_hundredths),
    )
    if week.full_time is None:
        return f"{said}."
    return f"{said}: {_('%(wte)s WTE', wte=wte(period.hours_hundredths, week.full_time))}."


def length_of_span(starts_on: date, ends_on: date) -> str:
    """Say how long a stretch of days is: "26 weeks and 1 day"."""
    weeks, days = weeks_and_days(starts_on, ends_on)
    parts = (
        _n("%(num)s week", "%(num)s weeks", weeks) if weeks else "",
        _n("%(num)s day", "%(num)s days", days) if days else "",
    )
    return str(_(" and ").join(filter(None, parts)))


def overlap_words(periods: Sequence[Period]) -> str:
    """Say where periods overlap and that they add up there; nothing where none do."""
    found = [
        _("%(first)s to %(last)s", first=short_day(first), last=short_day(last))
        for first, last in overlaps(periods)
    ]
    if not found:
        return ""
    spans = "; ".join(found)
    return str(_("Periods overlap from %(spans)s. There we add them up.", spans=spans))


def beyond_contract(periods: Sequence[Period], week: Week) -> str:
    """Warn somebody who asks for more than they work; nothing where it fits.

    Release is time one is freed from, so it cannot be more than one works: what goes beyond is
    extra hours, which somebody has to pay for (product.md, "Words" and section 2, "Costs").
    """
    hours = most_hours_a_week(periods)
    if hours is None:
        return ""
    if week.contracted is None:
        return str(
            _(
                "You cannot be released from hours that are not fixed. "
                "Time for this is extra hours: put them into the costs."
            )
        )
    if hours <= week.contracted:
        return ""
    return str(
        _(
            "You ask for %(hours)s hours a week and work %(own)s. "
            "You cannot be released from more than you work. "
            "The other %(more)s are extra hours: put them into the costs, or ask for less.",
            hours=plain(hours),
            own=plain(week.contracted),
            more=plain(hours - week.contracted),
        )
    )


def stand_in_words(allowed: Sequence[TimeUnit], week: Week) -> str:
    """Say which unit of the scheme cannot be used here, and what stands in; nothing if all can."""
    if week.full_time is None or not set(allowed) - set(units(week.nation)):
        return ""
    try:
        unit_hundredths(TimeUnit.PAS, week.nation, week.full_time)
    except NoTimeUnit as unknown:
        full = plain(week.full_time)
        measure = _("We count full time as %(hours)s hours a week.", hours=full)
        return f"{unknown} {measure}"
    return ""


def whole_weeks(days: int) -> int:
    """Return the whole weeks nearest to so many days, half a week up, and at least one."""
    return max(floor(Fraction(days, 7) + Fraction(1, 2)), 1)


def summary_words(periods: Sequence[Period], week: Week) -> str:
    """Say it in one line: "7.5 hours a week for 26 weeks: 0.20 WTE, one day a week"."""
    hours = most_hours_a_week(periods) or 0
    if len(periods) > 1:
        return _of_several(periods, hours, week)
    days = sum((period.ends_on - period.starts_on).days + 1 for period in periods)
    weeks = whole_weeks(days)
    return str(
        _n(
            "%(hours)s hours a week for %(num)s week: %(words)s",
            "%(hours)s hours a week for %(num)s weeks: %(words)s",
            weeks,
            hours=plain(hours),
            words=_share_of_full_time(hours, week),
        )
    )


def span_words(period: ReleasePeriod, *, is_alone: bool = False) -> str:
    """Say when: "6 April 2027 to 5 May 2027"; one of several with its hours a week.

    Time given in all says so: the hours a week are then an average.
    """
    days = {"first": short_day(period.starts_on), "last": short_day(period.ends_on)}
    if period.in_all_hundredths is not None:
        amount = plain(period.given_amount)
        return str(_("%(first)s to %(last)s, %(days)s days in all", days=amount, **days))
    if is_alone:
        return str(_("%(first)s to %(last)s", **days))
    hours = plain(period.hours_hundredths)
    return str(_("%(first)s to %(last)s, %(hours)s hours a week", hours=hours, **days))


def _of_several(periods: Sequence[Period], hours: int, week: Week) -> str:
    said = {
        "num": len(periods),
        "all": all_words(periods),
        "time": in_words(hours, week.full_time) if week.full_time else _hours_a_week(hours),
    }
    if is_level(periods):
        return str(_("%(num)s periods, %(all)s: %(time)s", **said))
    return str(_("%(num)s periods, %(all)s: at most %(time)s", **said))


def _share_of_full_time(hours: int, week: Week) -> str:
    if week.full_time is None:
        return str(_("WTE not known"))
    words = in_words(hours, week.full_time)
    repeats = _hours_a_week(hours) == week_in_words(hours, week.full_time)
    return str(_("%(wte)s WTE", wte=wte(hours, week.full_time))) if repeats else words


def _hours_a_week(hours_hundredths: int) -> str:
    return str(_("%(hours)s hours a week", hours=plain(hours_hundredths)))


def _grouped(hundredths: int) -> str:
    whole_part, _dot, rest = plain(hundredths).partition(".")
    return f"{int(whole_part):,}{'.' + rest if rest else ''}"
