"""The menu: what this person may do, as links."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import request, url_for
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from portal.approvals import queries as approvals
from portal.approvals.reasons_list.policy import may_keep
from portal.approvals.team import scope as team
from portal.kernel import db
from portal.kernel.actor import Actor, Role
from portal.kernel.language import lazy
from portal.web.guard import now
from portal.web.site import NavItem


@dataclass(frozen=True, slots=True)
class Entry:
    """A link, who is shown it, and the start of the endpoints that light it up."""

    label: object
    endpoint: str
    shown: Callable[[Actor], bool]
    lights: tuple[str, ...]


def _anyone(_actor: Actor) -> bool:
    return True


def _signed_in(actor: Actor) -> bool:
    return actor.is_signed_in


def _holds(*roles: Role) -> Callable[[Actor], bool]:
    return lambda actor: actor.holds_anywhere(*roles)


def _in_rows(ask: Callable[[Session, Actor], bool]) -> Callable[[Actor], bool]:
    """Ask the database; an error page, whose session may be spent, goes without."""

    def shown(actor: Actor) -> bool:
        try:
            return ask(db.current(), actor)
        except (LookupError, SQLAlchemyError):
            return False

    return shown


def _keeps_reasons(actor: Actor) -> bool:
    return bool(may_keep(None, actor, now()))


RUN = ("schemes.office", "designer.", "reach.questions")
MY_OFFER = ("awards.offer", "awards.accept", "awards.turn_down")
MY_REVIEWS = ("reviews.pile", "reviews.show", "reviews.declare", "reviews.stop", "reviews.save")

ENTRIES = (
    Entry(lazy("What needs me"), "desk.home", _signed_in, ("desk.home",)),
    Entry(
        lazy("My applications"),
        "desk.my_applications",
        _signed_in,
        ("desk.my_applications", "desk.application", "applications.", *MY_OFFER),
    ),
    Entry(
        lazy("Requests"), "approvals.index", _in_rows(approvals.answers_requests), ("approvals.",)
    ),
    Entry(lazy("My team"), "team.home", _in_rows(team.has_team), ("team.",)),
    Entry(lazy("My reviews"), "reviews.pile", _holds(Role.REVIEWER), MY_REVIEWS),
    Entry(lazy("Schemes"), "schemes.catalogue", _anyone, ("schemes.catalogue", "schemes.scheme")),
    Entry(lazy("Can I apply?"), "reach.checker", _anyone, ("reach.checker",)),
    Entry(lazy("Run schemes"), "schemes.office_schemes", _holds(Role.OFFICE), RUN),
    Entry(lazy("Reasons for no"), "reasons.index", _keeps_reasons, ("reasons.",)),
    Entry(lazy("Pay and on-costs"), "rates.index", _holds(Role.ADMINISTRATOR), ("rates.",)),
    Entry(lazy("Uptake"), "uptake.page", _anyone, ("uptake.", "equality.")),
)


def items(actor: Actor) -> tuple[NavItem, ...]:
    """Return the menu for this person, with the entry of this page marked."""
    here = request.endpoint or ""
    return tuple(
        NavItem(entry.label, url_for(entry.endpoint), here.startswith(entry.lights))
        for entry in ENTRIES
        if entry.shown(actor)
    )
