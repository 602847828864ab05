"""What the designer does when a scheme is made. `create_app` connects it."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.designer import actions
from portal.kernel.actor import Actor
from portal.kernel.reactions import on
from portal.schemes.models import Scheme


def connect() -> None:
    """Put the handler on; a second time changes nothing."""
    on("scheme_made", made)


def made(session: Session, *, scheme: Scheme, actor: Actor, now: datetime) -> None:
    """Begin its next version, so that the office can adapt what the template says at once."""
    actions.begin(session, scheme, actor=actor, now=now)
