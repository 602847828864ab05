"""What reviews do when somebody reads an application. `create_app` connects them."""

from sqlalchemy.orm import Session

from portal.applications.models import Application
from portal.kernel.actor import Actor
from portal.kernel.reactions import on
from portal.kernel.ruling import HIDDEN, enforce, yes_if
from portal.reviews import queries


def connect() -> None:
    """Put the handler on; a second time changes nothing."""
    on("application_reading", reading)


def reading(session: Session, *, application: Application, actor: Actor) -> None:
    """Hide it from the office's people who are in conflict with it, as from any reviewer."""
    enforce(yes_if(queries.is_known_to(session, actor, application.id), HIDDEN))
