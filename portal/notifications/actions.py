"""Write messages into the outbox, in the transaction of the change they tell of."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import render_template
from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel import jobs
from portal.notifications.models import Message


@dataclass(frozen=True, slots=True)
class Recipient:
    """Where a message goes, and in which language it is written."""

    address: str
    name: str = ""
    language: str = "en"


def queue(
    session: Session,
    to: Recipient,
    template: str,
    *,
    now: datetime,
    about_id: UUID | None = None,
    document_id: UUID | None = None,
    dedupe: str | None = None,
    **context: Any,
) -> Message | None:
    """Render `templates/email/<template>/subject.txt` and `body.txt` and add them to the outbox.

    With `dedupe`, a second message of the same key is not written and None is returned.
    """
    if dedupe and session.scalar(select(Message.id).where(Message.dedupe == dedupe)):
        return None
    with force_locale(to.language):
        subject = render_template(f"email/{template}/subject.txt", to=to, **context)
        body = render_template(f"email/{template}/body.txt", to=to, **context)
    message = Message(
        to_address=to.address,
        to_name=to.name,
        template=template,
        language=to.language,
        subject=" ".join(subject.split())[:200],
        body=body.strip() + "\n",
        about_id=about_id,
        document_id=document_id,
        dedupe=dedupe,
        due_at=now,
        created_at=now,
    )
    session.add(message)
    jobs.wake_after_commit(session)
    return message
