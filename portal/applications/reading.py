"""What may be read of an application, and by whom: the one place where answers are filtered."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple
from uuid import UUID

from portal.applications import approver, host
from portal.applications.companions import Collaborator, MentorRequest
from portal.applications.models import Application
from portal.applications.saved import current_sections
from portal.files.models import ScanState, Upload
from portal.kernel.amounts import plain
from portal.kernel.language import Text, _, _n
from portal.schemes.questions import (
    CHOICES,
    Audience,
    Question,
    QuestionKind,
    Section,
    SectionKind,
)

KNOWN_TO = frozenset({Audience.PANEL, Audience.MANAGER, Audience.FINANCE})  # names the applicant


class Answered(NamedTuple):
    """A question and its answer, both in words."""

    label: str
    answer: str


@dataclass(frozen=True, slots=True)
class FilesRead:
    """A question for files, and those that were added and are there."""

    question: Question
    files: tuple[Upload, ...]


@dataclass(frozen=True, slots=True)
class SectionRead:
    """A section with the answers that may be read."""

    section: Section
    answers: tuple[Answered, ...]


def answers_for(application: Application, audience: Audience | None) -> list[Answered]:
    """Return what this audience may read, in the scheme's order, empty answers said to be so.

    None is the applicant and the office, who read everything. `Audience.REVIEWER` is a blind
    reviewer: nothing comes back that the scheme does not show to them, and nothing of "About
    you".
    """
    return [a for read in sections_for(application, audience) for a in read.answers]


def sections_for(application: Application, audience: Audience | None) -> list[SectionRead]:
    """Return the same by section; sections without anything to read are left out."""
    saved = {entry.key: entry.answers for entry in application.sections}
    found = [
        SectionRead(
            section,
            (
                *_people(application, section, audience),
                *_read(section, saved.get(section.key, {}), audience),
            ),
        )
        for section in current_sections(application)
    ]
    return [read for read in found if read.answers]


def files_for(application: Application, audience: Audience | None) -> list[FilesRead]:
    """Return the files that this audience may read, by question, in the scheme's order.

    What says who wrote them is gone from every file, but their names are the applicant's own: a
    blind reviewer gets others. Questions without a file are left out. Whether a file may be opened
    yet is `files.policy.may_open`.
    """
    found = [
        FilesRead(question, files_of(application, question))
        for question in application.call.document.questions
        if question.kind is QuestionKind.FILE
        and (audience is None or question.is_visible_to(audience))
    ]
    return [read for read in found if read.files]


def file_for(
    application: Application, audience: Audience | None, file_id: UUID
) -> tuple[Question, Upload] | None:
    """Return the file with this id and what it answers, if this audience may read it."""
    for read in files_for(application, audience):
        for each in read.files:
            if each.id == file_id:
                return read.question, each
    return None


def files_of(application: Application, question: Question) -> tuple[Upload, ...]:
    """Return the files of one question that are there; one with a virus is not."""
    return tuple(
        each
        for each in application.files
        if each.question_key == question.key and each.state is not ScanState.INFECTED
    )


def questions_of(section: Section) -> tuple[Question, ...]:
    """Return the questions of a section, with those that its kind of page brings itself."""
    own = _about() if section.kind is SectionKind.ABOUT else ()
    if approver.is_asked(section):
        own = approver.questions()
    if section.names_host:
        own = (*own, *host.questions())
    return (*own, *section.questions)


def answered_of(section: Section, answers: dict[str, Any]) -> tuple[Question, ...]:
    """Return those of them that have to do with what was answered."""
    return tuple(q for q in questions_of(section) if approver.is_shown(q, answers))


def readable(
    section: Section, answers: dict[str, Any], audience: Audience | None
) -> tuple[Question, ...]:
    """Return the questions of a section whose answers this audience may read: THE FILTER."""
    return tuple(
        question
        for question in answered_of(section, answers)
        if audience is None or question.is_visible_to(audience)
    )


def in_words(question: Question, stored: Any) -> str:
    """Return a stored answer as a person reads it; "Not provided" where there is none."""
    if question.kind in CHOICES:
        chosen = [stored] if isinstance(stored, str) else stored or []
        labels = [str(option.label) for option in question.options if option.key in chosen]
        return ", ".join(labels) or _("Not provided")
    if question.kind is QuestionKind.YES_NO:
        return {"yes": _("Yes"), "no": _("No")}.get(str(stored), _("Not provided"))
    return str(stored or "") or _("Not provided")


def _read(
    section: Section, answers: dict[str, Any], audience: Audience | None
) -> tuple[Answered, ...]:
    return tuple(
        Answered(str(question.label), in_words(question, answers.get(question.key)))
        for question in readable(section, answers, audience)
        if question.kind is not QuestionKind.FILE
    )


def _people(
    application: Application, section: Section, audience: Audience | None
) -> tuple[Answered, ...]:
    """Return who helps and who the mentor is, for those who may know who the applicant is."""
    is_known = audience is None or audience in KNOWN_TO
    return people_in_words(application) if is_known and section.kind is SectionKind.PEOPLE else ()


def people_in_words(application: Application) -> tuple[Answered, ...]:
    """Return those who take part, and how the mentor stands, as questions with answers."""
    return in_words_of(application.joined, application.mentor)


def in_words_of(
    joined: Iterable[Collaborator], mentor: MentorRequest | None
) -> tuple[Answered, ...]:
    """Return the same of these people."""
    helpers = "\n".join(_helper(each) for each in joined)
    return (
        Answered(_("Who helps"), helpers or _("Nobody")),
        Answered(_("Mentor"), _mentor_words(mentor) if mentor else _("Nobody")),
    )


def _helper(one: Collaborator) -> str:
    return f"{one.name}: {one.part}" if one.part else one.name


def _mentor_words(mentor: MentorRequest) -> str:
    if not mentor.has_agreed or mentor.mentees is None or mentor.hours_hundredths is None:
        waits = _("%(name)s, who has not answered", name=mentor.name)
        return waits if mentor.is_waiting else _("%(name)s, who cannot", name=mentor.name)
    said = _n(
        "%(name)s. Mentors %(num)s person now, and can give %(hours)s.",
        "%(name)s. Mentors %(num)s people now, and can give %(hours)s.",
        mentor.mentees,
        name=mentor.name,
        hours=hours_a_month(mentor.hours_hundredths),
    )
    return f"{said}\n{mentor.statement}".strip()


def hours_a_month(hundredths: int) -> str:
    """Say what a mentor can give, in hours x 100."""
    if hundredths == 100:
        return _("1 hour a month")
    return _("%(hours)s hours a month", hours=plain(hundredths))


def _about() -> tuple[Question, ...]:
    return (
        _known("job_title", _("What is your job?")),
        _known("team", _("Which team do you work in?")),
    )


def _known(key: str, label: str) -> Question:
    kind = QuestionKind.SHORT_TEXT
    return Question(key=key, label=Text(label), kind=kind, visible_to=KNOWN_TO)
