"""Assignments, reviews and conflicts, as rows; and a call ready for review."""

from datetime import timedelta

from portal.approvals.lifecycle import ApprovalState
from portal.approvals.models import ApprovalRequest
from portal.kernel.actor import Role
from portal.reviews.lifecycle import ConflictSource
from portal.reviews.models import Assignment, Conflict, Review, Score
from tests.conftest import NOW
from tests.factories import applications, people, schemes

DAY = timedelta(days=1)


def reviewing_call(session, organisation, key="small-grant", **values):
    """A call whose applications are with reviewers at NOW: due in 12 days."""
    return schemes.open_call(session, organisation, key, closes_at=NOW - 30 * DAY, **values)


def approve(session, application):
    """Every approval of its scheme, given."""
    for step in application.call.document.approvals:
        session.add(
            ApprovalRequest(
                application=application,
                stage=step.stage,
                approver_id=None,
                state=ApprovalState.APPROVED,
                asked_at=NOW - 20 * DAY,
                due_at=NOW - 10 * DAY,
                answered_at=NOW - 15 * DAY,
                answered_by_id=application.applicant_id,
            )
        )
    session.flush()
    return application


def approved_application(session, call, applicant, *, title=None, **answers):
    made = applications.submitted_application(
        session, call, applicant, submitted_at=NOW - 31 * DAY, **answers
    )
    made.title = title or made.title
    return approve(session, made)


def reviewer(session, team, name=None, organisation=None):
    """A doctor in a team, with the reviewer's role at the top."""
    made = people.employee(session, team, "RDSTAFF", name, job_title="Research lead")
    people.grant(session, made, Role.REVIEWER, organisation or team.parent)
    session.refresh(made)
    return made


def assignment(session, application, who, *, cleared=True):
    made = Assignment(
        application=application,
        reviewer=who,
        assigned_at=NOW - 5 * DAY,
        cleared_at=NOW - 4 * DAY if cleared else None,
    )
    session.add(made)
    session.flush()
    return made


def review(
    session, application, who, value=4, *, is_sent=True, reason="Clear and local.", **values
):
    """An assignment with its review: the same score throughout, or `scores` by criterion."""
    scores = values.pop("scores", None) or dict.fromkeys(
        (c.key for c in application.call.document.criteria), value
    )
    made = Review(
        assignment=values.pop("assignment", None) or assignment(session, application, who),
        saved_at=NOW - DAY,
        sent_at=NOW - DAY if is_sent else None,
        **values,
    )
    made.scores = [
        Score(criterion_key=key, value=v, is_unable=v is None, reason=reason)
        for key, v in scores.items()
    ]
    session.add(made)
    session.flush()
    return made


def conflict(
    session, application, who, reason="We share an office.", source=ConflictSource.DECLARED
):
    made = Conflict(
        application=application,
        person=who,
        source=source,
        reason=reason,
        noted_at=NOW,
        noted_by_id=who.id,
    )
    session.add(made)
    session.flush()
    return made
