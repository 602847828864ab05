"""How days, moments, money and time are written on pages, in mail and in documents.

All of it follows the reader's language; none of it reads the clock.
"""

from datetime import date, datetime
from decimal import Decimal

from babel.dates import get_day_names, get_month_names

from portal.kernel import amounts
from portal.kernel.clock import london, london_day, turn
from portal.kernel.language import WELSH, _, _n, language

__all__ = [
    "clock_time",
    "day",
    "hours",
    "in_days",
    "moment",
    "money",
    "month",
    "number",
    "short_day",
    "short_money",
    "wte",
]


def day(value: date | datetime) -> str:
    """Write "Friday 15 January 2027"; an instant gives its day in the UK."""
    on = london_day(value) if isinstance(value, datetime) else value
    weekday = get_day_names("wide", locale=language())[on.weekday()]
    return f"{weekday} {short_day(on)}"


def short_day(value: date | datetime) -> str:
    """Write "15 January 2027"."""
    on = london_day(value) if isinstance(value, datetime) else value
    return f"{on.day} {month(on)}"


def month(value: date) -> str:
    """Write "January 2027"."""
    return f"{get_month_names('wide', locale=language())[value.month]} {value.year}"


def clock_time(instant: datetime) -> str:
    """Write UK wall time: "5pm", "5:30pm", "12 noon", "midnight".

    In the hour that autumn repeats it says which: "1:30am (before the clocks go back)".
    """
    wall = london(instant)
    if wall.minute == 0 and wall.hour in (0, 12):
        return str(_("12 noon") if wall.hour else _("midnight"))
    minutes = f":{wall.minute:02d}" if wall.minute else ""
    told = f"{wall.hour % 12 or 12}{minutes}{_half(wall.hour)}"
    if (which := turn(instant)) is None:
        return told
    if which == 1:
        return str(_("%(time)s (before the clocks go back)", time=told))
    return str(_("%(time)s (after the clocks go back)", time=told))


def _half(hour: int) -> str:
    if language() == WELSH:
        return "yh" if hour >= 12 else "yb"
    return "pm" if hour >= 12 else "am"


def moment(instant: datetime) -> str:
    """Write an aware instant as "Friday 15 January 2027, 5pm", UK time."""
    return f"{day(instant)}, {clock_time(instant)}"


def money(pence: int) -> str:
    """Write pence as "£12,345.67"."""
    return amounts.pounds(pence)


def short_money(pence: int) -> str:
    """Write pence as "£20,000" or "£184.50"."""
    return amounts.short_pounds(pence)


def hours(hundredths: int) -> str:
    """Write hundredths of an hour as "7.5"."""
    return amounts.plain(hundredths)


def wte(value: Decimal) -> str:
    """Write a share of full time as "0.20 WTE"."""
    return str(_("%(share)s WTE", share=f"{amounts.two_places(value):.2f}"))


def number(value: int) -> str:
    """Write a whole number with commas: "18,290"."""
    return f"{value:,}"


def in_days(instant: date | datetime, now: datetime) -> str:
    """Say how far off a UK day is: "today", "tomorrow", "in 10 days", "yesterday", "3 days ago"."""
    on = london_day(instant) if isinstance(instant, datetime) else instant
    away = (on - london_day(now)).days
    near = {0: _("today"), 1: _("tomorrow"), -1: _("yesterday")}
    if away in near:
        return str(near[away])
    if away > 0:
        return str(_n("in %(num)s day", "in %(num)s days", away))
    return str(_n("%(num)s day ago", "%(num)s days ago", -away))
