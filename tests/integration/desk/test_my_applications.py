"""My applications: grouped by whose turn it is, filtered where many, only ever one's own."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.applications.lifecycle import State
from portal.people.models import Person
from tests.browsing import Browser
from tests.conftest import NOW
from tests.factories import applications, approvals, people, schemes


@pytest.fixture
def nurse(app, database):
    """A nurse with a draft, one that waits, one withdrawn; somebody else has one too."""
    with app.app_context(), database.scope() as session:
        board = people.node(session)
        manager = people.employee(session, board, name="Sam Whittaker")
        nurse = people.employee(session, board, name="Megan Prosser", manager=manager)
        other = people.employee(session, board, name="Somebody Else")

        def sent(who, title):
            call = schemes.open_call(session, board)
            return applications.submitted_application(session, call, who, title=title)

        applications.draft(session, schemes.open_call(session, board), nurse)
        approvals.waiting(session, sent(nurse, "Breathless at home"), manager)
        gone = sent(nurse, "Sleep on the ward")
        gone.state, gone.withdrawn_at = State.WITHDRAWN, NOW - timedelta(days=1)
        sent(other, "Not yours to see")
        email = nurse.email
        session.commit()
    return email


def groups(page) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for heading in page.soup.main.find_all(["h2", "h3"]):
        words = " ".join(heading.get_text(" ").split())
        if heading.name == "h2":
            found[words] = []
        else:
            found[list(found)[-1]].append(words)
    return found


def test_each_stands_under_whose_turn_it_is(app, nurse):
    page = Browser(app).sign_in(nurse).go("/applications")
    assert groups(page) == {
        "To do now": ["No title yet"],
        "Waiting or going on": ["Breathless at home"],
        "Finished": ["Sleep on the ward"],
    }
    assert "Waiting for Sam Whittaker" in page.main
    assert page.link("Go on with your application").endswith("/continue")
    assert "Not yours to see" not in page.text
    assert page.soup.select(".app-choices") == []


def test_many_are_filtered(app, database, nurse):
    with app.app_context(), database.scope() as session:
        board = people.node(session, "more")
        mine = session.scalars(select(Person).where(Person.email == nurse)).one()
        for number in range(4):
            call = schemes.open_call(session, board)
            applications.submitted_application(session, call, mine, title=f"Sent {number}")
        session.commit()
    browser = Browser(app).sign_in(nurse)
    page = browser.go("/applications")
    choices = [li.get_text(strip=True) for li in page.soup.select(".app-choices li")]
    assert choices == ["All (7)", "To do now (1)", "Waiting or going on (5)", "Finished (1)"]
    browser.click("Finished (1)")
    assert groups(browser.page) == {"Finished": ["Sleep on the ward"]}


@pytest.mark.parametrize(
    "query", ["show=nonsense", "page=99", "page=-1", f"page={'9' * 40}", "page=x"]
)
def test_a_made_up_address_shows_them_all(app, nurse, query):
    page = Browser(app).sign_in(nurse).go(f"/applications?{query}")
    assert len(groups(page)) == 3


def test_a_filter_without_any_says_so(app, database):
    with app.app_context(), database.scope() as session:
        who = people.employee(session, people.node(session))
        email = who.email
        session.commit()
    browser = Browser(app).sign_in(email)
    assert "You have not started an application." in browser.go("/applications").main
    page = browser.go("/applications?show=waiting")
    assert "You have not started an application." in page.main
    assert page.link("See the schemes that are open") == "/schemes"
