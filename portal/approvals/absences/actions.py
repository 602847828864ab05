"""Say when one is away and who answers meanwhile; change it, end it. What waits moves at once."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from portal.approvals import emails, policy
from portal.approvals import queries as requests
from portal.approvals.absences import queries
from portal.approvals.absences.policy import Answerer, Plan, Unfit, may_change, may_set, wrong_with
from portal.approvals.actions import chasing
from portal.approvals.emails import Kind, Told
from portal.approvals.lifecycle import ApprovalState
from portal.approvals.models import Absence, ApprovalRequest
from portal.audit.actions import record
from portal.kernel.actor import SYSTEM, Actor
from portal.kernel.clock import london_day
from portal.kernel.ruling import enforce
from portal.people.models import Person
from portal.people.queries import person_by_email


@dataclass(frozen=True, slots=True)
class Came:
    """What an act came to: how many requests it moved, how many still wait for the person."""

    moved: int
    waiting: int


def set_absence(
    session: Session, answerer: Answerer, plan: Plan, *, actor: Actor, now: datetime
) -> Came:
    """Say when one is away, or who answers what is late. The same again changes nothing.

    Tells the deputy in one message. Raises Unfit, naming the fields.
    """
    enforce(may_set(answerer, actor, now))
    held = queries.locked(session, answerer.person.id)
    deputy = _deputy(session, plan)
    if any(_is_same(each, plan, deputy) for each in held.absences):
        return Came(0, queries.count_held(session, [held.person.id]))
    _check(plan, held, deputy, now)
    made = Absence(person=held.person, made_at=now)
    session.add(_put(made, plan, deputy))
    session.flush()
    _record(session, actor, "set_absence", made, now)
    return _moved(session, made, now)


def change_absence(
    session: Session, absence: Absence, plan: Plan, *, actor: Actor, now: datetime
) -> Came:
    """Change one that is not over. A deputy who is one no more is told too. Raises Unfit."""
    held = queries.locked(session, absence.person_id)
    enforce(may_change(absence, actor, now))
    deputy, had = _deputy(session, plan), absence.deputy
    if _is_same(absence, plan, deputy):
        return Came(0, queries.count_held(session, [held.person.id]))
    _check(plan, held, deputy, now, absence)
    if had is not None and had is not deputy:
        emails.deputy_ended(session, absence, had, now=now)
    _put(absence, plan, deputy)
    session.flush()
    _record(session, actor, "changed_absence", absence, now)
    return _moved(session, absence, now)


def end_absence(session: Session, absence: Absence, *, actor: Actor, now: datetime) -> Came:
    """End one today: yesterday was its last day. One that begins today or later is removed."""
    queries.locked(session, absence.person_id)
    enforce(may_change(absence, actor, now))
    today = london_day(now)
    _record(session, actor, "ended_absence", absence, now)
    if absence.deputy is not None:
        emails.deputy_ended(session, absence, absence.deputy, now=now)
    person_id = absence.person_id
    if absence.starts_on < today:
        absence.ends_on = today - timedelta(days=1)
    else:
        session.delete(absence)
    session.flush()
    told: list[Told] = []
    moved = _move(session, person_id, told, now)
    _tell(session, told, now)
    return Came(len(moved), queries.count_held(session, [person_id]))


def _deputy(session: Session, plan: Plan) -> Person | None:
    return person_by_email(session, plan.deputy) if plan.deputy else None


def _is_same(absence: Absence, plan: Plan, deputy: Person | None) -> bool:
    said = (absence.is_away, absence.starts_on, absence.ends_on, absence.deputy_id)
    return said == (plan.is_away, plan.starts_on, plan.ends_on, deputy.id if deputy else None)


def _check(
    plan: Plan, held: Answerer, deputy: Person | None, now: datetime, was: Absence | None = None
) -> None:
    if wrong := list(wrong_with(plan, held, deputy, london_day(now), was)):
        raise Unfit(wrong)


def _put(absence: Absence, plan: Plan, deputy: Person | None) -> Absence:
    absence.is_away, absence.deputy = plan.is_away, deputy
    absence.starts_on, absence.ends_on = plan.starts_on, plan.ends_on
    return absence


def _moved(session: Session, absence: Absence, now: datetime) -> Came:
    """Move what waits, and tell the deputy of it together with the dates."""
    told: list[Told] = []
    moved = _move(session, absence.person_id, told, now)
    came = [each for each in moved if each.holder_id == absence.deputy_id]
    emails.deputy_named(session, absence, came, now=now)
    _tell(session, [each for each in told if each.request not in came], now)
    return Came(len(moved), queries.count_held(session, [absence.person_id]))


def _tell(session: Session, told: list[Told], now: datetime) -> None:
    """Tell whoever has a request now. That a deputy's days are over is not news: it was said."""
    emails.tell(session, [each for each in told if each.kind is not Kind.DEPUTY_OVER], now=now)


def _move(
    session: Session, person_id: UUID, told: list[Told], now: datetime
) -> list[ApprovalRequest]:
    moved = []
    for request_id in queries.concerned(session, person_id):
        request = requests.request(session, SYSTEM, request_id)
        if request is None:
            continue
        requests.lock(session, request)
        waits = request.state is ApprovalState.WAITING and policy.still_stands(request)
        if waits and chasing.move_on(session, request, told, now=now):
            moved.append(request)
    return moved


def _record(session: Session, actor: Actor, verb: str, absence: Absence, now: datetime) -> None:
    facts = {
        "starts_on": absence.starts_on.isoformat(),
        "ends_on": absence.ends_on.isoformat(),
        "deputy": absence.deputy.name if absence.deputy else "",
    }
    record(session, actor, verb, "person", absence.person_id, now=now, **facts)
