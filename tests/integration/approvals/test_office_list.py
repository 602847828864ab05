"""The office's list of what waits: what it says, filters, order, pages, the file, a reminder."""

import csv
import io
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.approvals.lifecycle import ApprovalState, Seat
from portal.approvals.models import ApprovalRequest
from portal.kernel.actor import Role
from portal.notifications.models import Message
from portal.people.models import Person
from portal.schemes.definition import Stage
from portal.schemes.models import Call
from tests.browsing import Browser
from tests.conftest import NOW
from tests.factories import applications, people
from tests.factories import approvals as made


@pytest.fixture
def office(app, database) -> Browser:
    """Of four: one late, one with the office, one with the applicant, one answered. One elsewhere."""
    with app.app_context(), database.scope() as session:
        ward = made.ward(session)
        late = made.waiting(session, made.sent(session, ward, "Late Lewis"), ward.manager)
        late.due_at = NOW - timedelta(days=4)
        with_us = made.sent(session, ward, "=Office Owen")
        soon = NOW + timedelta(days=9)
        made.waiting(session, with_us, None, holder=ward.office, stage=Stage.FINANCE, due_at=soon)
        made.waiting(
            session,
            made.sent(session, ward, "Yes Yusuf"),
            ward.manager,
            state=ApprovalState.CONDITIONAL,
            answered_at=NOW,
            answered_by=ward.manager,
        )
        made.approved(session, made.sent(session, ward, "Done Davies"), ward.manager)
        elsewhere = people.node(session, "elsewhere")
        people.staff_with_role(session, Role.OFFICE, elsewhere, "Office elsewhere")
        email = ward.office.email
        session.commit()
    return Browser(app).sign_in(email)


def names(page) -> list[str]:
    return [a.get_text() for a in page.soup.select("tbody th a")]


def test_the_list_says_who_has_it_and_how_late(office) -> None:
    page = office.go("/requests")
    page = office.click("All that waits, for the R&D office")
    assert names(page) == ["Late Lewis", "=Office Owen", "Yes Yusuf"]
    for words in (
        "3 requests wait",
        "Sam Whittaker",
        "2 working days late",
        "the R&D office (Ffion Rees)",
        "The directory names nobody who can agree to this.",
        "The applicant, to accept a change",
    ):
        assert words in page.main


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ("which=late", ["Late Lewis"]),
        ("which=office", ["=Office Owen"]),
        ("which=applicant", ["Yes Yusuf"]),
        ("stage=finance", ["=Office Owen"]),
        ("stage=host", []),
        ("stage=%00&which=nothing&sort=x&order=y&page=-1", None),
        ("sort=who", ["=Office Owen", "Late Lewis", "Yes Yusuf"]),
        ("sort=who&order=down", ["Yes Yusuf", "Late Lewis", "=Office Owen"]),
        ("sort=holder&page=99999", None),
    ],
)
def test_filters_and_order(office, given, found) -> None:
    page = office.go(f"/requests/waiting?{given}")
    if found is None:
        assert len(names(page)) == 3
        return
    assert names(page) == found
    if not found:
        assert "Nothing that waits fits this." in page.main


def test_the_file_holds_the_same_and_runs_nothing(office) -> None:
    page = office.go("/requests/waiting?which=office")
    answer = office.go(page.link("Download this list"))
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert len(rows) == 2
    assert rows[1][1] == "'=Office Owen"
    assert "the R&D office (Ffion Rees)" in rows[1]


def test_a_reminder_goes_once_a_day(office, app, database) -> None:
    office.go("/requests/waiting?which=late")
    assert "We have written to: Sam Whittaker." in office.send({}, "Remind").text
    office.go("/requests/waiting?which=late")
    assert "Nothing was sent" in office.send({}, "Remind").text
    with app.app_context(), database.scope(read_only=True) as session:
        found = session.scalars(select(Message.template)).all()
    assert found == ["approvals/reminder"]


@pytest.mark.parametrize(
    "asked", ["", "?which=late", "?stage=line_manager&which=late&sort=who&order=down"]
)
def test_a_reminder_comes_back_to_what_was_shown(office, asked) -> None:
    shown = names(office.go(f"/requests/waiting{asked}"))
    page = office.send(button="Remind")
    assert page.path == f"/requests/waiting{asked}"
    assert names(page) == shown
    assert "We have written to: Sam Whittaker." in page.text


def test_a_reminder_comes_back_to_the_same_page_of_it(app, database, office) -> None:
    with app.app_context(), database.scope() as session:
        ward = session.scalar(select(Person).where(Person.name == "Sam Whittaker"))
        call = session.scalar(select(Call))
        for number in range(51):
            nurse = people.employee(session, ward.posts[0].organisation, name=f"Nurse {number:02d}")
            sent = applications.submitted_application(session, call, nurse)
            made.waiting(session, sent, ward, due_at=NOW + timedelta(days=20))
        session.commit()
    second = names(office.go("/requests/waiting?stage=line_manager&page=2"))
    assert len(second) == 3
    page = office.send(button="Remind")
    assert page.path == "/requests/waiting?stage=line_manager&page=2"
    assert names(page) == second


@pytest.mark.parametrize("asked", ["?page=99999999", "?which=<script>", "?page=-1&sort=%00"])
def test_a_reminder_with_what_is_no_filter_comes_back_to_the_list(app, database, office, asked):
    office.go("/requests/waiting")
    action, values = office.page.form("Remind")
    page = office.post(action + asked, values)
    assert page.path == "/requests/waiting"


def test_another_office_sees_nothing_of_it_and_others_no_list(app, database, office) -> None:
    with app.app_context(), database.scope(read_only=True) as session:
        from portal.people.models import Person

        other = session.scalars(select(Person).where(Person.name == "Office elsewhere")).one()
        elsewhere, nurse = (
            other.email,
            session.scalars(select(Person.email).where(Person.name == "Late Lewis")).one(),
        )
        request = session.scalars(select(ApprovalRequest.id)).first()
    browser = Browser(app).sign_in(elsewhere)
    assert "Nothing waits for an answer now." in browser.go("/requests/waiting").main
    token = browser.token()
    browser.post(f"/requests/{request}/remind", {"csrf_token": token}, status=404)
    Browser(app).sign_in(nurse).go("/requests/waiting", 404)


def test_as_many_queries_for_thirty_as_for_one_and_pages_of_fifty(
    app, database, count_queries
) -> None:
    with app.app_context(), database.scope() as session:
        ward = made.ward(session)
        made.waiting(session, made.sent(session, ward, "Nurse 0"), ward.manager)
        email = ward.office.email
        session.commit()
        ids = ward.manager.id, ward.call.id, ward.team.id
    browser = Browser(app).sign_in(email)
    with count_queries() as one:
        browser.go("/requests/waiting")
    with app.app_context(), database.scope() as session:
        from portal.people.models import Organisation, Person
        from portal.schemes.models import Call

        sam, call, team = (
            session.get_one(kind, each)
            for kind, each in zip((Person, Call, Organisation), ids, strict=True)
        )
        again = made.Ward(call.scheme.organisation, team, sam, sam, call)
        for number in range(1, 55):
            made.waiting(
                session,
                made.sent(session, again, f"Nurse {number}"),
                sam,
                seat=(Seat.APPROVER, Seat.ABOVE)[number % 2],
            )
        session.commit()
    with count_queries() as many:
        page = browser.go("/requests/waiting")
    assert len(many) == len(one)
    assert len(names(page)) == 50
    assert len(names(browser.go("/requests/waiting?page=2"))) == 5
