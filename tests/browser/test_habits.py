"""Habits of every form: scripts that do not arrive, errors, the other language, paste."""

import re

import pytest

from tests.browser.visitor import NARROW, PHONE
from tests.factories import applications, people, schemes
from tests.journeys import story


@pytest.mark.parametrize("part", ["sections/people", "time"])
def test_without_the_files_of_script_the_form_still_sends(visit, draft, part):
    email, address = draft
    with visit() as person:
        person.page.route(re.compile(r"\.js(\?|$)"), lambda route: route.abort())
        page = person.page
        page.goto(f"{person.base}/sign-in")
        person.answer({"email": email, "password": "a long enough password"})
        with page.expect_navigation():
            page.get_by_role("button", name="Sign in").click()
        page.goto(f"{person.base}{address}/{part}")
        person.answer(story.TIME if part == "time" else {"q_mentor": "Somebody", "complete": "yes"})
        with page.expect_navigation():
            page.get_by_role("button", name="Save and continue").click()
        assert person.path == f"{address}/tasks"
        refused = [words for words in person.complaints if "ERR_FAILED" not in words]
        assert refused == []
        person.complaints.clear()


@pytest.mark.parametrize("scripted", [True, False], ids=["scripted", "plain"])
def test_what_is_wrong_is_said_first_and_beside_and_all_is_kept(visit, draft, scripted):
    email, address = draft
    with visit(scripted=scripted) as person:
        person.sign_in(email).go(f"{address}/time")
        person.answer({**story.TIME, "starts-day": "31", "starts-month": "4"})
        person.press("Save and continue")
        page = person.page
        assert page.title().startswith("Error: ")
        first = page.locator(".nhsuk-error-summary__list a").first
        assert first.inner_text() in page.locator("#starts-error").inner_text()
        if scripted:
            assert page.evaluate("document.activeElement.className") == "nhsuk-error-summary"
            first.click()
            assert page.evaluate("document.activeElement.name") == "starts-day"
        kept = {
            name: page.locator(f'[name="{name}"]').input_value()
            for name in ("amount", "starts-day", "ends-year")
        }
        assert kept == {"amount": "1", "starts-day": "31", "ends-year": "2027"}


def test_the_switch_of_language_keeps_the_page(visit, draft):
    email, address = draft
    with visit() as person:
        person.sign_in(email).go(f"{address}/sections/people")
        person.follow(person.page.get_by_role("link", name="Cymraeg"))
        assert person.path == f"{address}/sections/people"
        assert person.page.locator("html").get_attribute("lang") == "cy"
        person.go("/applications")
        assert person.page.locator("html").get_attribute("lang") == "cy"
        person.follow(person.page.get_by_role("link", name="English"))
        assert person.page.locator("html").get_attribute("lang") == "en"


def test_a_password_can_be_pasted_and_looked_at(visit, draft):
    with visit(size=PHONE) as person:
        person.go("/sign-in")
        secret = person.page.locator("[name=password]")
        secret.evaluate(
            """e => { e.focus();
            const paste = new ClipboardEvent('paste', {clipboardData: new DataTransfer(), cancelable: true, bubbles: true});
            if (e.dispatchEvent(paste)) document.execCommand('insertText', false, 'pasted words'); }"""
        )
        assert secret.input_value() == "pasted words"
        assert secret.get_attribute("autocomplete") == "current-password"
        person.page.get_by_role("button", name="Show").click()
        assert secret.get_attribute("type") == "text"


def test_a_long_address_breaks_on_the_narrowest_phone(visit, app, database):
    long = "bartholomew.featherstonehaugh-llewellyn@glan-hafren.wales.nhs.uk"
    with app.app_context(), database.scope() as session:
        board = people.node(session)
        nurse = people.employee(session, board, name="Bartholomew Featherstonehaugh-Llewellyn")
        nurse.email = long
        started = applications.draft(session, schemes.open_call(session, board), nurse)
        address = f"/applications/{started.id}"
        session.commit()
    with visit(size=NARROW) as person:
        person.sign_in(long).go(f"{address}/sections/about").go("/account").go(f"{address}/tasks")
