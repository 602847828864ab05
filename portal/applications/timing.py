"""Time asked for: from an amount in some unit, and two days, to hours, WTE and words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import floor

from portal.applications.asked import Period, hours_in_all, most_hours_a_week
from portal.applications.weeks import Week
from portal.costing.wte import (
    TimeUnit,
    in_words,
    percent_of_contract,
    to_hours,
    unit_hundredths,
    units,
    wte,
)
from portal.kernel.amounts import plain
from portal.kernel.language import _, _n, lazy

HOURS_IN_A_WEEK = 16_800

UNIT_LABELS = {
    TimeUnit.HOURS: lazy("Hours"),
    TimeUnit.DAYS: lazy("Days"),
    TimeUnit.SESSIONS: lazy("Sessions"),
    TimeUnit.PAS: lazy("PAs"),
}


@dataclass(frozen=True, slots=True)
class TimeAsked:
    """So much of a unit a week, between two days, both included.

    `amount_hundredths` is what was typed, in the unit; `hours_hundredths` are the hours a week.
    """

    amount_hundredths: int
    unit: TimeUnit
    starts_on: date
    ends_on: date
    hours_hundredths: int


def units_for(allowed: Sequence[TimeUnit], week: Week) -> tuple[TimeUnit, ...]:
    """Return the units a person may use: those of the scheme whose length is known here.

    Hours are always known, and stand in where nothing else is left.
    """
    if week.full_time is None:
        return (TimeUnit.HOURS,)
    known = units(week.nation)
    return tuple(unit for unit in allowed if unit in known) or (TimeUnit.HOURS,)


def hours_of(amount_hundredths: int, unit: TimeUnit, week: Week) -> int:
    """Return hours a week, in hundredths. Raises NoTimeUnit for a unit the nation has not."""
    full_time = week.full_time or 0
    return to_hours(Decimal(amount_hundredths).scaleb(-2), unit, week.nation, full_time)


def ask(
    amount_hundredths: int, unit: TimeUnit, starts_on: date, ends_on: date, week: Week
) -> TimeAsked:
    """Work out the hours of what was typed. Raises NoTimeUnit for a unit the nation has not."""
    hours = hours_of(amount_hundredths, unit, week)
    return TimeAsked(amount_hundredths, unit, starts_on, ends_on, hours)


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
    """Say the most time in any one week: "0.20 WTE, one day a week"; hours where that is all."""
    hours = most_hours_a_week(periods) or 0
    if week.full_time is None:
        return str(_("%(hours)s hours a week", hours=plain(hours)))
    return in_words(hours, week.full_time)


def all_words(periods: Sequence[Period]) -> str:
    """Say all hours: "196.07 hours in all"."""
    hours = hours_in_all(periods) or 0
    return str(_("%(hours)s hours in all", hours=_grouped(hours)))


def share_words(periods: Sequence[Period], week: Week) -> str:
    """Say what share of the person's own week it is; nothing where that is not known."""
    hours = most_hours_a_week(periods)
    if hours is None or week.contracted is None:
        return ""
    share = percent_of_contract(hours, week.contracted)
    return str(
        _(
            "That is %(share)s of your %(own)s hours a week",
            share=f"{plain(int(share * 100))}%",
            own=plain(week.contracted),
        )
    )


def whole_weeks(days: int) -> int:
    """Return the whole weeks nearest to so many days, half a week up, and at least one."""
    return max(floor(Fraction(days, 7) + Fraction(1, 2)), 1)


def summary_words(periods: Sequence[Period], week: Week) -> str:
    """Say it in one line: "7.5 hours a week for 26 weeks: 0.20 WTE, one day a week"."""
    hours = most_hours_a_week(periods) or 0
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


def _share_of_full_time(hours: int, week: Week) -> str:
    if week.full_time is None:
        return str(_("WTE not known"))
    words = in_words(hours, week.full_time)
    repeats = str(_("%(hours)s hours a week", hours=plain(hours))) in words
    return str(_("%(wte)s WTE", wte=wte(hours, week.full_time))) if repeats else words


def _grouped(hundredths: int) -> str:
    whole_part, _dot, rest = plain(hundredths).partition(".")
    return f"{int(whole_part):,}{'.' + rest if rest else ''}"
