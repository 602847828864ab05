"""People who are asked to work on an application: the link, what they may do, and the end of it."""

import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from portal.applications.actions.sending import new_ticket
from portal.applications.companion_policy import MOST
from portal.applications.companions import Access, Collaborator, Standing
from portal.applications.models import Application
from portal.audit.models import TrailEntry
from portal.kernel.actor import Role
from portal.notifications.models import Message
from portal.people.models import Person
from tests.browsing import Browser, press_send
from tests.conftest import NOW
from tests.factories import applications, people, schemes, together

LINK = re.compile(r"http://localhost(/invitations/\S+)")


@pytest.fixture
def world(app, database):
    with app.app_context(), database.scope() as session:
        board = people.node(session)
        ward, other = people.node(session, "ward-7", board), people.node(session, "ward-8", board)
        manager = people.employee(session, ward, name="Sam Whittaker")
        nurse = people.employee(session, ward, name="Megan Prosser", manager=manager)
        helper = people.employee(session, other, name="Helen Helper")
        stranger = people.employee(session, other, name="Una Unasked")
        reviewer = people.employee(session, other, name="Rea Viewer")
        people.grant(session, reviewer, Role.REVIEWER, board)
        office = people.staff_with_role(session, Role.OFFICE, board)
        draft = applications.complete_draft(session, schemes.open_call(session, board), nurse)
        made = SimpleNamespace(
            nurse=nurse.email,
            helper=helper.email,
            stranger=stranger.email,
            manager=manager.email,
            reviewer=reviewer.email,
            office=office.email,
            draft=draft.id,
        )
        session.commit()
    return made


def join(database, world, email=None, **values):
    """Let somebody work on the draft already."""
    with database.scope() as session:
        person = session.scalar(select(Person).where(Person.email == (email or world.helper)))
        draft = session.get(Application, world.draft)
        made = together.collaborator(session, draft, person, **values).id
        session.commit()
    return made


def invite(browser, world, status=200, **values):
    given = {"name": "Helen Helper", "email": world.helper, "access": "edit", **values}
    browser.go(f"/applications/{world.draft}/people/invite")
    return browser.send(given, status=status)


def links(database, template="applications/helper_asked"):
    with database.scope(read_only=True) as session:
        mails = session.scalars(
            select(Message)
            .where(Message.template == template)
            .order_by(Message.created_at, Message.id)
        )
        return [LINK.search(mail.body)[1] for mail in mails]


def row(database, **where) -> Collaborator:
    with database.scope(read_only=True) as session:
        return session.scalars(select(Collaborator).filter_by(**where)).one()


def test_one_message_with_one_link_and_nothing_of_it_kept(app, database, world):
    nurse = Browser(app).sign_in(world.nurse)
    page = invite(nurse, world, part="Helps with the numbers", credit=["software", "methodology"])
    assert "Helen Helper" in page.main and "Waiting for an answer" in page.main
    with database.scope(read_only=True) as session:
        mail = session.scalars(select(Message)).one()
        assert mail.to_address == world.helper
        assert len(mail.subject) <= 60
        assert mail.body.count("http") == 1
        assert "Helps with the numbers" in mail.body
        assert "Methodology, Software" in mail.body
        kept = session.scalars(select(Collaborator)).one()
        token = LINK.search(mail.body)[1].rpartition("/")[2]
        assert len(token) == 43  # 256 bits
        assert token not in str(vars(kept))


def test_a_long_name_gives_way_in_the_subject(app, database, world):
    with database.scope() as session:
        session.scalar(select(Person).where(Person.email == world.nurse)).name = "Ff" * 90
        session.commit()
    invite(Browser(app).sign_in(world.nurse), world)
    with database.scope(read_only=True) as session:
        assert len(session.scalars(select(Message)).one().subject) <= 60


def test_following_the_link_spends_nothing_and_pressing_joins_once(app, database, world):
    invite(Browser(app).sign_in(world.nurse), world)
    [link] = links(database)
    assert Browser(app).go(link).path.startswith("/sign-in")
    helper = Browser(app).sign_in(world.helper)
    for _ in range(3):
        page = helper.go(link)
    assert "You are signed in as Helen Helper" in page.main
    assert "for me" not in page.main
    assert row(database).standing is Standing.WAITING
    assert "You work on this application" in helper.send().h1
    again = helper.post_by_hand(link)
    assert again.status == 200 and "You work on this application" in again.h1
    assert row(database).standing is Standing.AGREED
    assert "What you help with" in helper.go("/").main
    helper.click("What is your project called")
    assert "Helen Helper joined" not in helper.page.main  # who reads is "You"
    assert "You joined the application" in helper.page.main
    with database.scope(read_only=True) as session:
        verbs = [e.verb for e in session.scalars(select(TrailEntry))]
        assert verbs.count("joined") == 1


def test_another_account_says_that_the_message_was_for_it(app, database, world):
    invite(Browser(app).sign_in(world.nurse), world)
    [link] = links(database)
    stranger = Browser(app).sign_in(world.stranger)
    page = stranger.go(link)
    assert f"We sent this to {world.helper}" in page.main
    assert "You are signed in as Una Unasked" in page.main
    assert stranger.send().errors == ["Tick this if the message was for you"]
    assert row(database).standing is Standing.WAITING
    stranger.send({"is_me": "yes"})
    joined = row(database)
    assert joined.standing is Standing.AGREED
    helper = Browser(app).sign_in(world.helper)
    assert helper.go(link, status=410)
    helper.go(f"/applications/{world.draft}/tasks", status=404)
    stranger.go(f"/applications/{world.draft}/tasks")


def test_saying_no(app, database, world):
    nurse = Browser(app).sign_in(world.nurse)
    invite(nurse, world)
    [link] = links(database)
    helper = Browser(app).sign_in(world.helper)
    helper.go(link)
    helper.click("I do not want to")
    helper.send({"reason": "No time."}, status=410)
    assert row(database).standing is Standing.DECLINED
    assert "Said no" in nurse.go(f"/applications/{world.draft}/people").main
    helper.go(f"/applications/{world.draft}/tasks", status=404)


def test_the_errand_on_the_first_page_leads_to_the_same_without_the_secret(app, database, world):
    invite(Browser(app).sign_in(world.nurse), world)
    helper = Browser(app).sign_in(world.helper)
    helper.go("/")
    helper.click("Say whether you work on an application with Megan Prosser")
    assert "/invitations/mine/" in helper.page.path
    mine = helper.page.path
    Browser(app).sign_in(world.stranger).go(mine, status=404)
    helper.send()
    assert row(database).standing is Standing.AGREED


def test_a_link_sent_again_replaces_the_first(app, database, world, at):
    nurse = Browser(app).sign_in(world.nurse)
    invite(nurse, world)
    at(NOW + timedelta(minutes=1))
    nurse.send(button="Send the link again")
    old, new = links(database)
    helper = Browser(app).sign_in(world.helper)
    helper.go(old, status=410)
    assert helper.post_by_hand(old).status == 410
    helper.go(new)
    for _ in range(3):
        nurse.go(f"/applications/{world.draft}/people")
        nurse.send(button="Send the link again")
    assert "Send the link again" not in nurse.page.main
    assert len(links(database)) == 5


@pytest.mark.parametrize("how", ["run out", "sent", "cancelled", "closed", "withdrawn"])
def test_a_link_dies(app, database, world, at, how):
    nurse = Browser(app).sign_in(world.nurse)
    invite(nurse, world)
    [link] = links(database)
    base = f"/applications/{world.draft}"
    if how == "sent":
        press_send(nurse, base)
    elif how == "withdrawn":
        nurse.post_by_hand(f"{base}/withdraw")
    elif how == "cancelled":
        nurse.go(f"{base}/people")
        nurse.click("Cancel")
        nurse.send()
    elif how == "run out":
        with database.scope() as session:
            one = session.scalars(select(Collaborator)).one()
            one.expires_at = NOW + timedelta(hours=1)
            session.commit()
        at(NOW + timedelta(hours=1))
    else:
        at(NOW + timedelta(days=11))
    helper = Browser(app).sign_in(world.helper)
    assert "does not work any more" in helper.go(link, status=410).h1
    assert helper.post_by_hand(link).status == 410
    assert row(database).standing in {Standing.WAITING, Standing.CANCELLED}
    assert "Say whether" not in helper.go("/").main


@pytest.mark.parametrize("token", ["", "x", "%00", "a" * 5000, "%ED%A0%80", "../../x"])
def test_hostile_tokens(app, world, token):
    browser = Browser(app).sign_in(world.helper)
    for response in (
        browser.client.get(f"/invitations/{token}"),
        browser.client.post(f"/invitations/{token}", data={"csrf_token": browser.token()}),
    ):
        assert response.status_code in {303, 308, 404, 405, 410}


def test_who_may_change_saves_and_is_named(app, database, world):
    join(database, world)
    helper = Browser(app).sign_in(world.helper)
    section = f"/applications/{world.draft}/sections/project"
    helper.go(section)
    helper.send({"q_title": "A better title", "complete": "yes"})
    nurse = Browser(app).sign_in(world.nurse)
    tasks = nurse.go(f"/applications/{world.draft}/tasks")
    assert "A better title" in tasks.h1
    assert "Helen Helper finished “Your project”" in tasks.main
    assert "by Helen Helper" in nurse.go(section).main
    assert "You finished “Your project”" in helper.page.main


def test_both_texts_name_who_saved_the_other(app, database, world):
    join(database, world)
    nurse, helper = Browser(app).sign_in(world.nurse), Browser(app).sign_in(world.helper)
    section = f"/applications/{world.draft}/sections/project"
    nurse.go(section)
    helper.go(section)
    helper.send({"q_title": "Theirs"})
    page = nurse.send({"q_title": "Mine"})
    assert "Helen Helper saved this on" in page.main
    assert page.value("q_title") == "Mine"


CHANGES = ("sections/project", "time", "costs", "costs/other")
OWN = ("submit", "withdraw", "about-you", "people/invite", "sections/declarations")


def test_who_may_read_changes_nothing(app, database, world):
    join(database, world, access=Access.VIEW)
    helper = Browser(app).sign_in(world.helper)
    base = f"/applications/{world.draft}"
    page = helper.go(f"{base}/tasks")
    assert "You can read this application, and not change it" in page.main
    assert "Delete this application" not in page.main
    assert "Your project" in helper.go(f"{base}/check").main
    helper.go(f"{base}/answers")
    for path in (*CHANGES, *OWN):
        assert helper.post_by_hand(f"{base}/{path}", {"q_title": "No"}).status == 403, path


def test_who_may_change_still_owns_nothing(app, database, world):
    join(database, world)
    helper = Browser(app).sign_in(world.helper)
    base = f"/applications/{world.draft}"
    for path in OWN:
        assert helper.post_by_hand(f"{base}/{path}", {"ticket": new_ticket()}).status == 403, path
    for path in ("withdraw", "sections/declarations", "people/invite"):
        helper.go(f"{base}/{path}", status=403)
    page = helper.go(f"{base}/check")
    assert "Only Megan Prosser can do this" in page.main
    assert not page.soup.find("input", attrs={"name": "ticket"})
    assert "Megan Prosser sends it" in helper.go(f"{base}/tasks").main


def test_access_is_changed_at_once(app, database, world):
    join(database, world)
    nurse, helper = Browser(app).sign_in(world.nurse), Browser(app).sign_in(world.helper)
    section = f"/applications/{world.draft}/sections/project"
    helper.go(section)
    nurse.go(f"/applications/{world.draft}/people")
    nurse.click("Change")
    nurse.send({"access": "view", "part": "Reads it"})
    assert "Can read it" in nurse.page.main and "Reads it" in nurse.page.main
    helper.go(section, status=403)


def told_of(database, template) -> Message:
    """The one message about it: pressing twice tells nobody twice."""
    with database.scope(read_only=True) as session:
        return session.scalars(select(Message).where(Message.template == template)).one()


def test_taken_off_is_out_on_the_next_request(app, database, world):
    join(database, world)
    nurse, helper = Browser(app).sign_in(world.nurse), Browser(app).sign_in(world.helper)
    base = f"/applications/{world.draft}"
    helper.go(f"{base}/sections/project")
    nurse.go(f"{base}/people")
    nurse.click("Take off")
    nurse.send()
    for path in ("tasks", "check", "people", "sections/project", "answers", "time"):
        helper.go(f"{base}/{path}", status=404)
    assert helper.post_by_hand(f"{base}/sections/project", {"q_title": "x"}).status == 404
    assert "What you help with" not in helper.go("/").main
    told = told_of(database, "applications/taken_off")
    assert told.to_address == world.helper
    assert "has taken you off their application" in told.body


def test_leaving_oneself(app, database, world):
    join(database, world)
    helper = Browser(app).sign_in(world.helper)
    helper.go(f"/applications/{world.draft}/people")
    helper.click("Leave this application")
    assert helper.send().path == "/"
    assert row(database).standing is Standing.LEFT
    told = told_of(database, "applications/has_left")
    assert told.to_address == world.nurse
    assert "has left your application" in told.subject and "What they wrote stays" in told.body
    helper.go(f"/applications/{world.draft}/tasks", status=404)
    invite(Browser(app).sign_in(world.nurse), world)  # and can be asked again


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"name": ""}, "Enter their name"),
        ({"email": ""}, "Enter their email address"),
        ({"email": "a@b@c"}, "Enter an email address"),
        ({"access": "owner"}, "Choose what they can do"),
        ({"credit": ["boss"]}, "Choose one of the answers shown"),
        ({"name": "x\0y"}, ""),
        ({"name": "x" * 5000}, ""),
        ({"email": "x" * 300 + "@example.nhs.uk"}, ""),
    ],
)
def test_bad_input_beside_its_field_and_nothing_lost(app, database, world, values, said):
    page = invite(Browser(app).sign_in(world.nurse), world, part="Kept", **values)
    assert page.errors and said in page.errors[0]
    assert page.value("part") == "Kept"
    assert links(database) == []


def test_oneself_twice_and_too_many(app, database, world):
    nurse = Browser(app).sign_in(world.nurse)
    page = invite(nurse, world, status=409, email=world.nurse.upper())
    assert page.errors == ["This is your own address. You are on the application already."]
    invite(nurse, world)
    page = invite(nurse, world, status=409, email=world.helper.upper())
    assert page.errors == ["You have asked this person already."]
    for number in range(MOST - 1):
        invite(nurse, world, email=f"more{number}@example.nhs.uk")
    assert "10 people is the most" in nurse.go(f"/applications/{world.draft}/people").main
    nurse.go(f"/applications/{world.draft}/people/invite", status=409)


def test_who_manages_or_reviews_is_said_and_recorded(app, database, world):
    nurse = Browser(app).sign_in(world.nurse)
    page = invite(nurse, world, name="Sam", email=world.manager)
    assert "Sam Whittaker is your manager, and is asked to release you too." in page.main
    page = invite(nurse, world, name="Rea", email=world.reviewer)
    assert "Rea Viewer reviews for this office" in page.main
    with database.scope(read_only=True) as session:
        facts = [
            e.facts for e in session.scalars(select(TrailEntry).filter_by(verb="asked_helper"))
        ]
    assert {str(f.get("ties")) for f in facts} == {"['manager']", "['reviewer']"}


def test_what_was_sent_can_be_read_and_nothing_of_the_decision(app, database, world):
    join(database, world, part="Helps with the numbers")
    nurse = Browser(app).sign_in(world.nurse)
    base = f"/applications/{world.draft}"
    press_send(nurse, base)
    helper = Browser(app).sign_in(world.helper)
    assert helper.go(f"{base}/tasks").path == f"{base}/receipt"
    assert "equality" not in helper.page.main
    answers = helper.go(f"{base}/answers").main
    assert "Helen Helper: Helps with the numbers" in answers
    assert "Withdraw" not in answers
    for path in ("", "/offer", "/withdraw"):
        response = helper.client.get(f"{base}{path}")
        assert response.status_code in {403, 404}, path
    assert "Helen Helper" in Browser(app).sign_in(world.office).go(f"{base}/answers").main


def test_an_office_that_helps_reads_as_a_helper_alone(app, database, world):
    join(database, world, email=world.office)
    base = f"/applications/{world.draft}"
    office = Browser(app).sign_in(world.office)
    office.go(f"{base}/tasks")
    press_send(Browser(app).sign_in(world.nurse), base)
    office.go(f"{base}/answers")
    office.go(base, status=404)


def test_the_number_of_queries_does_not_grow(app, database, world, count_queries):
    join(database, world)
    nurse = Browser(app).sign_in(world.nurse)
    path = f"/applications/{world.draft}/people"
    with count_queries() as one:
        nurse.go(path)
    with database.scope() as session:
        draft = session.get(Application, world.draft)
        for number in range(9):
            together.collaborator(
                session, draft, None, Standing.WAITING, email=f"more{number}@example.nhs.uk"
            )
        session.commit()
    with count_queries() as ten:
        nurse.go(path)
    assert len(ten) == len(one)
