"""Hand a request to whoever it waits for next: late, away, gone, or not theirs."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.approvals import chain, emails, policy, queries
from portal.approvals.actions.noting import note
from portal.approvals.chain import Place
from portal.approvals.directory import chain_of
from portal.approvals.due import NEXT_DAYS, due_at, first_reminder
from portal.approvals.holidays import bank_holidays
from portal.approvals.lifecycle import MOVES, ApprovalState, Move, Seat, Why
from portal.approvals.models import ApprovalRequest, Handover
from portal.kernel.actor import Actor
from portal.kernel.clock import london_day
from portal.kernel.language import _
from portal.kernel.ruling import Refused, enforce, no, yes_if
from portal.people.models import Person


def put(
    session: Session,
    request: ApprovalRequest,
    place: Place,
    due: datetime,
    *,
    now: datetime,
    by: Actor | None = None,
    words: str = "",
) -> Handover:
    """Have a request wait at a place until a due date, and keep that it came there."""
    holidays = bank_holidays(request.application.team.nation)
    request.seat, request.holder_id, request.due_at = place.seat, place.holder, due
    request.remind_at = first_reminder(now, due, holidays)
    made = Handover(
        request=request,
        number=len(request.handovers) + 1,
        at=now,
        seat=place.seat,
        why=place.why,
        person_id=place.holder,
        by_id=by.person_id if by else None,
        note=words,
        due_at=due,
    )
    session.add(made)
    session.flush()
    session.expire(request, ["holder"])
    return made


def pass_on(
    session: Session,
    request: ApprovalRequest,
    to: Person | None,
    words: str = "",
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """Say that a request is not one's own to answer: it goes to `to`, or to the office.

    Whoever the office names, or is named by whoever was asked, is the approver from now on.
    Raises Refused for somebody who may not be asked.
    """
    queries.lock(session, request)
    enforce(policy.may_pass_on(request, actor, now))
    people = chain_of(session, request, *([to.id] if to else []))
    if to is None:
        enforce(yes_if(not request.is_with_office, no(_("The R&D office has it. Name somebody."))))
        place = Place(Seat.OFFICE, people.officer(london_day(now)), Why.PASSED_ON)
    else:
        place = _to(people, to, actor, now)
    _open_again(request)
    hand(session, request, place, actor=actor, now=now, words=words)


def _open_again(request: ApprovalRequest) -> None:
    """Have what nobody answered in time wait again, unless the application has gone on."""
    if request.state is not ApprovalState.NO_ANSWER:
        return
    if policy.counts_as_given(request, policy.step_of(request)):
        raise Refused(no(_("Nobody answered in time, and the application has gone on.")))
    request.state = MOVES[request.state, Move.REOPEN]


def _to(people: chain.Chain, to: Person, actor: Actor, now: datetime) -> Place:
    if actor.is_person(to.id):
        raise Refused(no(_("You cannot pass a request on to yourself.")))
    if to.id == people.applicant:
        raise Refused(no(_("This is the applicant. Name somebody else.")))
    if not people.may_hold(to.id):
        words = _(
            "%(name)s cannot be asked: they have left, or answer another question about this.",
            name=to.name,
        )
        raise Refused(no(words))
    if not people.is_there(to.id, london_day(now)):
        words = _("%(name)s is away now. Name somebody else, or leave it empty.", name=to.name)
        raise Refused(no(words))
    return Place(Seat.APPROVER, to.id, Why.PASSED_ON)


def place_of(request: ApprovalRequest) -> Place:
    """Return where a request is now, and why it came there."""
    why = request.handovers[-1].why if request.handovers else Why.ASKED
    return Place(request.seat, request.holder_id, why)


def hand(
    session: Session,
    request: ApprovalRequest,
    place: Place,
    *,
    actor: Actor,
    now: datetime,
    words: str = "",
    tell: bool = True,
) -> None:
    """Hand a request over: keep it, say so on the trail, and write to whoever has it now.

    Who takes over as approver is the approver from now on. Without `tell` the caller writes.
    """
    days = NEXT_DAYS.get(place.seat, policy.step_of(request).days_to_answer)
    holidays = bank_holidays(request.application.team.nation)
    due = due_at(now, days, policy.last_moment(request), holidays)
    if place.why is not Why.LATE:
        due = max(due, request.due_at)
    if place.seat is Seat.APPROVER:
        request.approver_id = place.holder
    put(session, request, place, due, now=now, by=actor, words=words)
    session.refresh(request, ["approver", "holder", "deputies"])
    name = request.holder.name if request.holder else ""
    note(session, actor, "approval_handed_on", request, now, to=name, why=place.why.value)
    if tell:
        emails.handed_on(session, request, now=now)
