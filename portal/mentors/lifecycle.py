"""The states of a pairing, and the moves between them."""

from enum import StrEnum


class PairingState(StrEnum):
    """How two people stand as mentor and mentee."""

    ASKED = "asked"
    PAIRED = "paired"
    DECLINED = "declined"
    TAKEN_BACK = "taken_back"
    ENDED = "ended"


class Move(StrEnum):
    """What can be done to a pairing."""

    ACCEPT = "accept"
    DECLINE = "decline"
    TAKE_BACK = "take_back"
    END = "end"


MOVES: dict[tuple[PairingState, Move], PairingState] = {
    (PairingState.ASKED, Move.ACCEPT): PairingState.PAIRED,
    (PairingState.ASKED, Move.DECLINE): PairingState.DECLINED,
    (PairingState.ASKED, Move.TAKE_BACK): PairingState.TAKEN_BACK,
    (PairingState.PAIRED, Move.END): PairingState.ENDED,
}
LIVE = frozenset({PairingState.ASKED, PairingState.PAIRED})
