"""Note that a list was taken away: nothing else changes."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.audit.actions import record
from portal.desk.ledgers.files import Taken
from portal.desk.ledgers.policy import may_export
from portal.kernel.actor import Actor
from portal.kernel.ruling import enforce
from portal.schemes.models import Call


def note_export(session: Session, call: Call, taken: Taken, *, actor: Actor, now: datetime) -> None:
    """Write to the trail who took which list of a call away, by which filter, how many rows."""
    enforce(may_export(call, actor, now))
    record(
        session,
        actor,
        "exported_call",
        "call",
        call.id,
        now=now,
        file=taken.name,
        filter=taken.filter,
        applications=taken.applications,
        lines=taken.lines,
    )
