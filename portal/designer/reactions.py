"""What the designer does when a scheme is made, and what it tells. `create_app` connects it."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.designer import actions, queries
from portal.designer.work import Work
from portal.kernel.actor import Actor
from portal.kernel.reactions import answers, on
from portal.schemes.models import Scheme


def connect() -> None:
    """Put the handler on; a second time changes nothing."""
    on("scheme_made", made)
    answers("has_unmade_changes", has_unmade_changes)


def made(session: Session, *, scheme: Scheme, actor: Actor, now: datetime) -> None:
    """Begin its next version, so that the office can adapt what the template says at once."""
    actions.begin(session, scheme, actor=actor, now=now)


def has_unmade_changes(session: Session, *, scheme: Scheme) -> bool:
    """Say whether somebody has changed the scheme and made no version of it yet."""
    return Work(scheme, queries.draft_of(session, scheme.id)).has_changes
