"""All requests of a head of service's teams on one page, and a yes to several at once."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from portal.applications.lifecycle import State
from portal.applications.models import Application
from portal.approvals.lifecycle import ApprovalState
from portal.approvals.models import ApprovalRequest
from portal.kernel.amounts import pounds
from portal.notifications.models import Message
from portal.people.models import Person
from portal.schemes.definition import ApprovalStep, Stage
from tests.browsing import Browser
from tests.conftest import NOW
from tests.factories import approvals as made
from tests.factories import people, together

STEPS = (ApprovalStep(Stage.HEAD_OF_SERVICE), ApprovalStep(Stage.LINE_MANAGER))


@pytest.fixture
def scene(app, database):
    """Two ask the head, one asks the ward manager alone."""
    with app.app_context(), database.scope() as session:
        ward = made.ward(session, definition={"approvals": STEPS})
        head = people.employee(session, people.node(session, "heads", ward.board), name="Head")
        ward.manager.post.manager = head
        ids = []
        for number, name in enumerate(("Megan Prosser", "Kofi Mensah")):
            application = made.sent(session, ward, name)
            due = NOW + timedelta(days=5 + 5 * number)
            ids.append(
                made.waiting(session, application, head, stage=Stage.HEAD_OF_SERVICE, due_at=due)
            )
        other = made.sent(session, ward, "Nia Gwilym")
        other.title = "A title for the ward manager"
        third = made.waiting(session, other, ward.manager)
        session.commit()
        return SimpleNamespace(
            head=head.email, manager=ward.manager.email, ids=[i.id for i in ids], third=third.id,
            applications=[i.application_id for i in ids], team=ward.team.id,
            scheme=ward.call.scheme_id,
            pounds=pounds(2 * third.application.asked_pence),
        )  # fmt: skip


def go(app, scene, who="head", path="/team/requests"):
    browser = Browser(app).sign_in(getattr(scene, who))
    browser.go(path)
    return browser


def test_all_that_waits_is_there_but_of_others_requests_no_more_than_the_calendar(app, scene):
    main = go(app, scene).page.main
    assert "3 requests" in main
    assert "Breathless at home" in main
    assert "Waits for Sam Whittaker" in main
    assert "A title for the ward manager" not in main, "not this person's to read"
    assert "With all that is asked for it would be 0.60. That is the team's limit." in main


def say_yes(browser, scene) -> None:
    """Press the button of the page that counts; it sends each request that it names."""
    action, data = browser.page.form("Yes, to all 2 requests")
    named = [i["value"] for i in browser.page.soup.select("input[type=hidden][name=id]")]
    assert named == [str(i) for i in scene.ids]
    browser.post(action, {**data, "id": named})


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("due=late", []),
        ("due=soon", ["Megan Prosser"]),
        ("team={team}", ["Megan Prosser", "Kofi Mensah", "Nia Gwilym"]),
        ("scheme={scheme}", ["Megan Prosser", "Kofi Mensah", "Nia Gwilym"]),
        ("scheme=x&due=x&team=x", ["Megan Prosser", "Kofi Mensah", "Nia Gwilym"]),
    ],
)
def test_filters(app, scene, query, names) -> None:
    path = f"/team/requests?{query.format(team=scene.team, scheme=scene.scheme)}"
    page = go(app, scene, path=path).page
    assert [c.get_text(strip=True) for c in page.soup.select(".app-card__title")] == names
    if not names:
        assert "No request waits in these teams." in page.main


def test_a_yes_to_several_is_counted_first_and_then_given_to_each(app, database, scene) -> None:
    browser = go(app, scene)
    boxes = [b["value"] for b in browser.page.soup.select("input[type=checkbox][name=id]")]
    assert boxes == [str(i) for i in scene.ids], "the third needs a plan, and is another's"
    browser.go(f"/team/requests/check?id={boxes[0]}&id={boxes[1]}")
    assert browser.page.h1 == "Say yes to 2 requests?"
    assert "2 people of 1 team" in browser.page.main
    assert "Up to 0.40 WTE" in browser.page.main
    assert f"{scene.pounds} asked of the schemes" in browser.page.main
    with app.app_context(), database.scope(read_only=True) as session:
        assert session.get(ApprovalRequest, scene.ids[0]).state is ApprovalState.WAITING
    say_yes(browser, scene)
    assert browser.page.h1 == "You said yes to 2 requests"
    with app.app_context(), database.scope(read_only=True) as session:
        found = session.scalars(select(ApprovalRequest).where(ApprovalRequest.id.in_(scene.ids)))
        assert {(r.state, r.answered_by.email, r.cover) for r in found} == {
            (ApprovalState.APPROVED, scene.head, None)
        }
        sent = session.scalars(
            select(Message).where(Message.template == "approvals/approved")
        ).all()
        assert len(sent) == 2


def test_one_that_fails_stops_no_other_and_says_why(app, database, scene) -> None:
    browser = go(app, scene, path=f"/team/requests/check?id={scene.ids[0]}&id={scene.ids[1]}")
    with app.app_context(), database.scope() as session:
        gone = session.get(Application, scene.applications[0])
        gone.state, gone.withdrawn_at = State.WITHDRAWN, NOW
        session.commit()
    say_yes(browser, scene)
    assert browser.page.h1 == "You said yes to 1 request"
    assert "Megan Prosser withdrew the application" in browser.page.main
    browser.post_by_hand("/team/requests", {"id": [str(i) for i in scene.ids]})
    assert browser.page.h1 == "You said yes to 1 request", "a second press changes nothing"


def test_what_needs_a_plan_is_not_answered_with_others(app, database, scene) -> None:
    browser = go(app, scene, "manager", f"/team/requests/check?id={scene.third}")
    assert browser.page.h1 == "None of these can be answered here"
    assert "A yes needs a cover plan. Answer it on its own page." in browser.page.main
    browser.post_by_hand("/team/requests", {"id": str(scene.third)})
    assert "A yes needs a cover plan" in browser.page.main
    with app.app_context(), database.scope(read_only=True) as session:
        assert session.get(ApprovalRequest, scene.third).state is ApprovalState.WAITING


def test_anothers_request_is_as_one_that_is_not_there(app, scene) -> None:
    browser = go(app, scene, "manager")
    browser.go(f"/team/requests/done?id={scene.ids[0]}", 404)
    browser.go(f"/team/requests/check?id={scene.ids[0]}")
    assert browser.page.errors == ["Choose at least one request"]
    browser.post_by_hand("/team/requests", {"id": str(scene.ids[0])})
    assert browser.page.errors == ["Choose at least one request"]


@pytest.mark.parametrize("ids", ["", "x", "\0", "00000000-0000-0000-0000-000000000000", "9" * 4000])
def test_what_is_no_request_is_none_chosen(app, scene, ids) -> None:
    browser = go(app, scene)
    page = browser.client.get("/team/requests/check", query_string={"id": ids})
    assert b"Choose at least one request" in page.data
    assert page.status_code == 200
    assert browser.page.error_beside("id") == ""
    browser.go("/team/requests/check")
    assert browser.page.error_beside("id").endswith("Choose at least one request")


def test_who_helps_with_it_answers_on_its_own_page(app, database, scene) -> None:
    with app.app_context(), database.scope() as session:
        head = session.scalar(select(Person).where(Person.email == scene.head))
        application = session.get(Application, scene.applications[0])
        together.collaborator(session, application, head)
        session.commit()
    page = go(app, scene, path=f"/team/requests/check?id={scene.ids[0]}").page
    assert "You help with this application. Answer it on its own page." in page.main
