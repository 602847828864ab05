"""Who may ask for a file of everything, and fetch it. Pure."""

from datetime import datetime, timedelta

from portal.kernel.actor import Actor
from portal.kernel.language import _
from portal.kernel.ruling import HIDDEN, Ruling, no, yes_if
from portal.takeout.models import Takeout

KEPT = timedelta(days=7)


def ends_at(takeout: Takeout) -> datetime | None:
    """Return when the file is gone; None while it is being made."""
    return takeout.made_at + KEPT if takeout.made_at else None


def is_ready(takeout: Takeout | None, now: datetime) -> bool:
    """Say whether there is a file to fetch. Its last instant is out, before the worker comes."""
    ends = ends_at(takeout) if takeout else None
    return ends is not None and now < ends


def may_ask(takeout: Takeout | None, actor: Actor, _now: datetime) -> Ruling:
    """Ask for a file, or for a newer one; not while one is being made."""
    if not actor.is_signed_in:
        return HIDDEN
    is_made = takeout is None or takeout.made_at is not None
    return yes_if(is_made, no(_("Your file is being made. It takes a few minutes.")))


def may_fetch(takeout: Takeout, actor: Actor, now: datetime) -> Ruling:
    """Fetch one's own file. To everybody else, and after its last day, it is not there."""
    return yes_if(actor.is_person(takeout.person_id) and is_ready(takeout, now), HIDDEN)
