"""Typing in Chromium: saved by itself, offline, in two tabs, after the time-out, and Back."""

import json
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from portal.applications.models import SectionEntry
from portal.people.models import HeldPost, Person
from portal.schemes.models import Call
from tests.conftest import NOW
from tests.factories import applications, people

FAILED = "We could not save. Your answer is still on this page."
ODD = "“Word” 👩🏽‍⚕️ שלום ŵ <b>\nline two"


@pytest.fixture
def mentor(database):
    """What stands in the answer that these tests type."""

    def read() -> str | None:
        with database.scope(read_only=True) as session:
            entry = session.scalar(select(SectionEntry).where(SectionEntry.key == "people"))
            return entry.answers.get("mentor") if entry else None

    return read


def type_in(page, text: str) -> None:
    """Type at the end of the answer and leave the field."""
    field = page.locator("[name=q_mentor]")
    field.focus()
    page.keyboard.press("End")
    page.keyboard.insert_text(text)
    field.blur()


def until(page, script: str) -> None:
    """Wait until this is true on the page; the policy for scripts forbids Playwright's own way."""
    for _ in range(200):
        if page.evaluate(script):
            return
        page.wait_for_timeout(50)
    raise AssertionError(script)


def said(page):
    return page.locator("[data-saved]")


def quiet(person) -> None:
    """Forget what the browser itself says of a line that is down."""
    person.complaints = [
        words
        for words in person.complaints
        if "ERR_INTERNET_DISCONNECTED" not in words and "status of 5" not in words
    ]


def open_section(visit_person, email: str, address: str):
    visit_person.sign_in(email).go(f"{address}/sections/people")
    return visit_person.page


def test_what_is_typed_is_saved_and_save_is_no_conflict(visit, draft, mentor):
    email, address = draft
    with visit() as person:
        page = open_section(person, email, address)
        page.locator("[name=q_mentor]").press_sequentially("Dr Lloyd")
        expect(said(page)).to_have_text("Saved 10am")  # after the pause, by itself
        assert page.evaluate("document.activeElement.name") == "q_mentor"
        assert mentor() == "Dr Lloyd"
        with page.expect_response("**/autosave"):
            type_in(page, " of Ward 7")
        until(page, "Object.keys(localStorage).length === 0")
        expect(page.locator("form span[role=status]")).to_have_text("Saved 10am")
        person.answer({"complete": "yes"}).press("Save and continue")
        assert person.path == f"{address}/tasks"
        assert mentor() == "Dr Lloyd of Ward 7"
        assert page.evaluate("Object.keys(localStorage).length") == 0


def test_offline_and_closed_the_words_are_offered_on_the_next_visit(visit, draft, mentor):
    email, address = draft
    with visit() as person:
        page = open_section(person, email, address)
        type_in(page, "Saved")
        expect(said(page)).to_have_text("Saved 10am")
        context = page.context
        context.set_offline(True)
        type_in(page, " and <b>typed offline</b> 👩🏽‍⚕️")
        expect(said(page)).to_contain_text(FAILED)
        kept = page.evaluate("JSON.stringify(localStorage)")
        assert "typed" not in kept and "sealed" in kept
        page.close()
        context.set_offline(False)
        assert mentor() == "Saved"
        person.page = context.new_page()
        person.go(f"{address}/sections/people")
        offer = person.page.locator("section.app-both")
        expect(offer.locator("h2")).to_contain_text("We found words typed on this device on")
        texts = offer.locator(".app-both__words").all_inner_texts()
        assert texts == ["Saved and <b>typed offline</b> 👩🏽‍⚕️", "Saved"]
        person.look()  # axe, 320 px and all, with the offer on the page
        with person.page.expect_response("**/autosave"):
            offer.get_by_role("button", name="Use the words from this device").click()
        assert mentor() == "Saved and <b>typed offline</b> 👩🏽‍⚕️"
        expect(offer).to_have_count(0)
        until(person.page, "Object.keys(localStorage).length === 0")
        quiet(person)


def test_the_next_person_at_this_device_is_offered_and_can_read_nothing(
    visit, draft, app, database
):
    email, address = draft
    with app.app_context(), database.scope() as session:
        nurse = session.scalars(select(Person).where(Person.email == email)).one()
        other = people.employee(session, nurse.post.organisation)
        call = session.scalars(select(Call)).one()
        theirs = f"/applications/{applications.draft(session, call, other).id}"
        other_email = other.email
        session.commit()
    with visit() as person:
        page = open_section(person, email, address)
        page.context.set_offline(True)
        type_in(page, "A secret")
        expect(said(page)).to_contain_text(FAILED)
        page.context.set_offline(False)
        page.context.clear_cookies()  # the sign-in is over, but nobody signed out
        person.sign_in(other_email).go(f"{theirs}/sections/people")
        key = page.locator("[data-autosave-words]").get_attribute("data-key")
        opened = page.evaluate(
            """async (key) => {
              const bytes = (t) => Uint8Array.from(atob(t), (c) => c.charCodeAt(0));
              const [kept] = Object.values(localStorage).map((v) => JSON.parse(v));
              const own = await crypto.subtle.importKey("raw", bytes(key), "AES-GCM", false, ["decrypt"]);
              try {
                await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytes(kept.iv) }, own, bytes(kept.sealed));
                return "opened";
              } catch { return "sealed"; }
            }""",
            key,
        )
        assert opened == "sealed"
        expect(page.locator("section.app-both")).to_have_count(0)
        quiet(person)


def test_signing_out_forgets_the_words_and_fourteen_days_do(visit, draft):
    email, address = draft
    with visit() as person:
        page = open_section(person, email, address)
        who = page.locator("#time-out").get_attribute("data-who")
        old, young = "headroom.words.another.1", f"headroom.words.{who}.2"
        day = 24 * 60 * 60 * 1000
        for name, age in ((old, 15), (young, 13)):
            page.evaluate(
                "([name, age]) => localStorage.setItem(name, JSON.stringify({at: Date.now() - age}))",
                [name, age * day],
            )
        person.go(f"{address}/tasks")
        until(page, "Object.keys(localStorage).length === 1")
        assert page.evaluate("Object.keys(localStorage)") == [young]
        person.follow(page.get_by_role("button", name="Sign out"))
        assert page.evaluate("Object.keys(localStorage)") == []


def test_back_on_line_it_is_saved_by_itself(visit, draft, mentor):
    email, address = draft
    with visit() as person:
        page = open_section(person, email, address)
        page.context.set_offline(True)
        type_in(page, "Typed in the lift")
        expect(said(page)).to_contain_text(FAILED)
        page.context.set_offline(False)
        expect(said(page)).to_have_text("Saved 10am")
        assert mentor() == "Typed in the lift"
        quiet(person)


def test_two_tabs_the_second_is_told_and_sees_both(visit, draft, mentor):
    email, address = draft
    with visit() as person:
        first = open_section(person, email, address)
        second = first.context.new_page()
        second.goto(first.url)
        type_in(first, "From the first")
        expect(said(first)).to_have_text("Saved 10am")
        type_in(second, "From the second")
        expect(said(second)).to_contain_text("This page was saved somewhere else.")
        person.page = second
        person.answer({"complete": "no"}).press("Save and continue")
        assert "From the first" in person.main and "From the second" in person.main
        person.answer({"keep-q_mentor": "typed"}).press("Save and continue")
        assert mentor() == "From the second"
        person.go(f"{address}/earlier/people")
        assert "From the first" in person.main


@pytest.mark.parametrize("scripted", [True, False], ids=["scripted", "plain"])
def test_the_sign_in_is_over_in_mid_typing_and_nothing_is_lost(
    visit, draft, mentor, at, database, scripted
):
    email, address = draft
    with visit(scripted=scripted) as person:
        page = open_section(person, email, address)
        at(NOW + timedelta(hours=20))
        if scripted:
            type_in(page, ODD)
            expect(said(page)).to_contain_text("You are signed out.")
            expect(page.locator("#time-out")).to_be_visible()
            assert page.evaluate("document.activeElement.id") == "time-out-title"
            person.look()
            page.keyboard.press("Escape")
        else:
            page.locator("[name=q_mentor]").fill("Typed without a script")
        person.answer({"complete": "no"}).press("Save and continue")
        assert person.heading == "Sign in"
        person.answer({"email": email, "password": "a long enough password"}).press("Sign in")
        assert person.heading == "We kept what you typed"
        person.press("Send it on")
        assert person.path == f"{address}/tasks"
        assert mentor() == (ODD if scripted else "Typed without a script")
        with database.scope(read_only=True) as session:
            assert session.scalars(select(HeldPost)).all() == []


def test_signed_in_again_in_another_tab_it_goes_on_by_itself(visit, draft, mentor, at):
    email, address = draft
    with visit() as person:
        page = open_section(person, email, address)
        at(NOW + timedelta(hours=20))
        type_in(page, "Typed after the end")
        expect(page.locator("#time-out")).to_be_visible()
        other = page.context.new_page()
        person.page = other
        person.sign_in(email)
        page.bring_to_front()
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        expect(page.locator("#time-out")).to_be_hidden()
        expect(said(page)).to_contain_text("Saved")
        assert mentor() == "Typed after the end"


def test_the_warning_comes_before_the_end_and_one_press_puts_it_off(visit, draft, at):
    email, address = draft
    with visit() as person:
        page = open_section(person, email, address)
        at(NOW + timedelta(hours=19, minutes=56))
        person.go(f"{address}/sections/people")
        dialog = page.locator("#time-out")
        expect(dialog).to_be_visible()
        assert "You will soon be signed out" in dialog.inner_text()
        person.look()
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Stay signed in"
        page.keyboard.press("Enter")
        expect(dialog).to_be_hidden()
        at(NOW + timedelta(hours=20, minutes=55))
        person.go("/account")
        assert person.heading == "Your account"


def lost_line(page):
    page.context.set_offline(True)


def broken_server(page):
    page.route(
        lambda url: True,
        lambda route: (
            route.fulfill(status=503, body="<h1>Sorry</h1>", content_type="text/html")
            if route.request.method == "POST"
            else route.continue_()
        ),
    )


@pytest.mark.parametrize("trouble", [lost_line, broken_server])
def test_after_a_save_that_failed_the_words_are_there_on_back(visit, draft, mentor, trouble):
    """Pages are `no-store`, so Back asks the server anew: the device's words are then offered."""
    email, address = draft
    with visit() as person:
        page = open_section(person, email, address)
        here = page.url
        trouble(page)
        page.locator("[name=q_mentor]").fill("Typed with bad luck")
        until(page, "Object.keys(localStorage).length === 1")
        page.get_by_role("button", name="Save and continue").click()
        page.wait_for_timeout(500)
        page.context.set_offline(False)
        page.unroute_all()
        page.goto(here) if trouble is lost_line else page.go_back()
        page.wait_for_load_state()
        field, offer = page.locator("[name=q_mentor]"), page.locator("section.app-both")
        until(
            page,
            "document.querySelector('[name=q_mentor]').value || document.querySelector('section.app-both')",
        )
        if offer.count():
            offer.get_by_role("button", name="Use the words from this device").click()
        expect(field).to_have_value("Typed with bad luck")
        expect(said(page)).to_have_text("Saved 10am")
        assert mentor() == "Typed with bad luck"
        person.complaints.clear()


def test_forty_thousand_letters_stay_on_the_page_with_what_to_do(visit, draft, database):
    email, address = draft
    with visit() as person:
        person.sign_in(email).go(f"{address}/sections/project")
        page = person.page
        page.locator("[name=q_title]").fill("A title")
        field = page.locator("[name=q_problem]")
        field.fill("x" * 40_000)
        field.blur()
        expect(said(page)).to_contain_text("20,000 characters or fewer. You have 40,000.")
        assert len(field.input_value()) == 40_000
        with database.scope(read_only=True) as session:
            entry = session.scalars(select(SectionEntry)).one()
            assert json.dumps(entry.answers) and entry.answers["title"] == "A title"
