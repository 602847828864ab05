"""The states of a message."""

from enum import StrEnum

from portal.kernel.language import lazy


class MessageState(StrEnum):
    """Where a message stands."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"


STATE_LABELS = {
    MessageState.WAITING: lazy("Waiting"),
    MessageState.SENDING: lazy("Being sent"),
    MessageState.SENT: lazy("Sent"),
    MessageState.FAILED: lazy("Given up"),
}
