"""Save the time asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest

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

    `times` are the periods that could be read. What was typed and is no period yet is kept as
    words alone, so that no figure anywhere comes from something that no longer stands in the
    section. `seen_version` is that of the page that was answered.
    """

    typed: Mapping[str, str]
    times: Sequence[TimeAsked]
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
    put_periods(session, application, saved.times)
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
        put_periods(session, application, saved.times)
    return entry


def put_periods(session: Session, application: Application, times: Sequence[TimeAsked]) -> None:
    """Make these the periods asked for, over the rows there are."""
    for row, time in zip_longest(list(application.periods), times):
        if time is None:
            session.delete(row)
        else:
            period = row or ReleasePeriod(application=application)
            _write(period, time)
            session.add(period)
    session.flush()
    session.expire(application, ["periods"])


def _write(period: ReleasePeriod, time: TimeAsked) -> None:
    period.starts_on, period.ends_on = time.starts_on, time.ends_on
    period.hours_hundredths = time.hours_hundredths
    period.in_all_hundredths = time.in_all_hundredths
    period.given_amount, period.given_unit = time.given_amount, time.unit.value
