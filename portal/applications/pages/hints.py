"""What stands under each section of the task list: the answer so far, in one line."""

from collections.abc import Callable

from portal.applications.models import Application
from portal.applications.pages import asking, costs, time
from portal.applications.progress import Step
from portal.applications.reading import in_words
from portal.kernel.language import _, _n
from portal.schemes.questions import TEXTS, SectionKind
from portal.web.typed import count_words

SHOWN = 90  # characters of an answer


def hint(application: Application, step: Step) -> str:
    """Say what was answered, or what there is to do; a broken limit comes before both."""
    if step.checks:
        return " ".join(check.message for check in step.checks)
    if of_answers := _OF_ANSWERS.get(step.section.kind):
        return of_answers(step)
    return _OF_ALL[step.section.kind](application)


def _about_hint(step: Step) -> str:
    if step.entry is None:
        return _("Filled in from the staff list. Check it.")
    known = (step.entry.answers.get(key) for key in ("job_title", "team"))
    return _shortened(", ".join(str(value) for value in known if value))


def _questions_hint(step: Step) -> str:
    questions = step.section.questions
    answers = step.entry.answers if step.entry else {}
    if len(questions) == 1 and answers.get(questions[0].key):
        return _shortened(in_words(questions[0], answers[questions[0].key]))
    count = _n("%(num)s question", "%(num)s questions", len(questions))
    texts = [str(answers.get(q.key) or "") for q in questions if q.kind in TEXTS]
    words = sum(count_words(text) for text in texts)
    if not words:
        return count
    return _n("%(questions)s, %(num)s word", "%(questions)s, %(num)s words", words, questions=count)


def _declarations_hint(step: Step) -> str:
    count = len(step.section.questions)
    return _n("%(num)s thing to confirm", "%(num)s things to confirm", count)


def _shortened(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= SHOWN else f"{flat[:SHOWN].rstrip()}…"


_OF_ANSWERS: dict[SectionKind, Callable[[Step], str]] = {
    SectionKind.ABOUT: _about_hint,
    SectionKind.QUESTIONS: _questions_hint,
    SectionKind.DECLARATIONS: _declarations_hint,
}
_OF_ALL: dict[SectionKind, Callable[[Application], str]] = {
    SectionKind.TIME: time.summary,
    SectionKind.COSTS: costs.summary,
    SectionKind.RELEASE: asking.hint,
}
