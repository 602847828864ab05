"""Find what a reviewer, the panel or the office may know of applications under review.

`known_to` is the one filter: whoever reads an application as a reviewer, a panel member or the
office of a call reads it through here, and what it leaves out does not exist for them: no page,
no row, no count, no rank.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Exists, Select, and_, case, exists, func, select
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from portal.applications.companions import Collaborator, MentorRequest, Standing
from portal.applications.lifecycle import State
from portal.applications.models import Application
from portal.approvals.queries import is_approved
from portal.kernel.actor import Actor
from portal.people.models import Person
from portal.reviews.models import Assignment, Conflict, Recommendation, Review, Score
from portal.schemes.models import Call, Scheme


def known_to(actor: Actor) -> ColumnElement[bool]:
    """Keep what exists for this reader: THE ONE FILTER.

    It leaves out the reader's own applications, those that they ever worked on or are the
    mentor of, and those with which they are in conflict.
    """
    conflict = exists().where(
        Conflict.application_id == Application.id, Conflict.person_id == actor.person_id
    )
    if actor.person_id is None:
        return Application.id.is_not(None)
    took_part = (_took_part(kind, actor) for kind in (Collaborator, MentorRequest))
    return and_(
        Application.applicant_id != actor.person_id, ~conflict, *(~each for each in took_part)
    )


def _took_part(kind: type[Collaborator] | type[MentorRequest], actor: Actor) -> Exists:
    """Say that the reader agreed to take part, even where they have left since."""
    agreed = (Standing.AGREED, Standing.LEFT, Standing.REMOVED)
    return exists().where(
        kind.application_id == Application.id,
        kind.person_id == actor.person_id,
        kind.standing.in_(agreed),
    )


def in_review(call: Call) -> ColumnElement[bool]:
    """Keep what reviewers and the panel of a call weigh: sent, and approved where need be."""
    document = call.document
    wanted = document.approvals if document.review_needs_approval else ()
    return and_(Application.call_id == call.id, is_approved(wanted))


# --- a reviewer's own ---


def visible_assignments(actor: Actor) -> Select[Assignment]:
    """Select the assignments of this reviewer that exist for them."""
    return (
        select(Assignment)
        .join(Assignment.application)
        .where(
            Assignment.reviewer_id == actor.person_id,
            Application.state == State.SUBMITTED,
            known_to(actor),
        )
        .options(
            joinedload(Assignment.application)
            .selectinload(Application.call)
            .options(
                joinedload(Call.pinned), joinedload(Call.scheme).joinedload(Scheme.organisation)
            ),
            joinedload(Assignment.review),
            joinedload(Assignment.conflict),
        )
    )


def assignment_for(session: Session, actor: Actor, assignment_id: UUID) -> Assignment | None:
    """Return an assignment of this reviewer, with all that its pages show; None when hidden."""
    return session.scalar(
        visible_assignments(actor)
        .where(Assignment.id == assignment_id)
        .options(
            joinedload(Assignment.application).options(
                joinedload(Application.team),
                joinedload(Application.applicant),
                selectinload(Application.sections),
                selectinload(Application.periods),
                selectinload(Application.cost_lines),
                selectinload(Application.uploads),
            ),
            joinedload(Assignment.review).selectinload(Review.scores),
        )
    )


def pile(session: Session, actor: Actor, limit: int, offset: int = 0) -> Sequence[Assignment]:
    """Return the reviewer's assignments: to declare, to score, sent; the nearest due first."""
    step = case((Assignment.cleared_at.is_(None), 0), (Review.sent_at.is_(None), 1), else_=2)
    return session.scalars(
        visible_assignments(actor)
        .join(Call, Call.id == Application.call_id)
        .outerjoin(Review, Review.assignment_id == Assignment.id)
        .order_by(step, Call.reviews_due_at, Call.id, Assignment.assigned_at, Assignment.id)
        .limit(limit)
        .offset(offset)
    ).all()


def count_pile(session: Session, actor: Actor) -> int:
    """Count them."""
    counted = visible_assignments(actor).with_only_columns(func.count(Assignment.id))
    return session.scalar(counted) or 0


def neighbours(session: Session, actor: Actor, assignment: Assignment) -> Sequence[UUID]:
    """Return the ids of the reviewer's assignments in the same call, in the pile's order."""
    return session.scalars(
        visible_assignments(actor)
        .with_only_columns(Assignment.id)
        .where(Application.call_id == assignment.application.call_id)
        .order_by(Assignment.assigned_at, Assignment.id)
    ).all()


def count_to_do(session: Session, actor: Actor) -> int:
    """Count the reviews that this person still owes."""
    owed = (
        visible_assignments(actor)
        .outerjoin(Review, Review.assignment_id == Assignment.id)
        .where(Review.sent_at.is_(None))
        .with_only_columns(func.count(Assignment.id))
    )
    return session.scalar(owed) or 0


# --- a call's applications, for the panel and the office ---


def weighed(call: Call, actor: Actor) -> Select[Application]:
    """Select the applications of a call under review that exist for this reader."""
    return select(Application).where(in_review(call), known_to(actor))


def weighed_page(
    session: Session, call: Call, actor: Actor, limit: int | None = None, offset: int = 0
) -> Sequence[Application]:
    """Return them with applicant and team, by reference."""
    return session.scalars(
        weighed(call, actor)
        .order_by(Application.reference, Application.id)
        .limit(limit)
        .offset(offset)
        .options(joinedload(Application.applicant), joinedload(Application.team))
    ).all()


def weighed_with_asks(session: Session, call: Call, actor: Actor) -> Sequence[Application]:
    """Return them with costs and time, by id."""
    return session.scalars(
        weighed(call, actor)
        .order_by(Application.id)
        .options(
            joinedload(Application.team),
            selectinload(Application.periods),
            selectinload(Application.cost_lines),
        )
    ).all()


def application_for(session: Session, actor: Actor, application_id: UUID) -> Application | None:
    """Return one application under review that exists for this reader; None when hidden."""
    found = session.scalar(
        select(Application)
        .where(Application.id == application_id, known_to(actor))
        .options(
            joinedload(Application.call).options(
                joinedload(Call.pinned), joinedload(Call.scheme).joinedload(Scheme.organisation)
            )
        )
    )
    is_weighed = found is not None and session.scalar(
        select(Application.id).where(Application.id == application_id, in_review(found.call))
    )
    return found if is_weighed else None


def is_known_to(session: Session, actor: Actor, application_id: UUID) -> bool:
    """Say whether this application exists for this reader, in whatever state it is."""
    query = select(Application.id).where(Application.id == application_id, known_to(actor))
    return session.scalar(query) is not None


def is_being_read(session: Session, application_id: UUID) -> bool:
    """Say whether a reviewer of this application has come past the question of conflict."""
    query = select(Assignment.id).where(
        Assignment.application_id == application_id, Assignment.cleared_at.is_not(None)
    )
    return session.scalar(query.limit(1)) is not None


def hidden_in(session: Session, call: Call, actor: Actor) -> frozenset[UUID]:
    """Return the ids of a call's applications that do not exist for this reader."""
    query = select(Application.id).where(Application.call_id == call.id, ~known_to(actor))
    return frozenset(session.scalars(query))


def assignments_in(session: Session, call: Call, actor: Actor) -> Sequence[Assignment]:
    """Return all assignments to the applications that exist for this reader, by reviewer."""
    return session.scalars(
        select(Assignment)
        .join(Assignment.application)
        .join(Assignment.reviewer)
        .where(in_review(call), known_to(actor))
        .order_by(Person.name, Person.id, Assignment.id)
        .options(
            joinedload(Assignment.reviewer),
            joinedload(Assignment.review),
            joinedload(Assignment.conflict),
        )
    ).all()


def assignment_in_office(session: Session, actor: Actor, assignment_id: UUID) -> Assignment | None:
    """Return an assignment to an application that exists for this reader."""
    return session.scalar(
        select(Assignment)
        .join(Assignment.application)
        .where(Assignment.id == assignment_id, known_to(actor))
        .options(
            joinedload(Assignment.application)
            .selectinload(Application.call)
            .joinedload(Call.scheme)
            .joinedload(Scheme.organisation),
            joinedload(Assignment.reviewer),
            joinedload(Assignment.review),
        )
    )


def _counts() -> ColumnElement[bool]:
    """Say which reviews count: sent, by somebody who has not declared a conflict since."""
    pair = aliased(Conflict)
    conflict = exists().where(
        pair.application_id == Assignment.application_id,
        pair.person_id == Assignment.reviewer_id,
    )
    return and_(Review.sent_at.is_not(None), ~conflict)


def sent_scores(
    session: Session, call: Call, actor: Actor
) -> Mapping[UUID, Mapping[UUID, Mapping[str, int]]]:
    """Return application id -> review id -> criterion key -> score, of all reviews that count.

    A review in which nothing could be scored is there, empty.
    """
    rows = session.execute(
        select(Assignment.application_id, Review.id, Score.criterion_key, Score.value)
        .join(Assignment.application)
        .join(Review, Review.assignment_id == Assignment.id)
        .outerjoin(Score, Score.review_id == Review.id)
        .where(in_review(call), known_to(actor), _counts())
        .order_by(Assignment.application_id, Review.id)
    )
    found: dict[UUID, dict[UUID, dict[str, int]]] = defaultdict(dict)
    for application_id, review_id, key, value in rows:
        review = found[application_id].setdefault(review_id, {})
        if value is not None:
            review[key] = value
    return found


def reviews_of(session: Session, application: Application) -> Sequence[Review]:
    """Return the reviews of one application that count, by id."""
    return session.scalars(
        select(Review)
        .join(Review.assignment)
        .where(Assignment.application_id == application.id, _counts())
        .order_by(Review.id)
        .options(selectinload(Review.scores))
    ).all()


def recommendations(session: Session, call: Call, actor: Actor) -> Mapping[UUID, Recommendation]:
    """Return what the panel says so far, by application, as it is now."""
    found = session.scalars(
        select(Recommendation)
        .join(Recommendation.application)
        .where(in_review(call), known_to(actor))
        .options(joinedload(Recommendation.made_by))
        .execution_options(populate_existing=True)
    )
    return {one.application_id: one for one in found}
