"""A nurse on a phone finds a scheme, checks that it fits, reads it and begins; and is counted."""

import pytest
from sqlalchemy import select

from portal.schemes.models import SchemeView
from tests.browser.visitor import PHONE
from tests.factories import people, schemes

PHYSIO = {"profession": "AHP-PHY", "pay": "6", "contract": "permanent", "hours": "30"}


@pytest.fixture
def nurse(app, database):
    with app.app_context(), database.scope() as session:
        board = people.node(session)
        schemes.open_call(session, board)
        schemes.open_call(session, board, "protected-time")
        email = people.employee(session, people.node(session, "ward", board)).email
        session.commit()
    return email


@pytest.mark.parametrize("scripted", [True, False], ids=["with a script", "without"])
def test_found_checked_read_and_begun(visit, nurse, scripted):
    with visit(size=PHONE, scripted=scripted) as person:
        person.go("/schemes")
        person.click("Check if I can apply")
        person.answer(PHYSIO)
        person.follow(person.page.locator("main button", has_text="See what fits me"))
        assert person.heading == "1 scheme fits you"
        person.click("Small grant for a first project")
        assert "Up to £20,000" in person.main
        person.click("Apply now")
        person.answer({"email": nurse, "password": "a long enough password"}).press("Sign in")
        person.press("Start your application")
        assert person.path.endswith("/tasks")


@pytest.mark.parametrize("scripted", [True, False], ids=["with a script", "without"])
def test_alerts_are_asked_for_on_a_phone(visit, nurse, scripted):
    with visit(size=PHONE, scripted=scripted) as person:
        person.go("/schemes").click("Email me when new schemes open")
        person.answer({"email": "megan@example.nhs.uk", "jobs": "nurses"})
        person.press("Send me the link")
        assert person.heading == "Look in your inbox"


def test_a_look_is_told_by_the_pages_own_script(visit, nurse, database):
    with visit(size=PHONE) as person:
        person.sign_in(nurse).go("/schemes")
        with person.page.expect_response("**/seen") as told:
            person.click("Small grant for a first project")
        assert told.value.status == 204
    with database.scope(read_only=True) as session:
        assert len(session.scalars(select(SchemeView)).all()) == 1
