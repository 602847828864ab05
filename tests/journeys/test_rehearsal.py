"""A rehearsal walks the whole journey, says so everywhere, and changes no byte that others read."""

import re

import pytest
from sqlalchemy import select

from portal.applications.lifecycle import State
from portal.applications.models import Application
from portal.approvals.queries import released_in_team
from portal.awards.models import Award
from portal.kernel.actor import Role
from portal.notifications.models import Message
from portal.people.models import Organisation
from portal.schemes.models import Call
from tests.browsing import Browser
from tests.conftest import NOW
from tests.factories import awards, people, schemes, uptake
from tests.journeys import story
from tests.journeys.test_whole_journey import recommend, review

SAYS = "Rehearsal: nothing here counts."
SLUG = "practice-grant"
FOR_MONITORS = {"/healthz"}  # counts mail that waits, of whatever kind


@pytest.fixture
def cast(app, database):
    """The people of the story, and a real call that was decided, for the public to read about."""
    with app.app_context(), database.scope() as session:
        made = story.cast(session)
        board = session.scalar(select(Organisation).where(Organisation.parent_id.is_(None)))
        real = uptake.closed_call(session, board)
        uptake.group(session, real, board, "NUR-ADULT", 40, 30, 20)
        session.commit()
    return made


def public_bytes(app) -> dict[str, bytes]:
    """Every page, feed and file that anybody may read without a value in its address."""
    client = app.test_client()
    found = {}
    for rule in app.url_map.iter_rules():
        guard = getattr(app.view_functions[rule.endpoint], "guard", None)
        if guard and guard.is_public and "GET" in rule.methods and not rule.arguments:
            data = client.get(rule.rule).data
            found[rule.rule] = re.sub(rb'name="csrf_token" value="[^"]*"', b"", data)
    assert {"/schemes", "/uptake", "/uptake.csv"} <= set(found)
    return {path: data for path, data in found.items() if path not in FOR_MONITORS}


def set_up(app, cast) -> str:
    """The office sets up a scheme and a rehearsal of it, and is given the link."""
    office = Browser(app).sign_in(cast.office)
    office.go("/office/schemes/new?template=small-grant")
    office.send({"slug": SLUG})
    office.click("Set up a call")
    page = office.send(
        {
            "pot_pence": "90,000",
            "pot_wte_months_hundredths": "12",
            "rehearsal": "yes",
            "opens_on-day": "23", "opens_on-month": "11", "opens_on-year": "2026",
            "opens_time": "9am",
        }
    )  # fmt: skip
    assert page.errors == [] and page.path.endswith("/settings") and SAYS in page.text
    link = page.soup.select_one("a.app-address")["href"]
    return link.removeprefix("http://localhost")


def told(browser, path) -> None:
    page = browser.go(path)
    assert SAYS in page.text, path


def walk(app, cast, at, link) -> tuple[str, str]:
    """From the link to an accepted offer, by people who were given it. Returns two addresses."""
    nurse = Browser(app).sign_in(cast.nurse)
    told(nurse, link)
    base = nurse.send(button="Start").path.removesuffix("/tasks")
    for part in ("tasks", "check", "time", "costs", "sections/about"):
        told(nurse, f"{base}/{part}")
    nurse.send({"complete": "yes"}, "Save and continue")
    for key, answers in story.ANSWERS.items():
        nurse.go(f"{base}/sections/{key}")
        nurse.send(answers, "Save and continue")
    nurse.go(f"{base}/time")
    nurse.send(story.TIME, "Save and continue")
    nurse.go(f"{base}/costs/salary")
    nurse.send({"whose": "own", "hours": "7.5", "length": "6"}, "Save this cost")
    nurse.go(f"{base}/costs")
    nurse.send({"complete": "yes"}, "Save and continue")
    assert nurse.page.errors == []
    nurse.go(f"{base}/check")
    nurse.send(button="Send")
    told(nurse, f"{base}/receipt")
    told(nurse, base)

    manager = Browser(app).sign_in(cast.manager)
    assert "[Rehearsal] Can you release Megan Prosser?" in manager.go("/").main
    manager.click("Can you release Megan Prosser?")
    told(manager, manager.page.path)
    plan = {"means": "bank", "who": "Ward bank", "hours": "7.5", "cost": "3000",
            "cost_centre": "R70412", "when_busy": "She moves the day."}  # fmt: skip
    manager.send(plan, "Yes")
    assert manager.page.errors == []

    at(story.AFTER_CLOSE)
    office = Browser(app).sign_in(cast.office)
    board = link.replace("/calls/", "/office/calls/").removesuffix("/apply")
    for part in ("", "/reviewers", "/settings", "/pot", "/ranking", "/decisions"):
        told(office, f"{board}{part}")
    office.go(f"{board}/reviewers")
    office.send(button="Assign")
    at(story.REVIEWING)
    for number, email in enumerate(cast.reviewers):
        assert "[Rehearsal]" in Browser(app).sign_in(email).go("/reviews").main
        review(app, email, number)
    at(story.PANEL)
    chair = Browser(app).sign_in(cast.chair)
    told(chair, f"{board}/ranking")
    recommend(chair)
    office.sign_in(cast.office)
    office.go(f"{board}/decisions")
    office.send(button="Fill in")
    office.go(f"{board}/release")
    office.send(button="Release")
    nurse.sign_in(cast.nurse)
    told(nurse, f"{base}/offer")
    return base, board


def test_a_whole_rehearsal_changes_no_byte_that_anybody_else_reads(app, database, cast, at):
    link = set_up(app, cast)
    at(story.PANEL)
    before = public_bytes(app)
    at(NOW)
    base, board = walk(app, cast, at, link)
    after = public_bytes(app)
    assert [path for path in before if before[path] != after[path]] == []
    nobody = Browser(app)
    nobody.go(f"/schemes/{SLUG}", 404)
    assert SLUG not in nobody.go("/schemes").data.decode()
    with database.scope(read_only=True) as session:
        mails = session.scalars(select(Message)).all()
        assert len(mails) >= 5
        assert [m.template for m in mails if not m.subject.startswith("[Rehearsal] ")] == []
        assert [m.template for m in mails if not m.body.startswith(SAYS)] == []
        assert session.scalar(select(Award.id)) is not None, "it went all the way"

    office = Browser(app).sign_in(cast.office)
    page = office.go(f"{board}/end")
    assert "1 application that was sent is withdrawn." in page.main
    page = office.send(button="End the rehearsal")
    assert "This rehearsal has ended." in page.main
    with database.scope(read_only=True) as session:
        states = session.scalars(select(Application.state).join(Call).where(Call.rehearsal)).all()
        assert states == [State.WITHDRAWN]
    nurse = Browser(app).sign_in(cast.nurse)
    assert "This rehearsal has ended." in nurse.go(link).main
    nurse.go(f"{base}/offer", None)
    assert nurse.page.status < 500
    office.go(f"{board}/end", 409)
    assert public_bytes(app) == after


def test_a_real_call_says_nothing_of_rehearsals(app, database):
    with app.app_context(), database.scope() as session:
        board = people.node(session)
        call = schemes.open_call(session, board)
        officer = people.staff_with_role(session, Role.OFFICE, board)
        session.commit()
        address, email = f"/office/calls/{call.id}/settings", officer.email
    page = Browser(app).sign_in(email).go(address)
    assert SAYS not in page.text


def test_nobody_is_told_that_a_hidden_page_is_of_a_rehearsal(app, database):
    with app.app_context(), database.scope() as session:
        board = people.node(session)
        call = schemes.open_call(session, board, rehearsal=True)
        nurse = people.employee(session, board)
        session.commit()
        address, email = f"/office/calls/{call.id}/settings", nurse.email
    page = Browser(app).sign_in(email).go(address, 404)
    assert SAYS not in page.text


def test_a_teams_calendar_holds_nobody_of_a_rehearsal(app, database):
    with app.app_context(), database.scope() as session:
        board = people.node(session)
        found = {}
        for rehearsal in (False, True):
            call = awards.decidable_call(session, board, rehearsal=rehearsal)
            found[rehearsal] = awards.ready(session, call, people.employee(session, board))
        period = found[True].periods[0]
        released = released_in_team(
            session, board.id, period.starts_on, period.ends_on, leave_out=call.id
        )
        assert list(released) == [found[False]]
