"""Sending: the instant of arrival, the limits, one ticket in two hands, and the message."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from portal.applications import queries
from portal.applications.actions import sending
from portal.applications.actions.starting import start
from portal.applications.actions.withdrawal import withdraw
from portal.applications.lifecycle import State
from portal.applications.models import Application, Submission
from portal.audit.models import TrailEntry
from portal.kernel import reactions
from portal.kernel.actor import Role
from portal.kernel.ruling import Refused, no
from portal.notifications.models import Message
from tests.browsing import Browser
from tests.conftest import NOW
from tests.factories import applications, people, schemes

CLOSES = NOW + timedelta(hours=2)
SECOND = timedelta(seconds=1)
TICKET = "a-ticket-for-the-tests-0000001"


@pytest.fixture
def ready(app, database):
    """A draft ready to send: its id, and its applicant's address."""
    with app.app_context(), database.scope() as session:
        node = people.node(session)
        manager = people.employee(session, node, name="Sam Whittaker")
        nurse = people.employee(session, node, name="Megan Prosser", manager=manager)
        call = schemes.open_call(session, node, closes_at=CLOSES, grace_minutes=10)
        draft = applications.complete_draft(session, call, nurse, title="Breathless at home")
        found = (draft.id, nurse.email)
        session.commit()
    return found


def state(database) -> State:
    with database.scope(read_only=True) as session:
        return session.scalars(select(Application.state)).one()


@pytest.mark.parametrize(
    ("arrives_at", "sent", "in_grace"),
    [
        (CLOSES - SECOND, True, False),
        (CLOSES, True, False),
        (CLOSES + SECOND, True, True),
        (CLOSES + timedelta(minutes=10), True, True),
        (CLOSES + timedelta(minutes=10, seconds=1), False, None),
    ],
)
def test_the_instant_of_arrival_decides(app, database, ready, at, arrives_at, sent, in_grace):
    draft_id, email = ready
    browser = Browser(app).sign_in(email)
    browser.go(f"/applications/{draft_id}/check")
    where, values = browser.page.form("Send your application")
    at(arrives_at)
    page = browser.post(where, values, status=None)
    assert (state(database) is State.SUBMITTED) is sent
    if not sent:
        assert page.status == 409
        assert "This was not sent" in page.main
        assert "Everything you wrote is still here." in page.main
        assert "Breathless at home" in page.main
        return
    with database.scope(read_only=True) as session:
        facts = session.scalars(
            select(TrailEntry.facts).where(TrailEntry.verb == "submitted")
        ).one()
        assert facts["in_grace"] is in_grace
        assert session.scalars(select(Submission.received_at)).one() == arrives_at


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda s, d: applications.cost(s, d, 1_880_001), "£0.01 over"),
        (lambda s, d: setattr(d.periods[0], "ends_on", date(2027, 10, 6)), "1 day over"),
        (lambda s, d: setattr(d.sections[0], "is_complete", False), "not finished"),
    ],
)
def test_what_is_refused_stays_a_whole_draft_and_says_why(app, database, ready, change, words):
    draft_id, email = ready
    browser = Browser(app).sign_in(email)
    browser.go(f"/applications/{draft_id}/check")
    where, values = browser.page.form("Send your application")
    with database.scope() as session:
        change(session, session.get_one(Application, draft_id))
        session.commit()
    page = browser.post(where, values, status=409)
    assert words in page.main
    assert state(database) is State.DRAFT
    with database.scope(read_only=True) as session:
        assert session.scalar(select(func.count()).select_from(Submission)) == 0
        assert session.scalar(select(func.count()).select_from(Message)) == 0
    assert "Send your application" not in [
        b.text.strip() for b in page.soup.main.find_all("button")
    ]


def test_exactly_at_the_limit_is_sent(app, database, ready):
    draft_id, email = ready
    with database.scope() as session:
        applications.cost(session, session.get_one(Application, draft_id), 1_880_000)
        session.commit()
    browser = Browser(app).sign_in(email)
    page = browser.go(f"/applications/{draft_id}/check")
    assert "£20,000.00" in page.main
    browser.send(button="Send your application")
    assert state(database) is State.SUBMITTED


def test_one_ticket_in_two_hands_at_once_is_sent_once(app, database, ready):
    draft_id, _email = ready

    def send(_n: int):
        with app.app_context(), database.scope() as session:
            application = queries.whole(session, draft_id)
            actor = application.applicant.as_actor()
            session.rollback()
            found = sending.submit(session, application, TICKET, actor=actor, arrived_at=NOW)
            session.commit()
            return found.id

    with ThreadPoolExecutor(4) as pool:
        receipts = set(pool.map(send, range(4)))
    assert len(receipts) == 1
    with database.scope(read_only=True) as session:
        assert session.scalar(select(func.count()).select_from(Submission)) == 1
        received = select(func.count()).where(Message.template == "applications/received")
        assert session.scalar(received) == 1


def test_two_starts_at_once_are_one_draft(app, database):
    with app.app_context(), database.scope() as session:
        node = people.node(session)
        nurse = people.employee(session, node)
        call = schemes.open_call(session, node)
        ids = (call.id, nurse.id)
        session.commit()

    def begin(_n: int):
        with app.app_context(), database.scope() as session:
            nurse = session.get_one(people.Person, ids[1])
            actor = nurse.as_actor()
            opening = queries.opening(session, actor, ids[0])
            session.rollback()
            made = start(session, opening, actor=actor, now=NOW)
            session.commit()
            return made.id

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(begin, range(4)))) == 1


def test_a_ticket_that_sent_another_application_sends_nothing(session):
    node = people.node(session)
    call = schemes.open_call(session, node)
    one, two = (people.employee(session, node) for _ in range(2))
    first = applications.complete_draft(session, call, one)
    second = applications.complete_draft(session, call, two)
    sending.submit(session, first, TICKET, actor=one.as_actor(), arrived_at=NOW)
    with pytest.raises(Refused, match="out of date"):
        sending.submit(session, second, TICKET, actor=two.as_actor(), arrived_at=NOW)
    assert second.state is State.DRAFT


def test_references_are_unique_in_a_call_and_found_when_one_is_left(session, monkeypatch):
    monkeypatch.setattr(sending, "DIGITS", 1)
    node = people.node(session)
    call = schemes.open_call(session, node, prefix="SG27")
    given = []
    for number in range(9):
        nurse = people.employee(session, node)
        draft = applications.complete_draft(session, call, nurse)
        ticket = f"a-ticket-for-the-tests-{number}"
        sending.submit(session, draft, ticket, actor=nurse.as_actor(), arrived_at=NOW)
        given.append(draft.reference)
    assert sorted(given) == [f"SG27-{n}" for n in range(1, 10)]


def test_what_was_sent_is_kept_as_it_was(session):
    node = people.node(session)
    nurse = people.employee(session, node, name="Megan Prosser")
    draft = applications.complete_draft(session, schemes.open_call(session, node), nurse)
    receipt = sending.submit(session, draft, TICKET, actor=nurse.as_actor(), arrived_at=NOW)
    content = receipt.content
    assert content["applicant"]["profession"] == "NUR-ADULT"
    assert content["scheme_version"] == 1
    assert set(content["sections"]) == {s.key for s in draft.call.document.sections}
    assert content["cost_pence"] == sum(line["amount_pence"] for line in content["cost_lines"])
    assert content["periods"][0]["hours_hundredths"] == 750
    assert {cap["standing"] for cap in content["caps"]} <= {"within", "unknown"}


@pytest.fixture
def decided(monkeypatch):
    def refuse(_session, **_facts):
        raise Refused(no("This has been decided."))

    monkeypatch.setattr(reactions, "_handlers", {"application_withdrawing": [refuse]})


def test_a_higher_feature_may_refuse_a_withdrawal(app, database, ready, decided):
    draft_id, email = ready
    browser = Browser(app).sign_in(email)
    page = browser.go(f"/applications/{draft_id}/withdraw")
    assert "This has been decided." in page.main
    assert page.soup.main.find("form") is None
    assert browser.post_by_hand(f"/applications/{draft_id}/withdraw").status == 409
    assert state(database) is State.DRAFT


def grade(text: str) -> float:
    """Flesch-Kincaid grade; syllables are groups of vowels, a silent e at the end left out."""
    sentences = [s for s in re.split(r"[.:?!]\s|\n+", text) if re.search(r"[A-Za-z]", s)]
    found = re.findall(r"[A-Za-z']+", text)
    syllables = sum(
        max(len(re.findall(r"[aeiouy]+", re.sub(r"e$", "", word.lower()))), 1) for word in found
    )
    return 0.39 * len(found) / len(sentences) + 11.8 * syllables / len(found) - 15.59


@pytest.mark.parametrize("language", ["en", "cy"])
def test_messages_are_short_plain_and_have_one_link(session, language):
    node = people.node(session)
    nurse = people.employee(session, node, name="Megan Prosser")
    nurse.language = language
    draft = applications.complete_draft(session, schemes.open_call(session, node), nurse)
    sending.submit(session, draft, TICKET, actor=nurse.as_actor(), arrived_at=NOW)
    withdraw(session, draft, actor=nurse.as_actor(), now=NOW)
    session.flush()
    mine = select(Message).where(Message.template.startswith("applications/"))
    messages = session.scalars(mine).all()
    assert {message.template for message in messages} == {
        "applications/received",
        "applications/withdrawn",
    }
    for message in messages:
        assert len(message.subject) <= 60
        assert draft.reference in message.subject
        assert message.body.count("http") == 1
        assert f"/applications/{draft.id}/answers" in message.body
        words = message.body.replace(message.body.split("http")[1], "").replace("\n- ", "\n")
        if language == "en":
            assert grade(words) <= 6


def test_the_office_reads_what_was_sent_and_not_a_draft(app, database, ready):
    draft_id, _email = ready
    with app.app_context(), database.scope() as session:
        draft = session.get_one(Application, draft_id)
        officer = people.staff_with_role(session, Role.OFFICE, draft.call.scheme.organisation)
        nurse = people.employee(session, draft.team)
        sent = applications.submitted_application(session, draft.call, nurse, mentor="Dr Lloyd")
        sent_id, email = sent.id, officer.email
        session.commit()
    browser = Browser(app).sign_in(email)
    page = browser.go(f"/applications/{sent_id}/answers")
    assert "Dr Lloyd" in page.main
    assert "Withdraw" not in page.main
    browser.go(f"/applications/{draft_id}/answers", status=404)
    for path in ("tasks", "check", "receipt", "withdraw"):
        browser.go(f"/applications/{sent_id}/{path}", status=404)
    assert browser.post_by_hand(f"/applications/{sent_id}/withdraw").status == 404


def test_the_list_of_ones_own_costs_the_same_for_one_and_for_thirty(app, database, count_queries):
    def ask():
        with app.app_context(), database.scope(read_only=True) as session:
            person = session.get_one(people.Person, nurse_id)
            actor = person.as_actor()
            with count_queries() as seen:
                rows = queries.mine(session, actor)
                for row in rows:
                    assert row.call.document.name.en
                    assert row.call.scheme.organisation.path
                    assert row.applicant.name
                    assert row.team.path
                    assert len(row.sections) == 7
            return len(rows), len(seen)

    def add(count: int):
        with app.app_context(), database.scope() as session:
            nurse = session.get_one(people.Person, nurse_id)
            for _ in range(count):
                call = schemes.call(session, session.get_one(schemes.Scheme, scheme_id))
                applications.complete_draft(session, call, nurse)
            session.commit()

    with app.app_context(), database.scope() as session:
        node = people.node(session)
        nurse_id = people.employee(session, node).id
        scheme_id = schemes.scheme(session, node).id
        session.commit()
    add(1)
    one = ask()
    add(29)
    thirty = ask()
    assert (one[0], thirty[0]) == (1, 30)
    assert one[1] == thirty[1]
