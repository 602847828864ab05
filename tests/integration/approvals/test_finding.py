"""What the queries find: for one who answers, for a team, for reviews."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from portal.applications.lifecycle import State
from portal.applications.models import Application
from portal.approvals import policy, queries
from portal.approvals.lifecycle import ApprovalState
from portal.awards.lifecycle import OfferState, Outcome
from portal.awards.models import Award
from portal.kernel.actor import ANONYMOUS, Role
from portal.people.models import NodeKind
from portal.schemes.definition import ApprovalStep, Stage
from tests.conftest import NOW
from tests.factories import approvals as made
from tests.factories import awards, people

STEPS = (ApprovalStep(Stage.LINE_MANAGER), ApprovalStep(Stage.FINANCE))
WAITING, YES, NO, CLOSED = (
    ApprovalState.WAITING,
    ApprovalState.APPROVED,
    ApprovalState.DECLINED,
    ApprovalState.CLOSED,
)


def answer(session, application, by, state, stage=Stage.LINE_MANAGER):
    make = {YES: made.approved, NO: made.declined}.get(state)
    if make:
        return make(session, application, by, stage=stage)
    return made.waiting(session, application, by, stage=stage, state=state)


CASES = [
    {},
    {Stage.LINE_MANAGER: WAITING, Stage.FINANCE: WAITING},
    {Stage.LINE_MANAGER: YES, Stage.FINANCE: WAITING},
    {Stage.LINE_MANAGER: YES, Stage.FINANCE: NO},
    {Stage.LINE_MANAGER: YES, Stage.FINANCE: YES},
    {Stage.LINE_MANAGER: YES},
    {Stage.LINE_MANAGER: YES, Stage.HOST: YES},
    {Stage.LINE_MANAGER: CLOSED, Stage.FINANCE: YES},
    {Stage.LINE_MANAGER: YES, Stage.FINANCE: YES, Stage.HOST: WAITING},
]


@pytest.mark.parametrize("steps", [(), STEPS[:1], STEPS])
def test_approved_in_sql_is_approved_in_python(session, steps) -> None:
    ward = made.ward(session, definition={"approvals": steps})
    found = []
    for number, case in enumerate([*CASES, *CASES]):
        application = made.sent(session, ward, f"Nurse {number}")
        for stage, state in case.items():
            answer(session, application, ward.manager, state, stage)
        if number >= len(CASES):
            application.state, application.withdrawn_at = State.WITHDRAWN, NOW
        found.append(application)
    session.flush()
    by_python = {
        application.id
        for application in found
        if policy.is_approved(application, queries.requests_of(session, [application.id]))
    }
    given = queries.is_approved(ward.call.document.approvals)
    by_sql = set(session.scalars(select(Application.id).where(given)))
    assert by_sql == by_python
    assert len(by_sql) == {0: 9, 1: 6, 2: 2}[len(steps)]


FIRST, LAST = date(2027, 4, 5), date(2027, 10, 3)
ONE = timedelta(days=1)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "shown"),
    [
        (FIRST - 7 * ONE, FIRST - ONE, False),
        (FIRST - 7 * ONE, FIRST, True),
        (LAST, LAST + 7 * ONE, True),
        (LAST + ONE, LAST + 7 * ONE, False),
        (FIRST - ONE, LAST + ONE, True),
    ],
)
def test_releases_that_touch_the_days_are_found(session, starts_on, ends_on, shown) -> None:
    ward = made.ward(session)
    application = made.sent(session, ward, starts_on=starts_on, ends_on=ends_on)
    made.approved(session, application, ward.manager)
    this = made.sent(session, ward, "Kofi Mensah")
    found = queries.released_in_team(session, ward.team.id, FIRST, LAST, leave_out=this.id)
    assert bool(found) is shown


@pytest.mark.parametrize(
    ("why_not", "shown"),
    [("", True), ("waiting", False), ("declined", False), ("withdrawn", False), ("team", False)],
)
def test_only_agreed_releases_of_the_team_are_found(session, why_not, shown) -> None:
    ward = made.ward(session)
    application = made.sent(session, ward)
    state = {"waiting": WAITING, "declined": NO}.get(why_not, YES)
    answer(session, application, ward.manager, state)
    if why_not == "withdrawn":
        application.state, application.withdrawn_at = State.WITHDRAWN, NOW
    if why_not == "team":
        application.team = people.node(session, "ward-8", ward.board)
    session.flush()
    this = made.sent(session, ward, "Kofi Mensah")
    found = queries.released_in_team(session, ward.team.id, FIRST, LAST, leave_out=this.id)
    assert [a.id for a in found] == ([application.id] if shown else [])


@pytest.mark.parametrize(
    ("outcome", "is_released", "answer", "shown"),
    [
        (Outcome.DECLINE, False, None, True),  # a decision that nobody knows changes nothing
        (Outcome.DECLINE, True, None, False),
        (Outcome.RESERVE, True, None, True),
        (Outcome.AWARD, True, None, True),
        (Outcome.AWARD, True, OfferState.ACCEPTED, True),
        (Outcome.AWARD, True, OfferState.TURNED_DOWN, False),
    ],
)
def test_nobody_is_out_who_knows_that_they_get_no_award(
    session, outcome, is_released, answer, shown
) -> None:
    """What counts as "already out" on a request, in the team and in the directorate."""
    ward = made.ward(session)
    unit = people.node(session, "medicine", ward.board, kind=NodeKind.DIRECTORATE)
    team = people.node(session, "ward-9", unit)
    call = awards.decidable_call(session, ward.board)
    decided = awards.ready(session, call, people.employee(session, team, name="Nia Rowlands"))
    awards.decided(session, decided, outcome, ward.office)
    if is_released:
        awards.released(session, call, ward.office)
    if answer:
        offer = session.scalar(select(Award))
        offer.state, offer.answered_at = answer, NOW
        session.flush()
    first, last = decided.periods[0].starts_on, decided.periods[0].ends_on
    other = people.employee(session, team, name="Kofi Mensah")
    this = made.sent(session, ward, applicant=other, starts_on=first, ends_on=last)
    around = queries.around(session, this)
    assert [a.id for a in around.agreed] == ([decided.id] if shown else [])
    assert [a.id for a in around.in_unit] == ([decided.id] if shown else [])


def test_what_waits_is_the_soonest_due_first_and_only_ones_own(session) -> None:
    ward = made.ward(session)
    late, soon, of_office = (made.sent(session, ward, name) for name in ("A", "B", "C"))
    made.waiting(session, late, ward.manager, due_at=NOW + 5 * ONE)
    made.waiting(session, soon, ward.manager, due_at=NOW + 2 * ONE)
    made.waiting(session, of_office, None)
    stranger = people.employee(session, ward.team)
    for person, expected in (
        (ward.manager, [soon, late]),
        (ward.office, [of_office]),
        (stranger, []),
    ):
        actor = person.as_actor()
        found = queries.waiting_for(session, actor)
        assert [request.application for request in found] == expected
        assert queries.count_waiting(session, actor) == len(expected)


def test_the_office_of_another_node_finds_nothing(session) -> None:
    ward = made.ward(session)
    made.waiting(session, made.sent(session, ward), None)
    other = people.node(session, "glan-hafren-2")
    officer = people.staff_with_role(session, Role.OFFICE, other)
    assert not queries.waiting_for(session, officer.as_actor())


def test_nobody_finds_a_request_about_themselves(session) -> None:
    ward = made.ward(session)
    nurse = ward.nurse(session, "Megan Prosser")
    people.grant(session, nurse, Role.OFFICE, ward.board)
    made.waiting(session, made.sent(session, ward, applicant=nurse), None)
    session.refresh(nurse)
    assert not queries.waiting_for(session, nurse.as_actor())


def test_what_was_withdrawn_waits_no_more(session) -> None:
    ward = made.ward(session)
    application = made.sent(session, ward)
    made.waiting(session, application, ward.manager)
    application.state, application.withdrawn_at = State.WITHDRAWN, NOW
    session.flush()
    assert not queries.waiting_for(session, ward.manager.as_actor())


def test_answered_comes_newest_first(session) -> None:
    ward = made.ward(session)
    first = made.approved(session, made.sent(session, ward, "A"), ward.manager)
    second = made.declined(session, made.sent(session, ward, "B"), ward.manager)
    closed = made.waiting(session, made.sent(session, ward, "C"), ward.manager, state=CLOSED)
    first.answered_at = NOW - 3 * ONE
    closed.asked_at = NOW - 9 * ONE
    session.flush()
    actor = ward.manager.as_actor()
    assert list(queries.answered_by(session, actor)) == [second, first, closed]
    assert queries.count_answered(session, actor) == 3


@pytest.mark.parametrize(
    ("who", "answers"), [("manager", True), ("office", True), ("nurse", False), ("asked", True)]
)
def test_the_menu_leads_those_who_answer(session, who, answers) -> None:
    ward = made.ward(session)
    nurse = ward.nurse(session, "Megan Prosser")
    asked = people.employee(session, ward.team)
    made.waiting(session, made.sent(session, ward, applicant=nurse), asked)
    person = {"manager": ward.manager, "office": ward.office, "nurse": nurse, "asked": asked}[who]
    session.refresh(person)
    assert queries.answers_requests(session, person.as_actor()) is answers
    assert not queries.answers_requests(session, ANONYMOUS)
