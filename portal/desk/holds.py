"""What the trail holds of a person's own things, in words: the desk knows every verb."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.applications.models import Application
from portal.applications.trail import VERBS as APPLICATIONS
from portal.approvals.trail import VERBS as APPROVALS
from portal.audit.models import TrailEntry
from portal.audit.queries import trail_of
from portal.desk.trail import sentence
from portal.kernel.holdings import Holder, Part, Record, of
from portal.kernel.language import _
from portal.people.trail import VERBS as PEOPLE
from portal.takeout.trail import VERBS as TAKEOUT
from portal.web.format import moment

COVERS = ("trail_entries.actor_id",)
# Of what happened after an application was sent, only what its applicant is told.
TOLD = {"released_decision", "accepted_offer", "turned_down_offer"}
VERBS = {*APPLICATIONS, *APPROVALS, *PEOPLE, *TAKEOUT, *TOLD}


def tell(session: Session, holder: Holder) -> Iterator[Part]:
    """Tell what happened to the person's account and applications, oldest first.

    What the person did to somebody else's things stands with those things.
    """
    own = session.scalars(select(Application.id).where(Application.applicant_id == holder.id))
    entries = [each for each in trail_of(session, holder.id, *own) if each.verb in VERBS]
    records = [_entry(each) for each in reversed(entries)]
    yield Part("trail", _("What happened"), records)


def _entry(entry: TrailEntry) -> Record:
    words = sentence(entry)
    return Record(
        moment(entry.at), [(_("What"), words)], {**of(entry, "at", "verb"), "words": words}
    )
