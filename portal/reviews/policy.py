"""Who may do what to a review, a call's reviewers and its ranking. Pure: no session, no clock.

What a conflict hides is decided by the loaders, which go through `queries.known_to`; the
rules here ask again for what a handed-in object can show.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol
from uuid import UUID

from portal.applications.lifecycle import State
from portal.kernel.actor import Actor, Role
from portal.kernel.language import lazy
from portal.kernel.ruling import HIDDEN, Ruling, no, yes_if
from portal.reviews.lifecycle import ReviewState
from portal.reviews.models import Assignment
from portal.schemes.models import Call

SENT = lazy("You have sent this review. It cannot be changed.")
DECLARE_FIRST = lazy("Tell us first whether you have a conflict.")
DECLARED = lazy("You have already said that you have no conflict.")
STARTED = lazy("This reviewer has started. What they wrote stays.")
NO_REVIEWERS = lazy("Nobody here is a reviewer yet. An administrator gives people that role.")
ALL_DEALT = lazy("Every application has its reviewers.")
NOBODY_LEFT = lazy("The applications that need reviewers have nobody left to ask.")
NONE_RANKED = lazy("There are no scores yet. The line can be drawn when reviews are in.")


class OfCall(Protocol):
    """Anything that belongs to one call."""

    @property
    def call(self) -> Call:
        """The call."""


class Line(OfCall, Protocol):
    """A ranking of a call."""

    @property
    def scored(self) -> int:
        """How many applications have a score."""


def state_of(assignment: Assignment) -> ReviewState:
    """Return where the assignment stands."""
    if assignment.cleared_at is None:
        return ReviewState.TO_DECLARE
    if assignment.review is None:
        return ReviewState.TO_SCORE
    return ReviewState.SENT if assignment.review.sent_at else ReviewState.SCORING


def is_late(assignment: Assignment, now: datetime) -> bool:
    """Say whether the review is wanted and its day has passed. Late is shown, never a stop."""
    is_done = state_of(assignment) is ReviewState.SENT
    return not is_done and now > assignment.application.call.reviews_due_at


def may_see_assignment(assignment: Assignment, actor: Actor, _now: datetime) -> Ruling:
    """Only the reviewer, never the applicant, never with a conflict, never once withdrawn."""
    application = assignment.application
    is_theirs = actor.is_person(assignment.reviewer_id)
    is_hidden = assignment.conflict is not None or actor.is_person(application.applicant_id)
    return yes_if(is_theirs and not is_hidden and application.state is State.SUBMITTED, HIDDEN)


def may_read(assignment: Assignment, actor: Actor, now: datetime) -> Ruling:
    """Read the application itself: once there is no conflict."""
    declared = state_of(assignment) is not ReviewState.TO_DECLARE
    return may_see_assignment(assignment, actor, now) & yes_if(declared, no(DECLARE_FIRST))


def may_declare(assignment: Assignment, actor: Actor, now: datetime) -> Ruling:
    """Declare a conflict at any time, even after sending: late is better than never."""
    return may_see_assignment(assignment, actor, now)


def may_clear(assignment: Assignment, actor: Actor, now: datetime) -> Ruling:
    """Say once that there is no conflict."""
    is_new = state_of(assignment) is ReviewState.TO_DECLARE
    return may_see_assignment(assignment, actor, now) & yes_if(is_new, no(DECLARED))


def may_score(assignment: Assignment, actor: Actor, now: datetime) -> Ruling:
    """Write scores: after the declaration, until they are sent. The due date stops nobody."""
    state = state_of(assignment)
    return (
        may_see_assignment(assignment, actor, now)
        & yes_if(state is not ReviewState.TO_DECLARE, no(DECLARE_FIRST))
        & yes_if(state is not ReviewState.SENT, no(SENT))
    )


def may_send(assignment: Assignment, actor: Actor, now: datetime) -> Ruling:
    """Send the scores. Whether they are complete is the form's question."""
    return may_score(assignment, actor, now)


def may_assign(call: Call, actor: Actor, _now: datetime) -> Ruling:
    """Choose reviewers: the office of the call."""
    return yes_if(
        actor.is_system or actor.holds(Role.OFFICE, call.scheme.organisation.path), HIDDEN
    )


def may_deal(
    reviewers: int, room: Mapping[UUID, int], call: Call, actor: Actor, now: datetime
) -> Ruling:
    """Deal evenly: where an application lacks reviewers and somebody is left to ask.

    `room` says, for each application that lacks some, how many could still be asked.
    """
    return (
        may_assign(call, actor, now)
        & yes_if(reviewers > 0, no(NO_REVIEWERS))
        & yes_if(bool(room), no(ALL_DEALT))
        & yes_if(any(room.values()), no(NOBODY_LEFT))
    )


def may_unassign(assignment: Assignment, actor: Actor, now: datetime) -> Ruling:
    """Take a reviewer off before they have written anything."""
    is_untouched = assignment.review is None
    return may_assign(assignment.application.call, actor, now) & yes_if(is_untouched, no(STARTED))


def may_rank(call: Call, actor: Actor, _now: datetime) -> Ruling:
    """Read the ranking and the reasons: the chair and the office of the call."""
    path = call.scheme.organisation.path
    is_panel = actor.holds(Role.CHAIR, path) or actor.holds(Role.OFFICE, path)
    return yes_if(actor.is_system or is_panel, HIDDEN)


def may_rank_its_call(thing: OfCall, actor: Actor, now: datetime) -> Ruling:
    """Ask `may_rank` of the call to which a thing belongs."""
    return may_rank(thing.call, actor, now)


def may_recommend(call: Call, actor: Actor, now: datetime) -> Ruling:
    """Recommend on the applications that the person can see."""
    return may_rank(call, actor, now)


def may_recommend_line(weighed: Line, actor: Actor, now: datetime) -> Ruling:
    """Recommend as the line stands: once something has a score."""
    has_scores = weighed.scored > 0
    return may_recommend(weighed.call, actor, now) & yes_if(has_scores, no(NONE_RANKED))
