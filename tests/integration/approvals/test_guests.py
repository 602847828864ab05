"""A host without an account: checked by the office, a link that works once, a code, an answer."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from portal.approvals.guests import policy
from portal.approvals.lifecycle import ApprovalState, Seat
from portal.approvals.models import ApprovalRequest, Guest
from portal.audit.models import TrailEntry
from portal.notifications.models import Message
from portal.people.models import Person
from portal.schemes.definition import ApprovalStep, Stage
from tests.browsing import Browser, press_send
from tests.conftest import NOW
from tests.factories import applications as apps
from tests.factories import approvals as made

HOST = {
    "agrees_for": "University of Glan Hafren",
    "agrees_name": "Prof. Eleri Vaughan",
    "agrees_email": "e.vaughan@university.example",
}
PLAN = {
    "means": "bank",
    "who": "Ward 7 bank list",
    "hours": "37.5",
    "cost": "0",
    "cost_centre": "R70412",
    "when_busy": "The day moves inside the same week.",
}


@dataclass(frozen=True)
class Scene:
    """What one test needs, free of any session."""

    application_id: object
    people: SimpleNamespace
    title: str = "What is your project called? An answer."


@pytest.fixture
def scene(app, database) -> Scene:
    """Megan's secondment is whole and not sent; only the host has to agree."""
    with app.app_context(), database.scope() as session:
        only_host = {"approvals": (ApprovalStep(Stage.HOST, 15),), "caps": ()}
        ward = made.ward(session, "secondment", definition=only_host)
        nurse = ward.nurse(session, "Megan Prosser")
        draft = apps.complete_draft(session, ward.call, nurse)
        release = next(each for each in draft.sections if each.key == "release")
        release.answers = {**release.answers, **HOST}
        everybody = SimpleNamespace(
            nurse=nurse.email, office=ward.office.email, manager=ward.manager.email
        )
        built = Scene(draft.id, everybody)
        session.commit()
    return built


@pytest.fixture
def office(app, scene) -> Browser:
    press_send(Browser(app).sign_in(scene.people.nurse), f"/applications/{scene.application_id}")
    return Browser(app).sign_in(scene.people.office)


def rows(database, what, *where):
    with database.scope() as session:
        found = session.scalars(select(what).where(*where)).all()
        for each in found:
            session.expunge(each)
    return found


def request_of(database) -> ApprovalRequest:
    return rows(database, ApprovalRequest, ApprovalRequest.stage == Stage.HOST)[0]


def mails(database, template) -> list[Message]:
    found = rows(database, Message, Message.template == f"approvals/{template}")
    return sorted(found, key=lambda each: each.created_at)


def link_in(message: Message) -> str:
    return re.search(r"/host/link/\S+", message.body).group()


def code_in(message: Message) -> str:
    return re.search(r"\b\d{6}\b", message.body).group()


def send_link(office, database, **values) -> str:
    office.go(f"/requests/{request_of(database).id}/host")
    office.send(values, "Send the link")
    return link_in(mails(database, "guest_asked")[-1])


def let_in(app, database, link: str) -> Browser:
    guest = Browser(app)
    guest.go(link)
    guest.send(button="Send me the code")
    guest.send({"code": code_in(mails(database, "guest_code")[-1])}, "Continue")
    return guest


def test_the_office_checks_first_and_nothing_goes_out_before(office, database):
    request = request_of(database)
    assert (request.seat, request.state) == (Seat.OFFICE, ApprovalState.WAITING)
    assert mails(database, "guest_asked") == []
    page = office.go(f"/requests/{request.id}")
    assert "Prof. Eleri Vaughan, University of Glan Hafren" in page.main
    assert "Nothing goes out before you have checked" in page.main
    page = office.click("Check and send")
    assert page.value("email") == HOST["agrees_email"]


def test_a_host_says_yes_from_the_mail_to_the_record(app, office, database, scene):
    link = send_link(office, database)
    assert request_of(database).seat is Seat.GUEST
    guest = Browser(app)
    door = guest.go(link)
    assert "Megan" not in door.text and scene.title not in door.text
    code = guest.send(button="Send me the code")
    assert code.path == "/host/code"
    assert "Megan" not in code.text
    page = guest.send({"code": code_in(mails(database, "guest_code")[-1])}, "Continue")
    assert page.path == "/host/request"
    assert page.h1 == "Can University of Glan Hafren host Megan Prosser?"
    assert scene.title in page.main
    guest.send(button="Yes, we agree")
    assert guest.page.path == "/host/thanks"
    request = request_of(database)
    assert request.state is ApprovalState.APPROVED
    assert (request.answered_as, request.answered_name) == (Seat.GUEST, "Prof. Eleri Vaughan")
    assert request.answered_by_id is None
    said = rows(database, TrailEntry, TrailEntry.verb == "approved")[0]
    assert (said.actor_name, said.actor_id) == ("Prof. Eleri Vaughan", None)
    assert said.facts["as"] == "guest"
    assert guest.go("/host/request", 410).h1 == "This link does not work"
    assert guest.go(link, 410).h1 == "This link does not work"
    assert [m.to_address for m in mails(database, "approved")] == [scene.people.nurse]


def test_a_host_says_no_with_a_reason(app, office, database, scene):
    guest = let_in(app, database, send_link(office, database))
    guest.click("No")
    guest.send({}, "Say no")
    assert guest.page.errors == ["Choose the main reason", "Say in a sentence or two why not"]
    guest.send({"reason": "dates", "comment": "We are closed in August."}, "Say no")
    request = request_of(database)
    assert (request.state, request.reason) == (ApprovalState.DECLINED, "dates")
    nurse = Browser(app).sign_in(scene.people.nurse)
    assert "We are closed in August." in mails(database, "declined")[0].body
    assert nurse.go(f"/applications/{scene.application_id}", None).status == 200


def test_somebody_elses_goes_back_to_the_office_with_the_colleagues_name(app, office, database):
    link = send_link(office, database)
    guest = let_in(app, database, link)
    guest.click("This is not mine")
    guest.send({"name": "Dr Gwen Pugh", "email": "g.pugh@university.example"}, "Send it")
    request = request_of(database)
    assert (request.seat, request.state) == (Seat.OFFICE, ApprovalState.WAITING)
    page = office.go(f"/requests/{request.id}")
    assert "Dr Gwen Pugh" in page.main
    assert guest.go("/host/request", 410)
    send_link(office, database, name="Dr Gwen Pugh", email="g.pugh@university.example")
    assert mails(database, "guest_asked")[-1].to_address == "g.pugh@university.example"


def test_a_mail_scanner_spends_nothing(app, office, database):
    link = send_link(office, database)
    scanner = Browser(app)
    for _ in range(3):
        scanner.go(link)
        scanner.client.head(link)
    assert mails(database, "guest_code") == []
    assert rows(database, Guest)[0].opened_at is None


def test_wrong_and_spent_and_older_links_show_the_same_bytes(app, office, database, scene):
    first = send_link(office, database)
    second = send_link(office, database)
    assert first != second
    let_in(app, database, second)

    def shown(path):
        found = Browser(app).go(path, 410).data.decode()
        return found.replace(path.rpartition("/")[2], "TOKEN")

    wrong = f"/host/link/{'x' * 43}"
    assert shown(first) == shown(second) == shown(wrong)
    assert Browser(app).post_by_hand(first).status == 410


def test_a_link_lapses_after_its_days_and_with_its_request(app, office, database, at, scene):
    link = send_link(office, database)
    at(NOW + policy.LINK)
    Browser(app).go(link, 410)
    at(NOW)
    Browser(app).go(link)
    nurse = Browser(app).sign_in(scene.people.nurse)
    nurse.go(f"/applications/{scene.application_id}/withdraw")
    nurse.send(button="Withdraw")
    Browser(app).go(link, 410)
    assert len(mails(database, "guest_closed")) == 1


def test_a_code_has_five_tries_and_ten_minutes(app, office, database, at):
    guest = Browser(app)
    guest.go(send_link(office, database))
    guest.send(button="Send me the code")
    right = code_in(mails(database, "guest_code")[-1])
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    for typed in (wrong, "", "12", "١٢٣٤٥٦", f"{wrong}"):
        guest.send({"code": typed}, "Continue")
        assert guest.page.path == "/host/code"
    guest.send({"code": wrong}, "Continue")
    guest.send({"code": wrong}, "Continue")
    guest.send({"code": right}, "Continue")
    assert "does not work any more" in guest.page.errors[0]
    guest.send(button="Send a new code")
    newer = code_in(mails(database, "guest_code")[-1])
    at(NOW + timedelta(minutes=10))
    guest.send({"code": newer}, "Continue")
    assert "does not work any more" in guest.page.errors[0]
    guest.send(button="Send a new code")
    assert "No more codes can be sent" in guest.page.main
    guest.post_by_hand("/host/code/again")
    assert len(mails(database, "guest_code")) == policy.CODES
    guest.go("/host/code")
    guest.send({"code": code_in(mails(database, "guest_code")[-1])}, "Continue")
    assert guest.page.path == "/host/request"


def test_a_forwarded_mail_without_the_code_shows_nothing(app, office, database, scene):
    link = send_link(office, database)
    mine = Browser(app)
    mine.go(link)
    mine.send(button="Send me the code")
    for path in ("/host/request", "/host/request/no", "/host/request/not-mine"):
        assert mine.go(path).path == "/host/code"
        assert "Megan" not in mine.page.text
        assert Browser(app).go(path, 410).status == 410
    assert mine.post_by_hand("/host/request/yes").path == "/host/code"
    assert request_of(database).state is ApprovalState.WAITING
    for mail in (*mails(database, "guest_asked"), *mails(database, "guest_code")):
        assert scene.title not in mail.body


def test_only_digests_are_kept_and_no_header_tells_the_link(app, office, database):
    link = send_link(office, database)
    token = link.rpartition("/")[2]
    guest = Browser(app)
    page = guest.go(link)
    assert page.headers["Referrer-Policy"] == "strict-origin"
    assert page.headers["Cache-Control"] == "no-store"
    guest.send(button="Send me the code")
    code = code_in(mails(database, "guest_code")[-1])
    row = rows(database, Guest)[0]
    kept = [str(getattr(row, column.name)) for column in Guest.__table__.columns]
    assert token not in kept and code not in kept
    entries = rows(database, TrailEntry)
    assert all(token not in str(entry.facts) for entry in entries)


@pytest.mark.parametrize(
    "values",
    [
        {"email": "NURSE"},
        {"code_email": "NURSE"},
        {"email": ""},
        {"name": " "},
        {"organisation": ""},
        {"email": "nobody"},
    ],
)
def test_never_the_applicant_and_never_nobody(office, database, scene, values):
    typed = {k: scene.people.nurse.upper() if v == "NURSE" else v for k, v in values.items()}
    office.go(f"/requests/{request_of(database).id}/host")
    page = office.send(typed, "Send the link", status=None)
    assert page.errors
    assert mails(database, "guest_asked") == []
    assert request_of(database).seat is Seat.OFFICE


def test_somebody_with_an_account_is_asked_there(office, database, scene):
    office.go(f"/requests/{request_of(database).id}/host")
    office.send({"email": scene.people.manager}, "Send the link")
    request = request_of(database)
    assert request.seat is Seat.APPROVER
    assert mails(database, "guest_asked") == []
    assert [m.to_address for m in mails(database, "handed_on")] == [scene.people.manager]


def test_never_the_same_person_for_two_steps(office, database, scene):
    with database.scope() as session:
        manager = session.scalars(select(Person).where(Person.email == scene.people.manager)).one()
        request = session.scalars(select(ApprovalRequest)).one()
        made.waiting(session, request.application, manager, stage=Stage.LINE_MANAGER)
        session.commit()
    office.go(f"/requests/{request_of(database).id}/host")
    page = office.send({"email": scene.people.manager}, "Send the link", status=409)
    assert page.errors == [
        "Whoever has this address answers another question about this application."
    ]
    page = office.send({"code_email": scene.people.manager}, "Send the link", status=409)
    assert request_of(database).seat is Seat.OFFICE


def test_the_office_answers_in_place_with_a_note(app, office, database):
    link = send_link(office, database)
    office.go(f"/requests/{request_of(database).id}")
    office.click("Answer for the host")
    office.send({"note": ""}, "Take it back")
    assert office.page.errors == ["Say why the office answers for the host"]
    office.send({"note": "By letter of 20 November."}, "Take it back")
    Browser(app).go(link, 410)
    request = request_of(database)
    assert request.seat is Seat.OFFICE
    assert "By letter of 20 November." in office.go(f"/requests/{request.id}").main


def test_nobody_but_the_office_sends_links(app, office, database, scene):
    path = f"/requests/{request_of(database).id}/host"
    values = {"organisation": "A", "name": "B", "email": "b@university.example"}
    for who in (scene.people.nurse, scene.people.manager):
        browser = Browser(app).sign_in(who)
        browser.go(path, 404)
        assert browser.post_by_hand(path, values).status == 404
    assert mails(database, "guest_asked") == []


def test_of_twenty_at_once_one_opens_the_link(app, office, database):
    link = send_link(office, database)
    browsers = [(each, each.token()) for each in (Browser(app) for _ in range(20))]
    start = threading.Barrier(20)

    def press(pair):
        browser, token = pair
        start.wait()
        return browser.post(link, {"csrf_token": token}, None).path == "/host/code"

    with ThreadPoolExecutor(20) as pool:
        opened = list(pool.map(press, browsers))
    assert sum(opened) == 1
    assert len(mails(database, "guest_code")) == 1
