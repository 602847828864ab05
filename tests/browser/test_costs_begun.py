"""A cost in Chromium: the tab closes, the line drops, the phone dies; the words are there again."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from portal.applications.begun import BegunCost
from portal.applications.models import CostLine
from tests.browser.test_nothing_typed_is_lost import quiet, said, until


@pytest.fixture
def begun(database):
    """What is kept of costs that are not saved: label and price."""

    def read():
        with database.scope(read_only=True) as session:
            found = session.scalars(select(BegunCost).where(BegunCost.ended_at.is_(None)))
            return [(row.words["label"], row.words["price"]) for row in found]

    return read


@pytest.fixture
def saved(database):
    def read():
        with database.scope(read_only=True) as session:
            return list(session.scalars(select(CostLine.label)))

    return read


def open_form(person, draft):
    email, address = draft
    person.sign_in(email).go(f"{address}/costs/other")
    return person.page


def test_the_tab_is_closed_and_another_device_goes_on(visit, draft, begun, saved):
    with visit() as person:
        page = open_form(person, draft)
        page.locator("[name=label]").press_sequentially("Typing")
        page.locator("[name=price]").press_sequentially("7")
        expect(said(page)).to_have_text("Saved 10am")
        page.locator("[name=price]").press_sequentially("0")
        page.close()
        person.page = page.context.new_page()
        person.go(f"{draft[1]}/costs")
        assert "A cost: Typing" in person.main and begun() == [("Typing", "70")]
        assert saved() == []
    with visit(scripted=False) as other:
        other.sign_in(draft[0]).go(f"{draft[1]}/costs/other").click("Go on with it")
        other.answer({"quantity": "2", "category": "research"}).press("Save this cost")
        assert (begun(), saved()) == ([], ["Typing"])


def test_offline_the_device_keeps_it_and_offers_it_once(visit, draft, begun, saved):
    with visit() as person:
        page = open_form(person, draft)
        context = page.context
        context.set_offline(True)
        page.locator("[name=label]").fill("Typed in the lift")
        page.locator("[name=label]").blur()
        expect(said(page)).to_contain_text("We keep it on this device until then.")
        page.close()
        context.set_offline(False)
        person.page = page = context.new_page()
        person.go(f"{draft[1]}/costs/other")
        offer = page.locator("section.app-both")
        person.look()
        with page.expect_response("**/autosave"):
            offer.get_by_role("button", name="Use the words from this device").click()
        expect(said(page)).to_have_text("Saved 10am")
        assert begun() == [("Typed in the lift", "")]
        person.answer({"quantity": "1", "price": "5", "category": "research"})
        person.press("Save this cost")
        assert (begun(), saved()) == ([], ["Typed in the lift"])
        person.go(f"{draft[1]}/costs/other")
        until(page, "Object.keys(localStorage).length === 0")
        expect(offer).to_have_count(0)
        quiet(person)


def test_saved_at_once_leaves_nothing_to_offer(visit, draft, begun, saved):
    with visit() as person:
        page = open_form(person, draft)
        for name, words in {"label": "Quick", "quantity": "1", "price": "5"}.items():
            page.locator(f"[name={name}]").fill(words)
        page.locator("[name=category][value=research]").check()
        page.locator("[name=price]").focus()
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert (begun(), saved()) == ([], ["Quick"])
        person.go(f"{draft[1]}/costs/other")
        until(page, "Object.keys(localStorage).length === 0")
        assert page.locator("section.app-both").count() == 0


def test_what_is_typed_to_ask_a_mentor_is_on_the_device_until_it_is_sent(visit, draft):
    email, address = draft
    with visit() as person:
        person.sign_in(email).go(f"{address}/people/invite")
        page = person.page
        page.locator("[name=part]").fill("Helps with the numbers")
        until(page, "Object.keys(localStorage).length === 1")
        kept = page.evaluate("JSON.stringify(localStorage)")
        assert "numbers" not in kept
        page.close()
        person.page = page = page.context.new_page()
        person.go(f"{address}/people/invite")
        page.get_by_role("button", name="Use the words from this device").click()
        assert page.locator("[name=part]").input_value() == "Helps with the numbers"
        person.answer({"name": "Ann", "email": "ann@example.org", "access": "view"})
        person.press("Send the link")
        person.go(f"{address}/people/invite")
        until(page, "Object.keys(localStorage).length === 0")
        assert page.locator("section.app-both").count() == 0
