"""A manager at a browser: sees the request, says yes or no, once; wrong input and wrong people."""

from dataclasses import dataclass
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from portal.applications.actions import withdrawal
from portal.applications.lifecycle import State
from portal.approvals.actions import replying
from portal.approvals.cover import Plan
from portal.approvals.lifecycle import ApprovalState, CoverMeans, DeclineReason, Seat
from portal.approvals.models import ApprovalRequest, CoverPlan
from portal.audit.models import TrailEntry
from portal.kernel.actor import Role
from portal.kernel.ruling import Refused
from portal.notifications.models import Message
from tests.browsing import Browser
from tests.conftest import NOW
from tests.factories import approvals as made
from tests.factories import people

PLAN = {
    "means": "bank",
    "who": "Ward 7 bank list",
    "hours": "7.5",
    "cost": "6,174.44",
    "cost_centre": "R70412",
    "when_busy": "Megan moves the day inside the same week.",
}
NO = {"reason": "winter_pressure", "comment": "Ask again in April, please."}


@dataclass(frozen=True)
class Scene:
    """Addresses and names of what one test needs, free of any session."""

    path: str
    request_id: object
    application_id: object
    people: SimpleNamespace


@pytest.fixture
def scene(app, database) -> Scene:
    """Megan asks for one day a week; Bethan and Kofi of her ward are out already."""
    with app.app_context(), database.scope() as session:
        ward = made.ward(session)
        application = made.sent(session, ward)
        request = made.waiting(session, application, ward.manager)
        june = {"starts_on": date(2027, 5, 3), "ends_on": date(2027, 6, 27)}
        for name in ("Bethan Jones", "Kofi Mensah"):
            made.approved(session, made.sent(session, ward, name, **june), ward.manager)
        other_ward = people.node(session, "ward-8", ward.board)
        everybody = SimpleNamespace(
            manager=ward.manager.email,
            office=ward.office.email,
            second=people.staff_with_role(session, Role.OFFICE, ward.board, "Aled Rees").email,
            applicant=application.applicant.email,
            other_manager=people.employee(session, other_ward, name="Kim Lewis").email,
            reviewer=people.staff_with_role(session, Role.REVIEWER, ward.board).email,
        )
        built = Scene(f"/requests/{request.id}", request.id, application.id, everybody)
        session.commit()
    return built


@pytest.fixture
def manager(app, scene) -> Browser:
    return Browser(app).sign_in(scene.people.manager)


@pytest.fixture
def rows(app, database):
    """Read what is stored now."""

    def read(scene: Scene) -> SimpleNamespace:
        with app.app_context(), database.scope(read_only=True) as session:
            request = session.get_one(ApprovalRequest, scene.request_id)
            return SimpleNamespace(
                state=request.state,
                reason=request.reason,
                comment=request.comment,
                by=request.answered_by.email if request.answered_by else None,
                cover=session.scalar(
                    select(CoverPlan).where(CoverPlan.request_id == scene.request_id)
                ),
                mail=session.scalars(
                    select(Message).where(Message.about_id == scene.application_id)
                ).all(),
                verbs=session.scalars(
                    select(TrailEntry.verb)
                    .where(TrailEntry.subject_id == scene.application_id)
                    .order_by(TrailEntry.number)
                ).all(),
            )

    return read


@pytest.fixture
def change(app, database):
    """Change stored rows outside the browser."""

    def write(scene: Scene, how) -> None:
        with app.app_context(), database.scope() as session:
            how(session, session.get_one(ApprovalRequest, scene.request_id))
            session.commit()

    return write


def unanswered(found) -> bool:
    return (found.state, found.cover, found.mail, found.verbs) == (
        ApprovalState.WAITING,
        None,
        [],
        [],
    )


def test_a_manager_sees_the_request_and_says_yes(manager, scene, rows) -> None:
    page = manager.go("/requests")
    assert "10 working days left" in page.main
    page = manager.click("Can you release Megan Prosser")
    assert page.h1 == "Can you release Megan Prosser for one day a week?"
    for words in (
        "Your answer needed",
        "Waiting for You Ward manager",
        "Registered nurse (adult), Band 6, 37.5 hours a week",
        "Breathless at home",
        "Tuesday 6 April to Friday 1 October 2027 (26 weeks)",
        "0.20 WTE, one day a week",
        "£6,174.44",
        "Up to 0.40 WTE in the same weeks (2 people)",
        "0.60 WTE is out from Monday 3 May to Sunday 27 June 2027. That is your team's limit.",
        "Bethan Jones, Kofi Mensah",
        "The scheme pays up to £6,174.44",
    ):
        assert words in page.main, words
    page = manager.send(PLAN, button="Yes")
    assert page.path == f"{scene.path}/answered"
    for words in (
        "You said yes",
        "Bank shifts",
        "Ward 7 bank list",
        "R70412",
        "Sam Whittaker",
        "Reviewers read",
    ):
        assert words in page.main, words
    assert page.soup.find("form", id="answer") is None
    found = rows(scene)
    assert found.state is ApprovalState.APPROVED
    assert found.by == scene.people.manager
    assert (found.cover.means, found.cover.hours_hundredths) == (CoverMeans.BANK, 750)
    assert (found.cover.cost_pence, found.cover.cost_centre) == (617_444, "R70412")
    assert found.verbs == ["approved"]
    (message,) = found.mail
    assert message.to_address == scene.people.applicant
    assert "Sam Whittaker said yes" in message.body
    page = manager.go("/requests")
    assert "Nothing waits for your answer" in page.main


def test_a_manager_says_no_and_the_applicant_hears_why(manager, scene, rows) -> None:
    manager.go(scene.path)
    page = manager.click("No")
    assert "Megan Prosser sees the reason and your words" in page.main
    page = manager.send(NO)
    assert "No: Winter pressure" in page.main
    assert "It does not go to reviewers." in page.main
    found = rows(scene)
    assert (found.state, found.reason) == (ApprovalState.DECLINED, DeclineReason.WINTER_PRESSURE)
    assert found.verbs == ["declined"]
    (message,) = found.mail
    assert message.to_address == scene.people.applicant
    assert "The reason given: Winter pressure." in message.body
    assert "Ask again in April, please." in message.body


def test_no_cover_needed_needs_no_hours_and_no_money(manager, scene, rows) -> None:
    manager.go(scene.path)
    manager.send({"means": "none_needed", "when_busy": "Nothing changes."}, button="Yes")
    found = rows(scene)
    assert found.state is ApprovalState.APPROVED
    assert (found.cover.hours_hundredths, found.cover.cost_pence) == (0, 0)


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"means": ""}, "means", "Choose how the work will be covered"),
        ({"means": "magic"}, "means", "Choose how the work will be covered"),
        ({"hours": "7.49"}, "hours", "covers 7.49 of 7.5 hours a week"),
        ({"hours": ""}, "hours", "Enter how many hours a week are covered"),
        ({"hours": "1e3"}, "hours", "Enter a number of hours, like 7.5"),
        ({"hours": "169"}, "hours", "must be 168 or less"),
        ({"cost": "6174.45"}, "cost", "The scheme pays up to £6,174.44. This is £0.01 more"),
        ({"cost": "-5"}, "cost", "Enter an amount in pounds"),
        ({"cost": "sNaN"}, "cost", "Enter an amount in pounds"),
        ({"cost": ""}, "cost", "Enter what the cover costs in all"),
        ({"cost_centre": ""}, "cost_centre", "Enter the cost centre"),
        ({"cost_centre": "R" * 41}, "cost_centre", "40"),
        ({"when_busy": ""}, "when_busy", "Say what happens if you are very busy"),
        ({"when_busy": "busy " * 201}, "when_busy", "200 words or fewer"),
        ({"who": "a\x00b"}, "who", ""),
        ({"cost": "40" * 20_000}, "cost", ""),
        ({"who": "a" * 40_000}, "who", ""),
        ({"means": "absorbed", "cost": "500"}, "cost", "This way costs nothing"),
        ({"means": "skill_mix"}, "band", "Choose the band of whoever takes the tasks"),
        ({"means": "skill_mix", "band": "6"}, "band", "This is not a lower band than 6"),
        ({"means": "skill_mix", "band": "42"}, "band", "Choose one of"),
        ({"band": "5", "grade": "Consultant"}, "band", "not both"),
        ({"grade": "g" * 61}, "grade", "60"),
    ],
)
def test_a_plan_that_does_not_do_is_said_beside_its_field(
    manager, scene, rows, typed, field, words
) -> None:
    manager.go(scene.path)
    page = manager.send({**PLAN, **typed}, button="Yes")
    assert page.soup.title.get_text().strip().startswith("Error:")
    assert page.error_beside(field), page.errors
    assert words in page.error_beside(field)
    for name, value in {**PLAN, **typed}.items():
        if name not in {"means", "band"} and "\x00" not in value:
            assert page.value(name) == value
    assert unanswered(rows(scene))


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"reason": ""}, "reason"),
        ({"reason": "because"}, "reason"),
        ({"comment": ""}, "comment"),
        ({"comment": "   "}, "comment"),
        ({"comment": "no " * 201}, "comment"),
    ],
)
def test_a_no_needs_its_reason_and_words(manager, scene, rows, typed, field) -> None:
    manager.go(f"{scene.path}/decline")
    page = manager.send({**NO, **typed})
    assert page.error_beside(field)
    assert page.value("comment").strip() == {**NO, **typed}["comment"].strip()
    assert unanswered(rows(scene))


@pytest.mark.parametrize("who", ["other_manager", "reviewer", "applicant"])
def test_for_others_the_request_does_not_exist(app, scene, rows, who) -> None:
    browser = Browser(app).sign_in(getattr(scene.people, who))
    browser.go(scene.path, 404)
    browser.go(f"{scene.path}/decline", 404)
    assert browser.post_by_hand(f"{scene.path}/approve", PLAN).status == 404
    assert browser.post_by_hand(f"{scene.path}/decline", NO).status == 404
    assert "Megan Prosser" not in browser.go("/requests").main
    assert unanswered(rows(scene))


def test_an_unknown_request_is_not_found(manager) -> None:
    manager.go("/requests/00000000-0000-4000-8000-000000000000", 404)
    manager.go("/requests/12", 404)


def test_without_the_forms_token_nothing_is_answered(manager, scene, rows) -> None:
    assert manager.post(f"{scene.path}/approve", PLAN, None).status == 400
    assert unanswered(rows(scene))


def test_the_office_sees_whom_it_waits_for_and_cannot_answer(app, scene, rows) -> None:
    office = Browser(app).sign_in(scene.people.office)
    page = office.go(scene.path)
    assert "Sam Whittaker was asked. Nobody else can answer this." in page.main
    assert page.soup.find("form", id="answer") is None
    assert office.post_by_hand(f"{scene.path}/approve", PLAN).status == 403
    assert unanswered(rows(scene))


def test_the_applicant_cannot_approve_themselves_even_when_named(app, scene, rows, change) -> None:
    def name_the_applicant(_session, request) -> None:
        request.approver_id = request.holder_id = request.application.applicant_id

    change(scene, name_the_applicant)
    applicant = Browser(app).sign_in(scene.people.applicant)
    assert applicant.post_by_hand(f"{scene.path}/approve", PLAN).status == 403
    assert applicant.post_by_hand(f"{scene.path}/decline", NO).status == 403
    assert unanswered(rows(scene))


def test_a_yes_after_withdrawal_is_refused_and_mails_nobody(manager, scene, rows, change) -> None:
    def withdraw(session, request) -> None:
        application = request.application
        actor = application.applicant.as_actor()
        withdrawal.withdraw(session, application, actor=actor, now=NOW)

    manager.go(scene.path)
    action, served = manager.page.form("Yes")
    change(scene, withdraw)
    before = rows(scene).mail
    page = manager.post(action, {**served, **PLAN}, 409)
    assert "Megan Prosser withdrew the application on 23 November 2026" in page.main
    found = rows(scene)
    assert found.state is ApprovalState.CLOSED
    assert found.cover is None
    assert [m.id for m in found.mail] == [m.id for m in before]
    page = manager.go(scene.path)
    assert "You need do nothing" in page.main


@pytest.mark.parametrize("second", ["approve", "decline"])
def test_the_first_answer_counts(manager, scene, rows, second) -> None:
    manager.go(scene.path)
    manager.send(PLAN, button="Yes")
    values = PLAN if second == "approve" else NO
    page = manager.post_by_hand(f"{scene.path}/{second}", values)
    assert page.status == 409
    assert "Sam Whittaker said yes on Monday 23 November 2026, 10am" in page.main
    found = rows(scene)
    assert found.state is ApprovalState.APPROVED
    assert (len(found.mail), found.verbs) == (1, ["approved"])


def test_of_two_in_the_office_the_second_is_told_who_answered(app, scene, rows, change) -> None:
    def ask_the_office(_session, request) -> None:
        request.approver, request.holder, request.seat = None, None, Seat.OFFICE

    change(scene, ask_the_office)
    first = Browser(app).sign_in(scene.people.office)
    second = Browser(app).sign_in(scene.people.second)
    for browser in (first, second):
        browser.go(scene.path)
    second_action, served = second.page.form("Yes")
    first.send(PLAN, button="Yes")
    page = second.post(second_action, {**served, **PLAN}, 409)
    assert "Ffion Rees said yes on" in page.main
    assert rows(scene).by == scene.people.office


def test_an_answer_that_came_between_guard_and_action_counts(app, database, scene, rows) -> None:
    """The action reads the row again under a lock, whatever the caller had loaded before."""
    with app.app_context(), database.scope(read_only=True) as stale:
        request = stale.get_one(ApprovalRequest, scene.request_id)
        assert request.application.state is State.SUBMITTED
        with database.scope() as session:
            ours = session.get_one(ApprovalRequest, scene.request_id)
            actor = ours.approver.as_actor()
            replying.decline(
                session, ours, DeclineReason.DATES, "Not in May.", actor=actor, now=NOW
            )
            session.commit()
        stale.rollback()
        request.state = ApprovalState.WAITING  # what an older reading would still believe
        with pytest.raises(Refused, match="said no"):
            replying.approve(stale, request, plan(), actor=actor, now=NOW)
    assert rows(scene).state is ApprovalState.DECLINED


def plan() -> Plan:
    return Plan(
        means=CoverMeans.BANK,
        hours_hundredths=750,
        cost_pence=0,
        when_busy="The day moves.",
    )


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (None, "Say how the work is covered"),
        (Plan(means=CoverMeans.BANK, hours_hundredths=749, cost_pence=0, when_busy="x"), "7.49"),
    ],
)
def test_the_action_itself_refuses_a_plan_that_does_not_do(
    app, database, scene, rows, given, words
) -> None:
    with app.app_context(), database.scope() as session:
        request = session.get_one(ApprovalRequest, scene.request_id)
        with pytest.raises(Refused, match=words):
            replying.approve(session, request, given, actor=request.approver.as_actor(), now=NOW)
    assert unanswered(rows(scene))


def test_where_no_hours_are_asked_no_plan_is(app, scene, rows, change) -> None:
    def without_hours(session, request) -> None:
        for period in request.application.periods:
            session.delete(period)

    change(scene, without_hours)
    browser = Browser(app).sign_in(scene.people.manager)
    page = browser.go(scene.path)
    assert page.h1 == "Can you agree to what Megan Prosser asks for?"
    assert "Cover plan" not in page.main
    browser.send(button="Yes, I agree")
    found = rows(scene)
    assert (found.state, found.cover) == (ApprovalState.APPROVED, None)


def test_a_late_answer_counts_until_reviews_are_due(app, scene, rows, at) -> None:
    at(NOW + timedelta(days=53))
    browser = Browser(app).sign_in(scene.people.manager)
    page = browser.go(scene.path)
    assert "It is too late to answer" in page.main
    assert browser.post_by_hand(f"{scene.path}/approve", PLAN).status == 409
    assert unanswered(rows(scene))
    at(NOW + timedelta(days=20))
    browser = Browser(app).sign_in(scene.people.manager)
    assert "Late" in browser.go(scene.path).main
    browser.send(PLAN, button="Yes")
    assert rows(scene).state is ApprovalState.APPROVED


@pytest.mark.parametrize("path", ["/requests", "request"])
def test_as_many_queries_for_thirty_as_for_one(
    app, database, scene, manager, count_queries, path
) -> None:
    path = scene.path if path == "request" else path
    with app.app_context(), database.scope() as session:
        made.waiting(session, made.sent(session, ward_of(session, scene), "Asked too"), None)
        session.commit()
    manager.go(path)
    with count_queries() as few:
        manager.go(path)
    with app.app_context(), database.scope() as session:
        ward = ward_of(session, scene)
        for number in range(30):
            made.waiting(session, made.sent(session, ward, f"Waiting {number}"), ward.manager)
            answered = made.sent(session, ward, f"Out {number}")
            made.approved(session, answered, ward.manager)
        session.commit()
    with count_queries() as many:
        manager.go(path)
    assert len(many) == len(few), "\n".join(many)


def ward_of(session, scene):
    """The ward of the scene, as its own maker made it."""
    request = session.get_one(ApprovalRequest, scene.request_id)
    first = request.application
    return SimpleNamespace(
        team=first.team, manager=request.approver, call=first.call, nurse=nurse_of(first)
    )


def nurse_of(application):
    def nurse(session, name):
        return people.employee(session, application.team, name=name)

    return nurse


def test_lists_are_paged_by_fifty(app, database, scene, manager) -> None:
    with app.app_context(), database.scope() as session:
        ward = ward_of(session, scene)
        for number in range(50):
            made.waiting(session, made.sent(session, ward, f"Waiting {number}"), ward.manager)
        session.commit()
    page = manager.go("/requests")
    assert "51 requests" in page.main
    assert len(page.soup.select(".app-card")) == 50
    page = manager.go("/requests?page=2")
    assert len(page.soup.select(".app-card")) == 1
    for odd in ("0", "-1", "99", "x", "%00"):
        manager.go(f"/requests?page={odd}&answered={odd}")
