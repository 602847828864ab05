"""Decide, fill in from the recommendations, release, answer an offer.

Whoever makes or releases a decision holds the row of the call until the commit, so that the
sum of awards can be checked and spent as one step. The call is locked first, applications after.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from portal.applications.lifecycle import State
from portal.applications.models import Application
from portal.approvals.actions import asking
from portal.audit.actions import record
from portal.awards import documents, emails, limits, policy, queries
from portal.awards.cases import Case
from portal.awards.lifecycle import (
    MOVES,
    OUTCOME_LABELS,
    DecisionState,
    Move,
    OfferState,
    Outcome,
)
from portal.awards.models import Award, Decision
from portal.awards.policy import Round
from portal.awards.pot import Pot
from portal.files.actions import ask_for
from portal.kernel.actor import Actor
from portal.kernel.language import _
from portal.kernel.ruling import HIDDEN, YES, Refused, Ruling, enforce, no
from portal.schemes.definition import When
from portal.schemes.models import Call
from portal.web.format import clock_time, day


class Unsound(Refused):
    """Raised when a decision cannot be as it was chosen; `field` is what to change."""

    def __init__(self, field: str, reason: object) -> None:
        super().__init__(no(reason))
        self.field = field


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody decides. `reason` is for the record, `feedback` goes into the letter."""

    outcome: Outcome
    amount_pence: int = 0
    reason: str = ""
    feedback: str = ""


def decide(
    session: Session,
    application: Application,
    choice: Choice,
    *,
    seen: int,
    actor: Actor,
    now: datetime,
) -> Decision:
    """Make or change a pending decision. An award takes the money chosen and all the time asked.

    `seen` is the version of the decision that the actor looked at, 0 for none. Raises Unsound
    beyond the pot or a limit and for a choice that cannot be, Refused for all else.
    """
    case = _lock_case(session, application.call_id, application.id)
    enforce(policy.may_decide(case, actor, now))
    enforce(_unchanged(case.decision, seen))
    _check("amount", policy.may_give(case, choice.outcome, choice.amount_pence))
    _check("reason", policy.may_differ(case, choice.outcome, choice.reason))
    made = queries.awards_made(session, application.call_id, but=[application.id])
    _hold(case, choice, made)
    pot = queries.pot_of(session, case.application.call, but=[application.id])
    _take(pot, case, choice)
    return _set(session, case, choice, actor, now)


def decide_by_line(session: Session, call: Call, *, actor: Actor, now: datetime) -> int:
    """Decide everything undecided as the panel recommended; all of it or, past the pot, nothing.

    Returns how many were decided. Raises Unsound where the recommended awards do not fit.
    """
    these = _lock_round(session, call.id)
    enforce(policy.may_fill(these, actor, now))
    pot = queries.pot_of(session, these.call)
    made = queries.awards_made(session, call.id)
    cases = policy.to_fill(these, now)
    for case in cases:
        outcome = policy.by_recommendation(case.verdict)
        amount = case.asked_pence if outcome is Outcome.AWARD else 0
        choice = Choice(outcome, amount, case.verdict_note)
        prefix = f"{case.application.reference}: "
        made = _hold(case, choice, made, prefix)
        pot = _take(pot, case, choice, prefix)
        _set(session, case, choice, actor, now)
    return len(cases)


def release(session: Session, call: Call, *, actor: Actor, now: datetime) -> Mapping[Outcome, int]:
    """Make every pending decision of a call known, all at once: offers, letters, mail, trail.

    Returns how many letters of each kind go out.
    """
    these = _lock_round(session, call.id)
    enforce(policy.may_release(these, actor, now))
    pending = these.pending
    tally = documents.tally(these.cases)
    words = queries.comments(session, [case.application.id for case in pending])
    sent = dict.fromkeys(Outcome, 0)
    for case in pending:
        told = case.with_comments(words.get(case.application.id, ()))
        sent[_release_one(session, told, tally, actor, now)] += 1
    record(session, actor, "decisions_released", "call", call.id, now=now, letters=len(pending))
    return sent


def accept(session: Session, application: Application, *, actor: Actor, now: datetime) -> Award:
    """Accept the offer: the person is thanked, and the manager who agreed is told."""
    award = _answer(session, application, Move.ACCEPT, actor, now)
    record(session, actor, "accepted_offer", "application", application.id, now=now)
    emails.offer_accepted(session, award, now)
    if manager := queries.approver_of(session, application.id):
        emails.manager_told(session, award, manager, now)
    return award


def turn_down(session: Session, application: Application, *, actor: Actor, now: datetime) -> Award:
    """Turn the offer down: what it took goes back to the pot."""
    award = _answer(session, application, Move.TURN_DOWN, actor, now)
    record(session, actor, "turned_down_offer", "application", application.id, now=now)
    emails.offer_turned_down(session, award, now)
    return award


def drop_on_withdrawal(
    session: Session, application: Application, *, actor: Actor, now: datetime
) -> None:
    """Follow a withdrawal: a pending decision goes, a released one forbids the withdrawal.

    Holding the application is enough, since whoever decides on it holds it too; the call is
    left alone, so that two who act at once cannot wait for each other.
    """
    _hold_rows(session, Application.id == application.id)
    decision = queries.decision_of(session, application.id)
    enforce(policy.may_be_withdrawn(decision))
    if decision is not None:
        session.delete(decision)
        record(session, actor, "decision_dropped", "decision", decision.id, now=now)


def _answer(
    session: Session, application: Application, move: Move, actor: Actor, now: datetime
) -> Award:
    award = session.scalars(
        select(Award)
        .where(Award.application_id == application.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    case = queries.case_of(session, application.id)
    enforce(policy.may_answer_offer(case, actor, now) if case and award else HIDDEN)
    assert award is not None
    award.state, award.answered_at = MOVES[award.state, move], now
    return award


def _lock(session: Session, call_id: UUID) -> None:
    """Hold the row of the call until the commit, and forget what was read before."""
    held = select(Call.id).where(Call.id == call_id)
    session.execute(held.with_for_update(key_share=True))
    session.expire_all()


def _lock_case(session: Session, call_id: UUID, application_id: UUID) -> Case:
    _lock(session, call_id)
    _hold_rows(session, Application.id == application_id)
    case = queries.case_of(session, application_id)
    assert case is not None
    return case


def _lock_round(session: Session, call_id: UUID) -> Round:
    _lock(session, call_id)
    # Drafts are left alone: whoever sends one holds it and waits for the call.
    _hold_rows(session, Application.call_id == call_id, Application.state == State.SUBMITTED)
    these = queries.round_of(session, call_id)
    assert these is not None
    return these


def _hold_rows(session: Session, *which: ColumnElement[bool]) -> None:
    """Hold applications, so that none is withdrawn while it is decided."""
    held = select(Application.id).where(*which).order_by(Application.id)
    session.execute(held.with_for_update(key_share=True))


def _unchanged(decision: Decision | None, seen: int) -> Ruling:
    """Refuse where somebody else decided since; say who, what and when."""
    if (decision.version if decision else 0) == seen:
        return YES
    if decision is None:
        return no(_("The decision you were changing is gone. Load the page again."))
    return no(
        _(
            "%(name)s decided this on %(day)s at %(time)s: %(outcome)s.",
            name=decision.decided_by.name,
            day=day(decision.decided_at),
            time=clock_time(decision.decided_at),
            outcome=OUTCOME_LABELS[decision.outcome],
        )
    )


def _check(field: str, sound: Ruling) -> None:
    if not sound:
        raise Unsound(field, sound.reason)


def _hold(case: Case, choice: Choice, made: int, prefix: str = "") -> int:
    """Return how many awards there are after this choice. Raises Unsound beyond a limit."""
    if choice.outcome is not Outcome.AWARD:
        return made
    facts = limits.awarded(case, choice.amount_pence, made + 1)
    checks = case.definition.check_caps(facts)
    if over := limits.stopped(checks):
        field = "amount" if over.cap.is_money else "outcome"
        raise Unsound(field, f"{prefix}{limits.words(over)}")
    if not (reasoned := limits.may_pass(checks, choice.reason)):
        raise Unsound("reason", f"{prefix}{reasoned.reason}")
    return made + 1


def _take(pot: Pot, case: Case, choice: Choice, prefix: str = "") -> Pot:
    """Return the pot after this choice. Raises Unsound where it does not hold so much."""
    if choice.outcome is not Outcome.AWARD:
        return pot
    time = case.asked_wte_months_hundredths
    if words := pot.refusal(choice.amount_pence, time, case.job):
        raise Unsound("amount", f"{prefix}{words}")
    return pot.take(choice.amount_pence, time, case.job)


def _set(session: Session, case: Case, choice: Choice, actor: Actor, now: datetime) -> Decision:
    """Write the decision. Its trail is the decision's own, which the applicant never sees."""
    decision = case.decision or Decision(application_id=case.application.id)
    is_award = choice.outcome is Outcome.AWARD
    decision.outcome, decision.amount_pence = choice.outcome, choice.amount_pence
    decision.wte_months_hundredths = case.asked_wte_months_hundredths if is_award else 0
    decision.reason, decision.feedback = choice.reason, choice.feedback
    decision.decided_at, decision.decided_by_id = now, _person(actor)
    session.add(decision)
    session.flush()
    _ask_own_side(session, case.application, actor, now, is_award=is_award)
    record(
        session, actor, "decided", "decision", decision.id,
        now=now, outcome=choice.outcome.value, amount_pence=choice.amount_pence,
        application=str(case.application.id),
    )  # fmt: skip
    return decision


def _ask_own_side(
    session: Session, application: Application, actor: Actor, now: datetime, *, is_award: bool
) -> None:
    """Ask those who agree before an award while one is proposed; else they need not answer."""
    if is_award:
        asking.ask_before_award(session, application, actor=actor, now=now)
    else:
        asking.close(session, application, actor=actor, now=now, when={When.BEFORE_AWARD})


def _person(actor: Actor) -> UUID:
    assert actor.person_id is not None
    return actor.person_id


def _release_one(
    session: Session, case: Case, tally: documents.Tally, actor: Actor, now: datetime
) -> Outcome:
    decision = case.decision
    assert decision is not None
    decision.state, decision.released_at = DecisionState.RELEASED, now
    award = _offer(session, case, decision, now) if decision.outcome is Outcome.AWARD else None
    html = documents.html(case, decision, tally, now)
    name = documents.filename(case)
    decision.letter = ask_for(session, "application", case.application.id, name, html, now)
    session.flush()
    emails.decision_released(session, case, decision, award, now)
    record(
        session, actor, "released_decision", "application", case.application.id,
        now=now, outcome=decision.outcome.value,
    )  # fmt: skip
    return decision.outcome


def _offer(session: Session, case: Case, decision: Decision, now: datetime) -> Award:
    award = Award(
        decision=decision,
        application=case.application,
        amount_pence=decision.amount_pence,
        hours_hundredths=case.hours_hundredths,
        wte_months_hundredths=decision.wte_months_hundredths,
        starts_on=case.starts_on,
        ends_on=case.ends_on,
        state=OfferState.OFFERED,
        offered_at=now,
        answer_by_on=documents.answer_by(now),
    )
    session.add(award)
    return award
