"""The messages of reviews. None names an applicant: mail is read on many screens."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from portal.notifications.actions import Recipient, queue
from portal.people.models import Person
from portal.reviews.models import Assignment, Conflict
from portal.schemes.models import Call
from portal.web.links import link


def _to(person: Person) -> Recipient:
    return Recipient(person.email, person.name, person.language)


def assigned(session: Session, reviewer: Person, call: Call, *, now: datetime) -> None:
    """Tell a reviewer, once for each call, that applications are waiting for them."""
    queue(
        session,
        _to(reviewer),
        "reviews/assigned",
        now=now,
        about_id=call.id,
        dedupe=f"assigned:{call.id}:{reviewer.id}",
        call=call,
        link=link("reviews.pile"),
    )


def conflict_declared(
    session: Session,
    assignment: Assignment,
    conflict: Conflict,
    officers: Iterable[Person],
    *,
    now: datetime,
) -> None:
    """Tell the office that an application needs another reviewer."""
    for officer in officers:
        queue(
            session,
            _to(officer),
            "reviews/conflict",
            now=now,
            about_id=conflict.id,
            dedupe=f"conflict:{conflict.id}:{officer.id}",
            application=assignment.application,
            reviewer=assignment.reviewer,
            reason=conflict.reason,
            link=link("reviews.reviewers", call_id=assignment.application.call_id),
        )
