"""The states of an application, and the moves between them."""

from enum import StrEnum


class State(StrEnum):
    """What an application is. Approved, in review, decided and awarded are facts of others."""

    DRAFT = "draft"  # of a scheme in two stages: its first stage
    FIRST_SENT = "first_sent"  # the first stage was sent and waits for the office
    INVITED = "invited"  # the full stage is being written
    NOT_INVITED = "not_invited"
    SUBMITTED = "submitted"  # all of it was sent
    WITHDRAWN = "withdrawn"


class Move(StrEnum):
    """What can be done to an application that changes its state."""

    SEND_FIRST = "send_first"
    INVITE = "invite"
    TURN_AWAY = "turn_away"
    SUBMIT = "submit"
    WITHDRAW = "withdraw"


MOVES: dict[tuple[State, Move], State] = {
    (State.DRAFT, Move.SEND_FIRST): State.FIRST_SENT,
    (State.FIRST_SENT, Move.INVITE): State.INVITED,
    (State.FIRST_SENT, Move.TURN_AWAY): State.NOT_INVITED,
    (State.DRAFT, Move.SUBMIT): State.SUBMITTED,
    (State.INVITED, Move.SUBMIT): State.SUBMITTED,
    (State.DRAFT, Move.WITHDRAW): State.WITHDRAWN,
    (State.FIRST_SENT, Move.WITHDRAW): State.WITHDRAWN,
    (State.INVITED, Move.WITHDRAW): State.WITHDRAWN,
    (State.SUBMITTED, Move.WITHDRAW): State.WITHDRAWN,
}


BEING_WRITTEN = frozenset({State.DRAFT, State.INVITED})
# Of a scheme in two stages: one in one stage is in none of these but DRAFT.
IN_FIRST_STAGE = frozenset({State.DRAFT, State.FIRST_SENT, State.NOT_INVITED})
NOT_WHOLE = IN_FIRST_STAGE | {State.INVITED}  # not all of it was sent
# Something of it was sent and stands: its author has applied, and competes with the others.
SENT = frozenset({State.FIRST_SENT, State.INVITED, State.NOT_INVITED, State.SUBMITTED})
# What the office can send back for changes: it waits for what comes next.
CAN_BE_RETURNED = frozenset({State.FIRST_SENT, State.SUBMITTED})


def can(state: State, move: Move) -> bool:
    """Say whether the table of moves has this one."""
    return (state, move) in MOVES
