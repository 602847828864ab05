"""The office gives applications to reviewers."""

import pytest

from portal.audit.models import TrailEntry
from portal.notifications.models import Message
from portal.people.models import Person
from portal.people.queries import person_by_email
from portal.reviews.models import Assignment
from portal.schemes.models import Call
from tests.browsing import Browser
from tests.factories import applications, people
from tests.factories import reviews as rows


def page_of(world):
    return f"/office/calls/{world.call}/reviewers"


def pairs(database):
    with database.scope(read_only=True) as session:
        return {(a.application_id, a.reviewer.name) for a in session.query(Assignment)}


def person_id(database, email):
    with database.scope(read_only=True) as session:
        return str(person_by_email(session, email).id)


def test_the_page_shows_who_has_what(app, world):
    page = Browser(app).sign_in(world.office).go(page_of(world))
    assert "Safer insulin on night shifts" in page.main
    assert "Tomasz Lewis" in page.main
    assert "2 of 3" in page.main


def test_assigning_one_and_telling_them_once(app, world, database):
    browser = Browser(app).sign_in(world.office)
    browser.go(page_of(world))
    ada = person_id(database, world.ada)
    browser.send({"applications": [str(world.plain)], "reviewer": ada}, "Give to this")
    assert (world.plain, "Ada Morris") in pairs(database)
    browser.go(page_of(world))
    browser.send(
        {"applications": [str(world.plain), str(world.secret)], "reviewer": ada}, "Give to this"
    )
    with database.scope(read_only=True) as session:
        mail = session.query(Message).filter_by(template="reviews/assigned").all()
        assert [m.to_address for m in mail] == [world.ada]
        assert len(mail[0].subject) <= 60
        assert "/reviews" in mail[0].body
        assert "Breathless" not in mail[0].body
        assert session.query(Assignment).filter_by(application_id=world.plain).count() == 2


@pytest.mark.parametrize(
    ("values", "errors"),
    [
        ({}, ["Choose at least one application in the table", "Choose a reviewer"]),
        (
            {"applications": ["nonsense"], "reviewer": "x"},
            ["Choose at least one application in the table", "Choose a reviewer"],
        ),
    ],
)
def test_a_choice_is_needed(app, world, database, values, errors):
    before = pairs(database)
    browser = Browser(app).sign_in(world.office)
    browser.go(page_of(world))
    page = browser.send(values, "Give to this")
    assert page.errors == errors
    assert pairs(database) == before


def reviewing(session, world, kind):
    """A reviewer who must never have the secret application, of this kind."""
    call = session.get(Call, world.call)
    board = call.scheme.organisation
    zebedee = person_by_email(session, world.zebedee)
    if kind == "applicant":
        who = zebedee
    elif kind == "manager":
        who = person_by_email(session, world.manager)
    elif kind == "team":
        who = people.employee(session, zebedee.post.organisation, name="Team Mate")
    elif kind == "line":
        far = people.node(session, "far", board)
        who = people.employee(session, far, name="The Boss")
        person_by_email(session, world.manager).post.manager = who
    elif kind == "report":
        far = people.node(session, "far", board)
        who = people.employee(session, far, name="The Report", manager=zebedee)
    elif kind == "competing":
        who = person_by_email(session, world.megan)
    else:
        who = person_by_email(session, world.ada)
        rows.conflict(session, session.get_one(rows.Assignment, world.ada_secret).application, who)
        session.delete(session.get_one(rows.Assignment, world.ada_secret))
    people.grant(session, who, rows.Role.REVIEWER, board) if kind != "declared" else None
    session.commit()
    return str(who.id), who.name


@pytest.mark.parametrize(
    "kind", ["applicant", "manager", "team", "line", "report", "competing", "declared"]
)
def test_a_conflict_is_never_assigned_by_hand_or_evenly(app, world, database, kind):
    with app.app_context(), database.scope() as session:
        who, name = reviewing(session, world, kind)
    browser = Browser(app).sign_in(world.office)
    browser.go(page_of(world))
    page = browser.send({"applications": [str(world.secret)], "reviewer": who}, "Give to this")
    assert len(page.errors) == 1
    assert name in page.errors[0]
    browser.go(page_of(world))
    browser.send(button="Assign evenly")
    assert (world.secret, name) not in pairs(database)


def test_dealing_evenly_says_what_is_left(app, world, database):
    browser = Browser(app).sign_in(world.office)
    browser.go(page_of(world))
    browser.send(button="Assign evenly")
    assert (world.plain, "Ada Morris") in pairs(database)
    assert "has 2 of 3 reviewers. Nobody else here can review it." in browser.page.main
    assert "The applications that need reviewers have nobody left to ask." in browser.page.main


def test_an_application_without_its_approval_is_not_there(app, world, database):
    with app.app_context(), database.scope() as session:
        call = session.get(Call, world.call)
        someone = people.employee(session, people.node(session, "w", call.scheme.organisation))
        waiting = applications.submitted_application(session, call, someone)
        waiting.title = "Still with the manager"
        waiting_id = str(waiting.id)
        session.commit()
    browser = Browser(app).sign_in(world.office)
    page = browser.go(page_of(world))
    assert "Still with the manager" not in page.main
    page = browser.send(
        {"applications": [waiting_id], "reviewer": person_id(database, world.ada)}, "Give to this"
    )
    assert page.errors == ["Choose at least one application in the table"]


def test_taking_off_who_has_not_begun(app, world, database):
    browser = Browser(app).sign_in(world.office)
    browser.go(page_of(world))
    browser.click("Remove")
    browser.send(button="Take them off")
    assert len(pairs(database)) == 2
    with database.scope(read_only=True) as session:
        assert session.query(TrailEntry).filter_by(verb="unassigned").count() == 1


def test_nobody_who_has_begun_is_taken_off(app, world, database):
    with app.app_context(), database.scope() as session:
        one = session.get(Assignment, world.tomasz_secret)
        rows.review(session, one.application, one.reviewer, assignment=one, is_sent=False)
        session.commit()
    browser = Browser(app).sign_in(world.office)
    assert browser.post_by_hand(f"/office/assignments/{world.tomasz_secret}/remove").status == 409
    assert len(pairs(database)) == 3


@pytest.mark.parametrize("who", ["chair", "tomasz", "megan", "manager"])
def test_only_the_office_assigns(app, world, database, who):
    before = pairs(database)
    browser = Browser(app).sign_in(getattr(world, who))
    assert browser.go(page_of(world), None).status == 404
    for path in (
        page_of(world),
        f"{page_of(world)}/evenly",
        f"/office/assignments/{world.ada_secret}/remove",
    ):
        assert browser.post_by_hand(path, {"applications": str(world.plain)}).status == 404
    assert pairs(database) == before


def test_an_officer_with_a_conflict_does_not_see_it(app, world, database):
    with app.app_context(), database.scope() as session:
        officer = person_by_email(session, world.office)
        rows.conflict(session, session.get(Assignment, world.ada_secret).application, officer)
        session.commit()
    browser = Browser(app).sign_in(world.office)
    page = browser.go(page_of(world))
    assert "Safer insulin" not in page.text
    assert "1 application" in page.main
    assert browser.go(f"/office/assignments/{world.ada_secret}/remove", None).status == 404
    assert browser.go(f"/office/applications/{world.secret}/reasons", None).status == 404


def test_queries_do_not_grow_with_applications(app, world, database, count_queries):
    browser = Browser(app).sign_in(world.office)
    browser.go(page_of(world))
    with count_queries() as few:
        browser.go(page_of(world))
    with app.app_context(), database.scope() as session:
        call = session.get(Call, world.call)
        team = people.node(session, "w30", call.scheme.organisation)
        boss = session.query(Person).filter_by(email=world.manager).one()
        for n in range(30):
            someone = people.employee(session, team, manager=boss)
            application = rows.approved_application(session, call, someone, title=f"T{n}")
            rows.review(
                session, application, rows.reviewer(session, team, f"R{n}"), is_sent=n % 2 == 0
            )
        session.commit()
    with count_queries() as many:
        page = browser.go(page_of(world))
    assert "T29" in page.main
    assert len(many) == len(few)
