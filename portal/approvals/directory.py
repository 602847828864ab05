"""Read from the directory what decides whom a request waits for: see `approvals.chain`."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.applications.approver import is_the_manager
from portal.applications.models import Application
from portal.approvals.chain import HIGHEST, Chain, Deputy, Known
from portal.approvals.lifecycle import OPEN
from portal.approvals.models import Absence, ApprovalRequest
from portal.kernel.actor import Role
from portal.kernel.clock import london_day
from portal.people.models import Employment, Person
from portal.people.queries import people_with_role
from portal.schemes.definition import Stage


def chain_for(
    session: Session,
    application: Application,
    stage: Stage,
    requests: Collection[ApprovalRequest],
    now: datetime,
) -> Chain:
    """Return the chain of a step that was not asked yet; its approver is found here."""
    office = _officers(session, application)
    post = application.applicant.post
    ids = {application.applicant_id, *office}
    people = known(session, ids | ({post.manager_id} if post and post.manager_id else set()))
    chain = Chain(people, office, application.applicant_id, used=used(requests))
    approver = _approver(session, application, stage, chain, london_day(now))
    if approver is not None and approver not in people:
        people = {**people, **known(session, {approver})}
    return Chain(people, office, application.applicant_id, approver, chain.used)


def chain_of(session: Session, request: ApprovalRequest, *more: UUID) -> Chain:
    """Return the chain of a request that waits, which knows of `more` people too."""
    application = request.application
    office = _officers(session, application)
    ids = {application.applicant_id, request.approver_id, request.holder_id, *office, *more}
    post = application.applicant.post
    ids |= {post.manager_id if post else None}
    others = used(each for each in request.siblings if each.id != request.id)
    people = known(session, {i for i in ids if i is not None})
    chain = Chain(people, office, application.applicant_id, request.approver_id, others)
    return replace(chain, named=_named(request, chain))


def _named(request: ApprovalRequest, chain: Chain) -> UUID | None:
    """Return who manages the applicant now, for a step that the directory's managers answer."""
    post = request.application.applicant.post
    if post is None or request.approver_id is None:
        return None
    if request.stage is Stage.LINE_MANAGER:
        return post.manager_id if is_the_manager(request.application) else None
    if request.stage is Stage.HEAD_OF_SERVICE:
        above = chain.managers_above(post.manager_id)
        return next((person for person in above if chain.may_hold(person)), None)
    return None


def used(requests: Iterable[ApprovalRequest]) -> frozenset[UUID]:
    """Return who answers, or has answered, any of these."""
    found: set[UUID] = set()
    for each in requests:
        if each.answered_by_id is not None:
            found.add(each.answered_by_id)
        elif each.state in OPEN and each.holder_id is not None:
            found.add(each.holder_id)
    return frozenset(found)


def known(session: Session, ids: Collection[UUID]) -> dict[UUID, Known]:
    """Return these people, the managers above them, and whoever deputises for any of them."""
    found: dict[UUID, Known] = {}
    wanted = set(ids)
    for _level in range(HIGHEST):
        if not wanted:
            break
        deputies = _deputies(session, wanted)
        rows = session.execute(
            select(Person.id, Person.is_active, Employment.manager_id)
            .outerjoin(Employment, (Employment.person_id == Person.id) & Employment.is_main)
            .where(Person.id.in_(wanted))
        )
        for person, is_active, manager in rows:
            found[person] = Known(manager, is_active, tuple(deputies[person]))
        near = {known.manager for known in found.values()}
        near |= {each.person for known in found.values() for each in known.deputies}
        wanted = {person for person in near if person is not None} - found.keys()
    return found


def _deputies(session: Session, people: Collection[UUID]) -> dict[UUID, list[Deputy]]:
    found: dict[UUID, list[Deputy]] = defaultdict(list)
    rows = session.execute(
        select(
            Absence.person_id,
            Absence.deputy_id,
            Absence.starts_on,
            Absence.ends_on,
            Absence.is_away,
        )
        .where(Absence.person_id.in_(people))
        .order_by(Absence.starts_on, Absence.made_at, Absence.id)
    )
    for row in rows:
        deputy = Deputy(row.deputy_id, row.starts_on, row.ends_on, row.is_away)
        found[row.person_id].append(deputy)
    return found


def _officers(session: Session, application: Application) -> tuple[UUID, ...]:
    path = application.call.scheme.organisation.path
    roles = (Role.OFFICE, Role.ADMINISTRATOR)
    people = (person.id for role in roles for person in people_with_role(session, role, path))
    return tuple(dict.fromkeys(people))


def _approver(
    session: Session, application: Application, stage: Stage, chain: Chain, day: date
) -> UUID | None:
    post = application.applicant.post
    manager = post.manager_id if post else None
    if stage is Stage.LINE_MANAGER:
        return manager if is_the_manager(application) else None
    if stage is Stage.HEAD_OF_SERVICE:
        above = chain.managers_above(manager)
        return next((person for person in above if chain.may_hold(person)), None)
    if stage is Stage.FINANCE:
        return _of_finance(session, application, chain, day)
    return None


def _of_finance(session: Session, application: Application, chain: Chain, day: date) -> UUID | None:
    """Return somebody of finance for the applicant's team, rather one who is there."""
    people = people_with_role(session, Role.FINANCE, application.team.path)
    may = {
        each.id
        for each in people
        if each.id != application.applicant_id and each.id not in chain.used
    }
    there = known(session, may)
    free = [each.id for each in people if each.id in may]
    return next((p for p in free if not there[p].is_away(day)), next(iter(free), None))
