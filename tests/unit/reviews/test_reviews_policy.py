"""Who may do what to a review: persona by state, on unsaved objects."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest

from portal.applications.lifecycle import State
from portal.kernel.actor import Actor, Grant, Role
from portal.kernel.ruling import Refusal
from portal.reviews import policy
from portal.reviews.lifecycle import ReviewState

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
REVIEWER, APPLICANT, OTHER = uuid4(), uuid4(), uuid4()
BOARD = "wales/glan-hafren"


def call(due_at=NOW):
    return SimpleNamespace(
        reviews_due_at=due_at, scheme=SimpleNamespace(organisation=SimpleNamespace(path=BOARD))
    )


def assignment(
    step=ReviewState.TO_SCORE,
    state=State.SUBMITTED,
    applicant=APPLICANT,
    *,
    conflict=None,
    due_at=NOW,
):
    sent = SimpleNamespace(sent_at=NOW if step is ReviewState.SENT else None)
    return SimpleNamespace(
        reviewer_id=REVIEWER,
        cleared_at=None if step is ReviewState.TO_DECLARE else NOW,
        review=sent if step in (ReviewState.SCORING, ReviewState.SENT) else None,
        conflict=conflict,
        application=SimpleNamespace(applicant_id=applicant, state=state, call=call(due_at)),
    )


def line(scored):
    return SimpleNamespace(call=call(), scored=scored)


def person(who: UUID, *roles: Role, path=BOARD) -> Actor:
    return Actor(who, "Somebody", frozenset(Grant(role, path) for role in roles))


@pytest.mark.parametrize("step", list(ReviewState))
def test_the_state_follows_from_the_facts(step):
    assert policy.state_of(assignment(step)) is step


@pytest.mark.parametrize(
    ("who", "changes", "seen"),
    [
        (REVIEWER, {}, True),
        (OTHER, {}, False),
        (APPLICANT, {}, False),
        (REVIEWER, {"applicant": REVIEWER}, False),
        (REVIEWER, {"conflict": object()}, False),
        (REVIEWER, {"state": State.WITHDRAWN}, False),
        (REVIEWER, {"state": State.DRAFT}, False),
        (REVIEWER, {"step": ReviewState.SENT}, True),
    ],
)
def test_who_sees_an_assignment(who, changes, seen):
    found = policy.may_see_assignment(
        assignment(**changes), person(who, Role.REVIEWER, Role.OFFICE), NOW
    )
    assert bool(found) is seen
    assert seen or found.refusal is Refusal.HIDDEN


RULES = (policy.may_declare, policy.may_clear, policy.may_score, policy.may_send)


@pytest.mark.parametrize(
    ("step", "allowed"),
    [
        (ReviewState.TO_DECLARE, (True, True, False, False)),
        (ReviewState.TO_SCORE, (True, False, True, True)),
        (ReviewState.SCORING, (True, False, True, True)),
        (ReviewState.SENT, (True, False, False, False)),
    ],
)
def test_what_the_reviewer_may_do_when(step, allowed):
    found = [rule(assignment(step), person(REVIEWER), NOW) for rule in RULES]
    assert tuple(map(bool, found)) == allowed
    assert all(one or (one.refusal is Refusal.CONFLICT and str(one.reason)) for one in found)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("step", list(ReviewState))
def test_nobody_else_may_do_any_of_it(rule, step):
    found = rule(assignment(step), person(OTHER, *Role), NOW)
    assert found.refusal is Refusal.HIDDEN
    assert not found


@pytest.mark.parametrize(
    ("seconds", "step", "late"),
    [
        (0, ReviewState.TO_SCORE, False),
        (1, ReviewState.TO_SCORE, True),
        (1, ReviewState.TO_DECLARE, True),
        (1, ReviewState.SENT, False),
    ],
)
def test_late_is_shown_and_stops_nobody(seconds, step, late):
    after = NOW + timedelta(seconds=seconds)
    assert policy.is_late(assignment(step), after) is late
    if step is ReviewState.TO_SCORE:
        assert policy.may_send(assignment(step), person(REVIEWER), after)


@pytest.mark.parametrize(
    ("roles", "path", "assigns", "ranks"),
    [
        ((Role.OFFICE,), BOARD, True, True),
        ((Role.OFFICE,), "wales", True, True),
        ((Role.OFFICE,), f"{BOARD}/ward-7", False, False),
        ((Role.OFFICE,), "wales/glan-hafren-two", False, False),
        ((Role.CHAIR,), BOARD, False, True),
        ((Role.CHAIR,), f"{BOARD}/ward-7", False, False),
        (
            (
                Role.REVIEWER,
                Role.BOARD,
                Role.AUDITOR,
                Role.ADMINISTRATOR,
                Role.FINANCE,
                Role.ANALYST,
            ),
            BOARD,
            False,
            False,
        ),
        ((), BOARD, False, False),
    ],
)
def test_roles_at_nodes(roles, path, assigns, ranks):
    who = person(OTHER, *roles, path=path)
    assert bool(policy.may_assign(call(), who, NOW)) is assigns
    assert bool(policy.may_rank(call(), who, NOW)) is ranks
    assert bool(policy.may_recommend(call(), who, NOW)) is ranks
    assert bool(policy.may_recommend_line(line(1), who, NOW)) is ranks
    assert bool(policy.may_unassign(assignment(), who, NOW)) is assigns


@pytest.mark.parametrize(
    ("step", "allowed"),
    [
        (ReviewState.TO_DECLARE, True),
        (ReviewState.TO_SCORE, True),
        (ReviewState.SCORING, False),
        (ReviewState.SENT, False),
    ],
)
def test_nobody_who_has_begun_is_taken_off(step, allowed):
    assert bool(policy.may_unassign(assignment(step), person(OTHER, Role.OFFICE), NOW)) is allowed


@pytest.mark.parametrize(
    ("reviewers", "room", "words"),
    [
        (2, {uuid4(): 1}, ""),
        (
            0,
            {uuid4(): 0},
            "Nobody here is a reviewer yet. An administrator gives people that role.",
        ),
        (2, {}, "Every application has its reviewers."),
        (2, {uuid4(): 0}, "The applications that need reviewers have nobody left to ask."),
        (2, {uuid4(): 0, uuid4(): 1}, ""),
    ],
)
def test_dealing_needs_applications_and_people(reviewers, room, words):
    assert (
        str(policy.may_deal(reviewers, room, call(), person(OTHER, Role.OFFICE), NOW).reason)
        == words
    )


def test_the_line_needs_a_score():
    assert (
        policy.may_recommend_line(line(0), person(OTHER, Role.CHAIR), NOW).refusal
        is Refusal.CONFLICT
    )
