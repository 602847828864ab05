"""What a review, a conflict and a recommendation can be, and the words for them."""

from enum import StrEnum

from portal.kernel.language import lazy


class ReviewState(StrEnum):
    """Where an assignment stands, derived from facts: see `policy.state_of`."""

    TO_DECLARE = "to_declare"
    TO_SCORE = "to_score"
    SCORING = "scoring"
    SENT = "sent"


STATE_LABELS = {
    ReviewState.TO_DECLARE: lazy("Check for a conflict"),
    ReviewState.TO_SCORE: lazy("Not started"),
    ReviewState.SCORING: lazy("Scoring"),
    ReviewState.SENT: lazy("Sent"),
}


class ConflictSource(StrEnum):
    """How a conflict came to be known."""

    DECLARED = "declared"
    OFFICE = "office"


class Verdict(StrEnum):
    """What the panel recommends."""

    FUND = "fund"
    RESERVE = "reserve"
    DO_NOT_FUND = "do_not_fund"


VERDICT_LABELS = {
    Verdict.FUND: lazy("Fund"),
    Verdict.RESERVE: lazy("Reserve list"),
    Verdict.DO_NOT_FUND: lazy("Do not fund"),
}
