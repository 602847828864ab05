"""Who has to agree before an application can be sent: asked of the feature that knows.

Approvals stand above applications. They say how each stands whom the scheme wants asked first, and
refuse to let an application go that they have not agreed to.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal.applications.models import Application
from portal.kernel.actor import Actor
from portal.kernel.language import _
from portal.kernel.reactions import ask, react
from portal.kernel.ruling import YES, Refused, Ruling, no
from portal.schemes.questions import Round
from portal.web.pieces import Colour


@dataclass(frozen=True, slots=True)
class Before:
    """One who has to agree first: who, how it stands, what to do, and whether it is given."""

    label: str
    status: str
    hint: str = ""
    href: str = ""
    colour: Colour | None = None
    is_given: bool = False


def lines(
    session: Session, application: Application, actor: Actor, now: datetime
) -> tuple[Before, ...]:
    """Return how each stands who has to agree first; nothing at a first stage, or for no scheme."""
    if application.stage is Round.FIRST:
        return ()
    facts = {"application": application, "actor": actor, "now": now}
    found: tuple[Before, ...] = ask(session, "before_sending", (), **facts)
    return found


def may_go(session: Session, application: Application, actor: Actor, now: datetime) -> Ruling:
    """Ask every higher feature whether it may be sent; one may raise Refused. Of a full stage."""
    if application.stage is Round.FIRST:
        return YES
    try:
        react(session, "application_submitting", application=application, actor=actor, now=now)
    except Refused as refused:
        return refused.ruling
    return YES


def all_given(before: Sequence[Before]) -> Ruling:
    """Say whether all have agreed who have to first, with the name of the first who has not."""
    left = [each for each in before if not each.is_given]
    if not left:
        return YES
    return no(
        _(
            "You cannot send this yet. %(who)s: %(status)s.",
            who=left[0].label,
            status=left[0].status,
        )
    )
