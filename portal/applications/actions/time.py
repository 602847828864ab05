"""Save the time asked for."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal.applications import asked
from portal.applications.actions.sections import save_section, save_typing
from portal.applications.models import Application, ReleasePeriod, SectionEntry
from portal.applications.saved import NO_TAB, Tab
from portal.applications.timing import TimeAsked
from portal.kernel.actor import Actor
from portal.kernel.ruling import enforce
from portal.schemes.questions import Section


@dataclass(frozen=True, slots=True)
class TimeSaved:
    """What is to be kept of the section: the words as typed, and what they come to.

    `time` is None where what was typed is no period yet: then none is kept, so that no figure
    anywhere comes from something that no longer stands in the section. `seen_version` is
    that of the page that was answered.
    """

    typed: dict[str, str]
    time: TimeAsked | None
    is_complete: bool
    seen_version: int
    tab: Tab = NO_TAB


def save_time(
    session: Session,
    application: Application,
    section: Section,
    saved: TimeSaved,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """Keep the section for time.

    Raises Refused for a finished section over a limit, ChangedMeanwhile as `save_section` does.
    """
    save_section(
        session,
        application,
        section,
        dict(saved.typed),
        is_complete=saved.is_complete,
        seen_version=saved.seen_version,
        tab=saved.tab,
        actor=actor,
        now=now,
    )
    _put(session, application, saved.time)
    if saved.is_complete:
        checks = asked.of(asked.cap_checks(application), asked.OF_TIME)
        enforce(asked.fits(checks, saved.typed.get("reason", "")))


def save_time_typing(
    session: Session,
    application: Application,
    section: Section,
    saved: TimeSaved,
    *,
    actor: Actor,
    now: datetime,
) -> SectionEntry | None:
    """Keep what is being typed, as `save_typing` does, and what it comes to where it can be read.

    Raises ChangedMeanwhile.
    """
    entry = save_typing(
        session,
        application,
        section,
        dict(saved.typed),
        seen_version=saved.seen_version,
        tab=saved.tab,
        actor=actor,
        now=now,
    )
    if entry is not None and entry.answers == saved.typed:  # else a later save stands
        _put(session, application, saved.time)
    return entry


def _put(session: Session, application: Application, time: TimeAsked | None) -> None:
    """Make the first period what is asked for; the page edits one, others are left alone."""
    first = application.periods[0] if application.periods else None
    if time is None:
        if first is not None:
            session.delete(first)
    else:
        if first is None:
            first = ReleasePeriod(application=application)
            session.add(first)
        first.starts_on, first.ends_on = time.starts_on, time.ends_on
        first.hours_hundredths = time.hours_hundredths
        first.given_amount, first.given_unit = time.amount_hundredths, time.unit.value
    session.flush()
    session.expire(application, ["periods"])
