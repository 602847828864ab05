"""What the directory does not know is asked at the start, judged at once, and judged again."""

import pytest
from sqlalchemy import select

from portal.applications import queries
from portal.applications.actions import sending
from portal.applications.models import Application
from portal.awards.lifecycle import OfferState, Outcome
from portal.awards.models import Award
from portal.kernel.actor import Role
from portal.kernel.ruling import Refused
from portal.schemes.eligibility_rules import NotHeldBefore, NotResearchActive, YearsQualified
from tests.browsing import Browser
from tests.conftest import NOW
from tests.factories import applications, awards, people, reviews, schemes

QUALIFIED = (YearsQualified(least=2),)
ALL = (*QUALIFIED, NotHeldBefore(), NotResearchActive())
START = "Start your application"


def dated(day, month, year) -> dict:
    return {"qualified_on-day": day, "qualified_on-month": month, "qualified_on-year": year}


@pytest.fixture
def ask(app, database):
    """Make an open call with these rules; return its page's address and a nurse at it."""

    def make(rules, **values):
        with app.app_context(), database.scope() as session:
            node = people.node(session)
            nurse = people.employee(session, node, name="Megan Prosser")
            call = schemes.open_call(session, node, definition={"eligibility": rules}, **values)
            email, address = nurse.email, f"/calls/{call.id}/apply"
            session.commit()
        return Browser(app).sign_in(email), address

    return make


def drafts(database) -> list[Application]:
    with database.scope(read_only=True) as session:
        return list(session.scalars(select(Application)))


def test_who_qualified_last_year_is_refused_and_keeps_what_they_typed(ask, database):
    browser, address = ask(QUALIFIED)
    page = browser.go(address)
    assert "That depends on what you tell us here." in page.main
    assert page.soup.find(attrs={"name": "held_before"}) is None
    page = browser.send(dated("", "9", "2025"), START, status=409)
    reason = "The time since you qualified does not fit: Qualified for 2 years or more."
    assert page.errors == [reason]
    assert "No, you cannot apply to this one." in page.main
    assert page.value("qualified_on-month") == "9"
    assert page.value("qualified_on-year") == "2025"
    assert drafts(database) == []
    page = browser.send(dated("", "September", "2019"), START)
    assert "sections done" in page.main
    assert [each.told for each in drafts(database)] == [{"qualified_on": "2019-09-01"}]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "Enter the month and the year in which you qualified"),
        (dated("", "9", ""), "The date you qualified must include a day and a year"),
        (dated("", "13", "2019"), "The date you qualified must be a real date"),
        (dated("24", "11", "2026"), "The date you qualified must be in the past"),
        (dated("1", "1", "0001"), "The year you qualified must be 1900 or later"),
        (dated("1", "1", "sNaN"), "Year must have 4 numbers, like 2027"),
        (dated("\0", "1", "2019"), "Your answer has a character we cannot store. Type it again."),
    ],
)
def test_an_answer_that_cannot_be_read_is_refused_beside_the_field(ask, database, typed, words):
    browser, address = ask(ALL)
    both = {"held_before": "no", "research_active": "no"}
    page = browser.post_by_hand(address, {**typed, **both})
    assert page.status == 200
    assert page.errors == [words]
    assert words in page.error_beside("qualified_on")
    assert page.form(START)[1]["held_before"] == "no"
    assert drafts(database) == []


@pytest.mark.parametrize("sent", [{}, {"held_before": "perhaps", "research_active": "\0"}])
def test_a_post_made_by_hand_without_the_answers_starts_nothing(ask, database, sent):
    browser, address = ask(ALL[1:])
    page = browser.post_by_hand(address, sent)
    assert "Say whether you have had this award before" in page.error_beside("held_before")
    assert "Say whether you lead or run research now" in page.error_beside("research_active")
    assert drafts(database) == []


@pytest.mark.parametrize("rehearsal", [False, True])
def test_nothing_is_asked_where_no_rule_needs_it_nor_in_a_rehearsal(ask, database, rehearsal):
    browser, address = ask(ALL if rehearsal else (), rehearsal=rehearsal)
    browser.go(address)
    browser.send(button=START)
    assert "What you told us" not in browser.page.main
    assert [each.told for each in drafts(database)] == [{}]
    browser.go(f"/applications/{drafts(database)[0].id}/about-you")
    assert browser.page.path.endswith("/tasks")


def test_what_was_told_is_changed_while_it_is_a_draft_and_judged_again(ask, database):
    browser, address = ask(ALL)
    browser.go(address)
    said = {**dated("3", "9", "2019"), "held_before": "no", "research_active": "no"}
    browser.send(said, START)
    browser.click("What you told us about yourself")
    assert browser.page.value("qualified_on-day") == "3"
    assert browser.page.form("Save and continue")[1]["held_before"] == "no"
    page = browser.send(dated("3", "9", "2019x"), "Save and continue")
    assert page.error_beside("qualified_on")
    assert page.value("qualified_on-year") == "2019x"
    page = browser.send({**said, "held_before": "yes"}, "Save and continue")
    assert "You have had this award before." in page.main
    draft = drafts(database)[0]
    assert draft.told == {
        "qualified_on": "2019-09-03",
        "held_before": True,
        "research_active": False,
    }
    assert "You have had this award before." in browser.go(f"/applications/{draft.id}/check").main
    browser.go(f"/applications/{draft.id}/about-you")
    page = browser.send({"held_before": "no"}, "Save and continue")
    assert page.path.endswith("/tasks")
    assert "You changed the answers about who can apply" in page.main


@pytest.mark.parametrize(
    ("told", "refused"),
    [({"held_before": False}, ""), ({"held_before": True}, "before"), ({}, "")],
)
def test_sending_judges_what_was_told(session, told, refused):
    node = people.node(session)
    nurse = people.employee(session, node)
    call = schemes.open_call(session, node, definition={"eligibility": (NotHeldBefore(),)})
    draft = applications.complete_draft(session, call, nurse)
    draft.told = told
    session.flush()
    ticket = sending.new_ticket()
    by = {"actor": nurse.as_actor(), "arrived_at": NOW}
    if not refused:
        assert sending.submit(session, draft, ticket, **by).ticket == ticket
        return
    with pytest.raises(Refused, match=refused):
        sending.submit(session, draft, ticket, **by)


def held(session, node, nurse, *, outcome=Outcome.AWARD, release=True, turned_down=False, **values):
    """An application of last year, decided; the next call of its scheme, open now."""
    office = awards.office(session, node)
    past = awards.decidable_call(
        session, node, definition={"eligibility": (NotHeldBefore(),)}, **values
    )
    awards.decided(session, awards.ready(session, past, nurse), outcome, office)
    if release:
        awards.released(session, past, office)
    if turned_down:
        award = session.scalars(select(Award)).one()
        award.state, award.answered_at = OfferState.TURNED_DOWN, NOW
    session.flush()
    return schemes.call(session, past.scheme)


@pytest.mark.parametrize(
    ("facts", "known"),
    [
        ({}, True),
        ({"release": False}, None),
        ({"outcome": Outcome.DECLINE}, None),
        ({"turned_down": True}, None),
        ({"rehearsal": True}, None),
    ],
)
def test_our_own_awards_say_who_held_one(session, facts, known):
    node = people.node(session)
    nurse, other = people.employee(session, node), people.employee(session, node)
    call = held(session, node, nurse, **facts)
    elsewhere = schemes.open_call(session, node)
    assert queries.opening(session, nurse.as_actor(), call.id).held_before is known
    assert queries.opening(session, other.as_actor(), call.id).held_before is None
    assert queries.opening(session, nurse.as_actor(), elsewhere.id).held_before is None


def test_who_held_the_award_is_refused_without_being_asked(app, database):
    with app.app_context(), database.scope() as session:
        node = people.node(session)
        nurse = people.employee(session, node)
        address = f"/calls/{held(session, node, nurse).id}/apply"
        email = nurse.email
        session.commit()
    browser = Browser(app).sign_in(email)
    page = browser.go(address)
    assert "You have had this award before." in page.main
    assert page.soup.find(attrs={"name": "held_before"}) is None
    assert browser.post_by_hand(address, {"held_before": "no"}).status == 409
    assert len(drafts(database)) == 1


def test_what_was_told_is_on_no_page_of_others(app, database):
    with app.app_context(), database.scope() as session:
        board = people.node(session)
        ward = people.node(session, "ward-7", board)
        nurse = people.employee(session, ward)
        reader = reviews.reviewer(session, ward)
        office = people.staff_with_role(session, Role.OFFICE, board)
        call = reviews.reviewing_call(session, board, definition={"eligibility": ALL})
        sent = reviews.approved_application(session, call, nurse)
        sent.told = {"qualified_on": "1987-07-13", "held_before": False, "research_active": False}
        task = reviews.assignment(session, sent, reader)
        seen = [
            (reader.email, f"/reviews/{task.id}"),
            (office.email, f"/applications/{sent.id}/answers"),
            (office.email, f"/applications/{sent.id}"),
        ]
        session.commit()
    for email, address in seen:
        page = Browser(app).sign_in(email).go(address)
        assert "1987" not in page.soup.get_text()
        assert "What you told us" not in page.main


def test_nobody_asked_before_there_was_a_question_is_stopped(session):
    """A draft begun without answers is a doubt, which stops nobody."""
    node = people.node(session)
    nurse = people.employee(session, node)
    call = schemes.open_call(session, node, definition={"eligibility": ALL})
    draft = applications.complete_draft(session, call, nurse)
    made = sending.submit(
        session, draft, sending.new_ticket(), actor=nurse.as_actor(), arrived_at=NOW
    )
    assert made.received_at == NOW
    assert "told" not in made.content
