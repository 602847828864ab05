"""What the pulse holds of a person: that they took part in a round, and nothing they said."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.holdings import Holder, Part, Record, of
from portal.kernel.language import _
from portal.pulse.models import PulseTaken
from portal.web.format import short_day

COVERS = ("pulse_taken.person_id",)


def tell(session: Session, holder: Holder) -> Iterator[Part]:
    """Tell the rounds."""
    found = session.scalars(
        select(PulseTaken).where(PulseTaken.person_id == holder.id).order_by(PulseTaken.round_on)
    )
    records = [Record(short_day(each.round_on), (), of(each, "round_on")) for each in found]
    yield Part("pulse", _("Rounds of the pulse you took part in"), records)
