"""What reviews do when somebody reads an application, and what they say. `create_app` connects."""

from uuid import UUID

from sqlalchemy.orm import Session

from portal.applications.models import Application
from portal.kernel.actor import Actor
from portal.kernel.reactions import answers, on
from portal.kernel.ruling import HIDDEN, enforce, yes_if
from portal.reviews import queries
from portal.schemes.models import Call


def connect() -> None:
    """Put the handler on; a second time changes nothing."""
    on("application_reading", reading)
    answers("is_in_review", is_in_review)
    answers("hidden_in", hidden_in)


def reading(session: Session, *, application: Application, actor: Actor) -> None:
    """Hide it from the office's people who are in conflict with it, as from any reviewer."""
    enforce(yes_if(queries.is_known_to(session, actor, application.id), HIDDEN))


def is_in_review(session: Session, *, application: Application) -> bool:
    """Say whether a reviewer has started to read it, having said that there is no conflict."""
    return queries.is_being_read(session, application.id)


def hidden_in(session: Session, *, call: Call, actor: Actor) -> frozenset[UUID]:
    """Return the applications of a call that do not exist for this reader."""
    return queries.hidden_in(session, call, actor)
