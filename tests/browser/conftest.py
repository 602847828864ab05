"""One Chromium for the session, one window a test."""

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.server import serving
from tests.browser.visitor import launch, visiting


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
