"""Find requests for release: for one who answers, for a team's calendar, for reviews."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload
from sqlalchemy.orm.interfaces import LoaderOption

from portal.applications.lifecycle import BEING_WRITTEN, State
from portal.applications.models import Application, ReleasePeriod
from portal.approvals.awarded import without_refused
from portal.approvals.lifecycle import ApprovalState, Seat
from portal.approvals.models import (
    Absence,
    ApprovalRequest,
    Condition,
    CoverPlan,
    Handover,
    OwnReason,
)
from portal.approvals.release import Around
from portal.kernel.actor import Actor, Role
from portal.people import queries as people
from portal.people.models import NodeKind, Organisation, Person
from portal.schemes.definition import ApprovalStep, NoAnswer, When
from portal.schemes.models import Call, Scheme

PAGE = 50


def _shown() -> tuple[LoaderOption, ...]:
    """Return what every page about a request reads, so that a list asks no more than one row."""
    application = joinedload(ApprovalRequest.application)
    call = application.selectinload(Application.call)
    return (
        application.joinedload(Application.applicant).selectinload(Person.posts),
        application.joinedload(Application.team).joinedload(Organisation.parent),
        application.selectinload(Application.periods),
        application.selectinload(Application.cost_lines),
        call.joinedload(Call.pinned),
        call.joinedload(Call.scheme).joinedload(Scheme.organisation),
        application.selectinload(Application.collaborators),
        application.selectinload(Application.mentor_requests),
        joinedload(ApprovalRequest.approver).selectinload(Person.posts),
        joinedload(ApprovalRequest.holder).selectinload(Person.posts),
        *_told(),
        selectinload(ApprovalRequest.deputies).joinedload(Absence.deputy),
        selectinload(ApprovalRequest.siblings),
    )


def _told() -> tuple[LoaderOption, ...]:
    """Return what is said of a request wherever it is told of."""
    return (
        joinedload(ApprovalRequest.answered_by),
        joinedload(ApprovalRequest.cover),
        selectinload(ApprovalRequest.handovers).joinedload(Handover.person),
        selectinload(ApprovalRequest.handovers).joinedload(Handover.by),
        selectinload(ApprovalRequest.conditions).joinedload(Condition.given_by),
        selectinload(ApprovalRequest.guests),
    )


def request(session: Session, _actor: Actor, request_id: UUID) -> ApprovalRequest | None:
    """Return a request with all that its page shows; the guard's rule decides who sees it."""
    return session.scalar(
        select(ApprovalRequest).where(ApprovalRequest.id == request_id).options(*_shown())
    )


def requests_by_id(session: Session, ids: Collection[UUID]) -> Sequence[ApprovalRequest]:
    """Return these requests with all that their pages show, the soonest due first."""
    return session.scalars(
        select(ApprovalRequest)
        .where(ApprovalRequest.id.in_(ids))
        .order_by(ApprovalRequest.due_at, ApprovalRequest.id)
        .options(*_shown())
    ).all()


def lock(session: Session, found: ApprovalRequest) -> None:
    """Hold the application and all its requests until the transaction ends, and read them again.

    The application comes first, as in a withdrawal, so that the two cannot wait for each other.
    What decides who may answer is read again too: what the other steps say, and who deputises.
    """
    session.scalars(
        select(Application)
        .where(Application.id == found.application_id)
        .with_for_update(of=Application, key_share=True)
        .execution_options(populate_existing=True)
    ).one()
    session.scalars(
        select(ApprovalRequest)
        .where(ApprovalRequest.application_id == found.application_id)
        .order_by(ApprovalRequest.id)
        .with_for_update(of=ApprovalRequest, key_share=True)
        .execution_options(populate_existing=True)
    ).all()
    session.scalars(
        select(Absence)
        .where(Absence.person_id == found.approver_id)
        .execution_options(populate_existing=True)
    ).all()


def requests_of(session: Session, application_ids: Collection[UUID]) -> Sequence[ApprovalRequest]:
    """Return all requests about these applications, with who was asked, in the order asked."""
    return session.scalars(
        select(ApprovalRequest)
        .where(ApprovalRequest.application_id.in_(application_ids))
        .order_by(ApprovalRequest.asked_at, ApprovalRequest.stage, ApprovalRequest.id)
        .options(joinedload(ApprovalRequest.approver), joinedload(ApprovalRequest.holder), *_told())
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


def to_accept(session: Session, actor: Actor) -> Sequence[ApprovalRequest]:
    """Return what this person has to accept, or not, of answers to their own applications."""
    return session.scalars(
        select(ApprovalRequest)
        .join(ApprovalRequest.application)
        .where(
            Application.applicant_id == actor.person_id,
            Application.state.in_((State.SUBMITTED, *BEING_WRITTEN)),
            ApprovalRequest.state == ApprovalState.CONDITIONAL,
        )
        .order_by(ApprovalRequest.due_at, ApprovalRequest.id)
        .options(*_shown())
    ).all()


def own_reasons(session: Session) -> Sequence[OwnReason]:
    """Return what the office keeps of reasons for a no, in its order."""
    return session.scalars(select(OwnReason).order_by(OwnReason.position, OwnReason.key)).all()


def answers_requests(session: Session, actor: Actor) -> bool:
    """Say whether the menu should lead this person to requests."""
    if actor.person_id is None:
        return False
    asked = select(Handover.id).where(Handover.person_id == actor.person_id)
    return (
        actor.holds_anywhere(Role.OFFICE)
        or people.manages(session, actor.person_id)
        or session.scalar(asked.limit(1)) is not None
    )


def around(session: Session, application: Application) -> Around:
    """Return what else is known of the weeks that an application asks for, in its team and unit.

    Never one of a rehearsal: nobody is released by it.
    """
    days = [day for p in application.periods for day in (p.starts_on, p.ends_on)]
    posts = people.team_posts(session, application.team_id)
    if not days:
        return Around(team=posts)
    weeks = (min(days), max(days))
    parent = application.team.parent
    unit = parent if parent is not None and parent.kind is NodeKind.DIRECTORATE else None
    here = Application.team_id == application.team_id
    return Around(
        agreed=released_in_team(session, application.team_id, *weeks, leave_out=application.id),
        asked=_in_weeks(session, application.id, weeks, here, *_NOT_YET),
        team=posts,
        unit=unit,
        in_unit=_in_weeks(session, application.id, weeks, _of_unit(unit), *_AGREED) if unit else (),
    )


def released_in_team(
    session: Session, team_id: UUID, starts_on: date, ends_on: date, *, leave_out: UUID
) -> Sequence[Application]:
    """Return the team's applications with a yes and no no, whose release touches these days.

    `leave_out` is the application asked about.
    """
    here = Application.team_id == team_id
    return _in_weeks(session, leave_out, (starts_on, ends_on), here, *_AGREED)


def _of_unit(unit: Organisation) -> ColumnElement[bool]:
    teams = select(Organisation.id).where(people.at_or_below(unit.path))
    return Application.team_id.in_(teams)


def _in_weeks(
    session: Session,
    leave_out: UUID,
    weeks: tuple[date, date],
    *which: ColumnElement[bool],
) -> Sequence[Application]:
    """Return other applications whose release touches these days, by applicant's name.

    Those whose people know that they get no award are left out: nobody is out by them.
    """
    starts_on, ends_on = weeks
    found = session.scalars(
        select(Application)
        .join(Application.applicant)
        .join(Application.call)
        .where(
            ~Call.rehearsal,
            Application.id != leave_out,
            Application.state == State.SUBMITTED,
            *which,
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
    return without_refused(session, found)


def last_cost_centre(session: Session, team_id: UUID) -> str:
    """Return the cost centre that paid for cover in this team last; "" where none has."""
    found = session.scalar(
        select(CoverPlan.cost_centre)
        .join(CoverPlan.request)
        .join(ApprovalRequest.application)
        .where(Application.team_id == team_id, CoverPlan.cost_centre != "")
        .order_by(ApprovalRequest.answered_at.desc(), CoverPlan.id)
        .limit(1)
    )
    return found or ""


def is_approved(steps: Iterable[ApprovalStep]) -> ColumnElement[bool]:
    """Return the condition on Application that all these approvals were given.

    Those wanted before an award are left out. An approval that was never asked for counts as not
    given; nobody's answer counts as the step says. `policy.is_approved` in Python.
    """
    wanted = (step for step in steps if step.when is not When.BEFORE_AWARD)
    return and_(Application.state == State.SUBMITTED, *(given(step) for step in wanted))


def given(step: ApprovalStep) -> ColumnElement[bool]:
    """Return the condition on Application that this approval was given, or goes on without.

    `policy.counts_as_given` in Python.
    """
    is_this = ApprovalRequest.stage == step.stage
    if step.no_answer is NoAnswer.GOES_ON:
        return or_(_has(ApprovalState.APPROVED, is_this), _has(ApprovalState.NO_ANSWER, is_this))
    return _has(ApprovalState.APPROVED, is_this)


def _has(state: ApprovalState, *more: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(
        ApprovalRequest.application_id == Application.id, ApprovalRequest.state == state, *more
    )


# Agreed by somebody of the team's own side and refused by nobody; asked for, and neither yet.
_AGREED = (_has(ApprovalState.APPROVED), ~_has(ApprovalState.DECLINED))
_NOT_YET = (
    or_(_has(ApprovalState.WAITING), _has(ApprovalState.CONDITIONAL)),
    ~_has(ApprovalState.APPROVED),
    ~_has(ApprovalState.DECLINED),
)


def _waiting(actor: Actor) -> Select[ApprovalRequest]:
    office = and_(
        ApprovalRequest.seat == Seat.OFFICE, people.at_or_below(*actor.paths_for(Role.OFFICE))
    )
    return _of(actor).where(
        ApprovalRequest.state == ApprovalState.WAITING,
        Application.state.in_((State.SUBMITTED, *BEING_WRITTEN)),
        or_(ApprovalRequest.holder_id == actor.person_id, office),
    )


def _answered(actor: Actor) -> Select[ApprovalRequest]:
    was_asked = exists().where(
        Handover.request_id == ApprovalRequest.id, Handover.person_id == actor.person_id
    )
    return _of(actor).where(
        ApprovalRequest.state != ApprovalState.WAITING,
        or_(ApprovalRequest.answered_by_id == actor.person_id, was_asked),
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
