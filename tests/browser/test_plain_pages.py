"""The pages that need nobody and nothing, at a phone's width, with and without JavaScript."""

import pytest

from tests.browser.visitor import DESKTOP, PHONE

PAGES = (
    "/sign-in",
    "/help",
    "/accessibility",
    "/privacy",
    "/contact",
    "/schemes",
    "/uptake",
    "/nothing-here",
)


@pytest.mark.parametrize("language", ["en", "cy"])
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_public_pages_hold(visit, size, language):
    with visit(size=size) as person:
        for path in PAGES:
            person.go(f"{path}?lang={language}")
            assert person.page.locator("html").get_attribute("lang") == language


def test_public_pages_hold_without_javascript(visit):
    with visit(scripted=False) as person:
        for path in PAGES:
            person.go(path)
