"""What the outbox holds of a person: the messages to their address."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.holdings import Holder, Part, Record, of
from portal.kernel.language import _
from portal.notifications.models import Message
from portal.web.format import moment

COVERS = ("messages.to_address",)


def tell(session: Session, holder: Holder) -> Iterator[Part]:
    """Tell of the messages that were written to the person, oldest first."""
    found = session.scalars(
        select(Message)
        .where(Message.to_address == holder.email)
        .order_by(Message.created_at, Message.id)
    )
    yield Part("messages", _("Messages to you"), [_message(each) for each in found])


def _message(each: Message) -> Record:
    sent = moment(each.sent_at) if each.sent_at else _("Not sent yet")
    facts = [(_("Sent"), sent), (_("It said"), each.body)]
    data = of(each, "subject", "body", "language", "state", "created_at", "sent_at")
    return Record(each.subject, facts, data)
