"""Find people and nodes of the tree."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.kernel.actor import Actor, Role
from portal.people.models import (
    Employment,
    FailedSignIn,
    Organisation,
    Person,
    RoleGrant,
    WorkforceCount,
)

GUESSES_ALLOWED = 10
GUESSING_WINDOW = timedelta(minutes=5)


def person_by_email(session: Session, email: str) -> Person | None:
    """Return the person with this address, however its letters were typed."""
    return session.scalar(select(Person).where(Person.email == email.strip().lower()))


def person_with_posts(session: Session, person_id: UUID) -> Person | None:
    """Return a person with posts, teams and managers loaded."""
    return session.scalar(
        select(Person)
        .where(Person.id == person_id)
        .options(
            selectinload(Person.posts).joinedload(Employment.organisation),
            selectinload(Person.posts).joinedload(Employment.manager),
        )
    )


def guesses(session: Session, email_digest: str, address: str, now: datetime) -> int:
    """Count recent wrong passwords for this account or from this address, the greater of both."""
    recent = select(func.count()).where(FailedSignIn.failed_at > now - GUESSING_WINDOW)
    by_account = session.scalar(recent.where(FailedSignIn.email_digest == email_digest)) or 0
    by_address = session.scalar(recent.where(FailedSignIn.address == address)) or 0
    return max(by_account, by_address)


def people_with_role(session: Session, role: Role, path: str) -> Sequence[Person]:
    """Return active people who hold the role at the node with this path or above it, by name."""
    above = ["/".join(path.split("/")[: n + 1]) for n in range(len(path.split("/")))]
    return session.scalars(
        select(Person)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .join(Organisation, Organisation.id == RoleGrant.organisation_id)
        .where(RoleGrant.role == role, Organisation.path.in_(above), Person.is_active)
        .distinct()
        .order_by(Person.name, Person.id)
        .options(selectinload(Person.posts).joinedload(Employment.organisation))
    ).all()


def nodes_for(session: Session, actor: Actor, *roles: Role) -> Sequence[Organisation]:
    """Return the nodes at which the actor holds any of these roles, by path."""
    paths = actor.paths_for(*roles)
    return session.scalars(
        select(Organisation).where(Organisation.path.in_(paths)).order_by(Organisation.path)
    ).all()


def node_by_path(session: Session, path: str) -> Organisation | None:
    """Return the node with this path."""
    return session.scalar(select(Organisation).where(Organisation.path == path))


def nodes_under(session: Session, path: str) -> Sequence[Organisation]:
    """Return the node and all below it, by path."""
    return session.scalars(
        select(Organisation)
        .where(or_(Organisation.path == path, Organisation.path.startswith(f"{path}/")))
        .order_by(Organisation.path)
    ).all()


def manages(session: Session, manager_id: UUID) -> bool:
    """Say whether anybody's main post names this person as line manager."""
    query = select(Employment.id).where(Employment.manager_id == manager_id, Employment.is_main)
    return session.scalar(query.limit(1)) is not None


def team_posts(session: Session, organisation_id: UUID) -> Sequence[Employment]:
    """Return the main posts of a team, by name."""
    return session.scalars(
        select(Employment)
        .join(Employment.person)
        .where(Employment.organisation_id == organisation_id, Employment.is_main)
        .order_by(Person.name, Person.id)
        .options(joinedload(Employment.person))
    ).all()


def workforce(session: Session, path: str, start: date, end: date) -> Sequence[WorkforceCount]:
    """Return counts at month ends within [start, end] for the node and all below, by month."""
    return session.scalars(
        select(WorkforceCount)
        .join(Organisation, Organisation.id == WorkforceCount.organisation_id)
        .where(or_(Organisation.path == path, Organisation.path.startswith(f"{path}/")))
        .where(WorkforceCount.month_end_on.between(start, end))
        .order_by(WorkforceCount.month_end_on, WorkforceCount.profession_code, WorkforceCount.id)
    ).all()
