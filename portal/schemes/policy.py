"""Who may publish. Pure: no session, no request, no clock."""

from datetime import datetime

from portal.kernel.actor import Actor, Role
from portal.kernel.language import lazy
from portal.kernel.ruling import HIDDEN, YES, Ruling, forbidden, no, yes_if
from portal.people.models import Organisation
from portal.schemes.lifecycle import Phase
from portal.schemes.models import Call, LatePass, Scheme
from portal.schemes.problems import problems

OFFICE_ONLY = lazy("This page is for the R&D office.")
NOT_YOUR_PART = lazy("You do not run schemes for this part of the organisation.")
RETIRED = lazy("This scheme has ended. It takes no new calls.")
NO_CHANGES = lazy("This scheme has ended. It cannot be changed.")
UNFINISHED = lazy("The scheme is not ready. Put right what is listed under “To put right”.")
OPENED = lazy("This call has opened. People apply under what it says, so it cannot be changed.")
NOT_CANCELLED = lazy("This call has opened, so it cannot be cancelled.")
NOT_YET_OPEN = lazy("This call has not opened yet. You can still change all of it.")
TOO_LATE = lazy("The close cannot move now: reviews are in, or something has been decided.")
NO_MORE_PASSES = lazy("Reviews are in, so nobody can be let in any more.")
PASS_USED = lazy("The person has sent an application, so the pass cannot be taken back.")
REHEARSAL_OVER = lazy("This rehearsal has ended.")

MOVABLE = frozenset({Phase.OPEN, Phase.APPROVING, Phase.REVIEWING})


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


def may_see_call(call: Call, actor: Actor, now: datetime) -> Ruling:
    """See a call as its office does."""
    return may_see_scheme(call.scheme, actor, now)


def may_cancel_call(call: Call, actor: Actor, now: datetime) -> Ruling:
    """Cancel a call that has not opened. One that has is closed early, and says so."""
    if not (seen := may_see_call(call, actor, now)):
        return seen
    return YES if now < call.opens_at else no(NOT_CANCELLED)


def may_move_close(call: Call, actor: Actor, now: datetime, *, decided: int = 0) -> Ruling:
    """Move the close of a call that is open, or has closed and waits for reviews.

    Decisions are made in a feature above this one, which hands in how many have been.
    """
    if not (seen := may_see_call(call, actor, now)):
        return seen
    if now < call.opens_at:
        return no(NOT_YET_OPEN)
    if call.ended_at is not None:
        return no(REHEARSAL_OVER)
    return yes_if(not decided and call.phase(now) in MOVABLE, no(TOO_LATE))


def may_change_pot(call: Call, actor: Actor, now: datetime) -> Ruling:
    """Raise or lower the pot of a call that has opened; before that the whole call is changed."""
    if not (seen := may_see_call(call, actor, now)):
        return seen
    return yes_if(call.opens_at <= now, no(NOT_YET_OPEN))


def may_open_fence(call: Call, actor: Actor, now: datetime) -> Ruling:
    """Open a part of the pot that is kept for some to everybody."""
    return may_change_pot(call, actor, now)


def may_give_pass(call: Call, actor: Actor, now: datetime) -> Ruling:
    """Let one named person in after the close, until reviews are in."""
    if not (seen := may_see_call(call, actor, now)):
        return seen
    if now < call.opens_at:
        return no(NOT_YET_OPEN)
    return yes_if(now <= call.reviews_due_at and call.ended_at is None, no(NO_MORE_PASSES))


def may_take_pass_back(
    late: LatePass, actor: Actor, now: datetime, *, used: bool = False
) -> Ruling:
    """Take a late pass back before the person has sent an application; `used` is handed in."""
    if not (seen := may_see_call(late.call, actor, now)):
        return seen
    return yes_if(not used, no(PASS_USED))


def may_end_rehearsal(call: Call, actor: Actor, now: datetime) -> Ruling:
    """End a rehearsal that has opened, once."""
    if not (seen := may_see_call(call, actor, now)):
        return seen
    if not call.rehearsal:
        return HIDDEN
    if now < call.opens_at:
        return no(NOT_YET_OPEN)
    return yes_if(call.ended_at is None, no(REHEARSAL_OVER))


def _is_ready(scheme: Scheme) -> bool:
    return scheme.latest is not None and not problems(scheme.latest.document)
