"""What schemes tell the features below them. `create_app` connects it."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from portal.kernel.reactions import answers
from portal.notifications.actions import Mark
from portal.schemes import rehearsal


def connect() -> None:
    """Put the answers on; a second time changes nothing."""
    answers("message_mark", message_mark)


def message_mark(_session: Session, *, about: Iterable[object]) -> Mark | None:
    """Mark the messages of a rehearsal."""
    return rehearsal.mark(about)
