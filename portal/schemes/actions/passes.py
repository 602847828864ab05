"""Let one named person in after the close, for a reason on the record."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.audit.actions import record
from portal.kernel.actor import SYSTEM, Actor, is_at_or_below
from portal.kernel.language import _
from portal.kernel.reactions import ask
from portal.kernel.ruling import Ruling, enforce
from portal.people import queries as people
from portal.people.models import Person
from portal.schemes import call_queries, emails, outages, policy
from portal.schemes.actions.calls import hold
from portal.schemes.actions.closing import reason_for
from portal.schemes.models import Call, LatePass, Outage
from portal.schemes.plan import Unfit
from portal.schemes.problems import Problem
from portal.web.format import moment


@dataclass(frozen=True, slots=True)
class PassPlan:
    """Whom to let in, until when, and why."""

    email: str
    until_at: datetime
    reason: str


def give_pass(
    session: Session, call: Call, plan: PassPlan, *, actor: Actor, now: datetime
) -> LatePass:
    """Let a person of the staff that the call is for send an application after the close.

    Tells them. The same again gives the pass there is. Raises Unfit, naming the field.
    """
    hold(session, call)
    enforce(policy.may_give_pass(call, actor, now))
    wrong = [*_of_time(call, plan.until_at, now)]
    person = people.person_by_email(session, plan.email)
    if person is None or not person.is_active:
        words = _("Nobody in the staff list has this address. Check it with the person.")
        raise Unfit([Problem("email", words), *wrong])
    had = call_queries.pass_of(session, call.id, person.id)
    if had is not None and (had.until_at, had.reason) == (plan.until_at, plan.reason):
        return had
    if wrong := [*_of_person(session, call, person, had, actor), *wrong]:
        raise Unfit(wrong)
    made = LatePass(
        call=call,
        person=person,
        until_at=plan.until_at,
        reason=plan.reason,
        made_at=now,
        made_by_id=actor.person_id,
    )
    session.add(made)
    session.flush()
    facts = {"until_at": plan.until_at.isoformat(), "reason": plan.reason}
    _record(session, actor, "gave_late_pass", made, now, **facts)
    emails.late_pass(session, made, now=now)
    return made


def may_take_back(session: Session, late: LatePass, actor: Actor, now: datetime) -> Ruling:
    """Ask the policy, with what the feature above knows of applications."""
    used = _has_sent(session, late.call, late.person)
    return policy.may_take_pass_back(late, actor, now, used=used)


def take_pass_back(session: Session, late: LatePass, *, actor: Actor, now: datetime) -> None:
    """Take a pass back before the person has sent an application, and tell them."""
    hold(session, late.call)
    enforce(may_take_back(session, late, actor, now))
    _record(session, actor, "took_pass_back", late, now)
    emails.late_pass_over(session, late, now=now)
    session.delete(late)
    session.flush()


def extend_pass(session: Session, late: LatePass, outage: Outage, *, now: datetime) -> None:
    """Let a pass end later by the rule for outages, and tell its person. The call is held.

    Nothing is moved for somebody who has sent an application, nor where the call itself, moved
    by the same outage, is open for as long.
    """
    if not outages.reaches(
        late.made_at, late.until_at, late.until_at, outage.from_at, outage.to_at
    ):
        return
    until_at = outages.later(late.until_at, outage.from_at, outage.to_at)
    if until_at <= late.call.closes_at or _has_sent(session, late.call, late.person):
        return
    facts = {"from_at": late.until_at.isoformat(), "to_at": until_at.isoformat()}
    late.until_at = until_at
    session.flush()
    _record(session, SYSTEM, "extended_late_pass", late, now, reason=reason_for(outage), **facts)
    if late.person.is_active:
        emails.late_pass_longer(session, late, outage, now=now)


def _record(
    session: Session, actor: Actor, verb: str, late: LatePass, now: datetime, **facts: str
) -> None:
    facts |= {"name": late.call.name.en, "person": late.person.name}
    record(session, actor, verb, "call", late.call_id, now=now, **facts)


def _of_person(
    session: Session, call: Call, person: Person, had: LatePass | None, actor: Actor
) -> Iterator[Problem]:
    if actor.is_person(person.id):
        words = _("You cannot let yourself in. Ask somebody else of the R&D office.")
        yield Problem("email", words)
    elif not _is_for(call, person):
        words = _("This call is not for the staff of where %(name)s works.", name=person.name)
        yield Problem("email", words)
    elif _has_sent(session, call, person):
        yield Problem("email", _("%(name)s has sent an application.", name=person.name))
    elif had is not None:
        told = {"name": person.name, "when": moment(had.until_at)}
        words = _("%(name)s has a pass until %(when)s. Take that back first.", **told)
        yield Problem("email", words)


def _is_for(call: Call, person: Person) -> bool:
    post = person.post
    return post is not None and any(
        is_at_or_below(post.organisation.path, root) for root in call.open_to_paths
    )


def _has_sent(session: Session, call: Call, person: Person) -> bool:
    return person.id in who_sent(session, call)


def who_sent(session: Session, call: Call) -> frozenset[UUID]:
    """Ask the feature above who has an application to this call that was sent and stands."""
    found: frozenset[UUID] = ask(session, "who_sent", frozenset(), call=call)
    return found


def _of_time(call: Call, until_at: datetime, now: datetime) -> Iterator[Problem]:
    if until_at <= now:
        yield Problem("until_at", _("The pass must end in the future."))
    elif until_at <= call.closes_at:
        words = _("The call closes on %(when)s. The pass must end after that.")
        yield Problem("until_at", words % {"when": moment(call.closes_at)})
    elif until_at > call.reviews_due_at:
        words = _("Reviews are in by %(when)s. The pass must end by then.")
        yield Problem("until_at", words % {"when": moment(call.reviews_due_at)})
