"""Ask for a mentor of an application, change to another, remind."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.applications import companion_emails as emails
from portal.applications import companion_policy as rules
from portal.applications import companion_queries, queries
from portal.applications.actions.helping import Invitation, end, note
from portal.applications.companions import MentorRequest, Standing
from portal.applications.models import Application
from portal.kernel.actor import Actor
from portal.kernel.ruling import enforce
from portal.reach.tokens import digest, new_token


def ask_mentor(
    session: Session,
    application: Application,
    asked: Invitation,
    note_to_them: str = "",
    *,
    actor: Actor,
    now: datetime,
) -> MentorRequest:
    """Ask somebody to be the mentor. Whoever was asked before is asked no more."""
    queries.locked(session, application.id)
    enforce(rules.may_ask_mentor(application, actor, now))
    enforce(rules.may_ask_as_mentor(application, asked.email))
    before = application.mentor
    if before is not None and before.is_live:
        end(session, before, actor=actor, now=now)
    person = companion_queries.person_at(session, asked.email)
    token = new_token()
    made = MentorRequest(
        application=application,
        person=person,
        name=asked.name,
        email=asked.email,
        note=note_to_them,
        standing=Standing.WAITING,
        token_digest=digest(token),
        asked_at=now,
        expires_at=rules.until(application, now),
    )
    session.add(made)
    session.flush()
    note(session, "asked_mentor", made, actor, now, ties=rules.ties(application, person))
    emails.mentor_asked(session, made, token, now=now)
    return made


def remind_mentors(session: Session, now: datetime) -> int:
    """Remind, once, the mentors who have not answered for a week. Returns how many."""
    found = companion_queries.to_remind(session, now)
    for each in found:
        each.reminded_at = now
        emails.mentor_reminded(session, each, now=now)
    return len(found)
