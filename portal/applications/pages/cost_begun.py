"""Costs that were begun and not saved, in words: on the list, on the form, before sending."""

from dataclasses import dataclass

from flask import url_for

from portal.applications import begun
from portal.applications.begun import BegunCost
from portal.applications.models import Application, CostKind
from portal.kernel.actor import Actor
from portal.kernel.language import _
from portal.web.format import moment
from portal.web.pieces import Link


@dataclass(frozen=True, slots=True)
class Begun:
    """One cost that was begun: what it is, when it was typed and by whom, and what to do."""

    words: str
    note: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Answers:
    """One question of a cost: the answer on this page, and the other one."""

    question: str
    here: str
    there: str


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What was typed of the same cost on another page, to choose from."""

    note: str
    answers: tuple[Answers, ...]
    use: Link


@dataclass(frozen=True, slots=True)
class DropPage:
    """The question before what was begun is gone."""

    title: str
    words: str
    note: str


def all_begun(application: Application, actor: Actor) -> tuple[Begun, ...]:
    """Return every cost that was begun, the oldest first."""
    return tuple(_begun(each, actor) for each in begun.live(application))


def offered(found: tuple[BegunCost, ...], ticket: str, actor: Actor) -> tuple[Begun, ...]:
    """Return what to offer on the form with this ticket: what was begun of the same elsewhere."""
    return tuple(_begun(each, actor) for each in found if each.ticket != ticket)


def elsewhere(row: BegunCost, differing: list[tuple[str, str, str]], actor: Actor) -> Elsewhere:
    """Return what another page typed, beside what stands in this one."""
    return Elsewhere(
        note=_note(row, actor),
        answers=tuple(Answers(*each) for each in differing),
        use=Link(_("Use the words of the other page"), _address("cost_begun", row)),
    )


def drop_page(row: BegunCost, actor: Actor) -> DropPage:
    """Return the page."""
    return DropPage(_("Drop this cost?"), what(row), _note(row, actor))


def before_sending(application: Application) -> tuple[Link, ...]:
    """Return what will be forgotten when it is sent, each with the way to go on with it."""
    return tuple(Link(what(each), _address("cost_begun", each)) for each in begun.live(application))


def what(row: BegunCost) -> str:
    """Name a cost that was begun."""
    label = row.label or _("no name yet")
    if row.line_id is not None:
        return _("A change to a cost: %(label)s", label=label)
    if row.kind is CostKind.SALARY:
        return _("A salary: %(label)s", label=label)
    return _("A cost: %(label)s", label=label)


def _begun(row: BegunCost, actor: Actor) -> Begun:
    links = (
        Link(_("Go on with it"), _address("cost_begun", row), row.label),
        Link(_("Drop it"), _address("cost_drop", row), row.label),
    )
    return Begun(what(row), _note(row, actor), links)


def _note(row: BegunCost, actor: Actor) -> str:
    when = moment(row.written_at)
    if actor.is_person(row.written_by_id):
        return _("You typed this on %(when)s. It is not saved.", when=when)
    name = row.written_by.name
    return _("%(name)s typed this on %(when)s. It is not saved.", name=name, when=when)


def _address(endpoint: str, row: BegunCost) -> str:
    where = f"applications.{endpoint}"
    return url_for(where, application_id=row.application_id, begun_id=row.id)
