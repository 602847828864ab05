"""Count that staff saw a call: once a person and call, under the job they had then.

Two things tell of it: the page's own script, when somebody who is signed in looks at it, and
an application begun. Nothing else is kept of anybody, and a rehearsal is not counted.
"""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.db import insert
from portal.kernel.reactions import on
from portal.people.models import Person
from portal.people.queries import person_with_posts
from portal.schemes.models import Call, SchemeView


def connect() -> None:
    """Hear of applications begun; a second time changes nothing."""
    on("application_started", started)


def started(session: Session, *, call: Call, person: Person, now: datetime) -> None:
    """Whoever begins an application has seen the call."""
    note_view(session, call, person, now)


def seen_by(session: Session, call: Call, person_id: UUID, now: datetime) -> None:
    """Count a look at a call's page. Somebody without a post is not counted."""
    person = person_with_posts(session, person_id)
    if person is not None:
        note_view(session, call, person, now)


def note_view(session: Session, call: Call, person: Person, now: datetime) -> None:
    """Count it, unless it has been. Two at once count once: the table holds them to it."""
    if call.rehearsal or person.post is None or _is_counted(session, call, person):
        return
    values = {
        "id": uuid4(),
        "call_id": call.id,
        "person_id": person.id,
        "profession_code": person.post.profession_code,
        "team_id": person.post.organisation_id,
        "seen_at": now,
    }
    session.execute(insert(session, SchemeView).values(values).on_conflict_do_nothing())


def _is_counted(session: Session, call: Call, person: Person) -> bool:
    found = select(SchemeView.id).where(
        SchemeView.call_id == call.id, SchemeView.person_id == person.id
    )
    return session.scalar(found) is not None
