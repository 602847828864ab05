"""How far an application has come, section by section. Nothing of it is stored but "finished"."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from portal.applications import asked, filing
from portal.applications.models import Application, SectionEntry
from portal.applications.saved import current_sections
from portal.kernel.language import lazy
from portal.schemes.caps import CapCheck
from portal.schemes.questions import Section, SectionKind


class Status(StrEnum):
    """Where one section stands."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    WAITING = "waiting"  # finished by those who write, and a mentor has not agreed yet
    ATTENTION = "attention"  # finished, but over a limit, the mentor cannot, or a file is missing
    DONE = "done"


STATUS_LABELS = {
    Status.NOT_STARTED: lazy("Not started"),
    Status.IN_PROGRESS: lazy("In progress"),
    Status.WAITING: lazy("Waiting for somebody else"),
    Status.ATTENTION: lazy("Needs a change"),
    Status.DONE: lazy("Completed"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One section of the scheme, with what was saved of it, where it stands, and why."""

    section: Section
    entry: SectionEntry | None
    status: Status
    checks: tuple[CapCheck, ...] = ()  # those that stop
    lacks: tuple[str, ...] = ()  # what is wrong with its files

    @property
    def is_optional(self) -> bool:
        """Say whether it may be left out: nothing that is asked on it is required."""
        questions = self.section.questions
        if any(question.required for question in questions):
            return False
        if self.section.kind is SectionKind.PEOPLE:
            return not self.section.needs_mentor
        return self.section.kind in {SectionKind.QUESTIONS, SectionKind.FILES} and bool(questions)

    @property
    def is_gap(self) -> bool:
        """Say whether this keeps the application from being sent."""
        if self.status is Status.NOT_STARTED:
            return not self.is_optional
        return self.status is not Status.DONE


def steps(application: Application, checks: Sequence[CapCheck] | None = None) -> tuple[Step, ...]:
    """Return every section that is asked now with its state, in the scheme's order."""
    held = asked.cap_checks(application) if checks is None else checks
    stopping = tuple(check for check in held if check.stops)
    saved = {entry.key: entry for entry in application.sections}
    return tuple(
        _people_step(application, section, saved.get(section.key))
        if section.kind is SectionKind.PEOPLE
        else _step(section, saved.get(section.key), stopping, filing.lacks(application, section))
        for section in current_sections(application)
    )


def _people_step(application: Application, section: Section, entry: SectionEntry | None) -> Step:
    """Return how the page of people stands: its questions first, then the mentor's answer."""
    mentor = application.mentor
    saved = _status(entry, over=False)
    if not section.needs_mentor:
        return Step(section, entry, saved)
    if mentor is None:
        begun = entry is not None or bool(application.collaborators)
        return Step(section, entry, Status.IN_PROGRESS if begun else Status.NOT_STARTED)
    if not mentor.has_agreed:
        return Step(section, entry, Status.WAITING if mentor.is_waiting else Status.ATTENTION)
    asks = any(question.required for question in section.questions)
    if asks and saved is not Status.DONE:
        return Step(section, entry, Status.IN_PROGRESS)
    return Step(section, entry, Status.DONE)


def gaps(found: Sequence[Step]) -> tuple[Step, ...]:
    """Return the sections still to do, in order."""
    return tuple(step for step in found if step.is_gap)


def _step(
    section: Section,
    entry: SectionEntry | None,
    stopping: tuple[CapCheck, ...],
    lacks: tuple[str, ...],
) -> Step:
    mine = tuple(check for check in stopping if asked.section_of(check) is section.kind)
    return Step(section, entry, _status(entry, over=bool(mine or lacks)), mine, lacks)


def _status(entry: SectionEntry | None, *, over: bool) -> Status:
    if entry is None:
        return Status.NOT_STARTED
    if not entry.is_complete:
        return Status.IN_PROGRESS
    return Status.ATTENTION if over else Status.DONE
