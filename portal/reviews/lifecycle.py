"""What a review, a conflict and a recommendation can be."""

from enum import StrEnum


class ReviewState(StrEnum):
    """Where an assignment stands, derived from facts: see `policy.state_of`."""

    TO_DECLARE = "to_declare"
    TO_SCORE = "to_score"
    SCORING = "scoring"
    SENT = "sent"


class ConflictSource(StrEnum):
    """How a conflict came to be known."""

    DECLARED = "declared"
    OFFICE = "office"


class Verdict(StrEnum):
    """What the panel recommends."""

    FUND = "fund"
    RESERVE = "reserve"
    DO_NOT_FUND = "do_not_fund"
