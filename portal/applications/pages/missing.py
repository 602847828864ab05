"""What keeps an application from being sent, each with the very field that puts it right."""

from collections.abc import Iterator
from typing import Any

from portal.applications import progress
from portal.applications.models import Application
from portal.applications.pages.addresses import OWN_PAGES, section_address
from portal.applications.progress import Status, Step
from portal.applications.reading import answered_of
from portal.applications.saved import is_linear
from portal.kernel.language import _
from portal.schemes.questions import Question, SectionKind
from portal.web.pieces import Link
from portal.web.typed import count_words


def missing(application: Application, steps: tuple[Step, ...]) -> tuple[Link, ...]:
    """Return a link for everything left to do, in order."""
    return tuple(
        Link(_("%(section)s: %(what)s", section=step.section.title, what=words), where)
        for step in progress.gaps(steps)
        for words, where in _gaps(application, step)
    )


def _gaps(application: Application, step: Step) -> Iterator[tuple[str, str]]:
    where = section_address(application, step.section)
    if step.status is Status.ATTENTION:
        yield " ".join(check.message for check in step.checks), where
        return
    wrong = () if step.section.kind in OWN_PAGES else tuple(_wrong(step))
    for question, words in wrong:
        yield words, f"{where}#q_{question.key}"
    if not wrong:
        yield _left(step), where if _has_no_end(application, step) else f"{where}#complete"


def _wrong(step: Step) -> Iterator[tuple[Question, str]]:
    """Yield the answers that are needed and not there, and texts over their limit."""
    if step.section.kind is SectionKind.ABOUT and step.entry is None:
        return  # filled in from the staff list: there is something to check, not to write
    answers: dict[str, Any] = step.entry.answers if step.entry else {}
    for question in answered_of(step.section, answers):
        given = answers.get(question.key)
        if question.required and not given:
            yield question, str(question.label)
        elif question.max_words and count_words(str(given or "")) > question.max_words:
            words = _("“%(question)s” has too many words", question=question.label)
            yield question, words


def _left(step: Step) -> str:
    if step.status is Status.NOT_STARTED:
        return _("not started")
    return _("say that it is complete")


def _has_no_end(application: Application, step: Step) -> bool:
    """Say whether its page has no question whether it is complete, or the answer is not all."""
    return (
        step.status is Status.NOT_STARTED
        or is_linear(application)
        or step.section.kind is SectionKind.DECLARATIONS
    )
