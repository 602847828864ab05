"""Gather what composite pages show, each kind of row once for all the applications of a page."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.applications import queries as applications
from portal.applications.lifecycle import State
from portal.applications.models import Application
from portal.applications.policy import part_of
from portal.approvals import queries as approvals
from portal.approvals.models import ApprovalRequest
from portal.approvals.policy import is_before_award
from portal.awards import queries as awards
from portal.awards.cases import Case as Proposed
from portal.desk.policy import BOARD_READERS
from portal.desk.standing import Case
from portal.kernel.actor import Actor
from portal.people.queries import at_or_below
from portal.reviews.queries import known_to
from portal.schemes.models import Call, Scheme

PAGE = 50


def cases(session: Session, found: Sequence[Application]) -> tuple[Case, ...]:
    """Return applications with the facts their applicants may know.

    What is asked before an award is among them once the decision is released.
    """
    ids = [application.id for application in found]
    asked: dict[UUID, list[ApprovalRequest]] = defaultdict(list)
    released, offered = awards.released(session, ids), awards.awards(session, ids)
    for request in approvals.requests_of(session, ids):
        if request.application_id in released or not is_before_award(request):
            asked[request.application_id].append(request)
    return tuple(
        Case(a, asked[a.id], released.get(a.id), offered.get(a.id) if a.id in released else None)
        for a in found
    )


def my_cases(session: Session, actor: Actor) -> tuple[Case, ...]:
    """Return the actor's own applications, newest first."""
    return cases(session, applications.mine(session, actor))


def case(session: Session, actor: Actor, application_id: UUID) -> Case | None:
    """Return one application for its applicant, or for the office where it exists for them.

    Whoever works on it with the applicant has its own pages, and no part in what is decided.
    """
    found = applications.application(session, actor, application_id)
    if found is None or part_of(found, actor) is not None:
        return None
    if not (found.submitted_at or actor.is_person(found.applicant_id)):
        return None
    return cases(session, [found])[0]


def asked_before_award(session: Session, actor: Actor, case: Case) -> Proposed:
    """Return what was asked before an award, for the office alone.

    To its applicant there is nothing of it: that an award is proposed is not told before the
    release (trust.md L09).
    """
    application = case.application
    if actor.is_person(application.applicant_id):
        return Proposed(application)
    found = approvals.requests_of(session, [application.id])
    asked = [request for request in found if is_before_award(request)]
    return Proposed(application, approvals=asked)


def board_calls(session: Session, actor: Actor) -> Sequence[Call]:
    """Return the calls whose board this person sees, the newest closing first."""
    return session.scalars(
        select(Call)
        .join(Call.scheme)
        .join(Scheme.organisation)
        .where(at_or_below(*actor.paths_for(*BOARD_READERS)), Scheme.retired_at.is_(None))
        .order_by(Call.closes_at.desc(), Call.id)
        .limit(PAGE)
        .options(joinedload(Call.scheme).joinedload(Scheme.organisation), joinedload(Call.pinned))
    ).all()


def sent_to(session: Session, actor: Actor, call: Call) -> tuple[Case, ...]:
    """Return every application sent to a call that exists for this reader, by reference.

    They are light: `with_people` loads what a row of a list shows. The call is in the session.
    """
    found = session.scalars(
        select(Application)
        .where(Application.call_id == call.id, Application.submitted_at.is_not(None))
        .where(known_to(actor))
        .order_by(Application.reference, Application.id)
    ).all()
    return cases(session, found)


def with_people(session: Session, shown: Sequence[Case]) -> None:
    """Load applicants, teams and costs of the cases that a page shows."""
    session.scalars(
        select(Application)
        .where(Application.id.in_([case.application.id for case in shown]))
        .order_by(Application.id)
        .options(
            joinedload(Application.applicant),
            joinedload(Application.team),
            selectinload(Application.cost_lines),
        )
        .execution_options(populate_existing=True)
    ).all()


def count_drafts(session: Session, call_id: UUID) -> int:
    """Count drafts that were not sent. Nobody but their owners sees more of them."""
    query = select(func.count()).where(
        Application.call_id == call_id, Application.state == State.DRAFT
    )
    return session.scalar(query) or 0
