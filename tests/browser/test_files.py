"""Adding files with a script, without one, and where the connection is lost."""

import pytest

from tests.factories import applications, people, schemes
from tests.factories.files import picture
from tests.factories.uploads import with_files

GOOD = {"name": "plan.png", "mimeType": "image/png", "buffer": picture("PNG")}
BAD = {"name": "plan.png", "mimeType": "image/png", "buffer": b"words"}


@pytest.fixture
def section(app, database):
    """A nurse's address, and that of the section of files of her draft."""
    with app.app_context(), database.scope() as session:
        board = people.node(session)
        nurse = people.employee(session, board, name="Megan Prosser")
        call = schemes.open_call(session, board, definition=with_files())
        found = (
            nurse.email,
            f"/applications/{applications.draft(session, call, nurse).id}/files/files",
        )
        session.commit()
    return found


@pytest.mark.parametrize("scripted", [True, False], ids=["scripted", "plain"])
def test_a_file_is_added_and_a_bad_one_is_told_of(visit, section, scripted):
    email, address = section
    with visit(scripted=scripted) as person:
        person.sign_in(email).go(address)
        person.page.locator("#q_plan_file").set_input_files(BAD)
        person.page.get_by_role("button", name="Upload Your plan").click()
        person.page.locator(".nhsuk-error-summary").wait_for()
        assert "must be a PDF, Word document or picture" in person.main
        assert person.page.title().startswith("Error: ")
        person.look()
        person.page.locator("#q_plan_file").set_input_files(GOOD)
        person.page.get_by_role("button", name="Upload Your plan").click()
        person.page.get_by_role("link", name="plan.png", exact=True).wait_for()
        assert "1 file added." in person.page.locator("body").inner_text()
        person.look()


def test_a_lost_connection_says_try_again_and_trying_again_works(visit, section):
    email, address = section
    with visit() as person:
        person.sign_in(email).go(address)
        person.page.locator("#q_plan_file").set_input_files(GOOD)
        person.page.context.set_offline(True)
        person.page.get_by_role("button", name="Upload Your plan").click()
        told = person.page.locator(".app-files__told.nhsuk-error-message").first
        told.wait_for()
        assert told.inner_text() == "The selected file could not be uploaded – try again"
        person.page.context.set_offline(False)
        person.complaints.clear()
        # not by a click: a second one within a second is taken for a double click
        person.page.locator("form.app-files__add").first.evaluate("form => form.requestSubmit()")
        person.page.get_by_role("link", name="plan.png", exact=True).wait_for()
