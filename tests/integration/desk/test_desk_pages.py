"""What needs me, one application's story, and the board of a call, for each who opens them."""

import pytest

from portal.applications.models import Application
from portal.awards.lifecycle import Outcome
from portal.kernel.actor import Role
from portal.people.models import Organisation, Person
from portal.pulse.models import PulseTaken
from portal.pulse.rounds import round_of
from portal.schemes.models import Call
from tests.browsing import Browser
from tests.conftest import NOW
from tests.factories import applications, approvals, awards, people, reviews, schemes


@pytest.fixture
def made(app, database):
    """A nurse with a draft, a sent application and a colleague; a manager asked; an office."""
    with app.app_context(), database.scope() as session:
        board = people.node(session)
        ward = people.node(session, "ward-7", board)
        manager = people.employee(session, ward, name="Sam Whittaker")
        nurse = people.employee(session, ward, name="Megan Prosser", manager=manager)
        office = people.staff_with_role(session, Role.OFFICE, board, "Ffion Rees")
        chair = people.staff_with_role(session, Role.CHAIR, board, "Dr Rhian Powell")
        idle = people.employee(session, ward, name="Idle")
        session.add(PulseTaken(person_id=idle.id, round_on=round_of(NOW)))
        draft = applications.draft(session, schemes.open_call(session, board), nurse)
        sent = applications.submitted_application(
            session, schemes.open_call(session, board), nurse, title="Breathless at home"
        )
        approvals.waiting(session, sent, manager)
        found = {
            "emails": {p.name: p.email for p in (manager, nurse, office, chair, idle)},
            "draft": draft.id,
            "sent": sent.id,
            "call": sent.call_id,
        }
        session.commit()
    return found


def browser(app, made, name) -> Browser:
    return Browser(app).sign_in(made["emails"][name])


def test_the_nurse_sees_what_to_do_and_what_she_waits_for(app, made):
    page = browser(app, made, "Megan Prosser").go("/")
    assert "Go on with your application for Small grant for a first project" in page.main
    assert "0 of 7 sections done. Closes in 10 days" in page.main
    assert "Breathless at home" in page.main
    assert "Waiting for: Sam Whittaker." in page.main


def test_the_manager_sees_the_request_and_by_when(app, made):
    page = browser(app, made, "Sam Whittaker").go("/")
    assert "Can you release Megan Prosser? Give your answer" in page.main
    assert "Megan Prosser" in browser(app, made, "Sam Whittaker").click("Can you release").h1


def test_nobody_has_an_empty_page_without_a_way_on(app, made):
    page = browser(app, made, "Idle").go("/")
    assert "Nothing waits for you." in page.main
    assert page.link("See the schemes that are open") == "/schemes"
    assert (
        "You have not started an application."
        in browser(app, made, "Idle").go("/applications").main
    )


def test_a_draft_leads_to_its_tasks_and_a_sent_one_to_its_story(app, made):
    nurse = browser(app, made, "Megan Prosser")
    assert nurse.go(f"/applications/{made['draft']}").path.endswith("/tasks")
    page = nurse.go(f"/applications/{made['sent']}")
    assert page.h1.endswith("Breathless at home")
    assert "Waiting for a yes" in page.main
    assert "Withdraw this application" in page.main


def test_the_office_reads_the_story_and_cannot_withdraw_for_somebody(app, made):
    page = browser(app, made, "Ffion Rees").go(f"/applications/{made['sent']}")
    assert "Megan Prosser" in page.main
    assert "Withdraw" not in page.main
    assert browser(app, made, "Ffion Rees").go(f"/applications/{made['draft']}", status=404)


def test_the_board_counts_and_filters(app, made):
    office = browser(app, made, "Ffion Rees")
    page = office.go(f"/office/calls/{made['call']}")
    assert "Breathless at home" in page.main
    assert "Breathless at home" in office.go(f"/office/calls/{made['call']}?stage=approval").main
    assert "Nothing stands here." in office.go(f"/office/calls/{made['call']}?stage=refused").main
    assert (
        "Breathless at home"
        in office.go(f"/office/calls/{made['call']}?stage=nonsense&page=99").main
    )


def test_the_chair_sees_the_board_and_the_way_to_the_ranking(app, made):
    page = browser(app, made, "Dr Rhian Powell").go(f"/office/calls/{made['call']}")
    assert page.link("Ranking").endswith("/ranking")
    assert "Reviewers" not in [a.get_text(strip=True) for a in page.soup.main.find_all("a")]


def test_what_the_office_may_not_know_is_not_on_its_board(app, database, made):
    with app.app_context(), database.scope() as session:
        office = session.query(Person).filter_by(name="Ffion Rees").one()
        reviews.conflict(session, session.get_one(Application, made["sent"]), office)
        session.commit()
    office = browser(app, made, "Ffion Rees")
    assert "Breathless at home" not in office.go(f"/office/calls/{made['call']}").main
    office.go(f"/applications/{made['sent']}", status=404)


@pytest.mark.parametrize("path", ["/", "/applications", "/office/calls/{call}"])
def test_as_many_queries_for_thirty_as_for_one(app, database, count_queries, path):
    """Sign-in, people, applications, requests, decisions, awards, reviews, calls: one each."""
    with app.app_context(), database.scope() as session:
        board = people.node(session)
        office = people.staff_with_role(session, Role.OFFICE, board)
        call = awards.decidable_call(session, board)
        ids = {"board": board.id, "office": office.id, "call": call.id}
        email = office.email
        _fill(session, ids, 1)
        session.commit()
    address = path.format(**ids)
    reader = Browser(app).sign_in(email)
    reader.go(address)
    with count_queries() as few:
        reader.go(address)
    with app.app_context(), database.scope() as session:
        _fill(session, ids, 29)
        session.commit()
    with count_queries() as many:
        reader.go(address)
    assert len(many) == len(few)


def _fill(session, ids, count) -> None:
    """Others' applications in the call, decided; and sent ones of the reader's own elsewhere."""
    board, office = (
        session.get_one(Organisation, ids["board"]),
        session.get_one(Person, ids["office"]),
    )
    call = session.get_one(Call, ids["call"])
    for _ in range(count):
        decided = awards.ready(session, call, people.employee(session, board))
        awards.decided(session, decided, Outcome.DECLINE, office)
        applications.submitted_application(session, schemes.open_call(session, board), office)
