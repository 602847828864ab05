"""Change what an applicant told about themselves."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.applications import policy, queries
from portal.applications.models import Application
from portal.audit.actions import record
from portal.kernel.actor import Actor
from portal.kernel.ruling import enforce


def tell(
    session: Session,
    application: Application,
    answers: Mapping[str, Any],
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """Keep the answers of a draft, whatever they do to it: submission judges by them.

    The trail says that they changed and never what they are: others read it.
    """
    queries.locked(session, application.id)
    enforce(policy.may_own(application, actor, now))
    enforce(policy.may_edit(application, actor, now))
    if application.told == answers:
        return
    application.told = dict(answers)
    record(session, actor, "told", "application", application.id, now=now)
