"""How a set of figures stands: three states, and the two moves between them."""

from enum import StrEnum


class Standing(StrEnum):
    """A draft may be changed or thrown away; in force it may only be ended, and stays as it was."""

    DRAFT = "draft"
    IN_FORCE = "in_force"
    ENDED = "ended"


MOVES: dict[Standing, frozenset[Standing]] = {
    Standing.DRAFT: frozenset({Standing.IN_FORCE}),
    Standing.IN_FORCE: frozenset({Standing.ENDED}),
    Standing.ENDED: frozenset(),
}


class Trust(StrEnum):
    """How sure a figure is, in the words of the shipped files; `shipped.caution` says the doubt."""

    SOURCED = "sourced"
    PROVISIONAL = "provisional"
    SINGLE = "sourced_single"
    CONFLICTING = "sourced_conflicting"
    ILLUSTRATIVE = "illustrative"
