"""What an applicant was told of an award, as far as a team's calendar goes by it.

Awards answer (`awards.reactions.awards_told`): nothing is said of a decision that its applicant
does not know.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Session

from portal.applications.models import Application
from portal.kernel.language import lazy
from portal.kernel.reactions import ask


class Awarded(StrEnum):
    """What the applicant has been told, and has said to it."""

    NOT_YET = "not_yet"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    NONE = "none"  # no award, or it was turned down


AWARDED_WORDS = {
    Awarded.NOT_YET: lazy("not awarded yet"),
    Awarded.OFFERED: lazy("award offered"),
    Awarded.ACCEPTED: lazy("award accepted"),
    Awarded.NONE: lazy("no award"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """What an applicant was told of the decision, since when; and how often it has changed."""

    awarded: Awarded = Awarded.NOT_YET
    at: datetime | None = None
    version: int = 0


NOTHING_TOLD = Told()


def told_of(session: Session, application_ids: Collection[UUID]) -> Mapping[UUID, Told]:
    """Return what the applicants of these applications were told; nothing for the others."""
    found: Mapping[UUID, Told] = ask(
        session, "awards_told", default={}, application_ids=application_ids
    )
    return found


def without_refused(session: Session, found: Sequence[Application]) -> Sequence[Application]:
    """Leave out applications whose people get no award and know it: they are not away by them."""
    told = told_of(session, [each.id for each in found]) if found else {}
    return [a for a in found if told.get(a.id, NOTHING_TOLD).awarded is not Awarded.NONE]
