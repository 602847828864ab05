"""One section of questions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.applications import approver
from portal.applications.actions.sections import ChangedMeanwhile
from portal.applications.models import Application
from portal.applications.pages import asking
from portal.applications.pages.addresses import section_address
from portal.applications.pages.heads import SectionHead, head
from portal.applications.reading import Answered, in_words, questions_of
from portal.applications.saved import entry_of, version_of
from portal.kernel.actor import Actor
from portal.kernel.language import _
from portal.schemes.questions import Section, SectionKind
from portal.web.format import moment
from portal.web.pieces import Fact


@dataclass(frozen=True, slots=True)
class Conflict:
    """What was saved after this page was served, where it differs from what was typed here."""

    saved: str
    answers: tuple[Answered, ...]
    keep_saved: str  # the address that shows it and drops what was typed


@dataclass(frozen=True, slots=True)
class SectionPage:
    """A section. `version` is what the form must hand back; `facts` are shown, not asked."""

    head: SectionHead
    version: int
    facts_heading: str
    facts: tuple[Fact, ...]
    facts_note: str
    conflict: Conflict | None


def section_page(
    application: Application,
    section: Section,
    now: datetime,
    conflict: Conflict | None = None,
    version: int | None = None,
) -> SectionPage:
    """Return the page of a section; `version` stands in for the saved one where given."""
    heading, facts, note = _facts(application, section)
    return SectionPage(
        head=head(application, section, now),
        version=version_of(application, section) if version is None else version,
        facts_heading=heading,
        facts=facts,
        facts_note=note,
        conflict=conflict,
    )


def conflict_of(
    application: Application,
    section: Section,
    typed: Mapping[str, Any],
    changed: ChangedMeanwhile,
    reader: Actor,
) -> Conflict:
    """Return the saved answers that differ from those typed."""
    own = reader.is_person(changed.saved_by_id)
    when = moment(changed.saved_at)
    return Conflict(
        saved=_("You saved this on %(when)s, on another page.", when=when)
        if own
        else _("%(name)s saved this on %(when)s.", name=changed.saved_by_name, when=when),
        answers=tuple(
            Answered(str(q.label), in_words(q, changed.saved_answers.get(q.key)))
            for q in questions_of(section)
            if changed.saved_answers.get(q.key) != typed.get(q.key)
        ),
        keep_saved=section_address(application, section),
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
        note = _("We ask them when you send your application. You do not need their yes before.")
        return _("Who we will ask"), asked, f"{note} {_wrong()}" if asked else ""
    return "", (), ""


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
