"""A manager's home: whose teams one sees, who is out in which months, and nothing more."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from portal.applications.lifecycle import State
from portal.approvals.awarded import Awarded
from portal.approvals.lifecycle import ApprovalState, CoverMeans
from portal.approvals.models import Condition
from portal.approvals.team import queries
from portal.approvals.team.releases import Cover
from portal.approvals.team.scope import scope
from portal.awards.lifecycle import OfferState, Outcome
from portal.kernel.actor import ANONYMOUS
from tests.browsing import Browser
from tests.conftest import NOW
from tests.factories import approvals as made
from tests.factories import awards, people, reviews, schemes

APRIL = date(2027, 4, 1)


def actor_of(person):
    return person.as_actor()


def seen_by(session, person) -> list[str]:
    found = scope(session, actor_of(person))
    return [] if found is None else [team.name_en for team in found.teams]


def test_whose_teams_one_sees(session) -> None:
    ward = made.ward(session)
    head = people.employee(session, people.node(session, "heads", ward.board), name="Head")
    ward.manager.post.manager = head
    chief = people.employee(session, ward.board, name="Chief")
    head.post.manager = chief
    nurse = ward.nurse(session, "Megan Prosser")
    other = people.node(session, "ward-8", ward.board, name_en="Ward 8")
    stranger = people.employee(session, other, name="Stranger")
    made.waiting(session, made.sent(session, ward, applicant=nurse), ward.manager)
    session.flush()
    assert seen_by(session, ward.manager) == ["Ward 7, Respiratory"]
    assert seen_by(session, head) == ["Ward 7, Respiratory"]
    assert seen_by(session, chief) == ["Heads", "Ward 7, Respiratory"]
    assert seen_by(session, ward.office) == ["Ward 7, Respiratory"], "that has asked; not Ward 8"
    assert seen_by(session, nurse) == seen_by(session, stranger) == []
    assert scope(session, ANONYMOUS) is None
    assert scope(session, actor_of(head)).heads
    assert not scope(session, actor_of(ward.manager)).heads


def test_a_circle_in_the_directory_ends_and_nobody_is_below_themself(session) -> None:
    board = people.node(session)
    teams = [people.node(session, slug, board) for slug in ("a", "b")]
    one, two = (people.employee(session, team) for team in teams)
    one.post.manager, two.post.manager = two, one
    session.flush()
    assert seen_by(session, one) == ["B"]


@pytest.mark.parametrize("why", ["left", "moved", "managed by another"])
def test_a_team_goes_with_the_last_person_one_manages(session, why) -> None:
    ward = made.ward(session)
    nurse = ward.nurse(session, "Megan Prosser")
    session.flush()
    assert seen_by(session, ward.manager)
    if why == "left":
        nurse.is_active = False
    elif why == "moved":
        nurse.post.organisation = people.node(session, "ward-8", ward.board, name_en="Ward 8")
    else:
        nurse.post.manager = None
    session.flush()
    assert seen_by(session, ward.manager) == (["Ward 8"] if why == "moved" else [])


def out(session, ward, first=APRIL, last=date(2027, 9, 30)):
    session.expire_all()
    return {r.name: r for r in queries.releases(session, [ward.team.id], first, last)}


def test_the_states_of_cover(session) -> None:
    ward = made.ward(session)
    for name in ("Plan", "Absorbed", "No plan", "Asked", "If", "Silence", "No", "Gone"):
        made.sent(session, ward, name)
    by_name = {a.applicant.name: a for a in session.scalars(select_applications())}
    made.approved(session, by_name["Plan"], ward.manager)
    absorbed = made.approved(session, by_name["Absorbed"], ward.manager)
    absorbed.cover.means = CoverMeans.ABSORBED
    bare = made.approved(session, by_name["No plan"], ward.manager)
    session.delete(bare.cover)
    made.waiting(session, by_name["Asked"], ward.manager)
    conditional = made.waiting(
        session, by_name["If"], ward.manager, state=ApprovalState.CONDITIONAL,
        answered_by=ward.manager, answered_at=NOW,
    )  # fmt: skip
    days = {"starts_on": "2027-06-01", "ends_on": "2027-06-30", "hours_hundredths": 375}
    session.add(Condition(request=conditional, given_at=NOW, periods=[days]))
    made.waiting(session, by_name["Silence"], ward.manager, state=ApprovalState.NO_ANSWER)
    made.declined(session, by_name["No"], ward.manager)
    made.waiting(session, by_name["Gone"], ward.manager, state=ApprovalState.CLOSED)
    by_name["Gone"].state, by_name["Gone"].withdrawn_at = State.WITHDRAWN, NOW
    session.flush()
    found = out(session, ward)
    assert "Silence" not in found, "as a no, in this scheme"
    assert {name: each.cover for name, each in found.items()} == {
        "Plan": Cover.PLAN,
        "Absorbed": Cover.ABSORBED,
        "No plan": Cover.NO_PLAN,
        "Asked": Cover.ASKED,
        "If": Cover.CONDITIONAL,
    }
    assert [(b.starts_on, b.hours_hundredths) for b in found["If"].bars] == [
        (date(2027, 6, 1), 375)
    ], "what can be given, not what was asked for"
    assert "If" not in out(session, ward, date(2027, 8, 1)), "it would be over by then"


def select_applications():
    from sqlalchemy import select

    from portal.applications.models import Application

    return select(Application)


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        (date(2027, 3, 1), date(2027, 4, 5), False),
        (date(2027, 3, 1), date(2027, 4, 6), True),
        (date(2027, 10, 1), date(2027, 12, 31), True),
        (date(2027, 10, 2), date(2027, 12, 31), False),
    ],
)
def test_the_months_have_edges(session, first, last, shown) -> None:
    ward = made.ward(session)
    made.approved(session, made.sent(session, ward), ward.manager)
    assert bool(out(session, ward, first, last)) is shown


def test_a_rehearsal_releases_nobody(session) -> None:
    ward = made.ward(session)
    played = schemes.open_call(session, ward.board, rehearsal=True)
    made.approved(session, made.sent(session, ward, call=played), ward.manager)
    assert out(session, ward) == {}


@pytest.fixture
def decided(session):
    """A decision about an approved application that nobody knows yet."""
    ward = made.ward(session)
    call = awards.decidable_call(session, ward.board)
    application = awards.ready(session, call, ward.nurse(session, "Megan Prosser"))
    reviewer = reviews.reviewer(session, people.node(session, "lab", ward.board), "R")
    awards.reviewed(session, application, reviewer, "Good.")
    awards.recommended(session, application)
    return SimpleNamespace(ward=ward, call=call, application=application)


@pytest.mark.parametrize("outcome", [Outcome.AWARD, Outcome.DECLINE])
def test_a_decision_is_not_told_before_its_release(session, decided, outcome) -> None:
    first = decided.application.periods[0].starts_on
    see = lambda: out(session, decided.ward, first, first)  # noqa: E731 -- asked thrice
    before = see()["Megan Prosser"]
    assert before.told.awarded is Awarded.NOT_YET
    amount = {} if outcome is Outcome.AWARD else {"amount_pence": 0}
    awards.decided(session, decided.application, outcome, decided.ward.office, **amount)
    pending = see()["Megan Prosser"]
    assert (pending.state_words, pending.told) == (before.state_words, before.told)
    awards.released(session, decided.call, decided.ward.office)
    if outcome is Outcome.DECLINE:
        assert see() == {}, "nobody is out without an award"
    else:
        assert see()["Megan Prosser"].told.awarded is Awarded.OFFERED


@pytest.mark.parametrize(
    ("state", "awarded"), [(OfferState.ACCEPTED, Awarded.ACCEPTED), (OfferState.TURNED_DOWN, None)]
)
def test_what_the_applicant_said_to_the_offer(session, decided, state, awarded) -> None:
    from portal.awards import queries as awards_queries

    awards.decided(session, decided.application, Outcome.AWARD, decided.ward.office)
    awards.released(session, decided.call, decided.ward.office)
    offer = awards_queries.awards(session, [decided.application.id])[decided.application.id]
    offer.state, offer.answered_at = state, NOW
    session.flush()
    first = decided.application.periods[0].starts_on
    found = out(session, decided.ward, first, first)
    assert [each.told.awarded for each in found.values()] == ([awarded] if awarded else [])


# --- at a browser ---


@pytest.fixture
def scene(app, database):
    with app.app_context(), database.scope() as session:
        ward = made.ward(session)
        late = made.sent(session, ward, "Megan Prosser")
        made.waiting(session, late, ward.manager, due_at=NOW - timedelta(days=1))
        made.approved(session, made.sent(session, ward, "Kofi Mensah"), ward.manager)
        other = people.node(session, "ward-8", ward.board, name_en="Ward 8")
        sister = people.employee(session, other, name="Other manager")
        people.employee(session, other, name="Bethan Jones", manager=sister)
        session.commit()
        return SimpleNamespace(
            manager=ward.manager.email, office=ward.office.email, sister=sister.email,
            nurse=late.applicant.email, team=ward.team.id, other=other.id,
        )  # fmt: skip


def test_the_page_shows_what_waits_and_who_is_out(app, scene) -> None:
    page = Browser(app).sign_in(scene.manager).go(f"/team?team={scene.team}&months=2027-04")
    assert page.h1 == "My team"
    assert "Late" in page.main
    assert "April to September 2027" in page.main
    assert (
        "At the most 0.20 WTE is out at once. With all that is asked for it would be 0.40."
        in page.main
    )
    rows = [[" ".join(c.get_text(" ").split()) for c in tr.find_all(["th", "td"])]
            for tr in page.soup.select("table")[0].find_all("tr")]  # fmt: skip
    assert len(rows) == 3
    assert "Plan made" in rows[1][4]
    assert "not awarded yet" in rows[1][5].lower()
    assert "Asked for" in rows[2][4]
    assert [s.title.string for s in page.soup.find_all("svg") if s.title] == [
        "Who is out of Ward 7, Respiratory, April to September 2027"
    ] * 2


def test_months_go_back_and_on(app, scene) -> None:
    browser = Browser(app).sign_in(scene.manager)
    browser.go("/team?months=2027-04")
    assert "October 2027 to March 2028" in browser.click("Later months").main
    assert "April to September 2027" in browser.click("Earlier months").main
    assert "Nobody is out" in browser.go("/team?months=2030-01").main


@pytest.mark.parametrize(
    "text",
    ["", "x", "2027-13", "2027-00", "9999-01", "0000-01", "２０２７-01", "2027-1", "\0", "2090-12"],
)
def test_months_that_are_none_show_some(app, scene, text) -> None:
    Browser(app).sign_in(scene.manager).client.get("/team", query_string={"months": text})
    page = Browser(app).sign_in(scene.manager)
    assert page.client.get("/team", query_string={"months": text}).status_code == 200


@pytest.mark.parametrize("who", ["nurse", "sister"])
def test_others_teams_are_not_there(app, scene, who) -> None:
    browser = Browser(app).sign_in(getattr(scene, who))
    browser.go(f"/team?team={scene.team}", 404)
    browser.go("/team", 200 if who == "sister" else 404)
    browser.go("/team/claims", 200 if who == "sister" else 404)
    browser.go("/team/requests", 200 if who == "sister" else 404)
    browser.go("/team/feed", 200 if who == "sister" else 404)
    browser.go("/team?team=x", 404)


def test_the_office_sees_the_teams_that_have_asked(app, scene) -> None:
    browser = Browser(app).sign_in(scene.office)
    assert "Ward 7, Respiratory" in browser.go("/team?months=2027-04").main
    browser.go(f"/team?team={scene.other}", 404)


def test_one_row_or_thirty_ask_the_same_number_of_queries(app, database, scene, count_queries):
    browser = Browser(app).sign_in(scene.manager)
    paths = ["/team?months=2027-04", "/team/requests", "/team/claims"]

    def ask():
        counted = []
        for path in paths:
            with count_queries() as seen:
                browser.go(path)
            counted.append(len(seen))
        return counted

    few = ask()
    with app.app_context(), database.scope() as session:
        from sqlalchemy import select

        from portal.people.models import Organisation, Person
        from portal.schemes.models import Call

        team = session.get(Organisation, scene.team)
        manager = session.scalar(select(Person).where(Person.email == scene.manager))
        office = session.scalar(select(Person).where(Person.email == scene.office))
        ward = made.Ward(team.parent, team, manager, office, session.scalars(select(Call)).first())
        for number in range(30):
            application = made.sent(session, ward, f"Nurse {number}")
            (made.approved if number % 2 else made.waiting)(session, application, manager)
        session.commit()
    assert ask() == few
    page = browser.go("/team?months=2027-04&page=2")
    assert "32 releases" in page.main
    assert browser.go("/team?months=2027-04&page=999999999999").status == 200
