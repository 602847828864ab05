"""Whose releases somebody sees as a manager: the teams of those they manage, or of their office.

A manager sees the teams in which somebody's main post names them, a head of service also those
of everybody below them, the R&D office those of its nodes that have asked for time.
"""

from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from sqlalchemy import CTE, ColumnElement, exists, or_, select
from sqlalchemy.orm import Session

from portal.applications.lifecycle import SENT
from portal.applications.models import Application
from portal.approvals.models import ApprovalRequest
from portal.kernel.actor import Actor, Role
from portal.people import queries as people
from portal.people.models import Employment, Organisation, Person


@dataclass(frozen=True)
class Scope:
    """The teams whose releases one person sees, by name. `heads` others who manage people."""

    person_id: UUID
    teams: tuple[Organisation, ...]
    heads: bool = False

    @cached_property
    def ids(self) -> tuple[UUID, ...]:
        """Their ids."""
        return tuple(team.id for team in self.teams)

    def team(self, team_id: UUID | None) -> Organisation | None:
        """Return the team with this id, the first where none is asked for; None for others'."""
        if team_id is None:
            return self.teams[0] if self.teams else None
        return next((team for team in self.teams if team.id == team_id), None)


def scope(session: Session, actor: Actor) -> Scope | None:
    """Return what this person sees; None where they manage nobody and are of no office."""
    if actor.person_id is None:
        return None
    below = _below(actor.person_id)
    paths = actor.paths_for(Role.OFFICE)
    theirs = exists().where(
        Employment.organisation_id == Organisation.id,
        Employment.is_main,
        Employment.person_id == Person.id,
        Person.is_active,
        Person.id != actor.person_id,
        Person.id.in_(select(below.c.person_id)),
    )
    has_asked = exists().where(
        Application.team_id == Organisation.id,
        or_(Application.state.in_(SENT), _is_asked_about()),
    )
    query = select(Organisation).where(or_(theirs, people.at_or_below(*paths) & has_asked))
    teams = session.scalars(query.order_by(Organisation.name_en, Organisation.path)).all()
    if not teams:
        return None
    return Scope(actor.person_id, tuple(teams), _heads(session, actor.person_id, below))


def has_team(session: Session, actor: Actor) -> bool:
    """Say whether the menu leads this person to their team: they manage somebody who is here."""
    query = (
        select(Employment.id)
        .join(Employment.person)
        .where(
            Employment.manager_id == actor.person_id,
            Employment.is_main,
            Employment.person_id != actor.person_id,
            Person.is_active,
        )
    )
    return actor.person_id is not None and session.scalar(query.limit(1)) is not None


def _below(person_id: UUID) -> CTE:
    """Return everybody below a manager; a circle in the directory is gone round once."""
    first = select(Employment.person_id).where(
        Employment.manager_id == person_id, Employment.is_main
    )
    below = first.cte("below", recursive=True)
    more = select(Employment.person_id).join(below, Employment.manager_id == below.c.person_id)
    return below.union(more.where(Employment.is_main))


def _heads(session: Session, person_id: UUID, below: CTE) -> bool:
    """Say whether anybody is managed by somebody whom this person manages."""
    query = select(Employment.id).where(
        Employment.is_main,
        Employment.manager_id.in_(select(below.c.person_id)),
        Employment.manager_id != person_id,
        Employment.person_id != person_id,
    )
    return session.scalar(query.limit(1)) is not None


def _is_asked_about() -> ColumnElement[bool]:
    return exists().where(ApprovalRequest.application_id == Application.id)
