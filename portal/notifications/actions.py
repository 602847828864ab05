"""Write messages into the outbox, in the transaction of the change they tell of."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel import jobs
from portal.kernel.reactions import ask
from portal.notifications.models import Message
from portal.web.look import without_page


@dataclass(frozen=True, slots=True)
class Mark:
    """What a message says before all else, in its subject and in its body."""

    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Recipient:
    """Where a message goes, and in which language it is written."""

    address: str
    name: str = ""
    language: str = "en"


def queue(  # noqa: PLR0913 -- each is named where it is called
    session: Session,
    to: Recipient,
    template: str,
    *,
    now: datetime,
    about_id: UUID | None = None,
    document_id: UUID | None = None,
    dedupe: str | None = None,
    reply_to: str = "",
    unsubscribe_url: str = "",
    **context: Any,
) -> Message | None:
    """Render `templates/email/<template>/subject.txt` and `body.txt` and add them to the outbox.

    `reply_to` is where an answer goes; `unsubscribe_url` is for mail that one asked for, takes a
    POST without more, and is given to the templates too. With `dedupe`, a second message of the
    same key is not written and None is returned. A higher feature that answers "message_mark"
    for what is in the context has the message marked.
    """
    if dedupe and session.scalar(select(Message.id).where(Message.dedupe == dedupe)):
        return None
    if unsubscribe_url:
        context["unsubscribe_url"] = unsubscribe_url
    with force_locale(to.language):
        subject = without_page(f"email/{template}/subject.txt", to=to, **context)
        body = without_page(f"email/{template}/body.txt", to=to, **context)
        mark: Mark | None = ask(session, "message_mark", None, about=tuple(context.values()))
    if mark is not None:
        subject, body = f"{mark.subject} {subject}", f"{mark.body}\n\n{body}"
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
        reply_to=reply_to,
        unsubscribe_url=unsubscribe_url,
        due_at=now,
        created_at=now,
    )
    session.add(message)
    jobs.wake_after_commit(session)
    return message
