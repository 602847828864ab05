"""Say yes or no to a request to take part, once."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal.applications import companion_emails as emails
from portal.applications import companion_policy as rules
from portal.applications import queries
from portal.applications.actions.helping import note
from portal.applications.companions import MOVES, Answer, Collaborator, Companion, MentorRequest
from portal.kernel.actor import Actor
from portal.kernel.ruling import Refused, enforce, no


@dataclass(frozen=True, slots=True)
class Offered:
    """What a mentor can give: how many they mentor now, hours a month x 100, and their words."""

    mentees: int
    hours_hundredths: int
    statement: str = ""


def join(
    session: Session, one: Collaborator, *, is_theirs: bool, actor: Actor, now: datetime
) -> None:
    """Work on the application from now on. However many press at once, one of them joins."""
    _hold(session, one)
    enforce(rules.may_answer(one, actor, now, is_theirs=is_theirs))
    _agree(one, actor, now)
    session.flush()
    note(session, "joined", one, actor, now)


def confirm(
    session: Session,
    one: MentorRequest,
    offered: Offered,
    *,
    is_theirs: bool,
    actor: Actor,
    now: datetime,
) -> None:
    """Be the mentor, with what one can give; the applicant is told."""
    _hold(session, one)
    enforce(rules.may_answer(one, actor, now, is_theirs=is_theirs))
    _agree(one, actor, now)
    one.mentees, one.hours_hundredths = offered.mentees, offered.hours_hundredths
    one.statement = offered.statement
    session.flush()
    note(session, "mentor_agreed", one, actor, now)
    emails.mentor_answered(session, one, now=now)


def decline(
    session: Session,
    one: Companion,
    reason: str = "",
    *,
    is_theirs: bool,
    actor: Actor,
    now: datetime,
) -> None:
    """Say no. A mentor may say why, and the applicant is told."""
    _hold(session, one)
    enforce(rules.may_answer(one, actor, now, is_theirs=is_theirs))
    one.standing = MOVES[one.standing, Answer.DECLINE]
    one.answered_at = now
    if isinstance(one, MentorRequest):
        one.reason = reason
        session.flush()
        note(session, "mentor_declined", one, actor, now)
        emails.mentor_answered(session, one, now=now)
        return
    session.flush()
    note(session, "declined_invitation", one, actor, now)


def _hold(session: Session, one: Companion) -> None:
    """Keep others from answering, and refuse a link that was sent anew meanwhile."""
    link = one.token_digest
    queries.locked(session, one.application_id)
    if one.token_digest != link:
        raise Refused(no(rules.GONE))


def _agree(one: Companion, actor: Actor, now: datetime) -> None:
    one.standing = MOVES[one.standing, Answer.AGREE]
    one.person_id = actor.person_id
    one.answered_at = now
