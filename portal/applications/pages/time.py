"""What the section for time shows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from portal.applications import time_words as words
from portal.applications.asked import OF_DATES, OF_TIME, Period, asked, fullest_day, of
from portal.applications.models import Application, ReleasePeriod
from portal.applications.pages import limits
from portal.applications.pages.heads import SectionHead, head
from portal.applications.periods import MOST_PERIODS, together
from portal.applications.saved import entry_of
from portal.applications.timing import Given, TimeAsked, units_for
from portal.applications.weeks import Week, start_of, week_of
from portal.kernel.amounts import plain
from portal.kernel.language import _
from portal.schemes.asked import Asked
from portal.schemes.cap_units import CapUnit
from portal.schemes.caps import CapCheck
from portal.schemes.questions import Section
from portal.web.fields import Choice
from portal.web.pieces import CapBox


@dataclass(frozen=True, slots=True)
class PeriodShown:
    """What stands around the fields of one period: no heading and no button where it is alone."""

    id: str
    heading: str
    note: str
    remove: str
    remove_words: str


@dataclass(frozen=True, slots=True)
class TimePage:
    """The section for time. `asks_reason` is for a limit that may be passed with a reason."""

    head: SectionHead
    box: CapBox
    notes: tuple[str, ...]
    periods: tuple[PeriodShown, ...]
    may_add: bool
    full: str
    worked_out_at: str
    asks_reason: bool


def time_page(
    application: Application,
    section: Section,
    times: Sequence[TimeAsked | None],
    now: datetime,
) -> TimePage:
    """Return the page as it stands with these periods; None is one that cannot be read yet."""
    read = _read(times)
    may_add = len(times) < MOST_PERIODS
    return TimePage(
        head=head(application, section, now),
        box=box(application, times),
        notes=_notes(application),
        periods=tuple(
            _shown(number, note, is_alone=len(times) == 1)
            for number, note in enumerate(period_notes(application, times), start=1)
        ),
        may_add=may_add,
        full="" if may_add else _("You can give up to %(most)s periods.", most=MOST_PERIODS),
        worked_out_at=url_for("applications.time_worked_out", application_id=application.id),
        asks_reason=any(check.asks_reason for check in checks(application, read)),
    )


def box(application: Application, times: Sequence[TimeAsked | None]) -> CapBox:
    """Return what the time comes to in all, beside each limit, and what to look out for."""
    read = _read(times)
    facts, held = asked(application, read), checks(application, read)
    lines = tuple(limits.time_line(check, facts) for check in held)
    if not read:
        rest = _("Enter an amount and two dates. We work out the rest.")
        return CapBox(str(_("No time yet.")), str(rest), lines)
    week = week_of(application, fullest_day(read) or start_of(application))
    said = (words.all_words(read), words.share_words(read, week))
    rest = " ".join(f"{each}." for each in said if each)
    over = any(check.fails for check in held)
    more = (words.beyond_contract(read, week), words.overlap_words(read), _left_out(times))
    lines = (*lines, *filter(None, more))
    return CapBox(f"{words.week_words(read, week)}.", rest, lines, over=over)


def period_notes(application: Application, times: Sequence[TimeAsked | None]) -> list[str]:
    """Say what each period comes to, nothing while it cannot be read.

    Of one alone the box says it already, but for how days in all were spread.
    """
    return [
        words.period_words(time, week_of(application, time.starts_on))
        if time and (len(times) > 1 or time.in_all_hundredths is not None)
        else ""
        for time in times
    ]


def checks(application: Application, periods: Sequence[Period]) -> tuple[CapCheck, ...]:
    """Hold these periods against the caps on time."""
    facts: Asked = asked(application, periods)
    return of(application.call.document.check_caps(facts), OF_TIME)


def place_of(check: CapCheck, periods: Sequence[TimeAsked]) -> tuple[int, str]:
    """Return which period can put a broken limit right, from nought, and which of its fields.

    Dates: the last day of the one that ends last. Hours a week: the amount of the one that has
    the most of the fullest week. Days in all: the amount of the longest.
    """

    def weight(number: int) -> tuple[int, int]:
        period = periods[number]
        if check.cap.unit in OF_DATES:
            return period.ends_on.toordinal(), number
        if check.cap.unit is CapUnit.DAYS:
            return period.total_hundredths, number
        is_in = bool(full and period.starts_on <= full <= period.ends_on)
        return period.hours_hundredths * is_in, number

    full = fullest_day(periods)
    name = "ends" if check.cap.unit in OF_DATES else "amount"
    return max(range(len(periods)), key=weight), name


def unit_choices(application: Application, week: Week) -> tuple[Choice, ...]:
    """Return what time may be given in, each with the length of its unit where that is known.

    Days in all are on offer where the scheme limits them: it thinks in totals.
    """
    document = application.call.document
    allowed = units_for(document.time_units, week)
    days = any(cap.unit is CapUnit.DAYS for cap in document.caps) and week.full_time is not None
    given = [*(Given(unit.value) for unit in allowed), *([Given.DAYS_IN_ALL] if days else [])]
    return tuple(
        Choice(
            each.value,
            words.GIVEN_LABELS[each] if days else words.UNIT_LABELS[each.unit],
            hint=words.length_in_words(each.unit, week) or None,
        )
        for each in given
    )


def typed(application: Application, section: Section) -> dict[str, str]:
    """Return what was typed when it was last saved, else what the saved periods say."""
    entry = entry_of(application, section)
    if entry is not None and "amount" in entry.answers:
        return {str(name): str(text) for name, text in entry.answers.items()}
    return together([_as_typed(p) for p in application.periods]) if application.periods else {}


def summary(application: Application) -> str:
    """Say the time asked for in one line, for lists; what to do where there is none yet."""
    if not application.periods:
        return str(_("How much time you ask for, and when"))
    day = fullest_day(application.periods) or start_of(application)
    return words.summary_words(application.periods, week_of(application, day))


def _read(times: Iterable[TimeAsked | None]) -> list[TimeAsked]:
    return [time for time in times if time is not None]


def _left_out(times: Sequence[TimeAsked | None]) -> str:
    """Name the periods that cannot be counted yet, where others are."""
    numbers = [str(number) for number, time in enumerate(times, start=1) if time is None]
    if not numbers:
        return ""
    return str(_("Not counted yet: period %(numbers)s.", numbers=", ".join(numbers)))


def _notes(application: Application) -> tuple[str, ...]:
    week = week_of(application, start_of(application))
    stand_in = words.stand_in_words(application.call.document.time_units, week)
    return (stand_in,) if stand_in else ()


def _shown(number: int, note: str, *, is_alone: bool) -> PeriodShown:
    return PeriodShown(
        id=f"period-{number}",
        heading="" if is_alone else _("Period %(number)s", number=number),
        note=note,
        remove="" if is_alone else f"remove-{number}",
        remove_words=_("Remove period %(number)s", number=number),
    )


def _as_typed(period: ReleasePeriod) -> dict[str, str]:
    days = {
        f"{name}-{part}": str(getattr(day, part))
        for name, day in (("starts", period.starts_on), ("ends", period.ends_on))
        for part in ("day", "month", "year")
    }
    return {"amount": plain(period.given_amount), "unit": period.given_unit, **days}
