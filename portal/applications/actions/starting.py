"""Start an application."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.applications import policy, queries
from portal.applications.lifecycle import State
from portal.applications.models import Application
from portal.applications.opening import Opening
from portal.audit.actions import record
from portal.kernel.actor import Actor
from portal.kernel.reactions import react
from portal.kernel.ruling import enforce
from portal.people.models import Employment


def start(session: Session, opening: Opening, *, actor: Actor, now: datetime) -> Application:
    """Start a draft, or return the one there is: one person has one in a call.

    Profession, team and pay are taken from the directory now, and stay so. What the person
    told is kept.
    """
    enforce(policy.may_go_to_draft(opening, actor, now))
    if opening.existing is not None:
        return opening.existing
    try:
        with session.begin_nested():
            made = _draft(session, opening, now)
    except IntegrityError:  # started in another tab, a moment ago
        found = queries.live(session, opening.call.id, opening.person.id)
        if found is None:
            raise
        return found
    record(session, actor, "started", "application", made.id, now=now)
    react(session, "application_started", call=opening.call, person=opening.person, now=now)
    return made


def _draft(session: Session, opening: Opening, now: datetime) -> Application:
    post = opening.person.post
    assert post is not None  # `verdict` sends away whoever has none
    made = Application(
        call=opening.call,
        applicant=opening.person,
        team=post.organisation,
        profession_code=post.profession_code,
        pay_label=pay_label(post),
        state=State.DRAFT,
        started_at=now,
        told=dict(opening.told),
    )
    session.add(made)
    session.flush()
    return made


def pay_label(post: Employment) -> str:
    """Return how pay is named: "Band 6", or a medical grade. A name, so never translated."""
    return f"Band {post.band}" if post.band else (post.grade or "")
