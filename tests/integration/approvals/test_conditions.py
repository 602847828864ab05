"""A yes with a condition at browsers: given, accepted or not, taken back; wrong input and races."""

from dataclasses import dataclass
from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from portal.applications.actions import withdrawal
from portal.applications.costing import Salary, cost_salary
from portal.applications.models import Application, CostKind, CostLine, Submission
from portal.applications.pay import Whose
from portal.approvals.actions import conditions
from portal.approvals.lifecycle import ApprovalState, Seat
from portal.approvals.models import ApprovalRequest
from portal.audit.models import TrailEntry
from portal.costing.oncosts import NiMode
from portal.costing.scales import Nation
from portal.kernel.ruling import Refused
from portal.notifications.models import Message
from portal.schemes.definition import ApprovalStep, Stage
from tests.browsing import Browser
from tests.conftest import NOW
from tests.factories import approvals as made
from tests.factories import people

HALF = {
    "p1-hours": "3.75",
    "means": "bank",
    "hours": "3.75",
    "cost": "100",
    "cost_centre": "R70412",
    "when_busy": "The day moves inside the week.",
    "words": "Half a day is what we can spare.",
}


@dataclass(frozen=True)
class Scene:
    """Addresses and names of what one test needs, free of any session."""

    path: str
    request_id: object
    application_id: object
    finance_id: object
    people: SimpleNamespace


@pytest.fixture
def scene(app, database) -> Scene:
    """Megan asks for one day a week with cover at her own pay; finance has agreed already."""
    steps = (ApprovalStep(Stage.LINE_MANAGER), ApprovalStep(Stage.FINANCE))
    with app.app_context(), database.scope() as session:
        ward = made.ward(session, definition={"approvals": steps})
        application = made.sent(session, ward, pay=0)
        for line in list(application.cost_lines):
            session.delete(line)
        session.add(pay_line(application))
        request = made.waiting(session, application, ward.manager)
        finance = people.employee(session, ward.team, name="Idris Bowen")
        agreed = made.approved(session, application, finance, stage=Stage.FINANCE)
        session.flush()
        everybody = SimpleNamespace(
            manager=ward.manager.email,
            office=ward.office.email,
            applicant=application.applicant.email,
            stranger=people.employee(session, ward.team, name="Kim Lewis").email,
        )
        built = Scene(f"/requests/{request.id}", request.id, application.id, agreed.id, everybody)
        session.commit()
    return built


def pay_line(application) -> CostLine:
    period = application.periods[0]
    asked = Salary(
        label="Backfill", category=application.call.document.cost_categories[0].key,
        whose=Whose.OWN, hours_hundredths=750, length=26, length_unit="weeks",
        ni_mode=NiMode.SHARE_OF_POST,
    )  # fmt: skip
    post = application.applicant.post
    costed = cost_salary(asked, Nation(application.team.nation), period.starts_on, post)
    return CostLine(
        application=application, position=1, kind=CostKind.SALARY, category=costed.category,
        label=costed.label, details=costed.details, working=costed.working,
        amount_pence=costed.amount_pence,
    )  # fmt: skip


@pytest.fixture
def manager(app, scene) -> Browser:
    return Browser(app).sign_in(scene.people.manager)


@pytest.fixture
def applicant(app, scene) -> Browser:
    return Browser(app).sign_in(scene.people.applicant)


@pytest.fixture
def rows(app, database):
    """Read what is stored now."""

    def read(scene: Scene) -> SimpleNamespace:
        with app.app_context(), database.scope(read_only=True) as session:
            request = session.get_one(ApprovalRequest, scene.request_id)
            application = request.application
            return SimpleNamespace(
                state=request.state,
                seat=request.seat,
                holder=request.holder.email if request.holder else None,
                condition=request.condition
                and (
                    request.condition.is_accepted,
                    request.condition.ended_at is not None,
                    request.condition.answer,
                ),
                cover=request.cover is not None,
                hours=[p.hours_hundredths for p in application.periods],
                pence=application.cost_pence,
                finance=session.get_one(ApprovalRequest, scene.finance_id).state,
                receipts=[
                    (each.number, [p["hours_hundredths"] for p in each.content["periods"]])
                    for each in session.scalars(select(Submission).order_by(Submission.number))
                    if each.content
                ],
                to=sorted(m.to_address for m in session.scalars(select(Message))),
                verbs=session.scalars(
                    select(TrailEntry.verb)
                    .where(TrailEntry.subject_id == scene.application_id)
                    .order_by(TrailEntry.number)
                ).all(),
            )

    return read


@pytest.fixture
def act(app, database):
    """Do something outside the browser."""

    def do(scene: Scene, how) -> None:
        with app.app_context(), database.scope() as session:
            how(session, session.get_one(ApprovalRequest, scene.request_id))
            session.commit()

    return do


def give(manager, scene, **typed):
    manager.go(f"{scene.path}/yes-if")
    return manager.send({**HALF, **typed})


def test_a_yes_if_is_given_and_accepted(manager, applicant, scene, rows) -> None:
    before = rows(scene)
    page = manager.go(f"{scene.path}/yes-if")
    assert [page.value(f"p1-{name}") for name in ("hours", "starts-day", "ends-year")] == [
        "7.5", "6", "2027",
    ]  # fmt: skip
    page = manager.send(HALF)
    assert page.h1 == "You said yes, with a condition"
    assert "3.75 hours a week" in page.main
    assert "0.10 WTE" in page.main
    waits = rows(scene)
    assert (waits.state, waits.hours) == (ApprovalState.CONDITIONAL, [750])
    assert waits.to == [scene.people.applicant]
    page = applicant.go(f"{scene.path}/accept")
    for words in ("Half a day is what we can spare.", "7.5 hours a week", "3.75 hours a week"):
        assert words in page.main
    page = applicant.send({}, button="Yes, I accept it")
    assert page.h1 == "You accepted the change"
    done = rows(scene)
    assert (done.state, done.hours, done.cover) == (ApprovalState.APPROVED, [375], True)
    assert done.condition == (True, True, "")
    assert 0 < done.pence < before.pence
    assert done.receipts == [(2, [375])]
    assert done.finance is ApprovalState.WAITING  # was for other time and costs
    assert done.verbs == [
        "said_yes_if", "took_terms", "accepted_condition", "approval_reopened",
    ]  # fmt: skip
    assert "as Megan Prosser accepted it" in manager.go(scene.path).main


def test_time_alone_that_changes_asks_the_others_again(
    app, database, manager, applicant, scene, rows
) -> None:
    """No line of pay follows the time here, so that nothing but the time is another."""
    with app.app_context(), database.scope() as session:
        for line in session.get_one(Application, scene.application_id).cost_lines:
            session.delete(line)
        session.commit()
    give(manager, scene)
    applicant.go(f"{scene.path}/accept")
    applicant.send({}, button="Yes, I accept it")
    done = rows(scene)
    assert (done.state, done.hours) == (ApprovalState.APPROVED, [375])
    assert done.finance is ApprovalState.WAITING
    with database.scope(read_only=True) as session:
        assert session.get_one(ApprovalRequest, scene.finance_id).reopened_for == "time"


def test_a_yes_if_that_changes_no_time_asks_nobody_again(manager, applicant, scene, rows) -> None:
    give(manager, scene, **{"p1-hours": "7.5", "hours": "7.5", "when_filled": "yes"})
    applicant.go(f"{scene.path}/accept")
    assert "when a post is filled" in applicant.page.main
    applicant.send({}, button="Yes, I accept it")
    done = rows(scene)
    assert (done.state, done.finance) == (ApprovalState.APPROVED, ApprovalState.APPROVED)
    assert (done.receipts, done.hours) == ([], [750])


def test_a_yes_if_is_not_accepted_and_waits_for_its_giver_again(
    manager, applicant, scene, rows
) -> None:
    give(manager, scene)
    applicant.go(f"{scene.path}/accept")
    page = applicant.click("No, I do not accept it")
    page = applicant.send({"words": "  "})
    assert page.error_beside("words")
    page = applicant.send({"words": "Half a day is too little for the interviews."})
    assert page.h1 == "You did not accept the change"
    back = rows(scene)
    assert (back.state, back.seat) == (ApprovalState.WAITING, Seat.APPROVER)
    assert (back.holder, back.cover, back.hours) == (scene.people.manager, False, [750])
    assert scene.people.manager in back.to
    assert "Half a day is too little" in manager.go(scene.path).main
    manager.send({**HALF, "hours": "7.5"}, button="Yes, release")
    assert rows(scene).state is ApprovalState.APPROVED


def test_the_giver_takes_it_back_before_it_is_accepted(manager, applicant, scene, rows) -> None:
    give(manager, scene)
    applicant.go(f"{scene.path}/accept")
    action, served = applicant.page.form("Yes, I accept it")
    manager.go(scene.path)
    manager.send({}, button="Take my condition back")
    assert rows(scene).state is ApprovalState.WAITING
    assert applicant.post(action, served, 409).status == 409
    assert rows(scene).hours == [750]
    assert "nothing to accept any more" in applicant.go(f"{scene.path}/accept").main


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"p1-hours": "0"}, "p1-hours", "more than 0"),
        ({"p1-hours": "-1"}, "p1-hours", "Enter a number of hours"),
        ({"p1-hours": "7.51"}, "p1-hours", "at most the 7.5 asked for"),
        ({"p1-hours": "9" * 400}, "p1-hours", ""),
        ({"p1-hours": ""}, "p1-hours", "Enter the hours a week"),
        ({"p1-starts-day": "31", "p1-starts-month": "2"}, "p1-starts-day", "real date"),
        ({"p1-starts-year": "2020"}, "p1-starts-day", "or later"),
        ({"p1-ends-year": "2026"}, "p1-ends-day", "the first day or later"),
        ({"p1-ends-year": "9999"}, "p1-ends-day", "or earlier"),
        ({"p1-hours": "7.5", "p1-ends-year": "2028"}, "p1-ends-day", "hours in all"),
        ({"p1-hours": "7.5", "hours": "7.5", "words": ""}, "words", "Change a date"),
        ({"words": "a\x00b"}, "words", ""),
        ({"words": "word " * 201}, "words", "200 words"),
        ({"words": "a" * 40_000}, "words", ""),
        ({"hours": "3.74"}, "hours", "covers 3.74 of 3.75"),
        ({"cost": "9999"}, "cost", "The scheme pays up to"),
        ({"starts-year": "2028"}, "starts-day", "Cover must start on"),
    ],
)
def test_an_offer_that_does_not_do_is_said_beside_its_field(
    manager, scene, rows, typed, field, words
) -> None:
    page = give(manager, scene, **typed)
    assert page.errors
    assert any(words in error for error in page.errors), page.errors
    assert page.soup.find(attrs={"name": field}) is not None
    assert rows(scene).state is ApprovalState.WAITING
    assert rows(scene).to == []


def test_accepting_twice_accepts_once(manager, applicant, scene, rows) -> None:
    give(manager, scene)
    applicant.go(f"{scene.path}/accept")
    action, served = applicant.page.form("Yes, I accept it")
    for _press in range(2):
        assert applicant.post(action, served).h1 == "You accepted the change"
    once = rows(scene)
    assert len(once.receipts) == 1
    assert once.verbs.count("accepted_condition") == 1
    assert applicant.post_by_hand(f"{scene.path}/not-accept", {"words": "No."}).status == 409


def test_nothing_is_accepted_after_a_withdrawal(manager, applicant, scene, rows, act) -> None:
    give(manager, scene)
    applicant.go(f"{scene.path}/accept")
    action, served = applicant.page.form("Yes, I accept it")
    act(scene, withdraw)
    assert applicant.post(action, served, 409).status == 409
    after = rows(scene)
    assert (after.state, after.hours) == (ApprovalState.CLOSED, [750])


def withdraw(session, request) -> None:
    actor = request.application.applicant.as_actor()
    withdrawal.withdraw(session, request.application, actor=actor, now=NOW)


def test_late_is_better_than_never_until_the_reviews_are_over(
    app, manager, scene, rows, at
) -> None:
    give(manager, scene)
    at(NOW + timedelta(days=53))
    late = Browser(app).sign_in(scene.people.applicant)
    assert "too late" in late.go(f"{scene.path}/accept").main
    assert late.post_by_hand(f"{scene.path}/accept").status == 409
    at(NOW + timedelta(days=20))
    Browser(app).sign_in(scene.people.applicant).post_by_hand(f"{scene.path}/accept")
    assert rows(scene).state is ApprovalState.APPROVED


def test_it_is_for_the_applicant_alone(app, manager, scene, rows) -> None:
    give(manager, scene)
    for who in ("manager", "office", "stranger"):
        other = Browser(app).sign_in(getattr(scene.people, who))
        other.go(f"{scene.path}/accept", 404)
        assert other.post_by_hand(f"{scene.path}/accept").status == 404
        assert other.post_by_hand(f"{scene.path}/not-accept", {"words": "x"}).status == 404
    assert rows(scene).state is ApprovalState.CONDITIONAL


def test_what_another_had_taken_over_meanwhile_ends_the_condition(
    manager, applicant, scene, rows, act
) -> None:
    """Asked again because the application changed: what was offered was for something else."""
    from portal.approvals.actions.asking import ask_again

    def change(session, request) -> None:
        actor = request.application.applicant.as_actor()
        ask_again(session, request.application, {"time"}, actor=actor, now=NOW)

    give(manager, scene)
    act(scene, change)
    assert rows(scene).state is ApprovalState.WAITING
    assert applicant.post_by_hand(f"{scene.path}/accept").status == 409


def test_the_action_itself_asks_again(app, database, manager, scene, rows) -> None:
    give(manager, scene)
    with app.app_context(), database.scope() as session:
        request = session.get_one(ApprovalRequest, scene.request_id)
        with pytest.raises(Refused):
            conditions.accept(session, request, actor=request.answered_by.as_actor(), now=NOW)
    assert rows(scene).state is ApprovalState.CONDITIONAL
