"""What stands around a section for time or costs: where one is, and when it was saved."""

from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from portal.applications.models import Application, SectionEntry
from portal.applications.pages import linear as linear_way
from portal.applications.saved import current_sections, entry_of, is_linear
from portal.kernel.clock import london_day
from portal.kernel.language import _
from portal.schemes.questions import Section
from portal.web.format import clock_time, short_day
from portal.web.pieces import Link


@dataclass(frozen=True, slots=True)
class SectionHead:
    """The way back, the place of the section among the others, and its words.

    A `linear` page goes on to the next one; it does not ask whether the section is completed.
    """

    back: Link
    caption: str
    title: str
    hint: str
    saved: str
    linear: bool
    go_on: str
    earlier: Link | None  # the way to what stood here before, once it was saved twice


def head(application: Application, section: Section, now: datetime) -> SectionHead:
    """Return the head of a section's page."""
    sections = current_sections(application)
    if section not in sections:  # in a preview alone
        sections = application.call.document.sections
    place = {"number": sections.index(section) + 1, "of": len(sections)}
    linear = is_linear(application)
    entry = entry_of(application, section)
    return SectionHead(
        back=linear_way.before(application, section),
        caption=str(
            _("Page %(number)s of %(of)s", **place)
            if linear
            else _("Section %(number)s of %(of)s", **place)
        ),
        title=str(section.title),
        hint=str(section.hint or ""),
        saved=_saved(application, entry, now),
        linear=linear,
        go_on=_("Continue") if linear else _("Save and continue"),
        earlier=earlier_link(application, section) if entry and entry.version > 1 else None,
    )


def earlier_link(application: Application, section: Section) -> Link:
    """Return the way to what stood on a section's page before."""
    where = url_for("applications.earlier", application_id=application.id, key=section.key)
    return Link(_("Earlier versions of this page"), where)


def _saved(application: Application, entry: SectionEntry | None, now: datetime) -> str:
    """Say when it was saved, and by whom where it was not the applicant."""
    if entry is None:
        return ""
    when = clock_time(entry.saved_at)
    if london_day(entry.saved_at) != london_day(now):
        when = f"{short_day(entry.saved_at)}, {when}"
    if entry.saved_by_id not in {None, application.applicant_id}:
        return _("Saved %(when)s by %(name)s", when=when, name=entry.saved_by.name)
    return _("Saved %(when)s", when=when)
