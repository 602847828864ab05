"""What reach holds of a person: the alerts asked for by their address."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.kernel.holdings import Holder, Part, Record, of
from portal.kernel.language import _
from portal.reach.models import Subscription
from portal.web.format import moment

COVERS = ("subscriptions.email",)


def tell(session: Session, holder: Holder) -> Iterator[Part]:
    """Tell of alerts, stopped ones too while they are kept."""
    found = session.scalars(
        select(Subscription)
        .where(Subscription.email == holder.email)
        .order_by(Subscription.asked_at, Subscription.id)
    )
    yield Part("alerts", _("Alerts you asked for"), [_alert(each) for each in found])


def _alert(each: Subscription) -> Record:
    facts = [
        (_("Confirmed"), moment(each.confirmed_at) if each.confirmed_at else _("No")),
        (_("Stopped"), moment(each.ended_at) if each.ended_at else _("No")),
    ]
    names = ("email", "language", "scheme_id", "jobs", "kinds", "asked_at", "confirmed_at")
    return Record(moment(each.asked_at), facts, of(each, *names, "ended_at"))
