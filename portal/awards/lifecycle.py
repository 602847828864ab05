"""What a decision and an offer can be."""

from enum import StrEnum

from portal.kernel.language import lazy


class Outcome(StrEnum):
    """The organisation's decision on one application."""

    AWARD = "award"
    RESERVE = "reserve"
    DECLINE = "decline"


OUTCOME_LABELS = {
    Outcome.AWARD: lazy("Award"),
    Outcome.RESERVE: lazy("Reserve list"),
    Outcome.DECLINE: lazy("No award"),
}


class DecisionState(StrEnum):
    """A decision is pending, and nobody outside the office knows it, until it is released."""

    PENDING = "pending"
    RELEASED = "released"


class OfferState(StrEnum):
    """Where an offer stands."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    TURNED_DOWN = "turned_down"


OFFER_LABELS = {
    OfferState.OFFERED: lazy("Offered"),
    OfferState.ACCEPTED: lazy("Accepted"),
    OfferState.TURNED_DOWN: lazy("Turned down"),
}


class Move(StrEnum):
    """What the person offered an award can do."""

    ACCEPT = "accept"
    TURN_DOWN = "turn_down"


MOVES: dict[tuple[OfferState, Move], OfferState] = {
    (OfferState.OFFERED, Move.ACCEPT): OfferState.ACCEPTED,
    (OfferState.OFFERED, Move.TURN_DOWN): OfferState.TURNED_DOWN,
}
