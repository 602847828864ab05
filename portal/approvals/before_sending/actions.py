"""Ask for a yes before an application is sent; ask again because time or costs changed."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.applications.models import Application
from portal.applications.queries import locked
from portal.approvals.about import about, changed
from portal.approvals.actions import asking
from portal.approvals.before_sending import policy
from portal.approvals.policy import is_as_asked
from portal.kernel.actor import Actor
from portal.kernel.ruling import enforce
from portal.schemes.definition import When


def ask(session: Session, application: Application, *, actor: Actor, now: datetime) -> None:
    """Ask whoever is to be asked now, and again whoever was asked about something else.

    Asking twice about the same asks nobody twice. Raises Refused.
    """
    locked(session, application.id)
    enforce(policy.may_ask(application, actor, now))
    old = [each for each in asking.requests_of(session, application) if not is_as_asked(each)]
    if old:
        what = frozenset[str]().union(*(changed(each.about, application) for each in old))
        asking.ask_again(session, application, what, actor=actor, now=now)
        for each in asking.requests_of(session, application):
            each.about = about(application)
    asking.ask(session, application, actor=actor, now=now, when=When.BEFORE_SENDING)
