"""What a decision and an offer can be."""

from enum import StrEnum


class Outcome(StrEnum):
    """The organisation's decision on one application."""

    AWARD = "award"
    RESERVE = "reserve"
    DECLINE = "decline"


class DecisionState(StrEnum):
    """A decision is pending, and nobody outside the office knows it, until it is released."""

    PENDING = "pending"
    RELEASED = "released"


class OfferState(StrEnum):
    """Where an offer stands."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    TURNED_DOWN = "turned_down"


class Move(StrEnum):
    """What the person offered an award can do."""

    ACCEPT = "accept"
    TURN_DOWN = "turn_down"


MOVES: dict[tuple[OfferState, Move], OfferState] = {
    (OfferState.OFFERED, Move.ACCEPT): OfferState.ACCEPTED,
    (OfferState.OFFERED, Move.TURN_DOWN): OfferState.TURNED_DOWN,
}
