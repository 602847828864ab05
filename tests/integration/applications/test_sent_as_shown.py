"""What is sent is what was on the page from which it was sent."""

import pytest
from sqlalchemy import select

from portal.applications.lifecycle import State
from portal.applications.models import Application, CostLine, SectionEntry, Submission
from portal.files.models import ScanState, Upload
from tests.browsing import Browser
from tests.conftest import NOW
from tests.factories import applications, people, schemes, together, uploads


@pytest.fixture
def ready(app, database):
    """A browser on the page from which a finished draft is sent, and the draft's id."""
    with app.app_context(), database.scope() as session:
        node = people.node(session)
        nurse = people.employee(session, node, manager=people.employee(session, node))
        draft = applications.complete_draft(session, schemes.open_call(session, node), nurse)
        email, draft_id = nurse.email, draft.id
        session.commit()
    browser = Browser(app).sign_in(email)
    browser.go(f"/applications/{draft_id}/check")
    return browser, draft_id


def answer(session) -> None:
    entry = session.scalars(select(SectionEntry).where(SectionEntry.key == "people")).one()
    entry.answers = {**entry.answers, "mentor": "Typed in another tab"}


def cost(session) -> None:
    session.scalars(select(CostLine)).one().amount_pence += 1


def person(session) -> None:
    draft = session.scalars(select(Application)).one()
    together.collaborator(session, draft, people.person(session))


def added_file(session) -> None:
    uploads.stored(session, session.scalars(select(Application)).one())


@pytest.mark.parametrize("change", [answer, cost, person, added_file])
def test_a_change_meanwhile_is_shown_before_it_is_sent(ready, database, change):
    browser, draft_id = ready
    with database.scope() as session:
        change(session)
        session.commit()
    page = browser.send(button="Send your application", status=409)
    assert "Your answers changed after you opened this page." in page.main
    with database.scope(read_only=True) as session:
        assert session.get_one(Application, draft_id).state is State.DRAFT
        assert session.scalars(select(Submission)).all() == []
    page = browser.send(button="Send your application")
    assert page.path.endswith("/receipt")
    with database.scope(read_only=True) as session:
        sent = session.scalars(select(Submission)).one()
    if change is answer:
        assert sent.content["sections"]["people"]["mentor"] == "Typed in another tab"


@pytest.mark.parametrize("shown", ["", "0" * 64, "é", "\x00"])
def test_a_made_up_mark_of_the_page_sends_nothing(ready, database, shown):
    browser, _draft_id = ready
    browser.send({"shown": shown}, "Send your application", status=409)
    with database.scope(read_only=True) as session:
        assert session.scalars(select(Submission)).all() == []


def test_an_unchanged_application_is_sent_at_once(ready):
    browser, _draft_id = ready
    assert browser.send(button="Send your application").path.endswith("/receipt")


def test_a_scan_that_ends_meanwhile_is_no_change(ready, database):
    browser, draft_id = ready
    with database.scope() as session:
        file_id = uploads.stored(session, session.get_one(Application, draft_id)).id
        session.commit()
    browser.go(f"/applications/{draft_id}/check")
    with database.scope() as session:
        file = session.get_one(Upload, file_id)
        file.state, file.scanned_at = ScanState.CLEAN, NOW
        session.commit()
    assert browser.send(button="Send your application").path.endswith("/receipt")
