"""Find who may review in a call, and what binds people to each other and to applications."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.applications.lifecycle import SENT
from portal.applications.models import Application
from portal.kernel.actor import Role
from portal.people.models import Employment, Person
from portal.people.queries import people_with_role
from portal.reviews.conflicts import Ties
from portal.reviews.models import Conflict
from portal.schemes.models import Call

LEVELS_OF_MANAGERS = 12


def reviewers(session: Session, call: Call) -> Sequence[Person]:
    """Return everybody who may be asked to review in a call, by name."""
    return people_with_role(session, Role.REVIEWER, call.scheme.organisation.path)


def declared(session: Session, call: Call) -> frozenset[tuple[UUID, UUID]]:
    """Return every pair of application and person in conflict, in a call."""
    rows = session.execute(
        select(Conflict.application_id, Conflict.person_id)
        .join(Conflict.application)
        .where(Application.call_id == call.id)
    )
    return frozenset((application_id, person_id) for application_id, person_id in rows)


def applicants(session: Session, call: Call) -> frozenset[UUID]:
    """Return everybody with a sent application in a call."""
    return frozenset(
        session.scalars(
            select(Application.applicant_id).where(
                Application.call_id == call.id, Application.state.in_(SENT)
            )
        )
    )


def ties(session: Session, call: Call, people: Collection[UUID]) -> Ties:
    """Return what binds these people to each other and to the applications of a call."""
    managers, teams = posts(session, people)
    return Ties(managers, teams, declared(session, call), applicants(session, call))


def posts(
    session: Session, people: Collection[UUID]
) -> tuple[Mapping[UUID, UUID], Mapping[UUID, UUID]]:
    """Return managers and teams of people and of all above them, by the main post.

    Climbs one level a query, so their number goes with how tall the tree is.
    """
    managers: dict[UUID, UUID] = {}
    teams: dict[UUID, UUID] = {}
    frontier = set(people)
    for _level in range(LEVELS_OF_MANAGERS):
        if not frontier:
            break
        rows = session.execute(
            select(Employment.person_id, Employment.manager_id, Employment.organisation_id).where(
                Employment.is_main, Employment.person_id.in_(frontier)
            )
        )
        for person_id, manager_id, team_id in rows:
            teams[person_id] = team_id
            if manager_id is not None:
                managers[person_id] = manager_id
        frontier = {managers[p] for p in frontier if p in managers} - teams.keys()
    return managers, teams
