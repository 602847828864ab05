"""The messages of mentors: asked, accepted, declined, ended. Each carries one link."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.mentors.models import Pairing
from portal.notifications.actions import Recipient, queue
from portal.notifications.models import Message
from portal.people.models import Person
from portal.web.links import link

LONGEST_NAME = 30  # in a subject, which has 60 letters


def asked(session: Session, pairing: Pairing, *, now: datetime) -> Message | None:
    """Tell a mentor that somebody asks."""
    return _queue(session, pairing, pairing.mentor.person, "mentors/asked", pairing.mentee, now)


def accepted(session: Session, pairing: Pairing, *, now: datetime) -> Message | None:
    """Tell who asked that there is a place."""
    return _queue(session, pairing, pairing.mentee, "mentors/accepted", pairing.mentor.person, now)


def declined(session: Session, pairing: Pairing, *, now: datetime) -> Message | None:
    """Tell who asked that there is none."""
    return _queue(
        session,
        pairing,
        pairing.mentee,
        "mentors/declined",
        pairing.mentor.person,
        now,
        address=link("mentors.directory"),
    )


def ended(session: Session, pairing: Pairing, *, by_mentor: bool, now: datetime) -> Message | None:
    """Tell the other of the two."""
    two = (pairing.mentee, pairing.mentor.person)
    to, by = two if by_mentor else reversed(two)
    return _queue(session, pairing, to, "mentors/ended", by, now)


def _queue(
    session: Session,
    pairing: Pairing,
    to: Person,
    template: str,
    other: Person,
    now: datetime,
    **more: Any,
) -> Message | None:
    name = other.name
    short = name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1].rstrip()}…"
    return queue(
        session,
        Recipient(to.email, to.name, to.language),
        template,
        now=now,
        about_id=pairing.id,
        dedupe=f"{template}-{pairing.id}",
        pairing=pairing,
        other=other,
        short=short,
        **{"address": link("mentors.pairing", pairing_id=pairing.id), **more},
    )
