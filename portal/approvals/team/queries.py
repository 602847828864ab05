"""Find the releases of teams, what waits in them, and whose feed an address is."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload
from sqlalchemy.orm.interfaces import LoaderOption

from portal.applications.lifecycle import State
from portal.applications.models import Application, ReleasePeriod, SectionEntry
from portal.applications.returns import Return
from portal.approvals import queries as requests
from portal.approvals.awarded import NOTHING_TOLD, told_of
from portal.approvals.lifecycle import ApprovalState
from portal.approvals.models import ApprovalRequest, CoverPlan
from portal.approvals.team.models import TeamFeed
from portal.approvals.team.releases import Release, by_application, release_of
from portal.kernel.actor import Actor
from portal.people.models import Person
from portal.schemes.models import Call, Scheme

GONE = (State.WITHDRAWN, State.NOT_INVITED)


def releases(
    session: Session, team_ids: Collection[UUID], first: date, last: date | None = None
) -> tuple[Release, ...]:
    """Return who is out, or is to be, on any of these days, by name; `last` None is for ever."""
    found = session.scalars(
        _applications(team_ids)
        .where(or_(_runs(first, last), _may_differ()))
        .order_by(Person.name, Application.id)
    ).all()
    made = _made(session, found)
    return tuple(each for each in made if each.touches(first, last or date.max))


def with_costs(session: Session, team_ids: Collection[UUID]) -> tuple[Release, ...]:
    """Return the releases whose plans for cover cost money, by first name of the list."""
    found = session.scalars(
        _applications(team_ids)
        .where(
            exists().where(
                ApprovalRequest.application_id == Application.id,
                CoverPlan.request_id == ApprovalRequest.id,
                CoverPlan.cost_pence > 0,
            )
        )
        .order_by(Person.name, Application.id)
    ).all()
    return _made(session, found)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which requests are looked for: of one team or scheme, and due until an instant."""

    team_id: UUID | None = None
    scheme_id: UUID | None = None
    due_until: datetime | None = None


def waiting_ids(
    session: Session, team_ids: Collection[UUID], wanted: Wanted, actor: Actor
) -> tuple[tuple[UUID, UUID], ...]:
    """Return each request that waits for an answer about people of these teams, and what it is
    about: the soonest due first. One's own are left out.
    """  # noqa: D205 -- one thought
    query: Any = select(ApprovalRequest.id, ApprovalRequest.application_id)
    rows = session.execute(
        _of_waiting(query, team_ids, wanted, actor).order_by(
            ApprovalRequest.due_at, ApprovalRequest.id
        )
    )
    return tuple((request_id, application_id) for request_id, application_id in rows)


def calls_waiting(session: Session, team_ids: Collection[UUID], actor: Actor) -> Sequence[Call]:
    """Return the calls that these requests are of, with what each says."""
    ids = _of_waiting(select(Application.call_id), team_ids, Wanted(), actor)
    return session.scalars(
        select(Call).where(Call.id.in_(ids)).order_by(Call.id).options(joinedload(Call.pinned))
    ).all()


def _of_waiting(query: Any, team_ids: Collection[UUID], wanted: Wanted, actor: Actor) -> Any:
    query = query.select_from(ApprovalRequest).join(ApprovalRequest.application)
    query = query.join(Application.call).where(
        ~Call.rehearsal,
        Application.team_id.in_(team_ids),
        Application.applicant_id != actor.person_id,
        Application.state.not_in(GONE),
        ApprovalRequest.state == ApprovalState.WAITING,
    )
    if wanted.team_id is not None:
        query = query.where(Application.team_id == wanted.team_id)
    if wanted.scheme_id is not None:
        query = query.where(Call.scheme_id == wanted.scheme_id)
    if wanted.due_until is not None:
        query = query.where(ApprovalRequest.due_at <= wanted.due_until)
    return query


def sequences(session: Session, application_ids: Collection[UUID]) -> Mapping[UUID, int]:
    """Count how often the sections of these applications were saved."""
    rows = session.execute(
        select(SectionEntry.application_id, func.sum(SectionEntry.version))
        .where(SectionEntry.application_id.in_(application_ids))
        .group_by(SectionEntry.application_id)
    )
    return {application_id: int(number) for application_id, number in rows}


def feed_of(session: Session, person_id: UUID | None) -> TeamFeed | None:
    """Return the feed that this person made."""
    return session.scalar(select(TeamFeed).where(TeamFeed.person_id == person_id))


def feed_by_digest(session: Session, digest: str) -> TeamFeed | None:
    """Return a feed by the digest of its address, with whoever made it and their roles."""
    person = joinedload(TeamFeed.person)
    return session.scalar(
        select(TeamFeed)
        .where(TeamFeed.token_digest == digest)
        .options(person.selectinload(Person.grants))
    )


def _made(session: Session, found: Sequence[Application]) -> tuple[Release, ...]:
    ids = [each.id for each in found]
    asked = by_application(requests.requests_of(session, ids))
    told = told_of(session, ids)
    made = (
        release_of(each, asked.get(each.id, ()), told.get(each.id, NOTHING_TOLD)) for each in found
    )
    return tuple(each for each in made if each is not None)


def _applications(team_ids: Collection[UUID]) -> Select[Application]:
    """Select applications of these teams that somebody was asked about, and nobody refused.

    Never one of a rehearsal: nobody is released by it.
    """
    return (
        select(Application)
        .join(Application.applicant)
        .join(Application.call)
        .where(
            ~Call.rehearsal,
            Application.team_id.in_(team_ids),
            Application.state.not_in(GONE),
            _has(ApprovalRequest.state != ApprovalState.CLOSED),
            ~_has(ApprovalRequest.state == ApprovalState.DECLINED),
        )
        .options(*_shown())
    )


def _shown() -> tuple[LoaderOption, ...]:
    call = selectinload(Application.call)
    return (
        contains_eager(Application.applicant).selectinload(Person.posts),
        joinedload(Application.team),
        selectinload(Application.periods),
        call.joinedload(Call.pinned),
        call.joinedload(Call.scheme).joinedload(Scheme.organisation),
    )


def _has(which: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(ApprovalRequest.application_id == Application.id, which)


def _runs(first: date, last: date | None) -> ColumnElement[bool]:
    begins = () if last is None else (ReleasePeriod.starts_on <= last,)
    return exists().where(
        ReleasePeriod.application_id == Application.id, ReleasePeriod.ends_on >= first, *begins
    )


def _may_differ() -> ColumnElement[bool]:
    """Say whether the days that count may be others than those of the application's rows."""
    is_out = exists().where(
        Return.application_id == Application.id,
        Return.answered_at.is_(None),
        Return.cancelled_at.is_(None),
        Return.passed_at.is_(None),
    )
    return or_(_has(ApprovalRequest.state == ApprovalState.CONDITIONAL), is_out)
