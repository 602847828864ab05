"""Find who was asked to take part in applications."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from portal.applications import queries
from portal.applications.companion_policy import REMIND_AFTER, is_open
from portal.applications.companions import Collaborator, Companion, MentorRequest, Standing
from portal.applications.lifecycle import BEING_WRITTEN
from portal.applications.models import Application
from portal.applications.returns import Return
from portal.kernel.actor import Actor
from portal.people.models import Person, RoleGrant
from portal.reach.tokens import digest
from portal.schemes.models import Call, Scheme

Kind = type[Collaborator] | type[MentorRequest]

KINDS: tuple[Kind, ...] = (Collaborator, MentorRequest)


def _with_application(kind: Kind) -> tuple[ORMOption, ...]:
    of_it = joinedload(kind.application)
    return (
        of_it.joinedload(Application.applicant),
        of_it.joinedload(Application.late_pass),
        of_it.selectinload(Application.call)
        .joinedload(Call.scheme)
        .joinedload(Scheme.organisation),
        of_it.selectinload(Application.call).joinedload(Call.pinned),
    )


def by_token(session: Session, token: str) -> Companion | None:
    """Return who a secret link was sent to, whatever has become of it."""
    return _first(session, lambda kind: kind.token_digest == digest(token))


def addressed_to(session: Session, actor: Actor, companion_id: UUID) -> Companion | None:
    """Return a request that was sent to the actor's own address, by its id."""
    person = session.get(Person, actor.person_id) if actor.person_id else None
    if person is None:
        return None
    return _first(session, lambda kind: (kind.id == companion_id) & (kind.email == person.email))


def _first(session: Session, condition: Callable[[Kind], ColumnElement[bool]]) -> Companion | None:
    for kind in KINDS:
        query = select(kind).where(condition(kind)).options(*_with_application(kind))
        found: Companion | None = session.scalars(query).first()  # type: ignore[assignment]  # either table
        if found is not None:
            return found
    return None


def collaborator(
    session: Session, actor: Actor, application_id: UUID, companion_id: UUID
) -> Collaborator | None:
    """Return one collaborator of an application that this actor takes part in."""
    found = queries.application(session, actor, application_id)
    return next((c for c in found.collaborators if c.id == companion_id), None) if found else None


def companion(
    session: Session, actor: Actor, application_id: UUID, companion_id: UUID
) -> Companion | None:
    """Return a collaborator or mentor of an application that this actor takes part in.

    A mentor, who reads nothing of a draft, finds themselves alone.
    """
    found = queries.application(session, actor, application_id)
    if found is None:
        return _as_mentor(session, actor, application_id, companion_id)
    asked: list[Companion] = [*found.collaborators, *found.mentor_requests]
    return next((each for each in asked if each.id == companion_id), None)


def _as_mentor(
    session: Session, actor: Actor, application_id: UUID, companion_id: UUID
) -> MentorRequest | None:
    return session.scalar(
        select(MentorRequest)
        .where(MentorRequest.id == companion_id, MentorRequest.application_id == application_id)
        .where(MentorRequest.person_id == actor.person_id)
        .where(MentorRequest.standing == Standing.AGREED)
        .options(*_with_application(MentorRequest))
    )


def person_at(session: Session, email: str) -> Person | None:
    """Return the active person with this address, with the roles they hold."""
    return people_at(session, [email]).get(email)


def people_at(session: Session, emails: Collection[str]) -> dict[str, Person]:
    """Return the active people with these addresses, in lower case, with the roles they hold."""
    found = session.scalars(
        select(Person)
        .where(Person.email.in_(emails), Person.is_active)
        .options(selectinload(Person.grants).joinedload(RoleGrant.organisation))
    )
    return {person.email: person for person in found}


def waiting_for(session: Session, actor: Actor, now: datetime) -> Sequence[Companion]:
    """Return what was sent to the actor's own address and can still be answered, oldest first."""
    person = session.get(Person, actor.person_id) if actor.person_id else None
    if person is None:
        return ()
    found: list[Companion] = []
    for kind in KINDS:
        found += session.scalars(
            select(kind)
            .join(Application, kind.application_id == Application.id)
            .where(kind.email == person.email, kind.standing == Standing.WAITING)
            .where(kind.expires_at > now, or_(_is_written(), queries.is_out()))
            .order_by(kind.asked_at, kind.id)
            .options(*_with_application(kind))
        )
    return [each for each in found if is_open(each, now)]


def _is_written() -> ColumnElement[bool]:
    return Application.state.in_(BEING_WRITTEN)


def _was_asked_since() -> ColumnElement[bool]:
    back = select(func.max(Return.returned_at)).where(Return.application_id == Application.id)
    return and_(queries.is_out(), MentorRequest.asked_at >= back.scalar_subquery())


def to_remind(session: Session, now: datetime) -> Sequence[MentorRequest]:
    """Return the mentors asked a week ago who have not answered nor been reminded.

    Of what was sent, those alone who were asked because it was sent back: only then can they
    still answer.
    """
    return session.scalars(
        select(MentorRequest)
        .join(Application, MentorRequest.application_id == Application.id)
        .where(MentorRequest.standing == Standing.WAITING, MentorRequest.reminded_at.is_(None))
        .where(MentorRequest.asked_at <= now - REMIND_AFTER, MentorRequest.expires_at > now)
        .where(or_(_is_written(), _was_asked_since()))
        .order_by(MentorRequest.asked_at, MentorRequest.id)
        .limit(100)
        .options(*_with_application(MentorRequest))
    ).all()
