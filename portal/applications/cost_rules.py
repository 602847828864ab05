"""Who may change the costs of a draft, beyond what `policy` says of the draft itself. Pure."""

from dataclasses import dataclass
from datetime import datetime

from portal.applications import policy
from portal.applications.models import Application, CostLine
from portal.kernel.actor import Actor
from portal.kernel.language import lazy
from portal.kernel.ruling import Ruling, no, yes_if

MOST_LINES = 100
TOO_MANY = lazy("You have 100 costs. Put some of them together first.")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line of an application is, or was: `line` is None where it is not there any more."""

    application: Application
    line: CostLine | None


def may_send(place: Place, actor: Actor, now: datetime) -> Ruling:
    """Send a form for a line, which somebody may have removed meanwhile."""
    return policy.may_edit_costs(place.application, actor, now)


def may_add(application: Application, actor: Actor, now: datetime) -> Ruling:
    """Add a cost: one's own draft, or costs sent back, with room for one more line."""
    has_room = len(application.cost_lines) < MOST_LINES
    return policy.may_edit_costs(application, actor, now) and yes_if(has_room, no(TOO_MANY))


def may_change(line: CostLine, actor: Actor, now: datetime) -> Ruling:
    """Change or remove a line: whoever may change the application that it is of."""
    return policy.may_edit_costs(line.application, actor, now)
