"""One Chromium for the session, one window a test."""

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.server import serving
from tests.browser.visitor import launch, visiting
from tests.factories import applications, people, schemes


def pytest_collection_modifyitems(items) -> None:
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture
def site(app):
    """The address of the portal over the test's own rows."""
    with serving(app) as base:
        yield base


@pytest.fixture
def visit(chromium, site):
    """Open a window: `with visit(DESKTOP, scripted=False) as person: ...`"""

    def opening(**options):
        return visiting(chromium, site, **options)

    return opening


@pytest.fixture
def draft(app, database):
    """A nurse with an application just started: her address and that of her application."""
    with app.app_context(), database.scope() as session:
        board = people.node(session)
        manager = people.employee(session, board, name="Sam Whittaker")
        nurse = people.employee(session, board, name="Megan Prosser", manager=manager)
        started = applications.draft(session, schemes.open_call(session, board), nurse)
        found = (nurse.email, f"/applications/{started.id}")
        session.commit()
    return found
