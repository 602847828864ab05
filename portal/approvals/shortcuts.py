"""Where the page of requests leads beside the requests themselves."""

from flask import url_for
from sqlalchemy.orm import Session

from portal.approvals.queries import answers_requests
from portal.kernel.actor import Actor, Role
from portal.kernel.language import _
from portal.web.pieces import Link


def shortcuts(session: Session, actor: Actor) -> tuple[Link, ...]:
    """Return the links of this person."""
    found = []
    if answers_requests(session, actor):
        found.append(Link(_("When you are away"), url_for("absences.index")))
    if actor.holds_anywhere(Role.OFFICE):
        found.append(Link(_("All that waits, for the R&D office"), url_for("waiting.index")))
    return tuple(found)
