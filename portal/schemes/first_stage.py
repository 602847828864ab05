"""What a first stage may ask, so that a nurse can finish it in one break on a phone."""

from collections.abc import Iterator

from portal.kernel.language import _
from portal.schemes.definition import ROUTE, Definition
from portal.schemes.questions import QuestionKind, Round, Section, SectionKind

MOST_QUESTIONS = 8
MOST_TEXTS = 2
MOST_WORDS = 150  # in each of them
MOST_SECTIONS = 6  # with the start, the check and the receipt that is nine screens
# Questions that a page brings itself, beside those of the scheme: job and team; how much time,
# from when and until when; who approves it.
OF_FULL_STAGE = frozenset({"costs", "files"})  # kinds of section
OWN_QUESTIONS = {SectionKind.ABOUT: 2, SectionKind.TIME: 3, SectionKind.RELEASE: 1}


def questions_in(sections: tuple[Section, ...]) -> int:
    """Count what is asked on these pages, with what they bring themselves."""
    return sum(OWN_QUESTIONS.get(each.kind, 0) + len(each.questions) for each in sections)


def wrong(definition: Definition) -> Iterator[tuple[str, str]]:
    """Yield each place of a first stage that asks too much, with a sentence about it."""
    first = definition.sections_in(Round.FIRST)
    if not first:
        return
    if not questions_in(first):
        yield "sections", _("The first stage asks nothing. Put a question in it.")
    if not definition.sections_in(Round.FULL):
        yield "sections", _("Every section is of the first stage. Leave some for the full stage.")
    yield from _too_much(first)
    for section in first:
        if section.kind in OF_FULL_STAGE:
            yield "sections", _("Costs and files come at the full stage, not at the first.")
    if (route := _route_left_for_later(definition, first)) is not None:
        yield f"questions.{route}", _("Limits differ by this answer, so ask it at the first stage.")


def _too_much(first: tuple[Section, ...]) -> Iterator[tuple[str, str]]:
    asked = questions_in(first)
    if asked > MOST_QUESTIONS:
        yield (
            "sections",
            _(
                "The first stage asks %(asked)s questions. Ask %(most)s at most. Job and team "
                "count as two, time and dates as three, who approves as one.",
                asked=asked,
                most=MOST_QUESTIONS,
            ),
        )
    if len(first) > MOST_SECTIONS:
        words = _("The first stage has %(has)s sections. Six is the most.", has=len(first))
        yield "sections", words
    texts = [
        question
        for section in first
        for question in section.questions
        if question.kind is QuestionKind.LONG_TEXT
    ]
    if len(texts) > MOST_TEXTS:
        yield "sections", _("The first stage has more than two longer texts. Two is the most.")
    for question in texts:
        if question.max_words is None or question.max_words > MOST_WORDS:
            words = _("A longer text of the first stage is of 150 words at most.")
            yield f"questions.{question.key}", words


def _route_left_for_later(definition: Definition, first: tuple[Section, ...]) -> str | None:
    """Return the key of the question about routes where a first stage needs it and lacks it."""
    has_time = any(section.kind is SectionKind.TIME for section in first)
    asked = any(question.key == ROUTE for section in first for question in section.questions)
    return ROUTE if has_time and definition.routes and not asked else None
