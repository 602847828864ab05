"""Who may see, make, release and answer decisions, and what a decision may say. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from portal.applications import returned
from portal.applications.lifecycle import NOT_WHOLE
from portal.awards import before_award
from portal.awards.cases import Case
from portal.awards.lifecycle import DecisionState, OfferState, Outcome
from portal.awards.models import Award, Decision
from portal.awards.pot import Pot, wte_months
from portal.kernel.actor import Actor, Role
from portal.kernel.amounts import short_pounds
from portal.kernel.clock import london_day
from portal.kernel.language import _, lazy
from portal.kernel.ruling import HIDDEN, YES, Ruling, forbidden, no, yes_if
from portal.reviews.lifecycle import Verdict
from portal.schemes.models import Call
from portal.schemes.problems import Problem

SEE_DECISIONS = (Role.OFFICE, Role.CHAIR, Role.AUDITOR)

FOLLOWS: dict[Verdict, Outcome] = {
    Verdict.FUND: Outcome.AWARD,
    Verdict.RESERVE: Outcome.RESERVE,
    Verdict.DO_NOT_FUND: Outcome.DECLINE,
}

OWN = lazy("You wrote this application, so somebody else must decide on it.")
OWN_CALL = lazy(
    "You have an application in this call, or a conflict of interest. Somebody else must do this."
)
RELEASED = lazy("The decision has been released. The applicant knows it, so it cannot be changed.")


@dataclass(frozen=True, slots=True)
class Round:
    """A call with its cases: what is decided and released together."""

    call: Call
    cases: Sequence[Case]

    @property
    def rankable(self) -> tuple[Case, ...]:
        """The cases that compete, decided or not."""
        return tuple(case for case in self.cases if case.is_rankable)

    def known_to(self, actor: Actor) -> "Round":
        """Return the round without what does not exist for this reader."""
        return Round(self.call, tuple(case for case in self.cases if _is_free(case, actor)))

    @property
    def pending(self) -> tuple[Case, ...]:
        """The cases whose decisions wait for the release."""
        return tuple(
            case
            for case in self.cases
            if case.decision is not None and case.decision.state is DecisionState.PENDING
        )


def is_office(path: str, actor: Actor) -> bool:
    """Say whether the actor is of the R&D office of this node."""
    return actor.holds(Role.OFFICE, path)


def may_see_decisions(call: Call, actor: Actor, _now: datetime) -> Ruling:
    """Let office, chair and auditor of the scheme's node see pending decisions; nobody else."""
    path = call.scheme.organisation.path
    return yes_if(any(actor.holds(role, path) for role in SEE_DECISIONS), HIDDEN)


def may_see_round(these: Round, actor: Actor, now: datetime) -> Ruling:
    """Answer as for its call."""
    return may_see_decisions(these.call, actor, now)


def may_see_decision(case: Case, actor: Actor, now: datetime) -> Ruling:
    """Answer as for the call; for an author or somebody in conflict it does not exist."""
    return may_see_decisions(case.application.call, actor, now) & _is_free(case, actor)


def may_open_decision(case: Case, actor: Actor, _now: datetime) -> Ruling:
    """Let the office open the decision page, which says why a decision cannot be made yet."""
    if not is_office(case.path, actor):
        return HIDDEN
    return _is_free(case, actor) & yes_if(
        case.application.state not in NOT_WHOLE, no(_not_live(case))
    )


def may_decide(case: Case, actor: Actor, now: datetime) -> Ruling:
    """Let the office decide, never the author: sent, approved, reviews in or due, not released."""
    who = may_open_decision(case, actor, now)
    return who & _is_ready(case, now)


def _is_ready(case: Case, now: datetime) -> Ruling:
    if not case.is_live:
        return no(_not_live(case))
    if returned.out(case.application) is not None:
        return no(_("This was sent back for changes. Wait for the answer, or take that back."))
    if not case.is_approved:
        return no(_("The applicant's manager has not agreed to it, so it cannot be decided."))
    if case.is_released:
        return no(RELEASED)
    in_time = now > case.application.call.reviews_due_at or case.all_reviews_are_in
    return yes_if(in_time, no(_("Reviews are still being written.")))


def _not_live(case: Case) -> str:
    if case.application.state in NOT_WHOLE:
        return _("This application has not been sent, so nobody can decide on it.")
    return _("This application was withdrawn, so nobody can decide on it.")


def _is_free(case: Case, actor: Actor) -> Ruling:
    """Refuse an author, who knows that it exists, and hide it from somebody in conflict."""
    if actor.person_id in case.conflicted:
        return HIDDEN
    return yes_if(not _is_author(case, actor), forbidden(OWN))


def _is_author(case: Case, actor: Actor) -> bool:
    return actor.is_person(case.application.applicant_id)


def may_give(case: Case, outcome: Outcome, amount_pence: int) -> Ruling:
    """Allow an award of no more than was asked, and no amount without an award."""
    if outcome is not Outcome.AWARD:
        return yes_if(not amount_pence, no(_("Only an award has an amount.")))
    return yes_if(
        amount_pence <= case.asked_pence,
        no(
            _(
                "The application asks for %(asked)s. Enter that or less.",
                asked=short_pounds(case.asked_pence),
            )
        ),
    )


def may_differ(case: Case, outcome: Outcome, reason: str) -> Ruling:
    """Ask for a reason where the decision is not what the panel recommended."""
    return yes_if(
        bool(reason.strip()) or not differs(case.verdict, outcome),
        no(_("Say why you decide other than the panel recommended.")),
    )


def differs(verdict: Verdict | None, outcome: Outcome) -> bool:
    """Say whether the outcome is not what the panel recommended; nothing said is no difference."""
    return verdict is not None and FOLLOWS[verdict] is not outcome


def by_recommendation(verdict: Verdict | None) -> Outcome:
    """Return the outcome that follows; what the panel did not name is declined."""
    return FOLLOWS[verdict] if verdict else Outcome.DECLINE


def may_fill(these: Round, actor: Actor, now: datetime) -> Ruling:
    """Let the office, without an application of their own here, follow what the panel said."""
    if not (who := _may_act_on_call(these, actor)):
        return who
    if not any(case.verdict for case in these.rankable):
        return no(_("The panel has not recommended anything yet."))
    return yes_if(bool(to_fill(these, now)), no(_("Every application has a decision already.")))


def to_fill(these: Round, now: datetime) -> tuple[Case, ...]:
    """Return the cases that can be decided and have no decision yet."""
    return tuple(case for case in these.rankable if case.decision is None and _is_ready(case, now))


def may_open_release(these: Round, actor: Actor, _now: datetime) -> Ruling:
    """Let the office open the page that counts what a release sends, and lists what stops it."""
    return _may_act_on_call(these, actor)


def may_release(these: Round, actor: Actor, _now: datetime) -> Ruling:
    """Release when all who compete have a decision and none is contradicted: all hear together."""
    if not (who := _may_act_on_call(these, actor)):
        return who
    if not these.pending:
        return no(_("There is no decision to release."))
    if problems := contradictions(these):
        return no(" ".join(problems))
    return YES


def contradictions(these: Round) -> tuple[str, ...]:
    """Return, in words, everything that stops a release."""
    undecided = [case for case in these.rankable if case.decision is None]
    return (
        *(_without(case) for case in undecided),
        *(_decided_yet(case) for case in these.pending if not case.is_rankable),
        *(words for case in these.pending for words in before_award.missing(case)),
    )


def _without(case: Case) -> str:
    return _("%(reference)s has no decision.", reference=case.application.reference)


def _decided_yet(case: Case) -> str:
    reference = case.application.reference
    if not case.is_live:
        return _("%(reference)s was withdrawn, and has a decision.", reference=reference)
    return _("%(reference)s has a decision, and no approval.", reference=reference)


def _may_act_on_call(these: Round, actor: Actor) -> Ruling:
    if not is_office(these.call.scheme.organisation.path, actor):
        return HIDDEN
    free = all(_is_free(case, actor) for case in these.cases)
    return yes_if(free, forbidden(OWN_CALL))


def may_see_offer(case: Case, actor: Actor, _now: datetime) -> Ruling:
    """Let the applicant see an award, once it has been released."""
    offered = case.is_released and case.award is not None
    return yes_if(_is_author(case, actor) and offered, HIDDEN)


def may_answer_offer(case: Case, actor: Actor, now: datetime) -> Ruling:
    """Let the applicant answer, once, until the end of the day named in the offer."""
    if not (seen := may_see_offer(case, actor, now)):
        return seen
    assert case.award is not None
    if case.award.state is OfferState.ACCEPTED:
        return no(_("You have accepted this offer."))
    if case.award.state is OfferState.TURNED_DOWN:
        return no(_("You have turned this offer down."))
    return yes_if(
        not has_lapsed(case.award, london_day(now)),
        no(_("The last day to answer has passed. Ask the R&D office what can be done.")),
    )


def has_lapsed(award: Award, on: date) -> bool:
    """Say whether the offer was left unanswered beyond its day. The day itself is in time."""
    return award.state is OfferState.OFFERED and on > award.answer_by_on


def may_fetch_letter(case: Case, actor: Actor, now: datetime) -> Ruling:
    """Let the applicant once it is released; office, chair and auditor as they see the decision."""
    if case.is_released and _is_author(case, actor):
        return YES
    return yes_if(bool(may_see_decision(case, actor, now)), HIDDEN)


def may_preview(case: Case, actor: Actor, now: datetime) -> Ruling:
    """Show the letter of a decision to whoever may see the decision."""
    return may_see_decision(case, actor, now) & yes_if(case.decision is not None, HIDDEN)


def may_be_withdrawn(decision: Decision | None) -> Ruling:
    """Forbid withdrawing after the release: an offer is turned down instead."""
    if decision is None or decision.state is DecisionState.PENDING:
        return YES
    if decision.outcome is Outcome.AWARD:
        return no(_("You have been offered an award. To say no, turn the offer down."))
    return no(_("You have had the decision, so there is nothing left to withdraw."))


def may_be_returned(decision: Decision | None) -> Ruling:
    """Forbid sending back what has been decided, whether or not anybody knows."""
    return yes_if(decision is None, no(_("There is a decision on it. It cannot be changed now.")))


def pot_problems(pot: Pot, pence: int, wte_months_hundredths: int | None) -> tuple[Problem, ...]:
    """Say why a pot cannot become this much: awards take it, or it is kept for some.

    Decisions that are pending count, as they do for every award.
    """
    found = []
    if pence < pot.least_pence:
        words = _("%(least)s is awarded, promised or kept. Enter that or more.")
        told = words % {"least": short_pounds(pot.least_pence)}
        found.append(Problem("pot_pence", told))
    least = pot.least_wte_months_hundredths
    if wte_months_hundredths is not None and wte_months_hundredths < least:
        words = _("%(least)s is awarded, promised or kept. Enter that or more.")
        told = words % {"least": wte_months(least)}
        found.append(Problem("pot_wte_months_hundredths", told))
    return tuple(found)
