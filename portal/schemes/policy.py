"""Who may publish. Pure: no session, no request, no clock."""

from datetime import datetime

from portal.kernel.actor import Actor, Role
from portal.kernel.language import lazy
from portal.kernel.ruling import HIDDEN, YES, Ruling, forbidden, no, yes_if
from portal.people.models import Organisation
from portal.schemes.models import Call, Scheme
from portal.schemes.problems import problems

OFFICE_ONLY = lazy("This page is for the R&D office.")
NOT_YOUR_PART = lazy("You do not run schemes for this part of the organisation.")
RETIRED = lazy("This scheme has ended. It takes no new calls.")
NO_CHANGES = lazy("This scheme has ended. It cannot be changed.")
UNFINISHED = lazy("The scheme is not ready. Put right what is listed under “To put right”.")
OPENED = lazy("This call has opened. People apply under what it says, so it cannot be changed.")


def may_see_office(_subject: object, actor: Actor, _now: datetime) -> Ruling:
    """See the office's pages: whoever holds the role at any node."""
    return yes_if(actor.holds_anywhere(Role.OFFICE), forbidden(OFFICE_ONLY))


def may_see_scheme(scheme: Scheme, actor: Actor, _now: datetime) -> Ruling:
    """See a scheme as its office does; for other offices it does not exist."""
    return yes_if(actor.holds(Role.OFFICE, scheme.organisation.path), HIDDEN)


def may_make_scheme(node: Organisation, actor: Actor, _now: datetime) -> Ruling:
    """Make a scheme of a node that one holds the role at, or above."""
    return yes_if(actor.holds(Role.OFFICE, node.path), forbidden(NOT_YOUR_PART))


def may_edit_scheme(scheme: Scheme, actor: Actor, now: datetime) -> Ruling:
    """Change what a scheme will say next, while it goes on."""
    if not (seen := may_see_scheme(scheme, actor, now)):
        return seen
    return yes_if(scheme.retired_at is None, no(NO_CHANGES))


def may_make_call(scheme: Scheme, actor: Actor, now: datetime) -> Ruling:
    """Open a call of a scheme that goes on and has nothing wrong with it."""
    if not (seen := may_see_scheme(scheme, actor, now)):
        return seen
    if scheme.retired_at is not None:
        return no(RETIRED)
    return yes_if(_is_ready(scheme), no(UNFINISHED))


def may_change_call(call: Call, actor: Actor, now: datetime) -> Ruling:
    """Change a call until the moment it opens: what a person applied under stays."""
    if not (seen := may_see_scheme(call.scheme, actor, now)):
        return seen
    return YES if now < call.opens_at else no(OPENED)


def _is_ready(scheme: Scheme) -> bool:
    return scheme.latest is not None and not problems(scheme.latest.document)
