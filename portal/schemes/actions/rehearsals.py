"""End a rehearsal."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.audit.actions import record
from portal.kernel.actor import Actor
from portal.kernel.reactions import react
from portal.kernel.ruling import enforce
from portal.schemes import policy
from portal.schemes.actions.calls import hold
from portal.schemes.models import Call


def end_rehearsal(session: Session, call: Call, *, actor: Actor, now: datetime) -> None:
    """End it: nobody can start in it any more, and what is in it is withdrawn."""
    hold(session, call)
    enforce(policy.may_end_rehearsal(call, actor, now))
    call.ended_at = now
    session.flush()
    record(session, actor, "ended_rehearsal", "call", call.id, now=now, name=call.name.en)
    react(session, "rehearsal_ended", call=call, actor=actor, now=now)
