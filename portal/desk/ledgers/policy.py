"""Who takes the lists of a call away. Pure."""

from datetime import datetime

from portal.kernel.actor import Actor, Role
from portal.kernel.ruling import HIDDEN, Ruling, yes_if
from portal.schemes.models import Call


def may_export(call: Call, actor: Actor, _now: datetime) -> Ruling:
    """Let the office of the scheme's node, who reads every application and its pay; nobody else.

    Chair and auditor see the board, which has no pay on it and opens no application.
    """
    return yes_if(actor.holds(Role.OFFICE, call.scheme.organisation.path), HIDDEN)
