"""The one message of this feature."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.notifications.actions import Recipient, queue
from portal.takeout.models import Takeout
from portal.takeout.policy import KEPT
from portal.web.links import link


def ready(session: Session, takeout: Takeout, now: datetime) -> None:
    """Tell the owner, once, that the file is there and until when. Nothing of it is in the mail."""
    person = takeout.person
    queue(
        session,
        Recipient(person.email, person.name, person.language),
        "takeout/ready",
        now=now,
        dedupe=f"takeout:{takeout.id}",
        ends_at=now + KEPT,
        url=link("takeout.page"),
    )
