"""Who sees composite pages."""

from datetime import datetime

from portal.desk.standing import Case
from portal.kernel.actor import Actor, Role
from portal.kernel.ruling import HIDDEN, YES, Ruling, yes_if
from portal.schemes.models import Call


def may_see_board(call: Call, actor: Actor, _now: datetime) -> Ruling:
    """Let the office of the scheme's node run its call."""
    return yes_if(actor.holds(Role.OFFICE, call.scheme.organisation.path), HIDDEN)


def may_see_story(_case: Case, _actor: Actor, _now: datetime) -> Ruling:
    """Let whoever the loader has found it for see it."""
    return YES
