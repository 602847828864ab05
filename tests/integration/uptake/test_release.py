"""The record of release over real rows: what is counted, who reads it, and what it asks."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from portal.applications.lifecycle import State
from portal.approvals.lifecycle import ApprovalState, DeclineReason, Seat
from portal.approvals.models import ApprovalRequest, Condition
from portal.awards.lifecycle import Outcome
from portal.kernel.actor import Role
from portal.schemes.definition import Stage
from portal.schemes.models import Call
from tests.browsing import Browser
from tests.factories import people, uptake
from tests.integration.uptake import worlds

GROUPS, TIMES, STAGES, SEATS, REASONS = range(5)
# A Thursday before the August bank holiday; four working days later is the Wednesday after it.
ASKED = datetime(2026, 8, 27, 10, 0, tzinfo=UTC)
ANSWERED = datetime(2026, 9, 2, 10, 0, tzinfo=UTC)
NOT_DONE = ApprovalState.WAITING


def request(session, call, team, profession="NUR-ADULT", state=ApprovalState.APPROVED, **values):
    """One application with one request, answered on the third working day."""
    application = values.pop("application", None) or uptake.sent(
        session, call, team, profession, **values.pop("sent", {})
    )
    session.flush()
    session.query(ApprovalRequest).filter_by(application_id=application.id).delete()
    is_answered = state in (ApprovalState.APPROVED, ApprovalState.DECLINED)
    reason = DeclineReason.DATES if state is ApprovalState.DECLINED else None
    made = {
        "stage": Stage.LINE_MANAGER,
        "asked_at": ASKED,
        "due_at": ASKED + timedelta(days=30),
        "answered_at": ANSWERED if is_answered else None,
        "answered_by": application.applicant if is_answered else None,
        "answered_as": Seat.APPROVER if is_answered else None,
        "reason": reason,
        **values,
    }
    found = ApprovalRequest(application=application, state=state, **made)
    session.add(found)
    return found


def many(number, session, call, team, *rest, **values):
    return [request(session, call, team, *rest, **values) for _ in range(number)]


@pytest.fixture
def world(app, database):
    """21 noes of 104 nurses, 9 without an answer; 10 of 48 doctors, 14 without; one decided."""
    with app.app_context(), database.scope() as session:
        root = uptake.board(session, {"NUR-ADULT": 5197, "MED-CONS": 1557})
        call = uptake.closed_call(session, root, id=UUID(int=1))
        many(82, session, call, root)
        many(21, session, call, root, state=ApprovalState.DECLINED, reason="vacancies")
        many(9, session, call, root, state=ApprovalState.NO_ANSWER)
        many(14, session, call, root, "MED-CONS", state=ApprovalState.NO_ANSWER)
        many(38, session, call, root, "MED-CONS")
        many(10, session, call, root, "MED-CONS", state=ApprovalState.DECLINED)
        last = request(session, call, root)
        uptake.decided(session, last.application, Outcome.DECLINE)
        for role in (Role.BOARD, Role.ANALYST, Role.OFFICE, Role.AUDITOR):
            people.staff_with_role(session, role, root, f"The {role.value}")
        session.commit()


def change(app, database, work):
    """Let `work(session, call, root)` change the world, and commit."""
    with app.app_context(), database.scope() as session:
        call = session.get_one(Call, UUID(int=1))
        work(session, call, call.scheme.organisation)
        session.commit()


@pytest.fixture
def board(app, database, world):
    return Browser(app).sign_in(email(database, Role.BOARD))


def email(database, role):
    with database.scope(read_only=True) as session:
        return session.query(people.Person).filter_by(name=f"The {role.value}").one().email


def nurses(browser):
    return worlds.row(browser.go("/uptake/release"), GROUPS, "Nurses")


def test_the_page_prints_what_was_worked_out_by_hand(board):
    page = board.go("/uptake/release")
    assert page.h1 == "Who is released for research?"
    said = [p.get_text() for p in page.soup.select(".app-verdict p")]
    # 152 decided of which 31 refused; all answered on the third working day, the holiday left out.
    assert said == [
        (
            "In 2026, 150 requests for release were answered yes or no, and 30 of them were refused"
            " (20%). Half of the answers came within 3 working days."
        ),
        "Too few were a yes with conditions to say how many.",
        "These figures do not show why.",
    ]
    found = worlds.tables(page)
    assert found[GROUPS][1:] == [
        ["Nurses", "105", "20", "19%", "13% to 28%", "10", "9%", "0"],
        ["Doctors and dentists", "50", "10", "20%", "11% to 33%", "15", "23%", "0"],
        ["All release", "150", "30", "20%", "14% to 27%", "25", "14%", "0"],
    ]
    assert found[TIMES][1:] == [
        ["Nurses", "3", "3 to 3"],
        ["Doctors and dentists", "3", "3 to 3"],
        ["All release", "3", "3 to 3"],
    ]
    assert found[REASONS][1:][1] == ["We have vacancies we cannot fill", "20"]
    assert "a chart needs 12 months with enough answers, and there are 1." in page.main


def test_the_file_holds_the_same_with_its_rules(board):
    page = board.go("/uptake/release")
    lines = board.click("Download these figures").data.decode("utf-8-sig").splitlines()
    assert lines[0] == "Who is released for research?"
    assert any(line.startswith("Rules,") for line in lines)
    for row in worlds.tables(page)[STAGES][1:]:
        assert ",".join(row) in lines
    assert "Nurses,105,20,19%,13% to 28%,10,9%,0,3,3 to 3" in lines


@pytest.mark.parametrize("role", [Role.ANALYST, Role.OFFICE, Role.AUDITOR])
def test_all_who_may_read_it_read_the_same(app, database, board, role):
    page = board.go("/uptake/release").soup.find("main")
    assert (
        Browser(app).sign_in(email(database, role)).go("/uptake/release").soup.find("main") == page
    )


def test_nobody_reads_the_record_of_an_organisation_that_is_not_theirs(app, database, board):
    def elsewhere(session, _call, _root):
        other = people.node(session, "elsewhere")
        people.staff_with_role(session, Role.BOARD, other, "Another board")

    change(app, database, elsewhere)
    assert board.go("/uptake/release?node=/elsewhere/", status=404)
    assert board.go("/uptake/release?show=1999", status=404)
    assert board.go("/uptake/release?show=x%00y", status=404)


NOT_COUNTED = {
    "a rehearsal": {"rehearsal": True},
    "a call without a decision": {"id": UUID(int=2)},
}


@pytest.mark.parametrize("case", NOT_COUNTED)
def test_other_calls_do_not_count(app, database, board, case):
    before = board.go("/uptake/release.csv").data

    def more(session, _call, root):
        other = uptake.closed_call(session, root, **NOT_COUNTED[case])
        made = many(30, session, other, root, state=ApprovalState.DECLINED)
        if other.rehearsal:
            uptake.decided(session, made[0].application, Outcome.DECLINE)

    change(app, database, more)
    assert board.go("/uptake/release.csv").data == before


WITHDRAWN = {"state": State.WITHDRAWN, "withdrawn_at": uptake.CLOSES_AT - timedelta(hours=1)}


@pytest.mark.parametrize(
    ("case", "values", "counts"),
    [
        ("refused", {}, True),
        ("withdrawn before the call closed", {"sent": WITHDRAWN}, False),
        (
            "withdrawn after it",
            {"sent": {**WITHDRAWN, "withdrawn_at": uptake.CLOSES_AT + timedelta(days=1)}},
            True,
        ),
        ("asked again this month", {"reopened_at": datetime(2026, 11, 10, tzinfo=UTC)}, False),
        ("asked of finance", {"stage": Stage.FINANCE}, False),
        ("answered this month", {"answered_at": datetime(2026, 11, 10, tzinfo=UTC)}, False),
    ],
)
def test_what_counts_as_a_no(app, database, board, case, values, counts):
    assert nurses(board)[1] == "20"
    change(app, database, lambda *w: many(30, *w, state=ApprovalState.DECLINED, **values))
    assert (nurses(board)[1] == "50") is counts, case


def test_closed_requests_count_nowhere(app, database, board):
    before = worlds.tables(board.go("/uptake/release"))
    change(app, database, lambda *w: many(30, *w, state=ApprovalState.CLOSED))
    assert worlds.tables(board.go("/uptake/release")) == before


def test_a_request_asked_again_counts_its_days_from_then(app, database, board):
    change(
        app,
        database,
        lambda *w: many(200, *w, reopened_at=ANSWERED, answered_at=ANSWERED + timedelta(days=1)),
    )
    assert worlds.row(board.go("/uptake/release"), TIMES, "Nurses") == ["1", "1 to 3"]


def test_a_yes_with_conditions_is_counted_once_accepted(app, database, board):
    def conditions(session, call, root):
        for made in many(12, session, call, root):
            session.add(
                Condition(request=made, given_at=ASKED, ended_at=ANSWERED, is_accepted=True)
            )
        for made in many(12, session, call, root):
            session.add(Condition(request=made, given_at=ASKED, ended_at=ANSWERED))

    change(app, database, conditions)
    assert "10 of the 175 were a yes with conditions" in board.go("/uptake/release").main


def test_who_answered_as_what_is_counted(app, database, board):
    def seats(session, call, root):
        for seat in (Seat.DEPUTY, Seat.ABOVE, Seat.GUEST):
            many(20, session, call, root, answered_as=seat)

    change(app, database, seats)
    rows = dict(worlds.tables(board.go("/uptake/release"))[SEATS][1:])
    assert rows == {
        "The one it was for": "150",
        "Their deputy": "20",
        "The next manager up": "20",
        "The R&D office": "0",
        "Somebody at the host organisation": "20",
    }


def test_twelve_months_make_a_chart(app, database, board):
    def year(session, _call, root):
        call = uptake.closed_call(session, root, id=UUID(int=3))
        for number in range(12):
            asked = datetime(2025 + (number + 7) // 12, (number + 7) % 12 + 1, 3, 10, tzinfo=UTC)
            many(
                8,
                session,
                call,
                root,
                asked_at=asked,
                answered_at=asked + timedelta(days=4 + number % 2),
            )
        last = request(session, call, root, asked_at=ASKED)
        uptake.decided(session, last.application, Outcome.DECLINE)

    change(app, database, year)
    page = board.go("/uptake/release")
    assert len(page.soup.select(".app-chart svg[role=img] > title")) == 2
    assert (
        "Working days to an answer: no month stands out from the usual ups and downs" in page.main
    )


def test_the_number_of_questions_does_not_grow(app, database, board, count_queries):
    board.go("/uptake/release")
    with count_queries() as few:
        board.go("/uptake/release")
    change(app, database, lambda *w: many(60, *w, state=ApprovalState.DECLINED))
    with count_queries() as more:
        board.go("/uptake/release")
    assert len(few) == len(more)


def test_without_a_decision_it_says_so(app, database):
    with app.app_context(), database.scope() as session:
        root = uptake.board(session)
        people.staff_with_role(session, Role.BOARD, root, "The board")
        session.commit()
    page = Browser(app).sign_in(email(database, Role.BOARD)).go("/uptake/release")
    assert "No decisions have been sent yet." in page.main
