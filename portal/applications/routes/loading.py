"""What the views of this feature are handed."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.applications import policy, queries
from portal.applications.models import Application, Submission
from portal.applications.pages.addresses import OWN_PAGES
from portal.applications.saved import current_sections, section_of
from portal.kernel.actor import Actor
from portal.kernel.ruling import Ruling
from portal.schemes.questions import Section, SectionKind


@dataclass(frozen=True, slots=True)
class Part:
    """One section of one application."""

    application: Application
    section: Section


@dataclass(frozen=True, slots=True)
class Sent:
    """One of the times that an application was sent."""

    application: Application
    submission: Submission


def sent(session: Session, actor: Actor, application_id: UUID, number: int) -> Sent | None:
    """Load the receipt of this number, for whoever finds the application."""
    found = queries.application(session, actor, application_id)
    all_ = queries.submissions(session, application_id) if found else ()
    submission = next((each for each in all_ if each.number == number), None)
    return Sent(found, submission) if found and submission else None


def may_read_sent(found: Sent, actor: Actor, now: datetime) -> Ruling:
    """Ask whether its answers may be read."""
    return policy.may_see_answers(found.application, actor, now)


def part(session: Session, actor: Actor, application_id: UUID, key: str) -> Part | None:
    """Load a section of questions that is asked now; some kinds have pages of their own."""
    found = any_part(session, actor, application_id, key)
    is_own = found is not None and found.section.kind in {*OWN_PAGES, SectionKind.FILES}
    return None if is_own else found


def files_part(session: Session, actor: Actor, application_id: UUID, key: str) -> Part | None:
    """Load a section of files that is asked now."""
    found = any_part(session, actor, application_id, key)
    return found if found is not None and found.section.kind is SectionKind.FILES else None


def any_part(session: Session, actor: Actor, application_id: UUID, key: str) -> Part | None:
    """Load a section of any kind that is asked now."""
    found = queries.application(session, actor, application_id)
    section = found.call.document.section(key) if found else None
    if found is None or section is None or section not in current_sections(found):
        return None
    return Part(found, section)


def people_part(session: Session, actor: Actor, application_id: UUID) -> Part | None:
    """Load the section of people, where the scheme has one."""
    found = queries.application(session, actor, application_id)
    section = section_of(found, SectionKind.PEOPLE) if found else None
    return Part(found, section) if found and section else None


def may_edit(loaded: Part, actor: Actor, now: datetime) -> Ruling:
    """Ask whether the section may be changed now."""
    return policy.may_edit_section(loaded.application, loaded.section, actor, now)


def may_write(loaded: Part, actor: Actor, now: datetime) -> Ruling:
    """Ask whether this is somebody who writes in it, now or before it closed."""
    return policy.may_write_section(loaded.application, loaded.section, actor, now)
