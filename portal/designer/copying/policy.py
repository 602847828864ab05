"""Who may copy a scheme, end it and bring it back. Pure."""

from datetime import datetime

from portal.kernel.actor import Actor
from portal.kernel.language import _, lazy
from portal.kernel.ruling import Ruling, no, yes_if
from portal.schemes import policy as schemes
from portal.schemes.lifecycle import last_moment
from portal.schemes.models import Call, Scheme
from portal.web.format import moment

HAS_ENDED = lazy("This scheme has ended already.")
GOES_ON = lazy("This scheme has not ended.")


def may_copy(scheme: Scheme, actor: Actor, now: datetime) -> Ruling:
    """Copy a scheme of one's office, also one that has ended."""
    return schemes.may_see_scheme(scheme, actor, now)


def may_retire(scheme: Scheme, actor: Actor, now: datetime) -> Ruling:
    """End a scheme once no call of it is open or coming: what was announced is kept."""
    if not (seen := schemes.may_see_scheme(scheme, actor, now)):
        return seen
    if scheme.retired_at is not None:
        return no(HAS_ENDED)
    waiting = in_the_way(scheme, now)
    return yes_if(waiting is None, no(_too_early(waiting)))


def may_bring_back(scheme: Scheme, actor: Actor, now: datetime) -> Ruling:
    """Bring a scheme back that has ended."""
    if not (seen := schemes.may_see_scheme(scheme, actor, now)):
        return seen
    return yes_if(scheme.retired_at is not None, no(GOES_ON))


def in_the_way(scheme: Scheme, now: datetime) -> Call | None:
    """Return the call that still takes applications, or will, for longest; None mostly."""
    waiting = [call for call in scheme.calls if now <= last_moment(call)]
    return max(waiting, key=lambda call: (call.closes_at, call.id), default=None)


def _too_early(call: Call | None) -> str:
    if call is None:
        return ""
    return _(
        "The call “%(name)s” closes on %(when)s. You can end the scheme after that.",
        name=call.name,
        when=moment(call.closes_at),
    )
