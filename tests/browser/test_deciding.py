"""A ward manager on a phone: from the link in the email to a recorded yes with a cover plan.

Time is counted as `typist` does, from letters and screens, and nobody sleeps: five seconds of
looking at each screen, and 25 words a minute of five letters.
"""

from types import SimpleNamespace

import pytest
from sqlalchemy import select

from portal.approvals.actions import asking
from portal.approvals.lifecycle import ApprovalState
from portal.approvals.models import ApprovalRequest
from portal.kernel.actor import SYSTEM
from portal.notifications.models import Message
from tests.browser.typist import LETTERS_A_WORD, LOOK_S, WORDS_A_MINUTE
from tests.browser.visitor import PHONE
from tests.conftest import NOW
from tests.factories import approvals as made

MOST_SCREENS, MOST_SECONDS = 6, 180
TAP_S = 1.5  # a choice or a button, found and pressed
TYPED = {"cost_centre": "R70412", "when_busy": "The day moves inside the same week."}
PASSWORD = "a long enough password"


@pytest.fixture
def place(app, database):
    with app.app_context(), database.scope() as session:
        ward = made.ward(session)
        application = made.sent(session, ward)
        (request,) = asking.ask(session, application, actor=SYSTEM, now=NOW)
        session.commit()
        mail = session.scalars(
            select(Message).where(Message.to_address == ward.manager.email)
        ).one()
        (link,) = [line for line in mail.body.split() if "/requests/" in line]
        return SimpleNamespace(
            path=f"/requests/{link.rpartition('/')[2]}",
            id=request.id,
            manager=ward.manager.email,
            applicant=application.applicant.email,
        )


@pytest.fixture
def state(app, database):
    def read(place) -> ApprovalState:
        with app.app_context(), database.scope(read_only=True) as session:
            return session.get_one(ApprovalRequest, place.id).state

    return read


def seconds(screens: int, letters: int, taps: int) -> float:
    return screens * LOOK_S + letters * 60 / (WORDS_A_MINUTE * LETTERS_A_WORD) + taps * TAP_S


@pytest.mark.parametrize("scripted", [True, False], ids=["scripted", "plain"])
def test_from_the_email_to_a_yes_in_three_minutes_and_six_screens(
    visit, at, place, state, scripted
) -> None:
    at(NOW)
    with visit(size=PHONE, scripted=scripted) as manager:
        manager.go(place.path)
        screens, letters, taps = 1, len(place.manager) + len(PASSWORD), 2
        manager.answer({"email": place.manager, "password": PASSWORD}).press("Sign in")
        screens += 1
        assert manager.path == place.path
        manager.answer({"means": "bank", **TYPED})
        letters += sum(map(len, TYPED.values()))
        manager.press("Yes, release")
        screens, taps = screens + 1, taps + 2
        assert manager.heading == "You said yes"
    assert state(place) is ApprovalState.APPROVED
    assert screens <= MOST_SCREENS
    assert seconds(screens, letters, taps) < MOST_SECONDS


@pytest.mark.parametrize("scripted", [True, False], ids=["scripted", "plain"])
def test_a_yes_if_is_given_and_accepted_at_windows(visit, at, place, state, scripted) -> None:
    at(NOW)
    with visit(size=PHONE, scripted=scripted) as manager:
        manager.sign_in(place.manager).go(place.path).click("Yes if")
        manager.look()
        manager.answer({"p1-hours": "99", "means": "bank", **TYPED}).press("Say yes if")
        assert "at most the 7.5 asked for" in manager.main
        manager.look()
        manager.answer({"p1-hours": "3.75", "hours": "3.75"})
        if scripted:
            told = manager.page.locator("#so-far", has_text="Covers 3.75 of 3.75 hours a week")
            told.wait_for()
        manager.press("Say yes if")
        assert manager.heading == "You said yes, with a condition"
        manager.look()
    with visit(size=PHONE, scripted=scripted) as nurse:
        nurse.sign_in(place.applicant).go(f"{place.path}/accept").look()
        nurse.click("No, I do not accept").look()
        nurse.go(f"{place.path}/accept").press("Yes, I accept it")
        assert nurse.heading == "You accepted the change"
        nurse.look()
    assert state(place) is ApprovalState.APPROVED


def test_what_a_plan_comes_to_is_told_while_it_is_typed(visit, at, place) -> None:
    at(NOW)
    with visit(size=PHONE) as manager:
        manager.sign_in(place.manager).go(place.path)
        manager.answer({"hours": "3.75", "cost": "6174.45"})
        manager.page.locator("#so-far", has_text="Covers 3.75 of 7.5 hours a week").wait_for()
        manager.page.locator("#so-far", has_text="£0.01 more than was asked").wait_for()
        manager.answer({"means": "none_needed"})
        assert manager.page.locator("[data-needs-somebody]").is_hidden()
        manager.answer({"means": "bank"})
        assert manager.page.locator("[data-needs-somebody]").is_visible()
