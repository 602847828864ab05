"""Find requests for release: for one who answers, for a team's calendar, for reviews."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload
from sqlalchemy.orm.interfaces import LoaderOption

from portal.applications.lifecycle import State
from portal.applications.models import Application, ReleasePeriod
from portal.approvals.lifecycle import ApprovalState
from portal.approvals.models import ApprovalRequest
from portal.kernel.actor import Actor, Role
from portal.people import queries as people
from portal.people.models import Person
from portal.schemes.definition import ApprovalStep
from portal.schemes.models import Call, Scheme

PAGE = 50


def _shown() -> tuple[LoaderOption, ...]:
    """Return what every page about a request reads, so that a list asks no more than one row."""
    application = joinedload(ApprovalRequest.application)
    call = application.selectinload(Application.call)
    return (
        application.joinedload(Application.applicant).selectinload(Person.posts),
        application.joinedload(Application.team),
        application.selectinload(Application.periods),
        application.selectinload(Application.cost_lines),
        call.joinedload(Call.pinned),
        call.joinedload(Call.scheme).joinedload(Scheme.organisation),
        joinedload(ApprovalRequest.approver).selectinload(Person.posts),
        joinedload(ApprovalRequest.answered_by),
        joinedload(ApprovalRequest.cover),
    )


def request(session: Session, _actor: Actor, request_id: UUID) -> ApprovalRequest | None:
    """Return a request with all that its page shows; the guard's rule decides who sees it."""
    return session.scalar(
        select(ApprovalRequest).where(ApprovalRequest.id == request_id).options(*_shown())
    )


def lock(session: Session, found: ApprovalRequest) -> None:
    """Hold the application and its request until the transaction ends, and read both again.

    The application comes first, as in a withdrawal, so that the two cannot wait for each other.
    """
    session.scalars(
        select(Application)
        .where(Application.id == found.application_id)
        .with_for_update(of=Application, key_share=True)
        .execution_options(populate_existing=True)
    ).one()
    session.scalars(
        select(ApprovalRequest)
        .where(ApprovalRequest.id == found.id)
        .with_for_update(of=ApprovalRequest, key_share=True)
        .execution_options(populate_existing=True)
    ).one()


def requests_of(session: Session, application_ids: Collection[UUID]) -> Sequence[ApprovalRequest]:
    """Return all requests about these applications, with who was asked, in the order asked."""
    return session.scalars(
        select(ApprovalRequest)
        .where(ApprovalRequest.application_id.in_(application_ids))
        .order_by(ApprovalRequest.asked_at, ApprovalRequest.stage, ApprovalRequest.id)
        .options(
            joinedload(ApprovalRequest.approver),
            joinedload(ApprovalRequest.answered_by),
            joinedload(ApprovalRequest.cover),
        )
    ).all()


def waiting_for(session: Session, actor: Actor, page: int = 1) -> Sequence[ApprovalRequest]:
    """Return a page of what waits for this person's answer, the soonest due first."""
    return session.scalars(
        _waiting(actor)
        .order_by(ApprovalRequest.due_at, ApprovalRequest.id)
        .options(*_shown())
        .limit(PAGE)
        .offset(PAGE * (page - 1))
    ).all()


def count_waiting(session: Session, actor: Actor) -> int:
    """Count what waits for this person's answer."""
    return session.scalar(select(func.count()).select_from(_waiting(actor).subquery())) or 0


def answered_by(session: Session, actor: Actor, page: int = 1) -> Sequence[ApprovalRequest]:
    """Return a page of what this person answered or need not answer now, the newest first."""
    return session.scalars(
        _answered(actor)
        .order_by(
            func.coalesce(ApprovalRequest.answered_at, ApprovalRequest.asked_at).desc(),
            ApprovalRequest.id,
        )
        .options(*_shown())
        .limit(PAGE)
        .offset(PAGE * (page - 1))
    ).all()


def count_answered(session: Session, actor: Actor) -> int:
    """Count what this person answered or need not answer now."""
    return session.scalar(select(func.count()).select_from(_answered(actor).subquery())) or 0


def answers_requests(session: Session, actor: Actor) -> bool:
    """Say whether the menu should lead this person to requests."""
    if actor.person_id is None:
        return False
    asked = select(ApprovalRequest.id).where(ApprovalRequest.approver_id == actor.person_id)
    return (
        actor.holds_anywhere(Role.OFFICE)
        or people.manages(session, actor.person_id)
        or session.scalar(asked.limit(1)) is not None
    )


def released_in_team(
    session: Session, team_id: UUID, starts_on: date, ends_on: date, *, leave_out: UUID
) -> Sequence[Application]:
    """Return the team's applications with a yes and no no, whose release touches these days.

    Never one of a rehearsal: nobody is released by it.
    By applicant's name, with their periods. `leave_out` is the application asked about.
    """
    return session.scalars(
        select(Application)
        .join(Application.applicant)
        .join(Application.call)
        .where(
            ~Call.rehearsal,
            Application.team_id == team_id,
            Application.id != leave_out,
            Application.state == State.SUBMITTED,
            _has(ApprovalState.APPROVED),
            ~_has(ApprovalState.DECLINED),
            exists().where(
                ReleasePeriod.application_id == Application.id,
                ReleasePeriod.starts_on <= ends_on,
                ReleasePeriod.ends_on >= starts_on,
            ),
        )
        .order_by(Person.name, Application.id)
        .options(
            contains_eager(Application.applicant).selectinload(Person.posts),
            joinedload(Application.team),
            selectinload(Application.periods),
            selectinload(Application.call).joinedload(Call.pinned),
        )
    ).all()


def is_approved(steps: Iterable[ApprovalStep]) -> ColumnElement[bool]:
    """Return the condition on Application that all these approvals were given.

    An approval that was never asked for counts as not given. `policy.is_approved` in Python.
    """
    given = (_has(ApprovalState.APPROVED, ApprovalRequest.stage == step.stage) for step in steps)
    return and_(Application.state == State.SUBMITTED, *given)


def _has(state: ApprovalState, *more: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(
        ApprovalRequest.application_id == Application.id, ApprovalRequest.state == state, *more
    )


def _waiting(actor: Actor) -> Select[ApprovalRequest]:
    office = and_(
        ApprovalRequest.approver_id.is_(None), people.at_or_below(*actor.paths_for(Role.OFFICE))
    )
    return _of(actor).where(
        ApprovalRequest.state == ApprovalState.WAITING,
        Application.state == State.SUBMITTED,
        or_(ApprovalRequest.approver_id == actor.person_id, office),
    )


def _answered(actor: Actor) -> Select[ApprovalRequest]:
    return _of(actor).where(
        ApprovalRequest.state != ApprovalState.WAITING,
        or_(
            ApprovalRequest.answered_by_id == actor.person_id,
            ApprovalRequest.approver_id == actor.person_id,
        ),
    )


def _of(actor: Actor) -> Select[ApprovalRequest]:
    """Select requests about other people's applications."""
    return (
        select(ApprovalRequest)
        .join(ApprovalRequest.application)
        .join(Application.call)
        .join(Call.scheme)
        .join(Scheme.organisation)
        .where(Application.applicant_id != actor.person_id)
    )
