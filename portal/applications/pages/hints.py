"""What stands under each section of the task list: the answer so far, in one line."""

from collections.abc import Callable

from portal.applications.companions import MentorRequest
from portal.applications.models import Application
from portal.applications.pages import asking, costs, time
from portal.applications.progress import STATUS_LABELS, Status, Step
from portal.applications.reading import files_of, in_words
from portal.kernel.language import _, _n
from portal.schemes.questions import TEXTS, SectionKind
from portal.web.pieces import Colour
from portal.web.typed import count_words

SHOWN = 90  # characters of an answer
COLOURS: dict[Status, Colour | None] = {
    Status.NOT_STARTED: "grey",
    Status.IN_PROGRESS: "blue",
    Status.WAITING: None,  # plain words: they name a person
    Status.ATTENTION: "yellow",
    Status.DONE: None,
}


def hint(application: Application, step: Step) -> str:
    """Say what was answered, or what there is to do; a broken limit comes before both."""
    if step.checks or step.lacks:
        return " ".join((*(check.message for check in step.checks), *step.lacks))
    if step.section.kind is SectionKind.FILES:
        return _files_hint(application, step)
    if of_answers := _OF_ANSWERS.get(step.section.kind):
        return of_answers(step)
    return _OF_ALL[step.section.kind](application)


def status(application: Application, step: Step) -> str:
    """Say where a section stands; one that waits for a mentor says for whom."""
    mentor = application.mentor
    if step.status is Status.WAITING and mentor is not None:
        return _("Waiting for %(name)s to agree", name=mentor.name)
    return str(STATUS_LABELS[step.status])


def people_hint(application: Application) -> str:
    """Say who works on it, and how the mentor stands."""
    said = [each.name for each in application.joined]
    if (mentor := application.mentor) is not None:
        said.append(mentor_words(mentor))
    return _shortened(", ".join(said)) or _("Invite people who help you")


def mentor_words(mentor: MentorRequest) -> str:
    """Say in a few words how the mentor stands."""
    if mentor.has_agreed:
        return _("mentor: %(name)s", name=mentor.name)
    if mentor.is_waiting:
        return _("waiting for %(name)s to agree", name=mentor.name)
    return _("%(name)s cannot be the mentor", name=mentor.name)


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


def _files_hint(application: Application, step: Step) -> str:
    names = [f.name for q in step.section.questions for f in files_of(application, q)]
    return _shortened(", ".join(names)) if names else _("No files added")


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
    SectionKind.PEOPLE: people_hint,
}
