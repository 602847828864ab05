"""An application that was sent back for changes: until when, and how it stood when it was sent.

While its applicant changes it, everybody else reads it as it was sent: see `as_sent`.
"""

from datetime import datetime, time, timedelta
from functools import cached_property
from typing import Any, cast

from portal.applications.kept import entry_as_kept, rows_as_kept
from portal.applications.lifecycle import State
from portal.applications.models import Application, SectionEntry, Submission
from portal.applications.money import tally
from portal.applications.returns import Return, ReturnedSection
from portal.kernel.clock import at_london
from portal.schemes.questions import Round, Section, SectionKind


def out(application: Application) -> Return | None:
    """Return what has not ended of it, whether or not its day has passed; None where all have."""
    if application.state is not State.SUBMITTED:
        return None
    return next((back for back in reversed(application.returns) if back.is_out), None)


def newest(application: Application) -> Return | None:
    """Return the one that is out, else the last that ended; None where there never was one."""
    last = application.returns[-1] if application.returns else None
    return out(application) or last


def waiting(application: Application, now: datetime) -> Return | None:
    """Return what its applicant can still answer; None where nothing is, or its day has passed."""
    back = out(application)
    return back if back is not None and takes_answer(back, now) else None


def last_moment(back: Return) -> datetime:
    """Return the last instant at which an answer counts: the end of the UK day, and the grace.

    The grace is the call's, the same for all, and not shown.
    """
    ends_at = at_london(back.answer_by_on + timedelta(days=1), time(0))
    return ends_at + timedelta(minutes=back.application.call.grace_minutes)


def takes_answer(back: Return, arrived_at: datetime) -> bool:
    """Say whether an answer that arrived at this instant counts."""
    return back.is_out and arrived_at <= last_moment(back)


def is_again(submission: Submission) -> bool:
    """Say whether this is what was sent again, after it had been sent whole."""
    first = submission.application.submitted_at
    is_whole = submission.stage is Round.FULL
    return is_whole and first is not None and submission.received_at > first


def part_of(back: Return, key: str) -> ReturnedSection | None:
    """Return this section as it was sent back; None where it was not."""
    return next((part for part in back.sections if part.key == key), None)


def sections_of(back: Return) -> tuple[tuple[Section, ReturnedSection], ...]:
    """Return the sections that were sent back, in the scheme's order, each with why."""
    found = ((s, part_of(back, s.key)) for s in back.application.call.document.sections)
    return tuple((section, part) for section, part in found if part is not None)


class _AsSent:
    """An application with the sections that are out as they were sent. It cannot be saved."""

    def __init__(self, application: Application, back: Return) -> None:
        self._live, self._back = application, back
        self.title = back.title

    @cached_property
    def sections(self) -> list[SectionEntry]:
        """The answers."""
        return _entries(self._live, self._back)

    @cached_property
    def periods(self) -> list[Any]:
        """The time asked for."""
        return _rows(self._live, "periods", self._back, SectionKind.TIME)

    @cached_property
    def cost_lines(self) -> list[Any]:
        """The costs."""
        return _rows(self._live, "cost_lines", self._back, SectionKind.COSTS)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._live, name)

    @property
    def asked_pence(self) -> int:
        """What is asked of the scheme, in pence."""
        return tally(self.cost_lines).asked_pence

    @property
    def cost_pence(self) -> int:
        """All cost lines together, in pence, whoever pays them."""
        return tally(self.cost_lines).total_pence


def as_sent(application: Application) -> Application:
    """Return the application as it was last sent, for everybody but its applicant.

    It is the application itself unless it is out for changes; else something to read alone.
    """
    back = out(application)
    return application if back is None else cast("Application", _AsSent(application, back))


def _entries(application: Application, back: Return) -> list[SectionEntry]:
    mine = {s.key: entry_as_kept(application, s, part.before) for s, part in sections_of(back)}
    others = [entry for entry in application.sections if entry.key not in mine]
    return [*others, *(entry for entry in mine.values() if entry is not None)]


def _rows(application: Application, name: str, back: Return, kind: SectionKind) -> list[Any]:
    for section, part in sections_of(back):
        if section.kind is kind:
            return rows_as_kept(section, part.before)
    live: list[Any] = getattr(application, name)
    return live
