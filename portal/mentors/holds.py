"""What mentors hold of a person: what they offer, whom they asked, the meetings they noted."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.holdings import Holder, Part, Record, of
from portal.kernel.language import _
from portal.mentors.models import Meeting, Mentor, Pairing
from portal.web.format import moment, short_day

COVERS = ("mentors.person_id", "pairings.mentee_id", "mentor_meetings.noted_by_id")


def tell(session: Session, holder: Holder) -> Iterator[Part]:
    """Tell of the person's own entry, of what they asked and what they wrote, never the others."""
    offers = session.scalars(select(Mentor).where(Mentor.person_id == holder.id))
    yield Part("mentor", _("What you offer as a mentor"), [_offer(each) for each in offers])
    asked = session.scalars(
        select(Pairing).where(Pairing.mentee_id == holder.id).order_by(Pairing.asked_at, Pairing.id)
    )
    yield Part("mentors_asked", _("Mentors you asked"), [_pairing(each) for each in asked])
    noted = session.scalars(
        select(Meeting)
        .where(Meeting.noted_by_id == holder.id)
        .order_by(Meeting.noted_at, Meeting.id)
    )
    yield Part("meetings", _("Meetings you noted"), [_meeting(each) for each in noted])


def _offer(each: Mentor) -> Record:
    names = ("topics", "methods", "professions", "speaks_welsh", "languages", "ways", "places")
    data = of(each, *names, "joined_at", "paused_at", "left_at")
    return Record(moment(each.joined_at), [(_("Topics"), each.topics)], data)


def _pairing(each: Pairing) -> Record:
    facts = [(_("You wrote"), each.note)]
    return Record(
        moment(each.asked_at),
        facts,
        of(each, "state", "note", "asked_at", "answered_at", "ended_at"),
    )


def _meeting(each: Meeting) -> Record:
    return Record(
        short_day(each.met_on),
        [(_("You wrote"), each.words)],
        of(each, "met_on", "words", "noted_at"),
    )
