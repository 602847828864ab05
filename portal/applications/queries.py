"""Find applications, whole and ordered."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import cache
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from portal.applications.companions import Collaborator, Standing
from portal.applications.lifecycle import SENT, State
from portal.applications.models import (
    Application,
    CostKind,
    CostLine,
    Invitation,
    SectionEntry,
    SectionVersion,
    Submission,
)
from portal.applications.opening import Opening, of_application
from portal.applications.policy import takes_part
from portal.applications.returns import Return
from portal.costing.scales import Nation
from portal.kernel import db
from portal.kernel.actor import Actor, Role
from portal.kernel.clock import london_day
from portal.kernel.reactions import ask, react
from portal.people import queries as people
from portal.people.models import Employment, Organisation, Person
from portal.schemes import outages
from portal.schemes.call_queries import pass_of
from portal.schemes.models import Call, Outage, Scheme
from portal.schemes.queries import call_by_id
from portal.schemes.questions import Round


def _heads() -> tuple[ORMOption, ...]:
    """Load what a line of a list shows: call, scheme, applicant, team."""
    return (
        selectinload(Application.call).joinedload(Call.scheme).joinedload(Scheme.organisation),
        selectinload(Application.call).joinedload(Call.pinned),
        joinedload(Application.applicant),
        joinedload(Application.team),
        joinedload(Application.late_pass),
        joinedload(Application.invitation),
    )


def _one() -> tuple[ORMOption, ...]:
    """Load with one application, in its own query, each one thing that it belongs to.

    What it has many of is loaded when it is first looked at: no page looks at all of it.
    """
    posts = joinedload(Application.applicant).lazyload(Person.posts)
    call = joinedload(Application.call)
    return (
        call.joinedload(Call.scheme).joinedload(Scheme.organisation),
        call.joinedload(Call.pinned),
        joinedload(Application.team),
        joinedload(Application.late_pass),
        joinedload(Application.invitation),
        posts.joinedload(Employment.organisation),
        posts.joinedload(Employment.manager),
    )


def application(session: Session, actor: Actor, application_id: UUID) -> Application | None:
    """Return one whole application, for whoever takes part in it or the scheme's office.

    Every higher feature is asked about an officer: who reacts to "application_reading" may
    raise Refused, as a conflict does.
    """
    found = whole(session, application_id)
    if found is None or not is_reader(found, actor):
        return None
    if not takes_part(found, actor):
        react(session, "application_reading", application=found, actor=actor)
    return found


def is_reader(application: Application, actor: Actor) -> bool:
    """Say whether they take part or are the scheme's office; others see nothing here."""
    office = application.call.scheme.organisation.path
    return takes_part(application, actor) or actor.holds(Role.OFFICE, office)


def whole(session: Session, application_id: UUID) -> Application | None:
    """Return one whole application. Asks nobody who reads: for actions and higher features."""
    return session.scalar(_by_id(), {"application_id": application_id})


@cache
def _by_id() -> Select[Application]:
    """Return the query, made once: to make it takes longer than to ask it."""
    wanted = Application.id == bindparam("application_id", type_=Application.id.type)
    return select(Application).where(wanted).options(*_one())


def locked(session: Session, application_id: UUID) -> Application:
    """Return the application for a change, and keep others from changing it meanwhile.

    Rows that name it may still be added: whoever adds them holds the trail's tail already, and
    would wait for us while we wait for the tail. What this session had read before it held the
    lock is read again; on SQLite nobody can have written since it began. Raises NoResultFound.
    """
    if db.writes_alone(session):
        return session.get_one(Application, application_id)
    found = session.scalars(  # not get(): that raises where another has changed it meanwhile
        select(Application)
        .where(Application.id == application_id)
        .with_for_update(of=Application, key_share=True)
        .execution_options(populate_existing=True)
    ).one()
    session.expire_all()
    return found


def drafts_with_pay(session: Session, path: str, nation: Nation) -> Sequence[Application]:
    """Return the drafts of a nation's teams at a node and below that have lines of pay."""
    has_pay = Application.cost_lines.any(CostLine.kind == CostKind.SALARY)
    return session.scalars(
        select(Application)
        .join(Application.team)
        .where(
            Application.state == State.DRAFT,
            Organisation.nation == nation,
            people.at_or_below(path),
            has_pay,
        )
        .order_by(Application.id)
        .options(
            joinedload(Application.call),
            selectinload(Application.periods),
            selectinload(Application.cost_lines),
        )
    ).all()


def mine(session: Session, actor: Actor) -> Sequence[Application]:
    """Return the actor's own applications, the newest first."""
    return session.scalars(
        select(Application)
        .where(Application.applicant_id == actor.person_id)
        .order_by(Application.started_at.desc(), Application.id)
        .options(*_heads(), selectinload(Application.sections))
    ).all()


def shared_with(session: Session, actor: Actor) -> Sequence[Application]:
    """Return the applications of others that the actor works on, the newest first.

    One that was taken back is left out.
    """
    joined = select(Collaborator.application_id).where(
        Collaborator.person_id == actor.person_id, Collaborator.standing == Standing.AGREED
    )
    return session.scalars(
        select(Application)
        .where(Application.id.in_(joined), Application.state != State.WITHDRAWN)
        .order_by(Application.started_at.desc(), Application.id)
        .options(*_heads(), selectinload(Application.collaborators))
    ).all()


def live(session: Session, call_id: UUID, person_id: UUID | None) -> Application | None:
    """Return this person's application to this call that is not withdrawn."""
    return session.scalar(
        select(Application)
        .where(Application.call_id == call_id, Application.applicant_id == person_id)
        .where(Application.state != State.WITHDRAWN)
    )


def opening(session: Session, actor: Actor, call_id: UUID) -> Opening | None:
    """Return a call as it stands before this person; None where there is no such call."""
    call = call_by_id(session, call_id)
    if call is None or actor.person_id is None:
        return None
    person = people.person_with_posts(session, actor.person_id)
    if person is None:
        return None
    late = pass_of(session, call_id, actor.person_id)
    until_at = late.lets_in_until if late else None
    existing = live(session, call_id, actor.person_id)
    held = held_before(session, person.id, call.scheme_id)
    told = existing.told if existing else {}
    return Opening(call, person, existing, until_at, held, told)


def draft_opening(session: Session, actor: Actor, application_id: UUID) -> Opening | None:
    """Return the call of an application as it stands before its applicant."""
    found = application(session, actor, application_id)
    return opening_of(session, found) if found else None


def opening_of(session: Session, application: Application) -> Opening:
    """Return the call of an application as it stands before its applicant."""
    return of_application(application, awarded_before(session, application))


def awarded_before(session: Session, application: Application) -> bool | None:
    """Return `held_before` of its applicant and its scheme."""
    return held_before(session, application.applicant_id, application.call.scheme_id)


def held_before(session: Session, person_id: UUID, scheme_id: UUID) -> bool | None:
    """Say whether our awards show that somebody had one of this scheme; None where they do not.

    They may have had one before there were records here, so that is no "no".
    """
    held: bool | None = ask(session, "held_before", None, person_id=person_id, scheme_id=scheme_id)
    return held


def drafts_in(session: Session, call_id: UUID) -> Sequence[Application]:
    """Return the drafts of a call with their applicants, by id."""
    return session.scalars(
        select(Application)
        .where(Application.call_id == call_id, Application.state == State.DRAFT)
        .order_by(Application.id)
        .options(joinedload(Application.applicant))
    ).all()


def count_in(session: Session, call_id: UUID) -> tuple[int, int]:
    """Count the drafts of a call, and what was sent to it and not withdrawn."""
    rows = session.execute(
        select(Application.state, func.count())
        .where(Application.call_id == call_id)
        .group_by(Application.state)
    )
    counted: dict[State, int] = {row.state: row[1] for row in rows}
    return counted.get(State.DRAFT, 0), sum(counted.get(state, 0) for state in SENT)


def live_in(session: Session, call_id: UUID) -> Sequence[UUID]:
    """Return the ids of what is in a call and not withdrawn, in order."""
    return session.scalars(
        select(Application.id)
        .where(Application.call_id == call_id, Application.state != State.WITHDRAWN)
        .order_by(Application.id)
    ).all()


def who_sent(session: Session, call_id: UUID) -> frozenset[UUID]:
    """Return the ids of those whose application to this call was sent and stands."""
    sent = select(Application.applicant_id).where(
        Application.call_id == call_id, Application.state.in_(SENT)
    )
    return frozenset(session.scalars(sent))


def entry(session: Session, application_id: UUID, key: str) -> SectionEntry | None:
    """Return a section as it is saved now, whatever this session knew of it."""
    return session.scalar(
        select(SectionEntry)
        .where(SectionEntry.application_id == application_id, SectionEntry.key == key)
        .execution_options(populate_existing=True)
    )


def versions(session: Session, application_id: UUID, key: str) -> Sequence[SectionVersion]:
    """Return what was set aside of a section, the last first: never more than `earlier.KEPT`."""
    return session.scalars(
        select(SectionVersion)
        .where(SectionVersion.application_id == application_id, SectionVersion.key == key)
        .order_by(SectionVersion.set_aside_at.desc(), SectionVersion.id)
        .options(joinedload(SectionVersion.written_by))
    ).all()


def last_set_aside(session: Session, application_id: UUID, key: str) -> datetime | None:
    """Return when something of a section was last set aside."""
    return session.scalar(
        select(func.max(SectionVersion.set_aside_at)).where(
            SectionVersion.application_id == application_id, SectionVersion.key == key
        )
    )


def submission(
    session: Session, application_id: UUID, stage: Round | None = None
) -> Submission | None:
    """Return the newest receipt of an application: of this stage, or of what was sent last."""
    found = select(Submission).where(Submission.application_id == application_id)
    if stage is not None:
        found = found.where(Submission.stage == stage)
    return session.scalar(found.order_by(Submission.number.desc()).limit(1))


def submissions(session: Session, application_id: UUID) -> Sequence[Submission]:
    """Return every receipt of an application, the newest first."""
    return session.scalars(
        select(Submission)
        .where(Submission.application_id == application_id)
        .order_by(Submission.number.desc())
    ).all()


def is_out() -> ColumnElement[bool]:
    """Return the condition that an application is out for changes: `returned.out` in SQL.

    The states in which it can be are left to whoever asks: in all others, all have ended.
    """
    return exists().where(Return.application_id == Application.id, Return.is_not_over())


def unanswered(session: Session, before: date) -> Sequence[UUID]:
    """Return the ids of applications out for changes whose last day was before this UK day."""
    return session.scalars(
        select(Return.application_id)
        .where(Return.is_not_over(), Return.answer_by_on < before)
        .order_by(Return.answer_by_on, Return.application_id)
    ).all()


def reached_by(session: Session, outage: Outage) -> Sequence[UUID]:
    """Return the ids, in order, of applications with a close of their own that an outage may reach.

    That is the second step of who was invited, or the last day of changes. The rule itself is
    asked of each.
    """
    first, last = outages.around(outage.from_at, outage.to_at)
    invited = and_(
        Application.state == State.INVITED,
        Invitation.shut_at.is_(None),
        Invitation.closes_at.between(first, last),
    )
    days = (london_day(first) - timedelta(days=1), london_day(last))  # a day ends at midnight
    out = Application.returns.any(and_(Return.is_not_over(), Return.answer_by_on.between(*days)))
    return session.scalars(
        select(Application.id)
        .outerjoin(Application.invitation)
        .join(Application.call)
        .where(or_(invited, out), Call.ended_at.is_(None))
        .order_by(Application.id)
    ).all()


def invitations_between(session: Session, first: datetime, last: datetime) -> Sequence[Invitation]:
    """Return the invitations that close between two instants and were not seen to."""
    return session.scalars(
        select(Invitation)
        .where(Invitation.shut_at.is_(None), Invitation.closes_at.between(first, last))
        .order_by(Invitation.closes_at, Invitation.id)
        .options(joinedload(Invitation.application).selectinload(Application.call))
    ).all()


def by_ticket(session: Session, ticket: str) -> Submission | None:
    """Return the receipt given for this ticket."""
    return session.scalar(select(Submission).where(Submission.ticket == ticket))


def is_reference(session: Session, reference: str) -> bool:
    """Say whether this reference has been given."""
    given = select(Application.id).where(Application.reference == reference)
    return session.scalar(given) is not None


def references(session: Session, call_id: UUID) -> frozenset[str]:
    """Return every reference given in a call."""
    given = session.scalars(
        select(Application.reference).where(
            Application.call_id == call_id, Application.reference.is_not(None)
        )
    )
    return frozenset(reference for reference in given if reference)
