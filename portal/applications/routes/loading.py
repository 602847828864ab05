"""What the views of this feature are handed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.applications import policy, queries
from portal.applications.models import Application, Submission
from portal.applications.pages.addresses import OWN_PAGES
from portal.kernel.actor import Actor
from portal.kernel.ruling import Ruling
from portal.schemes.questions import Section


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
    """Load a section of questions; time and costs have addresses of their own."""
    found = queries.application(session, actor, application_id)
    section = found.call.document.section(key) if found else None
    if found is None or section is None or section.kind in OWN_PAGES:
        return None
    return Part(found, section)


def may_edit_part(loaded: Part, actor: Actor, now: datetime) -> Ruling:
    """Ask whether this section can be changed."""
    return policy.may_edit_section(loaded.application, loaded.section.key, actor, now)


def of_part(
    rule: Callable[[Application, Actor, datetime], Ruling],
) -> Callable[[Part, Actor, datetime], Ruling]:
    """Ask a rule about the application that a section belongs to."""

    def ask(loaded: Part, actor: Actor, now: datetime) -> Ruling:
        return rule(loaded.application, actor, now)

    return ask
