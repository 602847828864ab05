"""The states of an application, and the moves between them."""

from enum import StrEnum


class State(StrEnum):
    """What an application is. Approved, in review, decided and awarded are facts of others."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"


class Move(StrEnum):
    """What can be done to an application that changes its state."""

    SUBMIT = "submit"
    WITHDRAW = "withdraw"


MOVES: dict[tuple[State, Move], State] = {
    (State.DRAFT, Move.SUBMIT): State.SUBMITTED,
    (State.DRAFT, Move.WITHDRAW): State.WITHDRAWN,
    (State.SUBMITTED, Move.WITHDRAW): State.WITHDRAWN,
}


def can(state: State, move: Move) -> bool:
    """Say whether the table of moves has this one."""
    return (state, move) in MOVES
