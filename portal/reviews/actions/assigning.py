"""The office gives applications to reviewers."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.applications.models import Application
from portal.audit.actions import record
from portal.kernel.actor import Actor, Role
from portal.kernel.language import _
from portal.kernel.ruling import Refused, enforce, no
from portal.people.models import Person
from portal.reviews import bonds, emails, policy, queries
from portal.reviews.actions.locks import hold, hold_call
from portal.reviews.assignment import Deal, Wanted, deal
from portal.reviews.conflicts import Side, Ties, clash
from portal.reviews.models import Assignment
from portal.schemes.models import Call


def side_of(application: Application) -> Side:
    """Return an application as far as conflicts of the directory go."""
    return Side(application.id, application.applicant_id, application.team_id)


def assign(
    session: Session,
    call: Call,
    applications: Sequence[Application],
    reviewer: Person,
    *,
    actor: Actor,
    now: datetime,
) -> int:
    """Give applications of a call to one reviewer and tell them; return how many were new.

    Raises Refused where one of them can never be theirs: see `conflicts`.
    """
    enforce(policy.may_assign(call, actor, now))
    hold_call(session, call)
    bound = ties_of(session, call, applications, [reviewer])
    has = {(a.application_id, a.reviewer_id) for a in queries.assignments_in(session, call, actor)}
    new = [one for one in applications if (one.id, reviewer.id) not in has]
    for one in new:
        if why := why_not(one, reviewer, call, bound):
            raise Refused(no(why))
    for one in new:
        _add(session, one.id, reviewer, actor, now)
    if new:
        emails.assigned(session, reviewer, call, now=now)
    return len(new)


def why_not(application: Application, reviewer: Person, call: Call, bound: Ties) -> str | None:
    """Return why this person cannot review this application, in words, or None."""
    if not reviewer.as_actor().holds(Role.REVIEWER, call.scheme.organisation.path):
        return _("%(name)s is not a reviewer here.", name=reviewer.name)
    if why := clash(side_of(application), reviewer.id, bound):
        return _(
            "%(name)s cannot review %(reference)s. %(why)s",
            name=reviewer.name,
            reference=application.reference,
            why=why,
        )
    return None


def deal_evenly(session: Session, call: Call, *, actor: Actor, now: datetime) -> Deal:
    """Give every application its missing reviewers, loads even, conflicts never; tell them."""
    enforce(policy.may_assign(call, actor, now))
    hold_call(session, call)
    applications = queries.weighed_page(session, call, actor)
    reviewers = {p.id: p for p in bonds.reviewers(session, call)}
    given = [
        (a.application_id, a.reviewer_id)
        for a in queries.assignments_in(session, call, actor)
        if a.conflict is None
    ]
    loads = Counter(r for _a, r in given)
    bound = ties_of(session, call, applications, list(reviewers.values()))
    found = deal(
        [
            Wanted(
                application_id=one.id,
                reviewers=frozenset(r for a, r in given if a == one.id),
                each=call.document.reviews_each,
            )
            for one in applications
        ],
        {reviewer: loads[reviewer] for reviewer in reviewers},
        {(a.id, r) for a in applications for r in reviewers if clash(side_of(a), r, bound)},
    )
    for application_id, reviewer_id in found.pairs:
        _add(session, application_id, reviewers[reviewer_id], actor, now)
    for reviewer_id in sorted({reviewer_id for _a, reviewer_id in found.pairs}, key=str):
        emails.assigned(session, reviewers[reviewer_id], call, now=now)
    return found


def ties_of(
    session: Session, call: Call, applications: Sequence[Application], reviewers: Sequence[Person]
) -> Ties:
    """Return what binds these reviewers to these applications."""
    people = {one.applicant_id for one in applications} | {p.id for p in reviewers}
    return bonds.ties(session, call, people)


def _add(
    session: Session, application_id: UUID, reviewer: Person, actor: Actor, now: datetime
) -> None:
    made = Assignment(
        application_id=application_id,
        reviewer=reviewer,
        assigned_at=now,
        assigned_by_id=actor.person_id,
    )
    session.add(made)
    session.flush()
    record(session, actor, "assigned", "assignment", made.id, now=now, reviewer=reviewer.name)


def unassign(session: Session, assignment: Assignment, *, actor: Actor, now: datetime) -> None:
    """Take a reviewer off who has written nothing yet."""
    hold(session, assignment)
    enforce(policy.may_unassign(assignment, actor, now))
    name = assignment.reviewer.name
    record(session, actor, "unassigned", "assignment", assignment.id, now=now, reviewer=name)
    session.delete(assignment)
