"""The sections of an application by kind, with what was saved of them."""

from portal.applications.models import Application, SectionEntry
from portal.schemes.questions import Section, SectionKind


def section_of(application: Application, kind: SectionKind) -> Section | None:
    """Return the scheme's section of this kind; None where it has none."""
    return next((s for s in application.call.document.sections if s.kind is kind), None)


def entry_of(application: Application, section: Section) -> SectionEntry | None:
    """Return what was saved of a section."""
    return next((entry for entry in application.sections if entry.key == section.key), None)


def version_of(application: Application, section: Section) -> int:
    """Return the version of what was saved of a section, 0 where nothing was."""
    entry = entry_of(application, section)
    return entry.version if entry else 0
