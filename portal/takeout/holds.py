"""What this feature holds of a person: that a file was asked for. Not the file in itself."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.holdings import Holder, Part, Record, of
from portal.kernel.language import _
from portal.takeout.models import Takeout
from portal.web.format import moment

COVERS = ("takeouts.person_id",)


def tell(session: Session, holder: Holder) -> Iterator[Part]:
    """Tell when the person asked."""
    found = session.scalars(select(Takeout).where(Takeout.person_id == holder.id))
    records = [Record(moment(each.asked_at), (), of(each, "asked_at")) for each in found]
    yield Part("takeouts", _("Files like this one"), records)
