"""What stands around a section for time or costs: where one is, and when it was saved."""

from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from portal.applications.models import Application, SectionEntry
from portal.applications.saved import entry_of
from portal.kernel.clock import london_day
from portal.kernel.language import _
from portal.schemes.questions import Section
from portal.web.format import clock_time, short_day
from portal.web.pieces import Link


@dataclass(frozen=True, slots=True)
class SectionHead:
    """The way back, the place of the section among the others, and its words."""

    back: Link
    caption: str
    title: str
    hint: str
    saved: str


def head(application: Application, section: Section, now: datetime) -> SectionHead:
    """Return the head of a section's page."""
    sections = application.call.document.sections
    number, of = sections.index(section) + 1, len(sections)
    label = application.title or str(application.call.document.name)
    return SectionHead(
        back=Link(label, url_for("applications.tasks", application_id=application.id)),
        caption=str(_("Section %(number)s of %(of)s", number=number, of=of)),
        title=str(section.title),
        hint=str(section.hint or ""),
        saved=_saved(entry_of(application, section), now),
    )


def _saved(entry: SectionEntry | None, now: datetime) -> str:
    if entry is None:
        return ""
    when = clock_time(entry.saved_at)
    if london_day(entry.saved_at) != london_day(now):
        when = f"{short_day(entry.saved_at)}, {when}"
    return str(_("Saved %(when)s", when=when))
