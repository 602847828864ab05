"""Who sees composite pages."""

from datetime import datetime

from portal.desk.standing import Case
from portal.kernel.actor import Actor, Role
from portal.kernel.ruling import HIDDEN, YES, Ruling, yes_if
from portal.schemes.models import Call

BOARD_READERS = (Role.OFFICE, Role.CHAIR, Role.AUDITOR)


def may_see_board(call: Call, actor: Actor, _now: datetime) -> Ruling:
    """Let office, chair and auditor of the scheme's node see how its call stands."""
    path = call.scheme.organisation.path
    return yes_if(any(actor.holds(role, path) for role in BOARD_READERS), HIDDEN)


def may_see_story(_case: Case, _actor: Actor, _now: datetime) -> Ruling:
    """Let whoever the loader has found it for see it."""
    return YES


def may_read_trail(call: Call, actor: Actor, _now: datetime) -> Ruling:
    """Let office and auditor read what was done to a call, and why: it may name a person."""
    path = call.scheme.organisation.path
    return yes_if(any(actor.holds(role, path) for role in (Role.OFFICE, Role.AUDITOR)), HIDDEN)
