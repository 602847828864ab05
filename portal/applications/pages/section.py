"""One section of questions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.applications import approver
from portal.applications.models import Application
from portal.applications.pages import asking
from portal.applications.pages.heads import SectionHead, head
from portal.applications.saved import entry_of
from portal.kernel.language import _
from portal.schemes.definition import When
from portal.schemes.questions import Section, SectionKind
from portal.web.pieces import Fact


@dataclass(frozen=True, slots=True)
class SectionPage:
    """A section; `facts` are shown, not asked."""

    head: SectionHead
    facts_heading: str
    facts: tuple[Fact, ...]
    facts_note: str


def section_page(application: Application, section: Section, now: datetime) -> SectionPage:
    """Return the page of a section."""
    heading, facts, note = _facts(application, section)
    return SectionPage(
        head=head(application, section, now),
        facts_heading=heading,
        facts=facts,
        facts_note=note,
    )


def answers_to_show(application: Application, section: Section) -> Mapping[str, Any]:
    """Return what was saved, or what the directory says of a person who has saved nothing."""
    entry = entry_of(application, section)
    if entry is not None:
        return entry.answers
    post = application.applicant.post
    if approver.is_asked(section) and asking.manager_name(application):
        return {approver.CHOICE: approver.MANAGER}
    if section.kind is not SectionKind.ABOUT or post is None:
        return {}
    return {"job_title": post.job_title, "team": str(post.organisation.name)}


def _facts(application: Application, section: Section) -> tuple[str, tuple[Fact, ...], str]:
    if section.kind is SectionKind.ABOUT:
        return _("From the staff list"), _known(application), _wrong()
    if approver.is_asked(section):
        return "", (), ""
    if section.kind is SectionKind.RELEASE:
        asked = asking.who_is_asked(application)
        note = _asked_when(application)
        return _("Who we will ask"), asked, f"{note} {_wrong()}" if asked else ""
    return "", (), ""


def _asked_when(application: Application) -> str:
    """Say whose yes is needed before sending; of most schemes nobody's is."""
    says = application.call.document
    if says.approvals_when(When.BEFORE_SENDING):
        return _("Some of them have to agree before you can send it. You ask from the task list.")
    if says.approvals_when(When.AFTER_SENDING):
        return _("We ask them when you send your application. You do not need their yes before.")
    return _("You do not need their yes before you send your application.")


def _known(application: Application) -> tuple[Fact, ...]:
    person = application.applicant
    return (
        Fact(_("Name"), person.name),
        Fact(_("Email address"), person.email),
        Fact(_("Profession"), application.profession.name),
        Fact(_("Pay"), application.pay_label),
        Fact(_("Manager"), asking.manager_name(application) or _("Not known")),
    )


def _wrong() -> str:
    return _("If a name here is wrong, tell the R&D office. You can still go on.")
