"""A POST after the time-out is held: for the same person, at the same browser, once."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from flask import request
from sqlalchemy import select

from portal import worker
from portal.applications.models import SectionEntry
from portal.kernel import clock
from portal.people.models import HeldPost, Person
from portal.schemes.models import Call
from tests.browsing import Browser
from tests.conftest import NOW
from tests.factories import applications, people, schemes

TYPED = "A <b>nurse</b>\nof 40,000 letters, 👩🏽‍⚕️ ŵ"
OVER = NOW + timedelta(hours=20)


class Ward:
    """Two people at one shared computer; the first has a draft open in the browser."""

    def __init__(self, app, database, at) -> None:
        self.app, self.database, self.at = app, database, at
        with app.app_context(), database.scope() as session:
            node = people.node(session)
            nurse = people.employee(session, node, name="Megan Prosser")
            draft = applications.draft(session, schemes.open_call(session, node), nurse)
            self.nurse, self.other = nurse.email, people.employee(session, node).email
            self.path = f"/applications/{draft.id}/sections/people"
            session.commit()
        self.browser = Browser(app).type_in(self.nurse)
        self.values = self.form()

    def form(self) -> dict:
        self.browser.go(self.path)
        return self.browser.page.form("Save and continue")[1]

    def send(self, status: int | None = 200, **values):
        sent = {**self.values, "q_mentor": TYPED, "complete": "no", **values}
        return self.browser.post(self.path, sent, status)

    def sign_in(self, email: str | None = None):
        """Sign in on the page that the browser was led to."""
        return self.browser.send(
            {"email": email or self.nurse, "password": people.PASSWORD}, "Sign in"
        )

    def held(self) -> int:
        with self.database.scope(read_only=True) as session:
            return len(session.scalars(select(HeldPost)).all())

    def mentor(self) -> str | None:
        with self.database.scope(read_only=True) as session:
            entry = session.scalar(select(SectionEntry).where(SectionEntry.key == "people"))
            return entry.answers["mentor"] if entry else None


@pytest.fixture
def ward(app, database, at) -> Ward:
    return Ward(app, database, at)


def time_out(ward: Ward) -> None:
    ward.at(OVER)


def sign_out(ward: Ward) -> None:
    ward.browser.post_by_hand("/sign-out")


def sign_out_elsewhere(ward: Ward) -> None:
    Browser(ward.app).type_in(ward.nurse).post_by_hand("/account/sign-out-everywhere")


def forget_cookies(ward: Ward) -> None:
    ward.browser.client.delete_cookie("session")


@pytest.mark.parametrize("end", [time_out, sign_out, sign_out_elsewhere, forget_cookies])
def test_what_comes_after_the_end_is_held_and_sent_on_by_one_press(ward, end):
    end(ward)
    assert ward.send().h1 == "Sign in"
    assert (ward.held(), ward.mentor()) == (1, None)
    page = ward.sign_in()
    assert page.h1 == "We kept what you typed"
    assert TYPED.replace("\n", " ") in page.main
    assert not page.soup.select("main b"), "shown as text"
    assert ward.mentor() is None, "nothing goes on by itself"
    page = ward.browser.send(button="Send it on")
    assert page.path.endswith("/tasks")
    assert ward.mentor() == TYPED
    assert ward.held() == 0


def test_a_token_of_another_sign_in_of_the_same_person_is_held(ward):
    ward.browser.post_by_hand("/sign-out")
    ward.browser.type_in(ward.nurse)
    page = ward.send()
    assert page.h1 == "We kept what you typed"
    ward.browser.send(button="Send it on")
    assert ward.mentor() == TYPED


def test_what_the_view_refuses_is_still_held(ward):
    ward.at(OVER)
    ward.send(q_mentor="a\x00b", complete="yes")
    ward.sign_in()
    page = ward.browser.send(button="Send it on")
    assert page.path == ward.path or page.path.endswith("/tasks")
    assert ward.mentor() == "ab", "what no page can carry is left out"


def test_another_person_at_this_browser_never_sees_it(ward):
    ward.at(OVER)
    ward.send()
    page = ward.sign_in(ward.other)
    assert TYPED not in page.data.decode()
    assert page.path == "/"
    assert ward.held() == 0
    ward.browser.post_by_hand("/sign-out")
    ward.browser.type_in(ward.nurse)
    assert ward.browser.go("/held").path == "/"


def test_another_person_who_is_signed_in_holds_nothing(ward):
    ward.browser.post_by_hand("/sign-out")
    ward.browser.type_in(ward.other)
    assert ward.send(status=400).h1 == "We could not read what you sent"
    assert ward.held() == 0


def test_the_same_person_at_another_browser_does_not_see_it(ward):
    ward.at(OVER)
    ward.send()
    assert Browser(ward.app).type_in(ward.nurse).go("/held").path == "/"
    assert ward.held() == 1


def test_signing_out_destroys_what_is_held(ward):
    ward.at(OVER)
    ward.send()
    ward.sign_in()
    ward.browser.post_by_hand("/sign-out")
    assert ward.held() == 0


def test_it_is_kept_for_half_an_hour(ward, settings, monkeypatch):
    ward.at(OVER)
    ward.send()
    ward.sign_in()
    ward.at(OVER + timedelta(minutes=29, seconds=59))
    assert ward.browser.go("/held").h1 == "We kept what you typed"
    worker.forget_held(ward.database)
    assert ward.held() == 1
    ward.at(OVER + timedelta(minutes=30))
    assert ward.browser.go("/held").path == "/"
    assert clock.now() == OVER + timedelta(minutes=30)
    worker.forget_held(ward.database)
    assert ward.held() == 0


def test_a_person_has_five_at_most(ward):
    for number in range(8):
        ward.at(OVER + timedelta(seconds=number))
        ward.send(q_mentor=f"Try {number}")
    page = ward.sign_in()
    assert [f"Try {n}" in page.main for n in range(8)] == [n >= 3 for n in range(8)]


@pytest.mark.parametrize(
    "token", ["", "x", "\x00", "é" * 40, "eyJhIjoxfQ.aXpxdw.c2lnbmF0dXJl", "IjEi.aXpxdw.x"]
)
def test_a_token_that_we_did_not_sign_holds_nothing(ward, token):
    forget_cookies(ward)
    assert ward.send(status=None, csrf_token=token).status == 400
    assert ward.held() == 0


def test_another_site_holds_nothing(ward):
    ward.at(OVER)
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        answer = ward.browser.client.post(ward.path, data=ward.values, headers=headers)
        assert answer.status_code == 400
    assert ward.held() == 0


def test_a_page_that_is_not_there_and_a_leaver_hold_nothing(ward):
    ward.at(OVER)
    ward.browser.post("/no/such/page", {**ward.values}, None)
    with ward.database.scope() as session:
        session.scalars(select(Person).where(Person.email == ward.nurse)).one().is_active = False
        session.commit()
    ward.send()
    assert ward.held() == 0


def test_a_wrong_id_of_what_is_held_is_only_a_form(ward):
    for held in ("x", "\x00", "00000000-0000-0000-0000-000000000000"):
        assert ward.send(held=held, q_mentor=held.strip("\x00") or "x").status == 200


def test_files_are_attached_again(ward, monkeypatch):
    """No form of ours takes files yet, so the view that would is asked what it was handed."""
    came: list[tuple[str, str, bytes]] = []

    def note() -> None:
        if request.path == ward.path and request.method == "POST":
            came.extend((name, f.filename, f.read()) for name, f in request.files.items(multi=True))

    steps = ward.app.before_request_funcs.setdefault(None, [])
    monkeypatch.setitem(ward.app.before_request_funcs, None, [*steps, note])
    ward.at(OVER)
    blob = bytes(range(256)) * 40
    ward.send(upload=(BytesIO(blob), "cv.pdf", "application/pdf"))
    came.clear()
    assert "File: cv.pdf" in ward.sign_in().main
    ward.browser.send(button="Send it on")
    assert came == [("upload", "cv.pdf", blob)]
    assert ward.held() == 0


def test_the_cookie_is_for_the_server_only_and_goes_after_half_an_hour(ward):
    ward.at(OVER)
    answer = ward.browser.client.post(ward.path, data={**ward.values, "q_mentor": "x"})
    cookie = next(c for c in answer.headers.getlist("Set-Cookie") if c.startswith("held="))
    assert re.search(r"Max-Age=1800; HttpOnly; Path=/; SameSite=Lax$", cookie)


def test_an_hour_is_added_by_one_press_up_to_twenty_two_hours(ward):
    def left() -> dict:
        return ward.browser.client.get("/time-out", headers={"Accept": "application/json"}).json

    ward.at(NOW + timedelta(hours=19, minutes=56))
    assert (left()["seconds"], left()["mayExtend"]) == (240, True)
    for hours, minutes in ((20, 56), (21, 54), (22, 0)):
        ward.browser.post_by_hand("/time-out")
        assert (
            left()["seconds"]
            == (timedelta(hours=hours, minutes=minutes) - (clock.now() - NOW)).total_seconds()
        )
        ward.at(min(clock.now() + timedelta(minutes=58), NOW + timedelta(hours=21, minutes=59)))
    assert left()["mayExtend"] is False
    ward.at(NOW + timedelta(hours=22))
    assert ward.browser.client.get("/account").status_code == 303


def test_looking_how_long_is_left_is_no_sign_of_life(app, database, at):
    from portal.kernel.actor import Role

    with app.app_context(), database.scope() as session:
        email = people.staff_with_role(session, Role.ADMINISTRATOR, people.node(session)).email
        session.commit()
    browser = Browser(app).type_in(email)
    at(NOW + timedelta(minutes=26))
    page = browser.client.get("/time-out", headers={"Accept": "application/json"})
    assert (page.json["seconds"], page.json["mayExtend"]) == (240, True)
    at(NOW + timedelta(minutes=30))
    answer = browser.client.get("/time-out", headers={"Accept": "application/json"})
    assert answer.status_code == 401


@pytest.mark.parametrize(
    ("headers", "status"),
    [({"Accept": "application/json"}, 401), ({"Sec-Fetch-Mode": "cors"}, 303)],
)
def test_what_a_script_sends_is_not_held(ward, headers, status):
    ward.at(OVER)
    answer = ward.browser.client.post(ward.path, data=ward.values, headers=headers)
    assert (answer.status_code, ward.held()) == (status, 0)


def test_the_last_hour_is_said_on_the_page(ward):
    assert "You are signed in until" not in ward.browser.go("/help").text
    ward.at(NOW + timedelta(hours=19, minutes=30))
    assert "You are signed in until Tuesday 24 November 2026, 6am." in ward.browser.go("/help").text


def test_keys_to_the_words_on_a_device_differ_by_person_and_page(ward):
    def words(path: str) -> dict:
        found = ward.browser.go(path).soup.select_one("[data-autosave-words]")
        return {name: found[f"data-{name}"] for name in ("place", "key")}

    here, time = words(ward.path), words(ward.path.replace("sections/people", "time"))
    assert here == words(ward.path)
    assert here["key"] == time["key"], "one key for one application"
    assert here["place"] != time["place"]
    with ward.app.app_context(), ward.database.scope() as session:
        other = session.scalars(select(Person).where(Person.email == ward.other)).one()
        call = session.scalars(select(Call)).one()
        draft = applications.draft(session, call, other)
        path = f"/applications/{draft.id}/sections/people"
        session.commit()
    ward.browser.post_by_hand("/sign-out")
    ward.browser.type_in(ward.other)
    theirs = words(path)
    assert theirs["key"] != here["key"]
    assert theirs["place"].split(".")[0] != here["place"].split(".")[0]
