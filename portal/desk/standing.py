"""Where an application stands, derived from facts: what, since when, waiting for whom, what next.

The applicant reads this, so nothing in it may depend on a decision that has not been released,
on who reviews, or on what they said.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from portal.applications import returned
from portal.applications.lifecycle import BEING_WRITTEN, State
from portal.applications.models import Application
from portal.applications.window import lets_in
from portal.approvals.lifecycle import OPEN, ApprovalState
from portal.approvals.models import ApprovalRequest
from portal.approvals.reasons import words_of
from portal.awards.lifecycle import OfferState, Outcome
from portal.awards.models import Award, Decision
from portal.awards.policy import has_lapsed
from portal.desk import agreement
from portal.kernel.clock import london_day
from portal.kernel.language import _, lazy
from portal.web.format import day, in_days, moment
from portal.web.pieces import Colour, Fact, Tag


class Stage(StrEnum):
    """The places at which an application can stand."""

    DRAFT = "draft"
    UNSENT = "unsent"
    RETURNED = "returned"
    FIRST_SENT = "first_sent"
    INVITED = "invited"
    NOT_INVITED = "not_invited"
    APPROVAL = "approval"
    REFUSED = "refused"
    UNANSWERED = "unanswered"
    REVIEW = "review"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    TURNED_DOWN = "turned_down"
    RESERVE = "reserve"
    NOT_FUNDED = "not_funded"
    WITHDRAWN = "withdrawn"


STAGE_LABELS: dict[Stage, object] = {
    Stage.DRAFT: lazy("In progress"),
    Stage.UNSENT: lazy("Not sent"),
    Stage.RETURNED: lazy("Sent back for changes"),
    Stage.FIRST_SENT: lazy("First step sent"),
    Stage.INVITED: lazy("Invited to the second step"),
    Stage.NOT_INVITED: lazy("Not invited this time"),
    Stage.APPROVAL: lazy("Waiting for a yes"),
    Stage.REFUSED: lazy("Release refused"),
    Stage.UNANSWERED: lazy("No answer came"),
    Stage.REVIEW: lazy("In review"),
    Stage.OFFERED: lazy("Award offered"),
    Stage.ACCEPTED: lazy("Award accepted"),
    Stage.TURNED_DOWN: lazy("Offer turned down"),
    Stage.RESERVE: lazy("On the reserve list"),
    Stage.NOT_FUNDED: lazy("Not funded this time"),
    Stage.WITHDRAWN: lazy("Withdrawn"),
}

COLOURS: dict[Stage, Colour] = {
    Stage.DRAFT: "blue",
    Stage.RETURNED: "yellow",
    Stage.FIRST_SENT: "blue",
    Stage.INVITED: "yellow",
    Stage.APPROVAL: "blue",
    Stage.REVIEW: "blue",
    Stage.OFFERED: "yellow",
    Stage.ACCEPTED: "green",
    Stage.RESERVE: "aqua-green",
}

MINE_TO_DO = frozenset({Stage.DRAFT, Stage.INVITED, Stage.RETURNED, Stage.OFFERED})
WAITED_FOR = frozenset(
    {Stage.FIRST_SENT, Stage.APPROVAL, Stage.REVIEW, Stage.ACCEPTED, Stage.RESERVE}
)
BOARD_ORDER = (
    Stage.RETURNED, Stage.APPROVAL, Stage.REFUSED, Stage.UNANSWERED, Stage.REVIEW, Stage.OFFERED,
    Stage.ACCEPTED, Stage.TURNED_DOWN, Stage.RESERVE, Stage.NOT_FUNDED, Stage.WITHDRAWN,
)  # fmt: skip
CAN_BE_WITHDRAWN = frozenset(
    {
        Stage.FIRST_SENT,
        Stage.RETURNED,
        Stage.APPROVAL,
        Stage.REVIEW,
        Stage.REFUSED,
        Stage.UNANSWERED,
    }
)


BETWEEN = {State.FIRST_SENT: Stage.FIRST_SENT, State.NOT_INVITED: Stage.NOT_INVITED}


@dataclass(frozen=True, slots=True)
class Case:
    """The facts about one application that its applicant may know."""

    application: Application
    requests: Sequence[ApprovalRequest] = ()
    decision: Decision | None = None  # released, or None
    award: Award | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Four answers in words, and the stage they were worked out from."""

    stage: Stage
    since: str
    waiting_for: str
    next: str
    next_note: str = ""

    @property
    def tag(self) -> Tag:
        """The stage as a tag."""
        return Tag(STAGE_LABELS[self.stage], COLOURS.get(self.stage, "grey"))

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The four cells of a status strip."""
        return (
            Fact(_("Now"), tag=self.tag),
            Fact(_("Since"), self.since),
            Fact(_("Waiting for"), self.waiting_for),
            Fact(_("Next"), self.next, self.next_note),
        )


def stage_asked(text: str) -> str:
    """Return a stage of the board as it was asked for; "", for all, where it is none."""
    return text if text in BOARD_ORDER else ""


def stage_of(case: Case, now: datetime) -> Stage:
    """Return where the application stands now."""
    application = case.application
    if application.state is State.WITHDRAWN:
        return Stage.WITHDRAWN
    if application.state in BEING_WRITTEN:
        written = Stage.INVITED if application.state is State.INVITED else Stage.DRAFT
        return written if lets_in(application, now) else Stage.UNSENT
    if application.state in BETWEEN:
        is_out = returned.waiting(application, now) is not None
        return Stage.RETURNED if is_out else BETWEEN[application.state]
    if case.decision is not None:
        return _after_release(case.decision, case.award)
    return _on_the_way(case, now)


def _on_the_way(case: Case, now: datetime) -> Stage:
    """Return where it stands between being sent and being decided."""
    if returned.waiting(case.application, now) is not None:
        return Stage.RETURNED
    states = {request.state for request in case.requests}
    if ApprovalState.DECLINED in states:
        return Stage.REFUSED
    if any(agreement.has_stopped(case.application, request) for request in case.requests):
        return Stage.UNANSWERED
    waits = states & OPEN or agreement.unasked(case.application, case.requests)
    return Stage.APPROVAL if waits else Stage.REVIEW


def _after_release(decision: Decision, award: Award | None) -> Stage:
    if decision.outcome is Outcome.RESERVE:
        return Stage.RESERVE
    if decision.outcome is Outcome.DECLINE or award is None:
        return Stage.NOT_FUNDED
    return {
        OfferState.OFFERED: Stage.OFFERED,
        OfferState.ACCEPTED: Stage.ACCEPTED,
        OfferState.TURNED_DOWN: Stage.TURNED_DOWN,
    }[award.state]


def standing(case: Case, now: datetime) -> Standing:
    """Say where the application stands, in words."""
    stage = stage_of(case, now)
    words = {
        Stage.DRAFT: _draft,
        Stage.UNSENT: _unsent,
        Stage.RETURNED: _returned,
        Stage.FIRST_SENT: _first_sent,
        Stage.INVITED: _draft,
        Stage.NOT_INVITED: _not_invited,
        Stage.APPROVAL: _approval,
        Stage.REFUSED: _refused,
        Stage.UNANSWERED: _unanswered,
        Stage.REVIEW: _review,
        Stage.WITHDRAWN: _withdrawn,
    }.get(stage, _decided)
    found = words(case, stage, now)
    if case.application.call.ended_at is not None and stage is not Stage.WITHDRAWN:
        return _rehearsed(found)
    return found


def is_over(case: Case, now: datetime) -> bool:
    """Say whether nothing more happens: the time awarded is past, or that to answer, or it was
    a rehearsal that has ended.
    """  # noqa: D205 -- one thought
    if case.application.call.ended_at is not None:
        return True
    stage, today, award = stage_of(case, now), london_day(now), case.award
    if award is None:
        return False
    return (stage is Stage.ACCEPTED and award.ends_on < today) or (
        stage is Stage.OFFERED and has_lapsed(award, today)
    )


def as_told_to_the_office(found: Standing, case: Case) -> Standing:
    """Return the same for a reader who is not the applicant: "you" is somebody else."""
    if case.application.call.ended_at is not None:
        return found
    told = {
        Stage.REVIEW: _("Decisions by %(day)s", day=day(case.application.call.decisions_on)),
        Stage.NOT_FUNDED: _("Nothing"),
        Stage.TURNED_DOWN: _("Nothing"),
    }
    is_theirs = found.stage in {Stage.OFFERED, Stage.RETURNED} and found.waiting_for != _("Nobody")
    waits_for = case.application.applicant.name if is_theirs else found.waiting_for
    if found.stage is Stage.APPROVAL:
        waits_for = agreement.waits(case.requests) or found.waiting_for
    return replace(
        found,
        waiting_for=waits_for,
        next=told.get(found.stage, found.next),
        next_note="",
    )


def _draft(case: Case, stage: Stage, now: datetime) -> Standing:
    closes = case.application.closes_at
    answer = case.application.invitation if stage is Stage.INVITED else None
    return Standing(
        stage,
        moment(answer.decided_at if answer else case.application.started_at),
        _("You"),
        _("Closes %(when)s", when=in_days(closes, now)),
        _("%(when)s, UK time", when=moment(closes)),
    )


def _unsent(case: Case, stage: Stage, _now: datetime) -> Standing:
    return Standing(
        stage,
        moment(case.application.closes_at),
        _("Nobody"),
        _("The call has closed"),
        _("What you wrote is kept, and no day is set to delete it. Use it in the next call."),
    )


def _returned(case: Case, stage: Stage, now: datetime) -> Standing:
    back = returned.waiting(case.application, now)
    assert back is not None  # `stage_of` has seen it
    return Standing(
        stage,
        moment(back.returned_at),
        _("You"),
        _("Changes by %(day)s", day=day(back.answer_by_on)),
        _("If no changes come, it stays as it was sent."),
    )


def _first_sent(case: Case, stage: Stage, _now: datetime) -> Standing:
    sent = case.application.first_sent_at
    return Standing(
        stage,
        moment(sent) if sent else "",
        _("The R&D office"),
        _("We write if you are invited to the second step"),
    )


def _not_invited(case: Case, stage: Stage, _now: datetime) -> Standing:
    answer = case.application.invitation
    return Standing(
        stage,
        moment(answer.decided_at) if answer else "",
        _("Nobody"),
        _("Read why"),
        answer.reason if answer else "",
    )


def _approval(case: Case, stage: Stage, now: datetime) -> Standing:
    words = agreement.words(case.application, case.requests, now)
    return Standing(stage, _sent(case), words.waiting_for, words.next, words.note)


def _unanswered(case: Case, stage: Stage, _now: datetime) -> Standing:
    return Standing(
        stage,
        _sent(case),
        _("Nobody"),
        _("It does not go to reviewers"),
        _("An answer still counts until reviews end. You can talk to the R&D office."),
    )


def _refused(case: Case, stage: Stage, _now: datetime) -> Standing:
    said_no = next(r for r in case.requests if r.state is ApprovalState.DECLINED)
    reason = words_of(said_no)
    return Standing(
        stage,
        moment(said_no.answered_at) if said_no.answered_at else "",
        _("Nobody"),
        _("It does not go to reviewers"),
        _("The reason given: %(reason)s. You can talk to the R&D office.", reason=reason),
    )


def _review(case: Case, stage: Stage, _now: datetime) -> Standing:
    call = case.application.call
    answers = [r.answered_at for r in case.requests if r.answered_at]
    return Standing(
        stage,
        moment(max(answers)) if answers else _sent(case),
        _("The reviewers and the panel"),
        _("You hear from us by %(day)s", day=day(call.decisions_on)),
        agreement.went_on(case.requests),
    )


def _withdrawn(case: Case, stage: Stage, _now: datetime) -> Standing:
    withdrawn_at = case.application.withdrawn_at
    return Standing(stage, moment(withdrawn_at) if withdrawn_at else "", _("Nobody"), _("Nothing"))


def _rehearsed(found: Standing) -> Standing:
    return replace(
        found,
        waiting_for=_("Nobody"),
        next=_("Nothing"),
        next_note=_("It was a rehearsal, and it has ended. Nobody is given anything by it."),
    )


def _decided(case: Case, stage: Stage, now: datetime) -> Standing:
    released = case.decision.released_at if case.decision else None
    since = moment(released) if released else ""
    if stage is Stage.OFFERED and case.award is not None:
        return _offered(case.award, stage, since, london_day(now))
    if stage is Stage.ACCEPTED and case.award is not None:
        return Standing(stage, since, _("Nobody"), _in_time(case.award, london_day(now)))
    if stage is Stage.RESERVE:
        return Standing(
            stage, since, _("Other people's answers"), _("We write if money comes free")
        )
    return Standing(stage, since, _("Nobody"), _("Read what the reviewers said"))


def _offered(award: Award, stage: Stage, since: str, today: date) -> Standing:
    if has_lapsed(award, today):
        passed = _("The time to answer has passed")
        return Standing(
            stage, since, _("Nobody"), passed, _("Ask the R&D office what can be done.")
        )
    return Standing(stage, since, _("You"), _("Answer by %(day)s", day=day(award.answer_by_on)))


def _in_time(award: Award, today: date) -> str:
    """Say what comes next in the time that was awarded: its first day, then its last."""
    if today < award.starts_on:
        return _("Starts on %(day)s", day=day(award.starts_on))
    if today <= award.ends_on:
        return _("Runs until %(day)s", day=day(award.ends_on))
    return _("Ended on %(day)s", day=day(award.ends_on))


def _sent(case: Case) -> str:
    sent = case.application.submitted_at
    return moment(sent) if sent else ""
