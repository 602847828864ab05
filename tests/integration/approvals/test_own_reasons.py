"""The office keeps its reasons for a no: what was answered keeps the words it was given with."""

from types import SimpleNamespace

import pytest

from portal.approvals.lifecycle import DeclineReason
from portal.kernel.actor import Role
from tests.browsing import Browser
from tests.factories import approvals as made
from tests.factories import people

LIST = "/office/reasons-for-no"


@pytest.fixture
def scene(app, database):
    with app.app_context(), database.scope() as session:
        ward = made.ward(session)
        request = made.waiting(session, made.sent(session, ward), ward.manager)
        second = made.waiting(session, made.sent(session, ward, "Kofi Mensah"), ward.manager)
        below = people.node(session, "unit", ward.board)
        found = SimpleNamespace(
            first=f"/requests/{request.id}",
            second=f"/requests/{second.id}",
            manager=ward.manager.email,
            office=ward.office.email,
            administrator=people.staff_with_role(session, Role.ADMINISTRATOR, below).email,
            office_below=people.staff_with_role(session, Role.OFFICE, below).email,
        )
        session.commit()
    return found


def test_a_renamed_reason_leaves_answers_as_they_were(app, scene) -> None:
    office, manager = Browser(app).sign_in(scene.office), Browser(app).sign_in(scene.manager)
    manager.go(f"{scene.first}/decline")
    manager.send({"reason": "winter_pressure", "comment": "Ask in April."})
    assert "Winter pressure" in office.go(LIST).main
    office.go(f"{LIST}/change/winter_pressure")
    assert office.page.value("english") == "Winter pressure"
    assert office.send({"english": ""}).error_beside("english")
    page = office.send({"english": "Winter beds", "welsh": "Gwelyau gaeaf"})
    assert "Winter beds" in page.main
    manager.go(f"{scene.second}/decline")
    assert "Winter beds" in manager.page.main
    page = manager.send({"reason": "winter_pressure", "comment": "Ask in April."})
    assert "No: Winter beds" in page.main
    assert "No: Winter pressure" in manager.go(scene.first).main
    office.go(f"{LIST}/change/winter_pressure")
    office.send({"english": "Ward closed"})
    assert "No: Winter beds" in manager.go(scene.second).main


def test_one_is_added_retired_and_brought_back(app, scene) -> None:
    office, manager = Browser(app).sign_in(scene.office), Browser(app).sign_in(scene.manager)
    office.go(f"{LIST}/new")
    office.send({"english": "The ward moves", "welsh": ""})
    assert "The ward moves" in manager.go(f"{scene.first}/decline").main
    office.go(LIST)
    key = office.page.soup.find("th", string=lambda t: t and "The ward moves" in t)
    assert key is not None
    href = office.page.soup.select("a[href*='/change/own_']")[0]["href"]
    office.go(href)
    office.send({}, button="Stop offering it")
    assert "The ward moves" not in manager.go(f"{scene.first}/decline").main
    served = {"reason": href.rpartition("/")[2], "comment": "No."}
    assert manager.send(served).error_beside("reason")
    office.go(href)
    office.send({}, button="Offer it again")
    assert "The ward moves" in manager.go(f"{scene.first}/decline").main


def test_one_reason_stays_on_offer(app, scene) -> None:
    office = Browser(app).sign_in(scene.office)
    *others, last = DeclineReason
    for key in others:
        assert office.post_by_hand(f"{LIST}/change/{key}/retire").status == 200
    assert office.post_by_hand(f"{LIST}/change/{last}/retire").status == 409
    assert office.post_by_hand(f"{LIST}/change/{others[0]}/retire").status == 200  # already


@pytest.mark.parametrize(
    "typed", [{"english": "a\x00b"}, {"english": "a" * 121}, {"english": "a" * 40_000}]
)
def test_words_that_cannot_be_kept_are_said_beside_the_field(app, scene, typed) -> None:
    office = Browser(app).sign_in(scene.office)
    office.go(f"{LIST}/new")
    assert office.send(typed).error_beside("english")
    office.go(f"{LIST}/change/nothing", 404)


def test_it_is_for_the_office_at_the_root_and_administrators(app, scene) -> None:
    Browser(app).sign_in(scene.administrator).go(LIST)
    for who in (scene.manager, scene.office_below):
        Browser(app).sign_in(who).go(LIST, 404)
