"""The entry in the trail that every act on a request makes."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.approvals.models import ApprovalRequest
from portal.audit.actions import record
from portal.kernel.actor import Actor


def note(
    session: Session,
    actor: Actor,
    verb: str,
    request: ApprovalRequest,
    now: datetime,
    **facts: str,
) -> None:
    """Write what was done into the trail of the application."""
    facts = {"stage": request.stage.value, **facts}
    record(session, actor, verb, "application", request.application_id, now=now, **facts)
