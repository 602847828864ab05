"""The states of an approval request, its moves, and the words for a refusal and for cover."""

from enum import StrEnum

from portal.kernel.language import lazy


class ApprovalState(StrEnum):
    """Where a request to an approver stands."""

    WAITING = "waiting"
    CONDITIONAL = "conditional"  # yes, if the applicant accepts what was changed
    APPROVED = "approved"
    DECLINED = "declined"
    NO_ANSWER = "no_answer"  # nobody answered in time; an answer still counts for a while
    CLOSED = "closed"  # the application was withdrawn before an answer


class Move(StrEnum):
    """What can be done to a request."""

    APPROVE = "approve"
    OFFER = "offer"  # yes if
    ACCEPT = "accept"
    NOT_ACCEPT = "not_accept"
    DECLINE = "decline"
    LAPSE = "lapse"
    CLOSE = "close"
    REOPEN = "reopen"


_ANSWERS = {
    Move.APPROVE: ApprovalState.APPROVED,
    Move.OFFER: ApprovalState.CONDITIONAL,
    Move.DECLINE: ApprovalState.DECLINED,
}
MOVES: dict[tuple[ApprovalState, Move], ApprovalState] = {
    **{(ApprovalState.WAITING, move): state for move, state in _ANSWERS.items()},
    **{(ApprovalState.NO_ANSWER, move): state for move, state in _ANSWERS.items()},
    (ApprovalState.CONDITIONAL, Move.ACCEPT): ApprovalState.APPROVED,
    (ApprovalState.CONDITIONAL, Move.NOT_ACCEPT): ApprovalState.WAITING,
    (ApprovalState.WAITING, Move.LAPSE): ApprovalState.NO_ANSWER,
    (ApprovalState.CONDITIONAL, Move.LAPSE): ApprovalState.NO_ANSWER,
    (ApprovalState.WAITING, Move.CLOSE): ApprovalState.CLOSED,
    (ApprovalState.CONDITIONAL, Move.CLOSE): ApprovalState.CLOSED,
    (ApprovalState.NO_ANSWER, Move.CLOSE): ApprovalState.CLOSED,
    (ApprovalState.APPROVED, Move.REOPEN): ApprovalState.WAITING,
    (ApprovalState.DECLINED, Move.REOPEN): ApprovalState.WAITING,
    (ApprovalState.CONDITIONAL, Move.REOPEN): ApprovalState.WAITING,
    (ApprovalState.NO_ANSWER, Move.REOPEN): ApprovalState.WAITING,
    # An award that was proposed, taken back, and proposed again.
    (ApprovalState.CLOSED, Move.REOPEN): ApprovalState.WAITING,
}
OPEN = frozenset({ApprovalState.WAITING, ApprovalState.CONDITIONAL})
ANSWERABLE = frozenset({ApprovalState.WAITING, ApprovalState.NO_ANSWER})


class Seat(StrEnum):
    """As what somebody is asked, or answers."""

    APPROVER = "approver"
    DEPUTY = "deputy"
    ABOVE = "above"  # the approver's own manager
    OFFICE = "office"
    GUEST = "guest"  # of another organisation, without an account


class Why(StrEnum):
    """Why a request came to whoever it waits for."""

    ASKED = "asked"
    UNKNOWN = "unknown"  # the directory names nobody
    SAME = "same"  # the directory names somebody who may not: the applicant, or asked already
    AWAY = "away"
    LATE = "late"
    LEFT = "left"
    BOUNCED = "bounced"
    PASSED_ON = "passed_on"
    TO_CHECK = "to_check"  # the applicant named somebody, and the office finds out


class DeclineReason(StrEnum):
    """Why release was refused. Counted by profession."""

    WINTER_PRESSURE = "winter_pressure"
    VACANCIES = "vacancies"
    TOO_MANY_OUT = "too_many_out"
    DATES = "dates"
    HOURS = "hours"
    NOT_THE_RIGHT_TIME = "not_the_right_time"
    OTHER = "other"


DECLINE_LABELS = {
    DeclineReason.WINTER_PRESSURE: lazy("Winter pressure"),
    DeclineReason.VACANCIES: lazy("We have vacancies we cannot fill"),
    DeclineReason.TOO_MANY_OUT: lazy("Too many of the team are already out"),
    DeclineReason.DATES: lazy("The dates do not work"),
    DeclineReason.HOURS: lazy("It is too many hours a week"),
    DeclineReason.NOT_THE_RIGHT_TIME: lazy("It is not the right time for this person"),
    DeclineReason.OTHER: lazy("Another reason"),
}


class CoverMeans(StrEnum):
    """How the duties are covered."""

    EXTRA_HOURS = "extra_hours"
    BANK = "bank"
    AGENCY = "agency"
    FIXED_TERM_POST = "fixed_term_post"
    SKILL_MIX = "skill_mix"
    ACTIVITY_REDUCED = "activity_reduced"
    ABSORBED = "absorbed"
    NONE_NEEDED = "none_needed"


COVER_LABELS = {
    CoverMeans.EXTRA_HOURS: lazy("Extra hours for the team"),
    CoverMeans.BANK: lazy("Bank shifts"),
    CoverMeans.AGENCY: lazy("Agency"),
    CoverMeans.FIXED_TERM_POST: lazy("A fixed-term post"),
    CoverMeans.SKILL_MIX: lazy("A lower-band colleague takes some tasks"),
    CoverMeans.ACTIVITY_REDUCED: lazy("We do less of something"),
    CoverMeans.ABSORBED: lazy("We absorb it"),
    CoverMeans.NONE_NEEDED: lazy("No cover needed"),
}

# What the applicant changed after an answer, so that it is asked for again.
REOPENED_LABELS = {
    "time": lazy("The time asked for has changed."),
    "costs": lazy("The costs have changed."),
}

NEEDS_NOBODY = frozenset({CoverMeans.ACTIVITY_REDUCED, CoverMeans.ABSORBED, CoverMeans.NONE_NEEDED})
