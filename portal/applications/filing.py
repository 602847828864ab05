"""The files of an application by question, and what is wrong with them. Pure."""

from portal.applications.models import Application
from portal.applications.reading import files_of
from portal.files.models import ScanState, Upload
from portal.kernel.language import _
from portal.schemes.questions import Question, QuestionKind, Section


def lacks(application: Application, section: Section) -> tuple[str, ...]:
    """Return what is wrong with the files of a section, in words: a virus, or one missing."""
    return tuple(
        words
        for question in section.questions
        if question.kind is QuestionKind.FILE
        for words in _lacks(application, question)
    )


def _lacks(application: Application, question: Question) -> tuple[str, ...]:
    for each in of_question(application, question):
        if each.state is ScanState.INFECTED:
            return (_("“%(name)s” had a virus and was deleted.", name=each.name),)
    if question.required and not files_of(application, question):
        return (_("Add a file: %(question)s", question=question.label),)
    return ()


def of_question(application: Application, question: Question) -> list[Upload]:
    """Return the files of a question that were not removed, with those that had a virus."""
    return [each for each in application.files if each.question_key == question.key]


def section_of(application: Application, question_key: str) -> Section | None:
    """Return the section in which a question is asked; None for one that the scheme has not."""
    return next(
        (
            section
            for section in application.call.document.sections
            for question in section.questions
            if question.key == question_key
        ),
        None,
    )


def is_replaced(question: Question) -> bool:
    """Say whether a new file takes the place of the old one: where there can be only one."""
    return question.most_files == 1
