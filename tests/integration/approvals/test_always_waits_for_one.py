"""The same as unit/approvals/test_always_waits_for_one, over rows, chased day by day.

And the words for where it stands name the very person that the rows do.
"""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.approvals import stuck
from portal.approvals.actions import asking, chasing
from portal.approvals.lifecycle import OPEN, ApprovalState, Seat
from portal.approvals.models import Absence
from portal.approvals.queries import requests_of
from portal.desk.standing import Case, Stage, as_told_to_the_office, standing
from portal.kernel.actor import SYSTEM, Role
from portal.kernel.clock import london_day
from portal.schemes.definition import ApprovalStep, NoAnswer
from portal.schemes.definition import Stage as Step
from tests.conftest import NOW
from tests.factories import approvals as made
from tests.factories import people

CHANGING, MOST = 25, 100
STEPS = (Step.LINE_MANAGER, Step.HEAD_OF_SERVICE, Step.FINANCE)
# the applicant is 0; 1 manages the ward, 2 and 3 are above, 4 of finance, 5 of the office, 6 too
number, day = st.integers(0, 6), st.integers(0, CHANGING)
away = st.tuples(number, st.none() | number, day, st.integers(0, 20), st.booleans())
answers = st.tuples(st.sampled_from(STEPS), st.integers(0, 40), st.booleans())


def people_of(session):
    """A ward with managers above one another, two of finance, two of the office."""
    ward = made.ward(session)
    head = people.employee(session, ward.board, name="Head", band="8")
    chief = people.employee(session, ward.board, name="Chief", band="9")
    ward.manager.post.manager, head.post.manager = head, chief
    finance = people.staff_with_role(session, Role.FINANCE, ward.board, "Finance")
    second = people.staff_with_role(session, Role.OFFICE, ward.board, "Second")
    return ward, [None, ward.manager, head, chief, finance, second, ward.office]


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    in_order=st.booleans(),
    goes_on=st.booleans(),
    needed=st.booleans(),
    soon=st.tuples(st.just(1), number, st.integers(0, 6), st.integers(0, 9), st.booleans()),
    absences=st.lists(away, max_size=4),
    leavers=st.dictionaries(st.integers(1, 5), day, max_size=2),
    circle=st.none() | st.integers(0, 3),
    answered=st.lists(answers, max_size=2, unique_by=lambda each: each[0]),
)
def test_each_request_waits_for_one_known_person_each_day_or_has_ended(  # noqa: PLR0917
    session, in_order, goes_on, needed, soon, absences, leavers, circle, answered
) -> None:
    outcome = NoAnswer.GOES_ON if goes_on else NoAnswer.STOPS
    ward, who = people_of(session)
    ward.call.pinned.definition = {
        **ward.call.pinned.definition,
        **_definition(in_order, needed, outcome),
    }
    application = made.sent(session, ward)
    who[0] = application.applicant
    if circle is not None:
        who[3].post.manager = who[circle]
    for whose, deputy, starts, length, is_away in (soon, *absences):
        _away(session, who, whose, deputy, starts, length, is_away)
    session.flush()
    asking.ask(session, application, actor=SYSTEM, now=NOW)
    try:
        _live(session, application, who, leavers, answered)
    finally:
        session.rollback()


def _definition(in_order, needed, outcome):
    from tests.factories.schemes import definition

    steps = tuple(ApprovalStep(step, 5, no_answer=outcome) for step in STEPS)
    changed = definition(approvals=steps, approvals_in_order=in_order, review_needs_approval=needed)
    return changed.to_json()


def _away(session, who, whose, deputy, starts, length, is_away) -> None:
    named = None if deputy is None or deputy == whose else who[deputy]
    starts_on = london_day(NOW) + timedelta(days=starts)
    session.add(
        Absence(
            person=who[whose],
            deputy=named,
            starts_on=starts_on,
            ends_on=starts_on + timedelta(days=length),
            is_away=is_away or named is None,
            made_at=NOW,
        )
    )


def _live(session, application, who, leavers, answered) -> None:
    for n in range(MOST):
        now = NOW + timedelta(days=n)
        for one, leaves in leavers.items():
            who[one].is_active = leaves > n
        session.flush()
        _work(session, now)
        requests = list(requests_of(session, [application.id]))
        _hold(requests, application, who[1:], now)
        _say(application, requests, now)
        for step, at, is_yes in answered:
            if at == n:
                _answer(session, requests, step, is_yes, now)
        if n > 40 and not any(r.state in OPEN for r in requests):
            return
    raise AssertionError("something still waits")


def _work(session, now) -> None:
    """What the worker does, until nothing is due: soon, and then nothing is looked at again."""
    for _turn in range(8):
        due = stuck.together(session, now)
        if not due:
            return
        for ids in due:
            chasing.chase(session, *ids, now=now)
            session.flush()
    left = [(r.seat, r.holder and r.holder.name, r.state) for r in _rows(session, due)]
    raise AssertionError(f"looked at for nothing: {left}")


def _rows(session, due):
    from portal.approvals.models import ApprovalRequest

    return [session.get_one(ApprovalRequest, each) for ids in due for each in ids]


def _hold(requests, application, known, now) -> None:
    open_ones = [r for r in requests if r.state in OPEN]
    held = [r.holder for r in open_ones if r.seat is not Seat.OFFICE]
    assert len(set(held)) == len(held), "one person is asked twice"
    for request in open_ones:
        assert request.holder in known
        assert request.holder.is_active
        assert request.holder_id != application.applicant_id
        assert request.due_at >= now
        others = {r.answered_by_id for r in requests if r is not request}
        assert request.seat is Seat.OFFICE or request.holder_id not in others


def _say(application, requests, now) -> None:
    found = standing(Case(application, requests), now)
    open_ones = [r for r in requests if r.state in OPEN]
    told = as_told_to_the_office(found, Case(application, requests))
    if found.stage is not Stage.APPROVAL:
        refused = any(r.state is ApprovalState.DECLINED for r in requests)
        assert refused or found.stage is Stage.UNANSWERED or not open_ones
        return
    assert open_ones
    for request in open_ones:
        assert request.holder.name in found.waiting_for
        assert request.holder.name in told.waiting_for


def _answer(session, requests, step, is_yes, now) -> None:
    """Whoever has it says yes or no, as the rows keep it; who is next in order is asked."""
    request = next((r for r in requests if r.stage is step and r.state in OPEN), None)
    if request is None:
        return
    request.state = ApprovalState.APPROVED if is_yes else ApprovalState.DECLINED
    request.answered_at, request.remind_at = now, None
    request.answered_by, request.answered_as = request.holder, request.seat
    request.reason = None if is_yes else "dates"
    session.flush()
    asking.go_on(session, request, actor=SYSTEM, now=now)


@pytest.fixture
def session(app, database):
    """One for all examples: each is rolled back."""
    with app.app_context(), database.scope() as opened:
        yield opened
