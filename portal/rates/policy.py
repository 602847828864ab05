"""Who may keep the figures of a place, and what may be done to a set as it stands. Pure."""

from datetime import datetime
from typing import Protocol

from portal.kernel.actor import Actor, Role
from portal.kernel.language import lazy
from portal.kernel.ruling import HIDDEN, Ruling, no, yes_if
from portal.people.models import Organisation
from portal.rates.lifecycle import MOVES, Standing
from portal.rates.models import HourlySet, ScaleSet

FIXED = lazy("These figures have been in force, so nobody can change them. Add new ones instead.")
NOT_IN_FORCE = lazy("These figures are not in force.")
NO_POINTS = lazy("There is no pay in this scale yet.")
USED_NO_MORE = lazy("This rate is not in use any more.")


class Figures(Protocol):
    """A set of either kind."""

    @property
    def organisation(self) -> Organisation:
        """The place that it is for."""

    @property
    def standing(self) -> Standing:
        """How it stands."""


def may_list(_subject: None, actor: Actor, _now: datetime) -> Ruling:
    """See which places one keeps figures for: administrators."""
    return yes_if(actor.holds_anywhere(Role.ADMINISTRATOR), HIDDEN)


def may_keep(place: Organisation, actor: Actor, _now: datetime) -> Ruling:
    """See and keep the figures of a place: its administrator, or one above it."""
    return yes_if(actor.holds(Role.ADMINISTRATOR, place.path), HIDDEN)


def may_see(found: Figures, actor: Actor, now: datetime) -> Ruling:
    """See a set: whoever keeps the figures of its place."""
    return may_keep(found.organisation, actor, now)


def may_change(found: Figures, actor: Actor, now: datetime) -> Ruling:
    """Change or throw away a set: a draft only, because what was in force stays as it was."""
    return may_see(found, actor, now) and yes_if(found.standing is Standing.DRAFT, no(FIXED))


def may_put_in_force(found: Figures, actor: Actor, now: datetime) -> Ruling:
    """Put a draft in force: one that holds figures."""
    is_empty = isinstance(found, ScaleSet) and not found.points
    return may_change(found, actor, now) and yes_if(not is_empty, no(NO_POINTS))


def may_end(found: Figures, actor: Actor, now: datetime) -> Ruling:
    """Take a set out of force, with a reason."""
    can_end = Standing.ENDED in MOVES[found.standing]
    return may_see(found, actor, now) and yes_if(can_end, no(NOT_IN_FORCE))


def may_end_hourly(rate: HourlySet, actor: Actor, now: datetime) -> Ruling:
    """Stop the use of an hourly rate."""
    in_use = rate.ended_at is None
    return may_keep(rate.organisation, actor, now) and yes_if(in_use, no(USED_NO_MORE))
