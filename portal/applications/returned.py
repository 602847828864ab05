"""An application that was sent back for changes: until when, and how it stood when it was sent.

While its applicant changes it, everybody else reads it as it was sent: see `as_sent`.
"""

from datetime import datetime, time, timedelta
from functools import cached_property
from typing import Any, cast

from portal.applications import kept_files, kept_people
from portal.applications.companions import Collaborator, MentorRequest
from portal.applications.kept import entry_as_kept, rows_as_kept
from portal.applications.lifecycle import CAN_BE_RETURNED
from portal.applications.models import Application, SectionEntry, Submission
from portal.applications.money import tally
from portal.applications.returns import Return, ReturnedSection
from portal.files.models import Upload
from portal.kernel.clock import at_london
from portal.schemes.questions import Round, Section, SectionKind


def out(application: Application) -> Return | None:
    """Return what has not ended of it, whether or not its day has passed; None where all have."""
    if application.state not in CAN_BE_RETURNED:
        return None
    return next((back for back in reversed(application.returns) if back.is_out), None)


def of_stage(application: Application) -> list[Return]:
    """Return those of the stage that is being answered, or was last, the oldest first.

    In two stages what was changed of the first is no change of the second, which came after it.
    """
    is_first = application.call.document.is_two_stage and application.stage is Round.FIRST
    sent_at = application.first_sent_at if is_first else application.submitted_at
    return [back for back in application.returns if sent_at and back.returned_at >= sent_at]


def newest(application: Application) -> Return | None:
    """Return the one that is out, else the last of this stage that ended; None without one."""
    return out(application) or next(reversed(of_stage(application)), None)


def waiting(application: Application, now: datetime) -> Return | None:
    """Return what its applicant can still answer; None where nothing is, or its day has passed."""
    back = out(application)
    return back if back is not None and takes_answer(back, now) else None


def last_moment(back: Return) -> datetime:
    """Return the last instant at which an answer counts: the end of the UK day, and the grace.

    The grace is the call's, the same for all, and not shown.
    """
    return ends_at(back) + timedelta(minutes=back.application.call.grace_minutes)


def ends_at(back: Return) -> datetime:
    """Return the end of the last UK day to answer, without the grace."""
    return at_london(back.answer_by_on + timedelta(days=1), time(0))


def takes_answer(back: Return, arrived_at: datetime) -> bool:
    """Say whether an answer that arrived at this instant counts."""
    return back.is_out and arrived_at <= last_moment(back)


def is_again(submission: Submission) -> bool:
    """Say whether this is what was sent again, after all of its stage had been sent."""
    first = first_sent(submission)
    return first is not None and submission.received_at > first


def first_sent(submission: Submission) -> datetime | None:
    """Return when the stage of this receipt was first sent, which an answer never changes."""
    application = submission.application
    is_first = submission.stage is Round.FIRST
    return application.first_sent_at if is_first else application.submitted_at


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

    @cached_property
    def uploads(self) -> list[Upload]:
        """The files, those too that its applicant has removed since."""
        return _files(self._live, self._back)

    @property
    def files(self) -> list[Upload]:
        """The files that were not removed when it was sent."""
        return [upload for upload in self.uploads if upload.removed_at is None]

    @cached_property
    def joined(self) -> tuple[Collaborator, ...]:
        """Who worked on it with the applicant."""
        rows = _people(self._back)
        return self._live.joined if rows is None else kept_people.joined_as_sent(self._live, rows)

    @cached_property
    def mentor(self) -> MentorRequest | None:
        """The mentor, or how they stood."""
        rows = _people(self._back)
        return self._live.mentor if rows is None else kept_people.mentor_as_sent(self._live, rows)

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


def _files(application: Application, back: Return) -> list[Upload]:
    """Return the files in the order they came in; those of a section that is out as they were."""
    parts = [(s, part) for s, part in sections_of(back) if s.kind is SectionKind.FILES]
    keys = {question.key for section, _part in parts for question in section.questions}
    ids = {row["id"] for _section, part in parts for row in part.before["rows"]}
    return kept_files.as_sent(application.uploads, keys, ids)


def _people(back: Return) -> list[Any] | None:
    """Return the rows of who took part; None where that is not out."""
    found = (part for section, part in sections_of(back) if section.kind is SectionKind.PEOPLE)
    part = next(found, None)
    return None if part is None else part.before["rows"]
