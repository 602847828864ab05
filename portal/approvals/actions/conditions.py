"""Yes if: given by an approver, accepted or not by the applicant, or taken back before that."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.applications.actions.agreeing import take_terms
from portal.applications.figures import figures_of
from portal.applications.terms import under
from portal.approvals import emails, policy, queries
from portal.approvals.actions.asking import ask_again, forget_answer, go_on
from portal.approvals.actions.moving import put
from portal.approvals.actions.noting import note
from portal.approvals.actions.replying import answer, cover_of, note_answer
from portal.approvals.chain import Place
from portal.approvals.cover import Plan
from portal.approvals.due import TO_ACCEPT, due_at, first_reminder
from portal.approvals.holidays import bank_holidays
from portal.approvals.lifecycle import MOVES, Move, Seat, Why
from portal.approvals.models import ApprovalRequest, Condition
from portal.approvals.offering import Offer, broken_by, stored, terms_of, wrong_with
from portal.approvals.release import wanted
from portal.kernel.actor import Actor
from portal.kernel.language import _
from portal.kernel.ruling import Refused, enforce, no, yes_if


def offer(
    session: Session,
    request: ApprovalRequest,
    given: Offer,
    plan: Plan | None,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """Say yes with a condition: it waits for the applicant, who has five working days.

    The plan is for the hours and costs as they would be. Raises Refused for an offer that asks
    for more than the application did, breaks a cap, or changes nothing; and for a plan that does
    not do.
    """
    queries.lock(session, request)
    enforce(policy.may_offer(request, actor, now))
    application = request.application
    for wrong in wrong_with(given, application.periods, application.call.earliest_start_on):
        raise Refused(no(wrong.problem.words))
    found = under(application, given.terms, figures_of(session, application))
    for wrong in broken_by(found):
        raise Refused(no(wrong.problem.words))
    if policy.wants_cover(request):
        session.add(cover_of(request, plan, wanted(found.as_it_would_be())))
    answer(request, Move.OFFER, actor, now)
    session.add(
        Condition(
            request=request,
            given_at=now,
            given_by_id=actor.person_id,
            periods=stored(given),
            when_filled=given.when_filled,
            words=given.words,
        )
    )
    _wait_for_applicant(request, now)
    note_answer(session, actor, "said_yes_if", request, now)
    session.flush()
    session.expire(request, ["conditions"])
    emails.offered(session, request, now=now)


def _wait_for_applicant(request: ApprovalRequest, now: datetime) -> None:
    holidays = bank_holidays(request.application.team.nation)
    request.due_at = due_at(now, TO_ACCEPT, policy.last_moment(request), holidays)
    request.remind_at = first_reminder(now, request.due_at, holidays)


def accept(session: Session, request: ApprovalRequest, *, actor: Actor, now: datetime) -> None:
    """Accept what a yes depends on: the application becomes what was offered, and the yes counts.

    Accepting twice is accepting once. Whoever else had agreed is asked again where time or costs
    changed by it. Raises Refused.
    """
    queries.lock(session, request)
    enforce(policy.may_see_condition(request, actor, now))
    condition = request.condition
    assert condition is not None  # the policy has seen to it
    if condition.is_accepted:
        return
    enforce(policy.may_accept(request, actor, now))
    application, terms = request.application, terms_of(condition.periods)
    enforce(yes_if(len(terms) == len(application.periods), no(_("The time has changed since."))))
    changed = take_terms(session, application, terms, actor=actor, now=now)
    condition.is_accepted, condition.ended_at = True, now
    request.state, request.remind_at = MOVES[request.state, Move.ACCEPT], None
    note(session, actor, "accepted_condition", request, now)
    session.flush()
    emails.accepted(session, request, now=now)
    ask_again(session, application, changed, actor=actor, now=now, but=request)
    go_on(session, request, actor=actor, now=now)


def not_accept(
    session: Session, request: ApprovalRequest, words: str, *, actor: Actor, now: datetime
) -> None:
    """Say no to what a yes depends on: it waits again for whoever gave it. Raises Refused."""
    queries.lock(session, request)
    enforce(policy.may_see_condition(request, actor, now))
    enforce(policy.may_accept(request, actor, now))
    enforce(yes_if(bool(words.strip()), no(_("Say in a sentence or two why not"))))
    _return(session, request, words, actor, now)
    note(session, actor, "refused_condition", request, now)
    emails.not_accepted(session, request, now=now)


def take_back(session: Session, request: ApprovalRequest, *, actor: Actor, now: datetime) -> None:
    """Take back a yes with a condition before it is accepted, to answer anew. Raises Refused."""
    queries.lock(session, request)
    enforce(policy.may_take_back(request, actor, now))
    _return(session, request, "", actor, now)
    note(session, actor, "took_back_condition", request, now)
    emails.taken_back(session, request, now=now)


def _return(
    session: Session, request: ApprovalRequest, words: str, actor: Actor, now: datetime
) -> None:
    """Have a request wait again for whoever gave the condition; the condition stays, ended."""
    condition = request.condition
    assert condition is not None  # the policy has seen to it
    condition.ended_at, condition.answer = now, words
    request.state = MOVES[request.state, Move.NOT_ACCEPT]
    place = _place_of_giver(request)
    forget_answer(session, request)
    holidays = bank_holidays(request.application.team.nation)
    days = policy.step_of(request).days_to_answer
    due = due_at(now, days, policy.last_moment(request), holidays)
    put(session, request, place, due, now=now, by=actor)


def _place_of_giver(request: ApprovalRequest) -> Place:
    """Return where whoever gave it stands; where it was before, for somebody from outside."""
    giver, seat = request.answered_by_id, request.answered_as
    if giver is None or seat is None or seat is Seat.GUEST:
        return Place(request.seat, request.holder_id, Why.ASKED)
    return Place(seat, giver, Why.ASKED)
