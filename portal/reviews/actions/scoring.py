"""A reviewer declares, scores and sends."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.audit.actions import record
from portal.kernel.actor import Actor, Role
from portal.kernel.language import _
from portal.kernel.ruling import Refused, enforce, no
from portal.people.queries import people_with_role
from portal.reviews import emails, policy, queries
from portal.reviews.actions.locks import hold
from portal.reviews.lifecycle import ConflictSource
from portal.reviews.models import Assignment, Conflict, Review, Score
from portal.reviews.written import Written
from portal.schemes.models import Call


def clear(session: Session, assignment: Assignment, *, actor: Actor, now: datetime) -> None:
    """Note that the reviewer has no conflict; the application opens for them."""
    hold(session, assignment)
    enforce(policy.may_clear(assignment, actor, now))
    assignment.cleared_at = now
    record(session, actor, "cleared", "assignment", assignment.id, now=now)


def declare(
    session: Session, assignment: Assignment, reason: str, *, actor: Actor, now: datetime
) -> Conflict:
    """Note a conflict; from here on the application does not exist for this person."""
    hold(session, assignment)
    enforce(policy.may_declare(assignment, actor, now))
    application = assignment.application
    opened_at = assignment.cleared_at
    made = Conflict(
        application_id=application.id,
        person_id=assignment.reviewer_id,
        source=ConflictSource.DECLARED,
        reason=reason,
        noted_at=now,
        noted_by_id=actor.person_id,
    )
    session.add(made)
    session.flush()
    record(
        session,
        actor,
        "declared_conflict_late" if opened_at else "declared_conflict",
        "assignment",
        assignment.id,
        now=now,
        opened_at=opened_at.isoformat() if opened_at else "",
    )
    path = application.call.scheme.organisation.path
    officers = [
        person
        for person in people_with_role(session, Role.OFFICE, path)
        if queries.is_known_to(session, person.as_actor(), application.id)
    ]
    emails.conflict_declared(session, assignment, made, officers, now=now)
    return made


def save(
    session: Session, assignment: Assignment, written: Written, *, actor: Actor, now: datetime
) -> Review:
    """Keep what was written, however incomplete. Unknown criteria and scores are a ValueError."""
    hold(session, assignment)
    enforce(policy.may_score(assignment, actor, now))
    _check(written, assignment.application.call)
    review = assignment.review
    if review is None:
        review = Review(assignment=assignment, saved_at=now)
        session.add(review)
    review.to_applicant, review.to_panel = written.to_applicant, written.to_panel
    review.saved_at = now
    kept = {score.criterion_key: score for score in review.scores}
    for key, given in written.scores.items():
        score = kept.get(key)
        if score is None:
            score = Score(criterion_key=key)
            review.scores.append(score)
        score.value, score.is_unable, score.reason = given.value, given.is_unable, given.reason
    session.flush()
    return review


def send(session: Session, assignment: Assignment, *, actor: Actor, now: datetime) -> None:
    """Send what was saved; from here on it counts and cannot change.

    Raises Refused where a criterion lacks its score or its reason.
    """
    hold(session, assignment)
    enforce(policy.may_send(assignment, actor, now))
    review = assignment.review
    if review is None or not _is_complete(review, assignment.application.call):
        raise Refused(no(_("Give every criterion a score and a reason first.")))
    review.sent_at = review.saved_at = now
    record(session, actor, "sent_review", "assignment", assignment.id, now=now)


def _check(written: Written, call: Call) -> None:
    definition = call.document
    unknown = written.scores.keys() - {c.key for c in definition.criteria}
    off = [
        g.value
        for g in written.scores.values()
        if g.value is not None and (g.value not in definition.scale.scores or g.is_unable)
    ]
    if unknown or off:
        raise ValueError(f"no such criterion or score: {sorted(unknown)} {off}")


def _is_complete(review: Review, call: Call) -> bool:
    done = {
        score.criterion_key
        for score in review.scores
        if (score.value is not None or score.is_unable) and score.reason
    }
    return done >= {criterion.key for criterion in call.document.criteria}
