"""Words in free text that may tell a blind reviewer who wrote it. They are shown, never changed."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from portal.applications.models import Application
from portal.applications.saved import current_sections, entry_of
from portal.schemes.questions import TEXTS, Audience, Question, Section

SHORTEST = 3  # letters of a name that is looked for


@dataclass(frozen=True, slots=True)
class Naming:
    """The words found in one answer, as they stand there."""

    section: Section
    question: Question
    words: tuple[str, ...]


def namings(application: Application) -> tuple[Naming, ...]:
    """Return what names the applicant, the team or the manager where reviewers read blind.

    Names are looked for as they are written, with a capital: "will" is not Will. Accents do
    not matter.
    """
    if not application.call.document.blind:
        return ()
    patterns = tuple(_patterns(application))
    return tuple(
        Naming(section, question, words)
        for section, question, text in _texts(application)
        if (words := _found(text, patterns))
    )


def _texts(application: Application) -> Iterator[tuple[Section, Question, str]]:
    for section in current_sections(application):
        entry = entry_of(application, section)
        for question in section.questions if entry else ():
            if question.kind in TEXTS and question.is_visible_to(Audience.REVIEWER):
                yield section, question, str((entry and entry.answers.get(question.key)) or "")


def _patterns(application: Application) -> Iterator[re.Pattern[str]]:
    person = application.applicant
    post = person.post
    parts = [part for part in re.split(r"[\s'’-]+", person.name) if len(part) >= SHORTEST]
    for name in (*parts, *(part.upper() for part in parts)):
        yield _whole(name)
    phrases = [person.email, application.team.name_en, application.team.name_cy]
    phrases += [post.manager.name] if post and post.manager else []
    for phrase in phrases:
        if phrase:
            yield _whole(phrase, re.IGNORECASE)


def _whole(words: str, flags: int = 0) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(_plain(words))}(?!\w)", flags)


def _found(text: str, patterns: tuple[re.Pattern[str], ...]) -> tuple[str, ...]:
    """Return the words as typed; the longer one where one stands inside another."""
    plain = _plain(text)
    hits = {text[m.start() : m.end()] for p in patterns for m in p.finditer(plain)}
    inside = {hit for hit in hits for other in hits if hit != other and hit in other}
    return tuple(sorted(hits - inside))


def _plain(text: str) -> str:
    """Return the text without accents, letter for letter: places in it stay."""
    return "".join(unicodedata.normalize("NFD", letter)[0] for letter in text)
