"""What the section for time shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from portal.applications.asked import OF_TIME, Period, asked, of
from portal.applications.models import Application
from portal.applications.pages import limits
from portal.applications.pages.heads import SectionHead, head
from portal.applications.saved import entry_of
from portal.applications.timing import (
    UNIT_LABELS,
    all_words,
    length_in_words,
    share_words,
    summary_words,
    units_for,
    week_words,
)
from portal.applications.weeks import Week, start_of, week_of
from portal.costing.wte import TimeUnit
from portal.kernel.amounts import plain
from portal.kernel.language import _
from portal.schemes.asked import Asked
from portal.schemes.caps import CapCheck
from portal.schemes.questions import Section
from portal.web.fields import Choice
from portal.web.pieces import CapBox


@dataclass(frozen=True, slots=True)
class TimePage:
    """The section for time. `asks_reason` is for a limit that may be passed with a reason."""

    head: SectionHead
    box: CapBox
    worked_out_at: str
    asks_reason: bool


def time_page(
    application: Application, section: Section, periods: Sequence[Period], now: datetime
) -> TimePage:
    """Return the page as it stands with these periods, typed or saved."""
    return TimePage(
        head=head(application, section, now),
        box=box(application, periods),
        worked_out_at=url_for("applications.time_worked_out", application_id=application.id),
        asks_reason=any(check.asks_reason for check in checks(application, periods)),
    )


def box(application: Application, periods: Sequence[Period]) -> CapBox:
    """Return what the time comes to, beside each limit."""
    facts, held = asked(application, periods), checks(application, periods)
    lines = tuple(limits.time_line(check, facts) for check in held)
    if not periods:
        rest = _("Enter an amount and two dates. We work out the rest.")
        return CapBox(str(_("No time yet.")), str(rest), lines)
    week = week_of(application, facts.starts_on or start_of(application))
    words = (all_words(periods), share_words(periods, week))
    rest = " ".join(f"{each}." for each in words if each)
    over = any(check.fails for check in held)
    return CapBox(f"{week_words(periods, week)}.", rest, lines, over=over)


def checks(application: Application, periods: Sequence[Period]) -> tuple[CapCheck, ...]:
    """Hold these periods against the caps on time."""
    facts: Asked = asked(application, periods)
    return of(application.call.document.check_caps(facts), OF_TIME)


def unit_choices(application: Application, week: Week) -> tuple[Choice, ...]:
    """Return the units on offer, each with its length where that is known."""
    allowed: tuple[TimeUnit, ...] = units_for(application.call.document.time_units, week)
    return tuple(
        Choice(unit.value, UNIT_LABELS[unit], hint=length_in_words(unit, week) or None)
        for unit in allowed
    )


def typed(application: Application, section: Section) -> dict[str, str]:
    """Return what was typed when it was last saved, else what the saved period says."""
    entry = entry_of(application, section)
    if entry is not None and "amount" in entry.answers:
        return {str(name): str(text) for name, text in entry.answers.items()}
    if not application.periods:
        return {}
    first = application.periods[0]
    days = {
        f"{name}-{part}": str(getattr(day, part))
        for name, day in (("starts", first.starts_on), ("ends", first.ends_on))
        for part in ("day", "month", "year")
    }
    return {"amount": plain(first.given_amount), "unit": first.given_unit, **days}


def summary(application: Application) -> str:
    """Say the time asked for in one line, for lists; what to do where there is none yet."""
    if not application.periods:
        return str(_("How much time you ask for, and when"))
    return summary_words(application.periods, week_of(application, start_of(application)))
