"""What awards do when an application is withdrawn. `create_app` connects them."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.applications.models import Application
from portal.awards import actions
from portal.kernel.actor import Actor
from portal.kernel.reactions import on


def connect() -> None:
    """Put the handlers on; a second time changes nothing."""
    on("application_withdrawn", withdrawn)


def withdrawn(session: Session, *, application: Application, actor: Actor, now: datetime) -> None:
    """Drop a decision that nobody knows yet; refuse where the applicant has been told."""
    actions.drop_on_withdrawal(session, application, actor=actor, now=now)
