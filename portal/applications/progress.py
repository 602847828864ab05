"""How far an application has come, section by section. Nothing of it is stored but "finished"."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from portal.applications import asked
from portal.applications.models import Application, SectionEntry
from portal.applications.saved import current_sections
from portal.kernel.language import lazy
from portal.schemes.caps import CapCheck
from portal.schemes.questions import Section, SectionKind


class Status(StrEnum):
    """Where one section stands."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    ATTENTION = "attention"  # finished, but over a limit that stops
    DONE = "done"


STATUS_LABELS = {
    Status.NOT_STARTED: lazy("Not started"),
    Status.IN_PROGRESS: lazy("In progress"),
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

    @property
    def is_optional(self) -> bool:
        """Say whether it may be left out: a page of questions none of which is required."""
        questions = self.section.questions
        return (
            self.section.kind is SectionKind.QUESTIONS
            and bool(questions)
            and not any(question.required for question in questions)
        )

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
        _step(section, saved.get(section.key), stopping)
        for section in current_sections(application)
    )


def gaps(found: Sequence[Step]) -> tuple[Step, ...]:
    """Return the sections still to do, in order."""
    return tuple(step for step in found if step.is_gap)


def _step(section: Section, entry: SectionEntry | None, stopping: tuple[CapCheck, ...]) -> Step:
    mine = tuple(check for check in stopping if asked.section_of(check) is section.kind)
    return Step(section, entry, _status(entry, over=bool(mine)), mine)


def _status(entry: SectionEntry | None, *, over: bool) -> Status:
    if entry is None:
        return Status.NOT_STARTED
    if not entry.is_complete:
        return Status.IN_PROGRESS
    return Status.ATTENTION if over else Status.DONE
