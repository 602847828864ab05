"""Take an application back."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.applications import emails, policy, queries
from portal.applications.actions import begun
from portal.applications.actions.files import remove_all
from portal.applications.actions.returning import leave_as_sent
from portal.applications.lifecycle import MOVES, Move, State
from portal.applications.models import Application
from portal.audit.actions import record
from portal.kernel.actor import Actor
from portal.kernel.reactions import react
from portal.kernel.ruling import Refused, Ruling, enforce
from portal.schemes.models import Call


def may_withdraw(session: Session, application: Application, actor: Actor, now: datetime) -> Ruling:
    """Ask the policy, then every higher feature: who reacts to "application_withdrawing" may
    raise Refused, as a decision does.
    """  # noqa: D205 -- one thought
    try:
        react(session, "application_withdrawing", application=application, actor=actor, now=now)
    except Refused as refused:
        return policy.may_withdraw(application, actor, now) and refused.ruling
    return policy.may_withdraw(application, actor, now)


def withdraw(session: Session, application: Application, *, actor: Actor, now: datetime) -> None:
    """Withdraw what was sent, or delete a draft. Another may be started while the call is open."""
    queries.locked(session, application.id)
    enforce(may_withdraw(session, application, actor, now))
    was_sent = application.sent_at is not None
    leave_as_sent(session, application, now=now)
    begun.forget(session, application)
    application.state = MOVES[application.state, Move.WITHDRAW]
    application.withdrawn_at = now
    verb = "withdrew" if was_sent else "deleted_draft"
    record(session, actor, verb, "application", application.id, now=now)
    if was_sent:
        emails.withdrawn(session, application, now=now)
    else:
        remove_all(application, now)
    react(session, "application_withdrawn", application=application, actor=actor, now=now)


def withdraw_all(session: Session, call: Call, *, actor: Actor, now: datetime) -> None:
    """Withdraw all that is in a rehearsal that was ended, whatever has become of it."""
    for application_id in queries.live_in(session, call.id):
        application = queries.locked(session, application_id)
        leave_as_sent(session, application, now=now)
        begun.forget(session, application)
        application.state = State.WITHDRAWN
        application.withdrawn_at = now
        remove_all(application, now)
        verb = "withdrawn_with_rehearsal"
        record(session, actor, verb, "application", application_id, now=now)
        react(session, "application_withdrawn", application=application, actor=actor, now=now)
