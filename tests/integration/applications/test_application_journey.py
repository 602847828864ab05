"""From the page of a call to the receipt, over HTTP and without a script."""

import pytest
from sqlalchemy import func, select

from portal.applications.lifecycle import State
from portal.applications.models import Application, SectionEntry, Submission
from portal.audit.models import TrailEntry
from portal.notifications.models import Message
from portal.schemes.questions import QuestionKind, SectionKind
from tests.browsing import Browser
from tests.factories import applications, people, schemes


@pytest.fixture
def place(app, database):
    """A nurse with a manager, and one open small grant: their ids and addresses."""
    with app.app_context(), database.scope() as session:
        node = people.node(session)
        manager = people.employee(session, node, name="Sam Whittaker")
        nurse = people.employee(session, node, name="Megan Prosser", manager=manager)
        other = people.employee(session, node, name="Somebody Else")
        call = schemes.open_call(session, node, prefix="SG27")
        found = {
            "nurse": nurse.email,
            "other": other.email,
            "call": call.id,
            "nurse_id": nurse.id,
            "sections": [(s.key, s.kind) for s in call.document.sections],
        }
        session.commit()
    return found


def typed(section) -> dict:
    """What somebody types into a section of questions."""
    values = {}
    for question in section.questions:
        answer = applications.acceptable(question)
        if question.kind is QuestionKind.YES_NO and section.kind is SectionKind.DECLARATIONS:
            answer = "yes"
        values[f"q_{question.key}"] = answer
    return values


def make_complete(database, application_id) -> None:
    """Finish every section behind the browser's back."""
    with database.scope() as session:
        draft = session.get_one(Application, application_id)
        for section in draft.call.document.sections:
            applications.entry(session, draft, section.key, applications.section_answers(section))
        applications.period(session, draft)
        applications.cost(session, draft, 120_000)
        session.commit()


def start(app, place) -> Browser:
    browser = Browser(app).sign_in(place["nurse"])
    browser.go(f"/calls/{place['call']}/apply")
    browser.send(button="Start your application")
    return browser


def one_application(database) -> Application:
    with database.scope(read_only=True) as session:
        return session.scalars(select(Application)).one()


def count(database, table) -> int:
    with database.scope(read_only=True) as session:
        return session.scalar(select(func.count()).select_from(table))


def test_from_the_call_to_the_receipt(app, place, database):
    browser = start(app, place)
    draft = one_application(database)
    assert (draft.profession_code, draft.pay_label) == ("NUR-ADULT", "Band 6")
    assert "0 of 7 sections done" in browser.page.main
    browser.click("Start with about you")
    assert browser.page.value("q_job_title") == "Staff nurse"
    browser.send({"complete": "yes"}, button="Save and continue")
    assert "1 of 7 sections done" in browser.page.main

    with database.scope(read_only=True) as session:
        document = session.get_one(Application, draft.id).call.document
    for section in document.sections:
        if section.kind in {SectionKind.ABOUT, SectionKind.TIME, SectionKind.COSTS}:
            continue
        browser.go(f"/applications/{draft.id}/sections/{section.key}")
        browser.send({**typed(section), "complete": "yes"}, button="Save and continue")
        assert not browser.page.errors, browser.page.errors
    with database.scope() as session:
        saved = session.get_one(Application, draft.id)
        for key in ("time", "costs"):
            applications.entry(session, saved, key)
        applications.period(session, saved)
        applications.cost(session, saved, 120_000)
        session.commit()

    browser.go(f"/applications/{draft.id}/tasks")
    assert "7 of 7 sections done" in browser.page.main
    browser.click("Check your answers and send")
    assert "£1,200.00" in browser.page.main
    browser.send(button="Send your application")
    assert browser.page.h1 == "We have your application"
    sent = one_application(database)
    assert sent.state is State.SUBMITTED
    assert sent.reference.startswith("SG27-")
    assert sent.reference in browser.page.main
    assert count(database, Submission) == 1
    with database.scope(read_only=True) as session:
        mail = session.scalars(
            select(Message).where(Message.template == "applications/received")
        ).one()
        receipt = session.scalars(select(Submission)).one()
        verbs = session.scalars(
            select(TrailEntry.verb).where(TrailEntry.subject_id == draft.id)
        ).all()
    assert sent.reference in mail.subject
    assert len(mail.subject) <= 60
    assert receipt.content["cost_pence"] == 120_000
    assert receipt.content["sections"]["project"]["title"]
    assert {"started", "finished_section", "submitted"} <= set(verbs)


def test_the_same_ticket_twice_is_one_submission_and_one_receipt(app, place, database):
    browser = start(app, place)
    draft = one_application(database)
    make_complete(database, draft.id)
    browser.go(f"/applications/{draft.id}/check")
    address, values = browser.page.form("Send your application")
    first = browser.post(address, values)
    second = browser.post(address, values)
    third = browser.post(address, {**values, "ticket": "another-ticket-altogether-1"})
    assert first.h1 == second.h1 == third.h1 == "We have your application"
    assert first.main == second.main == third.main
    assert count(database, Submission) == 1
    with database.scope(read_only=True) as session:
        sent = select(func.count()).where(Message.template == "applications/received")
        assert session.scalar(sent) == 1


def test_starting_twice_goes_to_the_first(app, place, database):
    browser = start(app, place)
    first = browser.page.path
    browser.go(f"/calls/{place['call']}/apply")
    assert "You already have an application to this call." in browser.page.main
    browser.post_by_hand(f"/calls/{place['call']}/apply")
    assert browser.page.path == first
    assert count(database, Application) == 1


def test_after_deleting_a_draft_one_may_start_again(app, place, database):
    browser = start(app, place)
    browser.click("Delete this application")
    browser.send(button="Delete it")
    assert "This has not been sent." in browser.page.main
    browser.go(f"/calls/{place['call']}/apply")
    browser.send(button="Start your application")
    assert count(database, Application) == 2


@pytest.mark.parametrize(
    "page",
    ["tasks", "sections/project", "time", "costs", "check", "receipt", "answers", "withdraw"],
)
def test_somebody_elses_application_does_not_exist(app, place, database, page):
    start(app, place)
    draft = one_application(database)
    stranger = Browser(app).sign_in(place["other"])
    stranger.go(f"/applications/{draft.id}/{page}", status=404)


@pytest.mark.parametrize("page", ["sections/project", "submit", "withdraw"])
def test_a_post_by_hand_to_somebody_elses_changes_nothing(app, place, database, page):
    start(app, place)
    draft = one_application(database)
    stranger = Browser(app).sign_in(place["other"])
    assert stranger.post_by_hand(f"/applications/{draft.id}/{page}").status == 404
    assert one_application(database).state is State.DRAFT
    assert count(database, SectionEntry) == 0


@pytest.mark.parametrize("page", ["sections/project", "submit", "withdraw"])
def test_a_post_without_a_token_is_refused(app, place, database, page):
    browser = start(app, place)
    draft = one_application(database)
    browser.post(f"/applications/{draft.id}/{page}", {"ticket": "x" * 30}, status=400)
    assert one_application(database).state is State.DRAFT


def test_an_unknown_section_does_not_exist(app, place, database):
    browser = start(app, place)
    draft = one_application(database)
    browser.go(f"/applications/{draft.id}/sections/nothing-such", status=404)
    browser.go(f"/applications/{draft.id}/sections/time", status=404)


def test_withdrawing_what_was_sent(app, place, database):
    browser = start(app, place)
    draft = one_application(database)
    make_complete(database, draft.id)
    browser.go(f"/applications/{draft.id}/check")
    browser.send(button="Send your application")
    browser.click("Read what you sent")
    browser.click("Withdraw this application")
    assert "Nobody will read or score it." in browser.page.main
    browser.send(button="Withdraw it")
    assert "Withdrawn on" in browser.page.main
    assert one_application(database).state is State.WITHDRAWN
    again = browser.post_by_hand(f"/applications/{draft.id}/withdraw")
    assert again.status == 409
    with database.scope(read_only=True) as session:
        templates = session.scalars(select(Message.template)).all()
    assert templates.count("applications/withdrawn") == 1


def test_the_check_page_names_what_is_missing_first_and_sends_nothing(app, place, database):
    browser = start(app, place)
    draft = one_application(database)
    page = browser.go(f"/applications/{draft.id}/check")
    assert page.main.index("Finish these first") < page.main.index("About you")
    refused = browser.post_by_hand(f"/applications/{draft.id}/submit", {"ticket": "x" * 30})
    assert refused.status == 409
    assert "These sections are not finished" in refused.main
    assert one_application(database).state is State.DRAFT


@pytest.mark.parametrize("ticket", ["", "short", "x" * 65, "a" * 30 + "\x00", "é" * 30])
def test_a_ticket_that_no_form_made_sends_nothing(app, place, database, ticket):
    browser = start(app, place)
    draft = one_application(database)
    make_complete(database, draft.id)
    refused = browser.post_by_hand(f"/applications/{draft.id}/submit", {"ticket": ticket})
    assert refused.status == 409
    assert one_application(database).state is State.DRAFT
