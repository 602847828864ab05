"""The directory, asking, pairing, meetings, and what the office counts."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from portal.kernel.actor import Role
from portal.mentors.lifecycle import PairingState
from portal.mentors.models import Mentor, Pairing
from portal.mentors.queries import counts
from portal.notifications.models import Message
from portal.people.models import Person
from tests.browsing import Browser
from tests.conftest import NOW
from tests.factories import people, together

OFFER = {
    "topics": "A first ethics form",
    "methods": "Interviews",
    "professions": ["nurses"],
    "ways": ["online", "phone"],
    "places": "1",
}


@pytest.fixture
def world(app, database):
    with app.app_context(), database.scope() as session:
        board = people.node(session)
        ward, elsewhere = people.node(session, "ward", board), people.node(session, "elsewhere")
        mari = people.employee(session, ward, name="Dr Mari Mentor", job_title="Consultant")
        nurse = people.employee(session, ward, name="Megan Prosser")
        midwife = people.employee(session, ward, "MID", name="Nia Gwilym")
        office = people.staff_with_role(session, Role.OFFICE, board)
        made = SimpleNamespace(
            mari=mari.email,
            nurse=nurse.email,
            midwife=midwife.email,
            office=office.email,
            other_office=people.staff_with_role(session, Role.OFFICE, elsewhere).email,
            guest=people.person(session, "No Post").email,
        )
        session.commit()
    return made


def join(app, world, **values) -> Browser:
    browser = Browser(app).sign_in(world.mari)
    browser.go("/mentors/me")
    browser.send({**OFFER, **values}, "Save")
    return browser


def ask(app, email, note="Please help me with my first study.") -> Browser:
    browser = Browser(app).sign_in(email)
    browser.go("/mentors")
    browser.click("Dr Mari Mentor")
    browser.send({"note": note}, "Ask")
    return browser


def states(database) -> list[PairingState]:
    with database.scope(read_only=True) as session:
        return sorted(session.scalars(select(Pairing.state)))


def mail(database, template) -> Message:
    with database.scope(read_only=True) as session:
        found = session.scalars(select(Message).where(Message.template == template)).one()
        assert len(found.subject) <= 60 and found.body.count("http") == 1
        return found


def test_joining_shows_it_to_staff_alone(app, world):
    mine = join(app, world, speaks_welsh="yes", languages="Polish")
    for words in ("A first ethics form", "English, Welsh, Polish", "Online, By phone", "Nurses"):
        assert words in mine.page.main
    path = mine.page.path
    nurse = Browser(app).sign_in(world.nurse)
    assert "Dr Mari Mentor" in nurse.go("/mentors").main
    assert "another one each day" in nurse.page.main
    nurse.go(path)
    guest = Browser(app).sign_in(world.guest)
    guest.go("/mentors", status=403)
    guest.go(path, status=404)
    assert Browser(app).go("/mentors").path.startswith("/sign-in")


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("", True),
        ("q=ethics", True),
        ("q=trials", False),
        ("job=nurses", True),
        ("job=doctors", False),
        ("job=hackers", True),
        ("room=yes", True),
        ("welsh=yes", False),
        ("page=999", True),
        ("page=-1&q=%00", True),
        ("q=" + "x" * 3000, True),
    ],
)
def test_filters(app, world, query, is_found):
    join(app, world)
    page = Browser(app).sign_in(world.nurse).go(f"/mentors?{query}", status=None)
    assert page.status == 200
    assert ("Dr Mari Mentor" in page.main) is is_found


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"topics": ""}, "Say what you can help with"),
        ({"topics": "word " * 101}, "must be 100 words or fewer"),
        ({"ways": []}, "Choose how people can meet you"),
        ({"ways": ["carrier pigeon"]}, "Choose how people can meet you"),
        ({"places": "0"}, "must be 1 or more"),
        ({"places": "21"}, "must be 20 or less"),
        ({"places": "9" * 200}, ""),
        ({"languages": "x" * 201}, ""),
        ({"topics": "a\0b"}, ""),
    ],
)
def test_bad_offers(app, world, database, values, error):
    browser = join(app, world, **values)
    assert browser.page.errors and error in browser.page.errors[0]
    with database.scope(read_only=True) as session:
        assert session.scalars(select(Mentor)).all() == []


def test_asked_accepted_met_ended(app, world, database):
    join(app, world)
    nurse = ask(app, world.nurse)
    assert "Waiting for an answer" in nurse.page.main
    told = mail(database, "mentors/asked")
    assert told.to_address == world.mari and "my first study" in told.body
    mari = Browser(app).sign_in(world.mari)
    mari.go("/")
    mari.click("Say whether you can mentor Megan Prosser")
    mari.send(button="Say yes")
    assert states(database) == [PairingState.PAIRED]
    assert mail(database, "mentors/accepted").to_address == world.nurse
    pairing = mari.page.path
    nurse.go(pairing)
    page = nurse.send({"words": "The ethics form"}, "Note the meeting")
    assert "The ethics form Megan Prosser" in page.main
    assert "The ethics form" in mari.go(pairing).main
    mari.click("End this pairing")
    mari.send()
    assert mail(database, "mentors/ended").to_address == world.nurse
    assert "Ended" in nurse.go(pairing).main and "The ethics form" in nurse.page.main
    assert nurse.post_by_hand(f"{pairing}/meetings", {"words": "x"}).status == 409


def test_nobody_else_reads_what_the_two_wrote(app, world):
    join(app, world)
    pairing = ask(app, world.nurse).page.path
    for email in (world.midwife, world.office, world.other_office):
        Browser(app).sign_in(email).go(pairing, status=404)
    office = Browser(app).sign_in(world.office).go("/office/mentoring")
    assert "my first study" not in office.main and "Megan" not in office.main


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"words": ""}, "Say in a line what it was about"),
        ({"words": "x" * 201}, ""),
        ({"words": "x", "met_on-day": "24"}, "The day must be"),
        ({"words": "x", "met_on-day": "31", "met_on-month": "2"}, ""),
        ({"words": "x", "met_on-year": "99999999999"}, ""),
    ],
)
def test_bad_meetings(app, world, values, error):
    join(app, world)
    nurse = ask(app, world.nurse)
    pairing = nurse.page.path
    mari = Browser(app).sign_in(world.mari)
    mari.go(pairing)
    mari.send(button="Say yes")
    page = mari.send(values, "Note the meeting")
    assert len(page.errors) == 1 and error in page.errors[0]


def test_a_no_with_its_reason(app, world, database):
    join(app, world)
    pairing = ask(app, world.nurse).page.path
    mari = Browser(app).sign_in(world.mari)
    mari.go(pairing)
    mari.click("Say no")
    mari.send({"reason": "Too much on."})
    told = mail(database, "mentors/declined")
    assert told.to_address == world.nurse and "Too much on." in told.body
    assert mari.post_by_hand(f"{pairing}/accept").status == 409
    ask(app, world.nurse)  # and may be asked again
    assert states(database) == [PairingState.ASKED, PairingState.DECLINED]


def test_taken_back_before_an_answer(app, world, database):
    join(app, world)
    nurse = ask(app, world.nurse)
    nurse.send(button="Take the request back")
    assert states(database) == [PairingState.TAKEN_BACK]
    assert nurse.post_by_hand(f"{nurse.page.path}/take-back").status == 409


def test_a_mentor_without_room_is_asked_no_more_and_takes_no_more(app, world, database):
    join(app, world)
    first, second = ask(app, world.nurse).page.path, ask(app, world.midwife).page.path
    mari = Browser(app).sign_in(world.mari)
    mari.go(first)
    mari.send(button="Say yes")
    assert "You have no room" in mari.go(second).main
    assert mari.post_by_hand(f"{second}/accept").status == 409
    office = Browser(app).sign_in(world.office)
    office.go("/mentors")
    assert "No room now" in office.page.main
    office.click("Dr Mari Mentor")
    assert "has no room" in office.page.main
    assert office.post_by_hand(office.page.path, {"note": "x"}).status == 409


def test_pausing_and_leaving(app, world, database):
    mari = join(app, world)
    ask(app, world.nurse)
    mari.go("/mentors/me")
    mari.send(button="Take nobody new for now")
    midwife = Browser(app).sign_in(world.midwife)
    assert "Takes nobody new now" in midwife.go("/mentors").main
    midwife.click("Dr Mari Mentor")
    assert "takes nobody new at the moment" in midwife.page.main
    mari.send(button="Take people again")
    mari.send(button="Leave the directory")
    assert states(database) == [PairingState.DECLINED]
    assert mail(database, "mentors/declined").to_address == world.nurse
    midwife.go(midwife.page.path, status=404)
    assert mari.post_by_hand("/mentors/me/pause").status == 409
    mari.go("/mentors/me")
    assert mari.page.value("topics") == OFFER["topics"]
    mari.send(button="Save")
    assert "Dr Mari Mentor" in midwife.go("/mentors").main


def test_oneself_twice_and_too_many(app, world, database):
    mari = join(app, world, places="20")
    assert mari.post_by_hand(mari.page.path, {"note": "x"}).status == 409
    nurse = ask(app, world.nurse)
    assert nurse.post_by_hand(mari.page.path, {"note": "x"}).status == 409
    with database.scope() as session:
        ward = session.scalar(select(Person).where(Person.email == world.mari)).post.organisation
        more = [together.mentor(session, people.employee(session, ward)).id for _ in range(5)]
        session.commit()
    came = [nurse.post_by_hand(f"/mentors/{each}", {"note": "x"}).status for each in more]
    assert came == [200, 200, 200, 200, 409]


def test_the_office_counts_its_own_staff_by_profession(app, world, database):
    with app.app_context(), database.scope() as session:
        of = {p.email: p for p in session.scalars(select(Person)) if p.email != world.guest}
        mentor = together.mentor(session, of[world.mari], places=5)
        paired, ended = PairingState.PAIRED, PairingState.ENDED
        together.pairing(session, mentor, of[world.nurse], paired)
        together.pairing(session, mentor, of[world.nurse], PairingState.DECLINED)  # has one
        long_ago = NOW - timedelta(days=14)
        together.pairing(session, mentor, of[world.midwife], asked_at=long_ago)
        together.pairing(session, mentor, of[world.midwife], PairingState.DECLINED)
        together.pairing(session, mentor, of[world.office])  # asked two days ago: not unmet yet
        together.pairing(session, mentor, of[world.other_office], paired)
        another = people.employee(session, of[world.nurse].post.organisation, "AHP-PHY")
        together.pairing(session, mentor, another, ended)
        session.flush()
        found = {
            c.profession_code: (c.pairs, c.unmet) for c in counts(session, ["glan-hafren"], NOW)
        }
        assert found == {"NUR-ADULT": (1, 0), "MID": (0, 1)}
        session.commit()
    page = Browser(app).sign_in(world.office).go("/office/mentoring").main
    assert "1 mentor" in page and "3 places left" in page
    assert "Midwife" in page
    Browser(app).sign_in(world.nurse).go("/office/mentoring", status=403)
    elsewhere = Browser(app).sign_in(world.other_office).go("/office/mentoring").main
    assert "0 mentors" in elsewhere and "Midwife" not in elsewhere


def test_one_and_thirty_take_the_same_number_of_queries(app, world, database, count_queries):
    join(app, world)
    nurse = Browser(app).sign_in(world.nurse)
    nurse.go("/mentors")
    with count_queries() as one:
        nurse.go("/mentors")
    with database.scope() as session:
        ward = session.scalar(select(Person).where(Person.email == world.mari)).post.organisation
        for _ in range(60):
            together.mentor(session, people.employee(session, ward))
        session.commit()
    with count_queries() as many:
        page = nurse.go("/mentors")
    assert len(many) == len(one)
    assert "61 mentors" in page.main
    first = {a.text for a in page.soup.select(".app-card a")}
    second = {a.text for a in nurse.go("/mentors?page=2").soup.select(".app-card a")}
    assert len(first) == 50 and len(second) == 11 and not first & second
