"""The mentor of an application: asked, reminded once, agreed or not, changed."""

from datetime import timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from sqlalchemy import select

from portal import worker
from portal.applications.actions.sending import new_ticket
from portal.applications.companions import MentorRequest, Standing
from portal.applications.models import Application, Submission
from portal.applications.reading import answers_for
from portal.notifications.models import Message
from portal.people.models import Person
from portal.schemes.questions import Audience
from tests.browsing import Browser, press_send
from tests.conftest import NOW
from tests.factories import applications, people, together
from tests.integration.applications.test_together import links

ROOM = {"mentees": "2", "hours": "1.5", "statement": "We meet each month."}


@pytest.fixture
def world(app, database):
    with app.app_context(), database.scope() as session:
        board = people.node(session)
        nurse = people.employee(session, board, name="Megan Prosser")
        mentor = people.employee(session, board, name="Dr Evans")
        other = people.employee(session, board, name="Dr Other")
        draft = applications.complete_draft(session, together.people_call(session, board), nurse)
        listed = together.mentor(session, other)
        made = SimpleNamespace(
            nurse=nurse.email,
            mentor=mentor.email,
            other=other.email,
            draft=draft.id,
            base=f"/applications/{draft.id}",
            listed=str(listed.id),
        )
        session.commit()
    return made


def ask(browser, world, status=200, **values):
    browser.go(f"{world.base}/people/mentor")
    return browser.send({"name": "Dr Evans", "email": world.mentor, **values}, status=status)


def agree(app, database, world, **values):
    mentor = Browser(app).sign_in(world.mentor)
    mentor.go(links(database, "applications/mentor_asked")[-1])
    return mentor.send({**ROOM, **values})


def rows(database) -> list[MentorRequest]:
    with database.scope(read_only=True) as session:
        return list(session.scalars(select(MentorRequest).order_by(MentorRequest.asked_at)))


def mails(database, template):
    with database.scope(read_only=True) as session:
        return session.scalars(select(Message).where(Message.template == template)).all()


def test_the_list_says_whom_one_waits_for_and_the_way_opens_with_the_yes(app, database, world):
    nurse = Browser(app).sign_in(world.nurse)
    refused = nurse.post_by_hand(f"{world.base}/submit", {"ticket": new_ticket()})
    assert refused.status == 409 and "People and mentor" in refused.main
    ask(nurse, world)
    tasks = nurse.go(f"{world.base}/tasks").main
    assert "Waiting for Dr Evans to agree" in tasks
    refused = nurse.post_by_hand(f"{world.base}/submit", {"ticket": new_ticket()})
    assert refused.status == 409
    assert "You are the mentor of Megan Prosser" in agree(app, database, world).h1
    assert "mentor: Dr Evans" in nurse.go(f"{world.base}/tasks").main
    assert (
        "Mentors 2 people now, and can give 1.5 hours a month"
        in nurse.go(f"{world.base}/check").main
    )
    [mail] = mails(database, "applications/mentor_agreed")
    assert mail.to_address == world.nurse and len(mail.subject) <= 60
    press_send(nurse, world.base)
    with database.scope(read_only=True) as session:
        kept = session.scalars(select(Submission)).one().content["mentor"]
    assert kept["name"] == "Dr Evans" and kept["hours_hundredths_a_month"] == 150


def test_a_mentor_reads_nothing_of_the_draft(app, database, world):
    ask(Browser(app).sign_in(world.nurse), world)
    agree(app, database, world)
    mentor = Browser(app).sign_in(world.mentor)
    for path in ("tasks", "check", "answers", "people", "receipt"):
        mentor.go(f"{world.base}/{path}", status=404)


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"mentees": ""}, "Enter how many people you mentor now, 0 if nobody"),
        ({"mentees": "51"}, "How many people do you mentor now? must be 50 or less"),
        ({"hours": ""}, "Enter how many hours a month you can give"),
        ({"hours": "0"}, "How many hours a month can you give? must be 0.25 or more"),
        ({"hours": "9" * 250}, "Enter a number of hours, like 7.5"),
        ({"statement": "word " * 151}, "must be 150 words or fewer"),
    ],
)
def test_bad_answers(app, database, world, values, error):
    ask(Browser(app).sign_in(world.nurse), world)
    page = agree(app, database, world, **values)
    assert len(page.errors) == 1 and error in page.errors[0]
    assert rows(database)[0].standing is Standing.WAITING


def test_a_no_says_why_and_somebody_else_is_asked(app, database, world):
    nurse = Browser(app).sign_in(world.nurse)
    ask(nurse, world)
    mentor = Browser(app).sign_in(world.mentor)
    mentor.go(links(database, "applications/mentor_asked")[0])
    mentor.click("I do not want to")
    mentor.send({"reason": "I am away until June."}, status=410)
    [mail] = mails(database, "applications/mentor_declined")
    assert mail.to_address == world.nurse and "away until June" in mail.body
    assert "Needs a change" in nurse.go(f"{world.base}/tasks").main
    assert "away until June" in nurse.go(f"{world.base}/people").main
    nurse.go(f"{world.base}/people/mentor")
    nurse.send({"mentor": world.listed, "note": "Please."})
    assert "Dr Other" in nurse.page.main and "away until June" not in nurse.page.main
    assert [each.standing for each in rows(database)].count(Standing.DECLINED) == 1
    assert "Please." in mails(database, "applications/mentor_asked")[-1].body


def test_changing_the_mentor_withdraws_the_old_request(app, database, world):
    nurse = Browser(app).sign_in(world.nurse)
    ask(nurse, world)
    first = links(database, "applications/mentor_asked")[0]
    nurse.go(f"{world.base}/people/mentor")
    nurse.send({"mentor": world.listed})
    assert {each.standing for each in rows(database)} == {Standing.CANCELLED, Standing.WAITING}
    mentor = Browser(app).sign_in(world.mentor)
    mentor.go(first, status=410)
    assert mentor.post_by_hand(first, ROOM).status == 410


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({}, "Enter a name, or choose somebody from the directory"),
        ({"name": "Dr Evans"}, "Enter their email address"),
        ({"email": "e@example.nhs.uk"}, "Enter a name, or choose somebody from the directory"),
        ({"mentor": "nobody"}, "Choose one of the answers shown"),
    ],
)
def test_whom_to_ask(app, world, values, error):
    nurse = Browser(app).sign_in(world.nurse)
    page = ask(nurse, world, **{"name": "", "email": "", **values})
    assert page.errors == [error]


def test_neither_oneself_nor_two_at_once(app, database, world):
    nurse = Browser(app).sign_in(world.nurse)
    assert ask(nurse, world, status=409, email=world.nurse).errors
    page = ask(nurse, world, mentor=world.listed)
    assert page.errors == ["Choose somebody from the directory or name somebody else"]
    assert rows(database) == []


def test_reminded_once_after_a_week(app, database, world, at, settings):
    ask(Browser(app).sign_in(world.nurse), world)
    for days in (6, 7, 8, 13):
        at(NOW + timedelta(days=days))
        with app.app_context():
            worker.remind_mentors(database)
        assert len(mails(database, "applications/mentor_reminded")) == (days >= 7)
    [mail] = mails(database, "applications/mentor_reminded")
    assert len(mail.subject) <= 60 and mail.body.count("http") == 1
    at(NOW + timedelta(days=9))
    mentor = Browser(app).sign_in(world.mentor)
    mentor.go(mail.body[mail.body.index("/invitations") :].split()[0])
    assert "You are the mentor" in mentor.send(ROOM).h1


def test_an_answer_is_never_reminded(app, database, world, at):
    ask(Browser(app).sign_in(world.nurse), world)
    agree(app, database, world)
    at(NOW + timedelta(days=8))
    with app.app_context():
        worker.remind_mentors(database)
    assert mails(database, "applications/mentor_reminded") == []


@pytest.mark.parametrize(
    ("audience", "is_told"),
    [(None, True), (Audience.PANEL, True), (Audience.MANAGER, True), (Audience.REVIEWER, False)],
)
def test_who_reads_of_the_mentor(app, database, world, audience, is_told):
    ask(Browser(app).sign_in(world.nurse), world)
    agree(app, database, world)
    with app.app_context(), database.scope(read_only=True) as session:
        read = str(answers_for(session.get(Application, world.draft), audience))
    assert ("Dr Evans" in read) is is_told
    assert ("We meet each month" in read) is is_told


def test_a_page_of_people_without_a_mentor_can_be_left_out(app, database, world):
    with app.app_context(), database.scope() as session:
        nurse = session.scalar(select(Person).where(Person.email == world.nurse))
        board = nurse.post.organisation
        call = together.people_call(session, board, needs_mentor=False)
        draft = applications.complete_draft(session, call, nurse)
        session.delete(next(entry for entry in draft.sections if entry.key == "people"))
        path = f"/applications/{draft.id}"
        session.commit()
    browser = Browser(app).sign_in(world.nurse)
    assert "People and mentor (optional)" in browser.go(f"{path}/tasks").main
    assert press_send(browser, path).path == f"{path}/receipt"


def test_the_page_of_people_says_when_it_is_finished(app, database, world):
    nurse = Browser(app).sign_in(world.nurse)
    nurse.go(f"{world.base}/people")
    page = nurse.send({"complete": ""}, "Save and continue")
    assert page.errors == ["Choose yes, or no if you will come back later"]
    page = nurse.send({"complete": "no"}, "Save and continue")
    assert page.path == f"{world.base}/tasks"


def test_a_mentor_who_is_taken_off_is_told_once(app, database, world):
    nurse = Browser(app).sign_in(world.nurse)
    ask(nurse, world)
    agree(app, database, world)
    where = nurse.go(f"{world.base}/people").link("Take off")
    for _again in range(2):
        nurse.post_by_hand(where)
    [mail] = mails(database, "applications/taken_off")
    assert mail.to_address == world.mentor
    assert mail.subject == "You are no longer the mentor of Megan Prosser"


def test_a_mentor_can_stop_and_the_applicant_is_told(app, database, world):
    nurse = Browser(app).sign_in(world.nurse)
    ask(nurse, world)
    agree(app, database, world)
    mentor = Browser(app).sign_in(world.mentor)
    mentor.go(f"/invitations/mine/{rows(database)[0].id}")
    mentor.click("Stop being the mentor")
    assert "We tell Megan Prosser" in mentor.page.main
    assert mentor.click("No, go back").h1 == "You are the mentor of Megan Prosser"
    mentor.click("Stop being the mentor")
    mentor.send()
    assert "You have left the application" in mentor.page.text
    [mail] = mails(database, "applications/has_left")
    assert mail.to_address == world.nurse
    assert mail.subject == "Dr Evans is no longer your mentor"
    assert "Ask" in nurse.go(f"{world.base}/people").main


def test_a_mentor_stays_once_it_is_sent_and_takes_off_nobody_else(app, database, world):
    nurse = Browser(app).sign_in(world.nurse)
    ask(nurse, world)
    agree(app, database, world)
    of_another = f"{world.base}/people/{uuid4()}"
    mentor = Browser(app).sign_in(world.mentor)
    mentor.go(f"{of_another}/end", status=404)
    mine = rows(database)[0].id
    mentor.go(f"{world.base}/people/{mine}", status=404)
    press_send(nurse, world.base)
    assert "Stop being" not in mentor.go(f"/invitations/mine/{mine}").main
    assert mentor.post_by_hand(f"{world.base}/people/{mine}/end").status in {404, 409}
    assert rows(database)[0].standing is Standing.AGREED
