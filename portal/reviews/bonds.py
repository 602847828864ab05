"""Find who may review in a call, and what binds people to each other and to applications."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.applications.companions import Collaborator, MentorRequest, Standing
from portal.applications.lifecycle import SENT
from portal.applications.models import Application
from portal.kernel.actor import Role
from portal.mentors.queries import pairs_among
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
    """Return everybody with a sent application in a call, and those who wrote with them."""
    sent = (Application.call_id == call.id, Application.state.in_(SENT))
    wrote = (
        select(Collaborator.person_id)
        .join(Collaborator.application)
        .where(*sent, Collaborator.standing == Standing.AGREED)
    )
    alone = session.scalars(select(Application.applicant_id).where(*sent))
    return frozenset(alone) | frozenset(p for p in session.scalars(wrote) if p)


def asked_of(
    session: Session, call: Call, kind: type[Collaborator] | type[MentorRequest]
) -> frozenset[tuple[UUID, UUID]]:
    """Return each application of a call with everybody who was asked to take part so.

    Whoever has an account, whatever they answered: even a no has read who applies for what.
    """
    rows = session.execute(
        select(kind.application_id, kind.person_id)
        .join(Application, kind.application_id == Application.id)
        .where(Application.call_id == call.id, kind.person_id.is_not(None))
    )
    return frozenset((application_id, p) for application_id, p in rows if p is not None)


def ties(session: Session, call: Call, people: Collection[UUID]) -> Ties:
    """Return what binds these people to each other and to the applications of a call."""
    managers, teams = posts(session, people)
    return Ties(
        managers=managers,
        teams=teams,
        declared=declared(session, call),
        applicants=applicants(session, call),
        helpers=asked_of(session, call, Collaborator),
        mentors=asked_of(session, call, MentorRequest),
        paired=pairs_among(session, list(people)),
    )


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
