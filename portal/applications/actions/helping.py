"""Ask people to work on an application, change what they may do, take them off."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal.applications import companion_emails as emails
from portal.applications import companion_policy as rules
from portal.applications import companion_queries, queries
from portal.applications.companions import (
    MOVES,
    Access,
    Answer,
    Collaborator,
    Companion,
    MentorRequest,
    Standing,
)
from portal.applications.models import Application
from portal.audit.actions import record
from portal.kernel.actor import Actor
from portal.kernel.ruling import enforce
from portal.reach.tokens import digest, new_token


@dataclass(frozen=True, slots=True)
class Invitation:
    """Whom to ask for what. `email` is in lower case; `credit` are keys of `credit.ROLES`."""

    name: str
    email: str
    part: str = ""
    access: Access = Access.VIEW
    credit: Sequence[str] = ()


def invite(
    session: Session, application: Application, asked: Invitation, *, actor: Actor, now: datetime
) -> Collaborator:
    """Ask somebody to work on an application and send them the link. Raises Refused."""
    queries.locked(session, application.id)
    enforce(rules.may_invite(application, actor, now))
    enforce(rules.may_ask_address(application, asked.email))
    person = companion_queries.person_at(session, asked.email)
    token = new_token()
    made = Collaborator(
        application=application,
        person=person,
        name=asked.name,
        email=asked.email,
        part=asked.part,
        access=asked.access,
        credit=list(asked.credit),
        standing=Standing.WAITING,
        token_digest=digest(token),
        asked_at=now,
        expires_at=rules.until(application, now),
    )
    session.add(made)
    session.flush()
    note(session, "asked_helper", made, actor, now, ties=rules.ties(application, person))
    emails.invited(session, made, token, now=now)
    return made


def change(
    session: Session,
    one: Collaborator,
    *,
    part: str,
    access: Access,
    credit: Sequence[str],
    actor: Actor,
    now: datetime,
) -> None:
    """Change what somebody does and may do. It holds from their next request on."""
    queries.locked(session, one.application_id)
    enforce(rules.may_manage_one(one, actor, now))
    was = one.access
    one.part, one.access, one.credit = part, access, list(credit)
    if was is not access:
        verb = "let_edit" if access is Access.EDIT else "let_view"
        note(session, verb, one, actor, now)


def send_again(session: Session, one: Companion, *, actor: Actor, now: datetime) -> None:
    """Send a new link for another 14 days; the old one works no more."""
    queries.locked(session, one.application_id)
    enforce(rules.may_send_again(one, actor, now))
    token = new_token()
    one.token_digest, one.asked_at = digest(token), now
    one.expires_at = rules.until(one.application, now)
    one.mails += 1
    session.flush()
    note(session, "sent_link_again", one, actor, now)
    if isinstance(one, MentorRequest):
        emails.mentor_asked(session, one, token, now=now)
    elif isinstance(one, Collaborator):
        emails.invited(session, one, token, now=now)


def end(session: Session, one: Companion, *, actor: Actor, now: datetime) -> Answer:
    """Cancel what was asked, remove somebody, or leave oneself. Returns which it was.

    Whoever took part is told that they no longer do; the applicant, that somebody left.
    """
    queries.locked(session, one.application_id)
    enforce(rules.may_end(one, actor, now))
    how = rules.how_it_ends(one, actor)
    one.standing = MOVES[one.standing, how]
    one.ended_at = now
    session.flush()
    note(session, ENDED[how], one, actor, now)
    if how is Answer.REMOVE:
        emails.taken_off(session, one, now=now)
    elif how is Answer.LEAVE:
        emails.has_left(session, one, now=now)
    return how


ENDED = {
    Answer.CANCEL: "cancelled_request",
    Answer.REMOVE: "removed_person",
    Answer.LEAVE: "left_application",
}


def note(
    session: Session,
    verb: str,
    one: Companion,
    actor: Actor,
    now: datetime,
    ties: Sequence[str] = (),
) -> None:
    """Write into the trail of the application; ties that somebody has already are named."""
    facts = {"name": one.name, **({"ties": [str(tie) for tie in ties]} if ties else {})}
    record(session, actor, verb, "application", one.application_id, now=now, **facts)
