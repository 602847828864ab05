"""The sections of an application and the questions in them, as data."""

from dataclasses import dataclass, field
from enum import StrEnum

from portal.kernel.language import Text
from portal.schemes.stored import Stored


class SectionKind(StrEnum):
    """What kind of page a section is."""

    ABOUT = "about"
    QUESTIONS = "questions"
    TIME = "time"
    COSTS = "costs"
    RELEASE = "release"
    PEOPLE = "people"
    DECLARATIONS = "declarations"
    FILES = "files"


class Round(StrEnum):
    """When a section is filled in: before an invitation, or in the full form."""

    FIRST = "first"
    FULL = "full"


class QuestionKind(StrEnum):
    """How a question is answered. In a section of declarations, yes_no is a line to tick.

    Files are asked for in sections of files, and such a section asks for nothing else.
    """

    SHORT_TEXT = "short_text"
    LONG_TEXT = "long_text"
    ONE_OF = "one_of"
    MANY_OF = "many_of"
    YES_NO = "yes_no"
    FILE = "file"


class Audience(StrEnum):
    """Who may read an answer, besides the applicant and the office, who always may.

    `REVIEWER` is the reviewer of a blind phase; `PUBLIC` reads it once there is an award.
    """

    REVIEWER = "reviewer"
    PANEL = "panel"
    MANAGER = "manager"
    FINANCE = "finance"
    HOST = "host"
    PUBLIC = "public"


CHOICES = frozenset({QuestionKind.ONE_OF, QuestionKind.MANY_OF})
TEXTS = frozenset({QuestionKind.SHORT_TEXT, QuestionKind.LONG_TEXT})


@dataclass(frozen=True, slots=True)
class Option(Stored):
    """One answer to choose."""

    key: str
    label: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(Stored):
    """One question. `max_words` is for texts, `options` for choices, `most_files` for files."""

    key: str
    label: Text
    kind: QuestionKind
    hint: Text | None = None
    max_words: int | None = None
    most_files: int | None = None
    required: bool = True
    visible_to: frozenset[Audience] = frozenset({Audience.REVIEWER, Audience.PANEL})
    options: tuple[Option, ...] = ()

    def is_visible_to(self, audience: Audience) -> bool:
        """Say whether this audience may read the answer."""
        return audience in self.visible_to


@dataclass(frozen=True, slots=True, kw_only=True)
class Section(Stored):
    """One page of the application; about, time, costs and people bring their own fields.

    Where any section of a scheme is of the first stage, people send those first, and only
    who is invited fills in the others. `needs_mentor` is for a page of people: a mentor must
    have agreed before it can be sent. `names_host` is set by the scheme that the page is of, where
    a host has to agree: see `Definition`.
    """

    key: str
    kind: SectionKind
    title: Text
    hint: Text | None = None
    questions: tuple[Question, ...] = ()
    stage: Round = Round.FULL
    needs_mentor: bool = False
    names_host: bool = field(default=False, compare=False, metadata={"stored": False})
