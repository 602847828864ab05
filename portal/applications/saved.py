"""The sections of an application by kind, with what was saved of them."""

from dataclasses import dataclass
from typing import Protocol

from portal.applications.lifecycle import State
from portal.applications.models import Application, SectionEntry
from portal.schemes.questions import Round, Section, SectionKind


def current_sections(application: Application) -> tuple[Section, ...]:
    """Return what is being answered now, or was last, in the scheme's order.

    Those of the first stage until there is an invitation; after it, and in a scheme of one
    stage, all of them: what was sent first may still be put right in the full form.
    """
    document = application.call.document
    if application.stage is Round.FIRST:
        return document.sections_in(Round.FIRST)
    return document.sections


def is_linear(application: Application) -> bool:
    """Say whether its sections are asked one after the other, without the question at the end.

    Only while it is being written: of what was sent back some sections open, from a list.
    """
    return application.state is State.DRAFT and application.stage is Round.FIRST


class Kept(Protocol):
    """Something that a page saves while it is typed."""

    @property
    def tab(self) -> str:
        """The name of the page that saved it last."""


@dataclass(frozen=True, slots=True)
class Tab:
    """One page as it was served once: its random name, and which of its saves this is.

    By its name a page knows its own saves again when an answer was lost on the way, or when it
    saves while it is still being saved: neither is a conflict. `turn` puts them in order.
    """

    name: str = ""
    turn: int = 0

    def saved(self, kept: Kept) -> bool:
        """Say whether this page was the last to save it."""
        return self.name != "" and kept.tab == self.name


NO_TAB = Tab()


def section_of(application: Application, kind: SectionKind) -> Section | None:
    """Return the section of this kind that is asked now; None where there is none."""
    return next((s for s in current_sections(application) if s.kind is kind), None)


def entry_of(application: Application, section: Section) -> SectionEntry | None:
    """Return what was saved of a section."""
    return next((entry for entry in application.sections if entry.key == section.key), None)


def version_of(application: Application, section: Section) -> int:
    """Return the version of what was saved of a section, 0 where nothing was."""
    entry = entry_of(application, section)
    return entry.version if entry else 0
