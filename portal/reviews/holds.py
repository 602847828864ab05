"""What reviews hold of a person who reviews: when they were asked and when they sent.

Nothing of what reviewers said about the person's own applications: that is told by the decision,
once it is released, and never by whom.
"""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.applications.models import Application
from portal.kernel.holdings import Holder, Part, Record, of
from portal.kernel.language import _
from portal.reviews.models import Assignment
from portal.schemes.models import Call
from portal.web.format import moment

OFFICE = "the record of an act of the office, which is about reviewing and no person"
COVERS = ("assignments.reviewer_id",)
LEFT_OUT = {
    "assignments.assigned_by_id": OFFICE,
    "conflicts.noted_by_id": OFFICE,
    "conflicts.person_id": "a conflict hides that an application is there at all",
    "recommendations.made_by_id": "the panel's words about somebody else's application",
}


def tell(session: Session, holder: Holder) -> Iterator[Part]:
    """Tell which calls the person was asked to review in, one line an application, unnamed."""
    found = session.scalars(
        select(Assignment)
        .join(Assignment.application)
        .where(Assignment.reviewer_id == holder.id, ~Assignment.conflict.has())
        .order_by(Assignment.assigned_at, Assignment.id)
        .options(
            joinedload(Assignment.application).joinedload(Application.call).joinedload(Call.pinned),
            joinedload(Assignment.review),
        )
    )
    yield Part("reviewing", _("Reviews you were asked for"), [_asked(each) for each in found])


def _asked(each: Assignment) -> Record:
    call, sent = each.application.call, each.review.sent_at if each.review else None
    facts = [
        (_("Asked"), moment(each.assigned_at)),
        (_("Sent"), moment(sent) if sent else _("Not sent")),
    ]
    data = {**of(each, "assigned_at", "cleared_at"), "sent_at": sent.isoformat() if sent else None}
    return Record(f"{call.document.name}, {call.name}", facts, data)
