"""Find people and nodes of the tree."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import accumulate
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.kernel.actor import Role
from portal.people.models import (
    Employment,
    FailedSignIn,
    Organisation,
    Person,
    RoleGrant,
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
    return session.scalars(
        select(Person)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .join(Organisation, Organisation.id == RoleGrant.organisation_id)
        .where(RoleGrant.role == role, Organisation.path.in_(up_from(path)), Person.is_active)
        .distinct()
        .order_by(Person.name, Person.id)
        .options(selectinload(Person.posts).joinedload(Employment.organisation))
    ).all()


def up_from(path: str) -> tuple[str, ...]:
    """Return the paths of this node and of all above it, the highest first."""
    return tuple(accumulate(path.split("/"), "{}/{}".format))


def at_or_below(*paths: str) -> ColumnElement[bool]:
    """Return the condition on Organisation: one of these nodes, or under one; of none, never.

    `kernel.actor.is_at_or_below` in Python.
    """
    under = (Organisation.path.startswith(f"{path}/", autoescape=True) for path in paths)
    return or_(Organisation.path.in_(paths), *under)


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
