"""A yes that is wanted before sending: asked from the task list, about time and costs as they are."""

from dataclasses import dataclass
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from portal.applications.lifecycle import State
from portal.applications.models import Application, ReleasePeriod
from portal.approvals.lifecycle import ApprovalState
from portal.approvals.models import ApprovalRequest
from portal.notifications.models import Message
from portal.schemes.definition import ApprovalStep, NoAnswer, Stage, When
from tests.browsing import Browser, press_send
from tests.conftest import NOW
from tests.factories import applications as apps
from tests.factories import approvals as made
from tests.integration.approvals.test_answering import NO, PLAN

FIRST = ApprovalStep(Stage.LINE_MANAGER, 5, When.BEFORE_SENDING)


@dataclass(frozen=True)
class Scene:
    """A whole draft whose manager has to agree before it is sent."""

    application_id: object
    people: SimpleNamespace

    @property
    def base(self) -> str:
        return f"/applications/{self.application_id}"


def build(app, database, *steps, in_order=False) -> Scene:
    with app.app_context(), database.scope() as session:
        changes = {"approvals": steps, "approvals_in_order": in_order, "caps": ()}
        ward = made.ward(session, definition=changes)
        ward.team.parent = ward.board
        nurse = ward.nurse(session, "Megan Prosser")
        draft = apps.complete_draft(session, ward.call, nurse, title="Breathless at home")
        everybody = SimpleNamespace(
            nurse=nurse.email, office=ward.office.email, manager=ward.manager.email
        )
        built = Scene(draft.id, everybody)
        session.commit()
    return built


@pytest.fixture
def scene(app, database) -> Scene:
    return build(app, database, FIRST)


@pytest.fixture
def nurse(app, scene) -> Browser:
    return Browser(app).sign_in(scene.people.nurse)


def request_of(database) -> ApprovalRequest:
    with database.scope() as session:
        found = session.scalars(select(ApprovalRequest)).one()
        session.expunge(found)
    return found


def state(database) -> State:
    with database.scope() as session:
        return session.scalars(select(Application.state)).one()


def ask(nurse, scene):
    nurse.go(f"{scene.base}/tasks")
    nurse.click("Ask Sam Whittaker now")
    return nurse.send(button="Ask now")


def yes(app, database, scene):
    manager = Browser(app).sign_in(scene.people.manager)
    manager.go(f"/requests/{request_of(database).id}")
    said = manager.send(PLAN | {"cost": "0"}, "Yes, release").main
    assert "has not sent the application yet" in said
    assert "Reviewers read" not in said
    return manager


def change_time(database):
    with database.scope() as session:
        session.scalars(select(ReleasePeriod)).one().hours_hundredths = 500
        session.commit()


def test_it_is_asked_answered_and_sent(app, database, scene, nurse):
    page = nurse.go(f"{scene.base}/check")
    assert "Ask Sam Whittaker now" in page.main
    ask(nurse, scene)
    assert "Waiting for Sam Whittaker" in nurse.page.main
    page = nurse.go(f"{scene.base}/tasks")
    assert "Waiting for Sam Whittaker" in page.main
    assert "You cannot send this yet" in nurse.go(f"{scene.base}/check").main
    with database.scope() as session:
        mail = session.scalars(
            select(Message).where(Message.template == "approvals/asked_before_sending")
        ).one()
        assert (mail.to_address, "not been sent yet" in mail.body) == (scene.people.manager, True)
    manager = Browser(app).sign_in(scene.people.manager)
    shown = manager.go(f"/requests/{request_of(database).id}")
    assert "Megan Prosser has not sent the application yet" in shown.main
    assert "Breathless at home" in shown.main
    yes(app, database, scene)
    assert request_of(database).state is ApprovalState.APPROVED
    assert "Sam Whittaker said yes" in nurse.go(f"{scene.base}/tasks").main
    press_send(nurse, scene.base)
    assert state(database) is State.SUBMITTED


def test_a_hand_made_post_does_not_send_without(app, database, scene, nurse):
    nurse.go(f"{scene.base}/check")
    ticket = {"ticket": "a-hand-made-ticket-of-some-length"}
    for asked in (False, True):
        if asked:
            ask(nurse, scene)
        page = nurse.post_by_hand(f"{scene.base}/submit", ticket)
        assert page.status == 409
        assert state(database) is State.DRAFT


def test_a_no_stops_it_and_is_told(app, database, scene, nurse):
    ask(nurse, scene)
    manager = Browser(app).sign_in(scene.people.manager)
    manager.go(f"/requests/{request_of(database).id}/decline")
    manager.send(NO, "Say no")
    page = nurse.go(f"{scene.base}/tasks")
    assert "Sam Whittaker said no" in page.main
    assert nurse.post_by_hand(f"{scene.base}/submit", {"ticket": "t" * 30}).status == 409


def test_changed_time_is_asked_again_and_an_old_yes_counts_no_more(app, database, scene, nurse):
    ask(nurse, scene)
    yes(app, database, scene)
    change_time(database)
    page = nurse.go(f"{scene.base}/tasks")
    assert "Time or costs have changed since you asked." in page.main
    assert nurse.post_by_hand(f"{scene.base}/submit", {"ticket": "t" * 30}).status == 409
    nurse.go(f"{scene.base}/before-sending")
    nurse.send(button="Ask again")
    request = request_of(database)
    assert (request.state, request.reopened_for) == (ApprovalState.WAITING, "time")
    yes(app, database, scene)
    press_send(nurse, scene.base)
    assert state(database) is State.SUBMITTED


def test_a_manager_does_not_answer_what_has_changed_meanwhile(app, database, scene, nurse):
    ask(nurse, scene)
    change_time(database)
    manager = Browser(app).sign_in(scene.people.manager)
    path = f"/requests/{request_of(database).id}"
    assert "must ask again" in manager.go(path).main
    assert manager.post_by_hand(f"{path}/approve", PLAN).status == 409


def test_asking_twice_asks_once_and_only_its_applicant_asks(app, database, scene, nurse):
    ask(nurse, scene)
    nurse.post_by_hand(f"{scene.base}/before-sending")
    request_of(database)
    for who in (scene.people.manager, scene.people.office):
        assert Browser(app).sign_in(who).post_by_hand(f"{scene.base}/before-sending").status == 404


def test_deleting_the_draft_closes_it(app, database, scene, nurse):
    ask(nurse, scene)
    nurse.go(f"{scene.base}/withdraw")
    nurse.send(button="Delete")
    assert request_of(database).state is ApprovalState.CLOSED


@pytest.mark.parametrize("silence", list(NoAnswer))
def test_silence_lets_it_go_where_the_scheme_says_so(app, database, silence):
    scene = build(app, database, ApprovalStep(Stage.LINE_MANAGER, 5, When.BEFORE_SENDING, silence))
    nurse = Browser(app).sign_in(scene.people.nurse)
    ask(nurse, scene)
    with database.scope() as session:
        session.scalars(select(ApprovalRequest)).one().state = ApprovalState.NO_ANSWER
        session.commit()
    page = nurse.post_by_hand(f"{scene.base}/submit", {"ticket": "t" * 30})
    goes = silence is NoAnswer.GOES_ON
    assert ("Nobody answered in time" in nurse.go(f"{scene.base}/check").main) is not goes
    if goes:
        press_send(nurse, scene.base)
    assert (state(database) is State.SUBMITTED) is goes
    assert page.status == 409


def test_in_order_the_next_is_asked_after_a_yes(app, database):
    second = ApprovalStep(Stage.RD_OFFICE, 5, When.BEFORE_SENDING)
    scene = build(app, database, FIRST, second, in_order=True)
    nurse = Browser(app).sign_in(scene.people.nurse)
    ask(nurse, scene)
    assert "Asked once those before have agreed" in nurse.page.main
    yes(app, database, scene)
    with database.scope() as session:
        found = {r.stage: r for r in session.scalars(select(ApprovalRequest))}
        assert found[Stage.RD_OFFICE].state is ApprovalState.WAITING
        assert found[Stage.RD_OFFICE].asked_at == NOW
    office = Browser(app).sign_in(scene.people.office)
    office.go(f"/requests/{found[Stage.RD_OFFICE].id}")
    office.send(button="Yes")
    press_send(nurse, scene.base)
    assert state(database) is State.SUBMITTED
