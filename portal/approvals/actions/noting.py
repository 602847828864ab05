"""The entry in the trail that every act on a request makes."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.approvals import policy
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
    """Write what was done into the trail of the application.

    What is asked before an award goes into a trail of its own: its applicant reads the other,
    and is not to know that an award is proposed.
    """
    facts = {"stage": request.stage.value, **facts}
    about, about_id = "application", request.application_id
    if policy.is_before_award(request):
        about, about_id = "approval", request.id
        facts["application"] = str(request.application_id)
    record(session, actor, verb, about, about_id, now=now, **facts)
