"""A new officer at the designer: on a phone without JavaScript, and from a template to a call."""

import pytest

from portal.kernel.actor import Role
from portal.people.models import NodeKind
from tests.browser.visitor import DESKTOP, PHONE
from tests.factories import people

MOST_PAGES, MOST_LETTERS = 18, 200


@pytest.fixture
def officer(app, database):
    with app.app_context(), database.scope() as session:
        board = people.node(session, kind=NodeKind.ORGANISATION)
        email = people.staff_with_role(session, Role.OFFICE, board).email
        session.commit()
    return email


def focused(person) -> str:
    return person.page.evaluate("document.activeElement.id")


def button(person, words, about):
    """The button with these words for the row that says this."""
    return person.page.locator("main button", has_text=words).filter(has_text=f": {about}").first


def test_a_question_is_added_moved_and_removed_on_a_phone_without_a_script(visit, officer):
    with visit(size=PHONE, scripted=False) as person:
        person.sign_in(officer).go("/office/schemes/new?template=small-grant").press()
        person.click("Sections and questions")
        person.follow(person.page.locator("#questions-project a", has_text="Add a question").last)
        person.answer({"label": "Why now?", "kind": "short_text"}).press("Save")
        assert focused(person) == "questions-project-9"
        person.follow(button(person, "Move up", "Why now?"))
        assert "Why now? is now 8 of 9." in person.main
        assert focused(person) == "questions-project-8-up"
        person.page.keyboard.press("Enter")
        person.page.wait_for_url("**#questions-project-7-up")
        person.look()
        assert "Why now? is now 7 of 9." in person.main
        person.follow(person.page.locator("#questions-project-7 .app-row__remove"))
        assert "Nobody has answered this" in person.main
        person.press("Remove it")
        assert "Removed: Why now?" in person.main
        assert "nothing was done" not in person.main


def test_a_new_officer_gets_from_a_template_to_a_call(visit, officer):
    letters = 0
    with visit(size=DESKTOP) as person:

        def answer(values):
            nonlocal letters
            letters += sum(map(len, values.values()))
            return person.answer(values)

        person.sign_in(officer)
        before = person.looked
        person.go("/office/schemes").click("Make a scheme").click("Small grant")
        answer({"name": "First steps grant", "name_cy": "Grant camau cyntaf"}).press()
        person.click("Limits").follow(person.page.locator("#limits-1 .app-row__change"))
        answer({"limit": "15000"}).press("Save")
        assert "Up to £15,000" in person.main
        person.click("Next: Who can apply").click("Next: Sections and questions")
        person.follow(person.page.locator("#questions-project a", has_text="Add a question").last)
        answer(
            {
                "label": "Which ward or clinic is it for?",
                "label_cy": "Ar gyfer pa ward neu glinig y mae?",
            }
        )
        person.answer({"kind": "short_text"})
        answer({"max_words": "30"}).press("Save")
        person.follow(person.page.locator("a.nhsuk-back-link"))
        assert person.main.count("Done") == 8
        person.click("Make this version 2")
        answer({"note": "Less money, and a question about the ward."}).press("Make this version 2")
        person.click("Set up a call")
        answer({"pot_pence": "90000"}).press("Save this call")
        assert "Opening soon" in person.main
        pages = person.looked - before
    assert pages <= MOST_PAGES and letters <= MOST_LETTERS, (pages, letters)
