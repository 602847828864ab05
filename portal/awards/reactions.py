"""What awards do when an application is withdrawn. `create_app` connects them."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.applications.models import Application
from portal.awards import actions, policy, queries
from portal.kernel.actor import Actor
from portal.kernel.reactions import on
from portal.kernel.ruling import enforce


def connect() -> None:
    """Put the handlers on; a second time changes nothing."""
    on("application_withdrawing", withdrawing)
    on("application_withdrawn", withdrawn)


def withdrawing(session: Session, *, application: Application, **_facts: object) -> None:
    """Refuse where the applicant has been told; a decision nobody knows says nothing here."""
    enforce(
        policy.may_be_withdrawn(queries.released(session, [application.id]).get(application.id))
    )


def withdrawn(session: Session, *, application: Application, actor: Actor, now: datetime) -> None:
    """Drop a decision that nobody knows yet; refuse where the applicant has been told."""
    actions.drop_on_withdrawal(session, application, actor=actor, now=now)
