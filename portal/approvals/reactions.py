"""What approvals do when an application is sent or withdrawn. `create_app` connects them."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.applications.before_sending import Before
from portal.applications.models import Application
from portal.approvals import queries
from portal.approvals.actions import asking
from portal.approvals.before_sending import pages, policy
from portal.kernel.actor import Actor
from portal.kernel.reactions import answers, on
from portal.kernel.ruling import enforce


def connect() -> None:
    """Put the handlers on; a second time changes nothing."""
    on("application_submitting", submitting)
    on("application_submitted", submitted)
    on("application_sent_again", sent_again)
    on("application_withdrawn", withdrawn)
    answers("before_sending", before_sending)


def submitting(session: Session, *, application: Application, **_facts: object) -> None:
    """Refuse where somebody has not agreed who has to before it is sent."""
    asked = queries.requests_of(session, [application.id])
    enforce(policy.may_be_sent(application, asked))


def before_sending(
    session: Session, *, application: Application, actor: Actor, now: datetime
) -> tuple[Before, ...]:
    """Say how those stand who have to agree before it is sent."""
    asked = queries.requests_of(session, [application.id])
    return pages.lines(application, asked, actor, now)


def submitted(session: Session, *, application: Application, actor: Actor, now: datetime) -> None:
    """Ask the applicant's own side."""
    asking.ask(session, application, actor=actor, now=now)


def sent_again(
    session: Session,
    *,
    application: Application,
    changed: frozenset[str],
    actor: Actor,
    now: datetime,
) -> None:
    """Ask again where time or costs changed: a yes was for what it was before."""
    asking.ask_again(session, application, changed, actor=actor, now=now)


def withdrawn(session: Session, *, application: Application, actor: Actor, now: datetime) -> None:
    """Close what nobody need answer now."""
    asking.close(session, application, actor=actor, now=now)
