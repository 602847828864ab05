"""What the views of this feature are handed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.applications import queries
from portal.applications.models import Application
from portal.applications.pages.addresses import OWN_PAGES
from portal.applications.saved import current_sections
from portal.kernel.actor import Actor
from portal.kernel.ruling import Ruling
from portal.schemes.questions import Section


@dataclass(frozen=True, slots=True)
class Part:
    """One section of one application."""

    application: Application
    section: Section


def part(session: Session, actor: Actor, application_id: UUID, key: str) -> Part | None:
    """Load a section of questions that is asked now; time and costs have pages of their own."""
    found = any_part(session, actor, application_id, key)
    return None if found is None or found.section.kind in OWN_PAGES else found


def any_part(session: Session, actor: Actor, application_id: UUID, key: str) -> Part | None:
    """Load a section of any kind that is asked now."""
    found = queries.application(session, actor, application_id)
    section = found.call.document.section(key) if found else None
    if found is None or section is None or section not in current_sections(found):
        return None
    return Part(found, section)


def of_part(
    rule: Callable[[Application, Actor, datetime], Ruling],
) -> Callable[[Part, Actor, datetime], Ruling]:
    """Ask a rule about the application that a section belongs to."""

    def ask(loaded: Part, actor: Actor, now: datetime) -> Ruling:
        return rule(loaded.application, actor, now)

    return ask
