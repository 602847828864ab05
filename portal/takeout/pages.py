"""What the page shows, decided."""

from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from portal.kernel.actor import Actor
from portal.kernel.language import _
from portal.kernel.ruling import Ruling
from portal.takeout import policy
from portal.takeout.archive import left_out
from portal.takeout.models import Takeout
from portal.web.format import moment
from portal.web.pieces import Link


@dataclass(frozen=True, slots=True)
class TakeoutPage:
    """The file as it stands: a link to fetch it where it is ready, and whether one may be asked."""

    fetch: Link | None
    status: str
    ask: Ruling
    button: str
    left_out: tuple[str, ...]


def takeout_page(takeout: Takeout | None, actor: Actor, now: datetime) -> TakeoutPage:
    """Decide the page for this person at this moment."""
    is_ready = takeout is not None and policy.is_ready(takeout, now)
    return TakeoutPage(
        fetch=_fetch(takeout) if takeout and is_ready else None,
        status=_status(takeout, now),
        ask=policy.may_ask(takeout, actor, now),
        button=_("Make a newer file") if is_ready else _("Make my file"),
        left_out=left_out(),
    )


def _fetch(takeout: Takeout) -> Link:
    return Link(_("Download your file"), url_for("takeout.fetch", takeout_id=takeout.id))


def _status(takeout: Takeout | None, now: datetime) -> str:
    ends = policy.ends_at(takeout) if takeout else None
    if takeout is None or ends is None or takeout.made_at is None:
        return ""
    if now >= ends:
        return _("Your last file was deleted on %(when)s.", when=moment(ends))
    made = moment(takeout.made_at)
    return _("Made on %(made)s. We delete it on %(ends)s.", made=made, ends=moment(ends))
