"""Somebody at Chromium. What every page must be is asked of each they reach."""

from contextlib import contextmanager
from functools import cache
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import Browser, Locator, Page, Playwright

from portal.kernel.config import ROOT
from tests.browser import bearing

CHROMIUM = {
    "executable_path": "/usr/bin/chromium",
    "args": [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ],
}
PHONE = {"width": 360, "height": 740}
NARROW = {"width": 320, "height": 740}
DESKTOP = {"width": 1280, "height": 900}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# nhsuk-frontend sets aria-expanded on radios that show more; axe does not allow it there.
THE_LIBRARYS = {"aria-allowed-attr": 'aria-controls="conditional-'}
TYPED = 40


def launch(playwright: Playwright) -> Browser:
    return playwright.chromium.launch(**CHROMIUM)


@cache
def axe() -> str:
    return (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


class Visitor:
    """One person, one window."""

    def __init__(self, page: Page, base: str, scripted: bool) -> None:
        self.page, self.base, self.scripted = page, base, scripted
        self.complaints: list[str] = []
        self.looked = 0
        page.set_default_timeout(15_000)
        page.on("console", self._hear)
        page.on("request", self._asked)
        page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))

    def _hear(self, message) -> None:
        expected = "the server responded with a status of 4" in message.text
        if message.type in {"error", "warning"} and not expected:
            self.complaints.append(f"{message.type}: {message.text} ({self.page.url})")

    def _asked(self, request) -> None:
        """No page asks anybody else for anything."""
        if not request.url.startswith((self.base, "data:", "about:")):
            self.complaints.append(f"asked {request.url} ({self.page.url})")

    # --- what a person does ---

    def go(self, path: str) -> "Visitor":
        self.page.goto(urljoin(self.base, path))
        return self.look()

    def click(self, words: str) -> "Visitor":
        """Follow the first link of the page's main part with these words in it."""
        return self.follow(self.page.locator("main a[href]", has_text=words).first)

    def press(self, words: str = "") -> "Visitor":
        """Press the first button that sends a form of the main part, with these words on it."""
        return self.follow(self.page.locator("main form[method=post] button", has_text=words).first)

    def follow(self, target: Locator) -> "Visitor":
        """Click, and look at the page that this leads to."""
        with self.page.expect_navigation():
            target.click()
        return self.look()

    def answer(self, values: dict[str, str]) -> "Visitor":
        """Answer the questions of these names, each as its kind of field is answered."""
        for name, value in values.items():
            self._answer(self.page.locator(f'main [name="{name}"]'), value)
        return self

    def _answer(self, field: Locator, value: str) -> None:
        kind = field.first.evaluate("f => f.type")
        if kind in {"radio", "checkbox"}:
            alone = field.count() == 1
            chosen = field if alone else field.and_(self.page.locator(f'[value="{value}"]'))
            self.page.locator(f'label[for="{chosen.get_attribute("id")}"]').click()
        elif kind == "select-one":
            field.select_option(value)
        else:
            self.write(field, value)

    def write(self, field: Locator, value: str) -> None:
        """Type over what is there, key by key; paste what is long."""
        field.fill("")
        if len(value) <= TYPED:
            field.press_sequentially(value)
        else:
            self.page.keyboard.insert_text(value)

    def sign_in(self, email: str, password: str = "a long enough password") -> "Visitor":
        self.go("/sign-in")
        return self.answer({"email": email, "password": password}).press("Sign in")

    # --- what every page must be ---

    def look(self) -> "Visitor":
        """Note where this page is not what every page must be; told when the window closes."""
        self.looked += 1
        found = bearing.sideways(self.page)
        if self.scripted:
            found += self._axe() + bearing.unbending(self.page)
        if self.page.viewport_size == PHONE:
            found += bearing.too_small(self.page)
        if self.page.locator("h1").count() != 1:
            found.append("has not one h1")
        self.complaints += [f"{self.path}: {words}" for words in found]
        return self

    def _axe(self) -> list[str]:
        self.page.evaluate(axe())
        found = self.page.evaluate(
            "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations'],"
            " rules: {'target-size': {enabled: true}}})",
            RULES,
        )
        return [
            f"{violation['id']}: {node['html'][:160]}"
            for violation in found["violations"]
            for node in violation["nodes"]
            if THE_LIBRARYS.get(violation["id"], "no such thing") not in node["html"]
        ]

    @property
    def heading(self) -> str:
        return " ".join(self.page.locator("h1").first.inner_text().split())

    @property
    def main(self) -> str:
        return " ".join(self.page.locator("main").inner_text().split())

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path


@contextmanager
def visiting(browser: Browser, base: str, size=PHONE, scripted: bool = True):
    """Open a window of this size, with or without JavaScript."""
    context = browser.new_context(viewport=size, java_script_enabled=scripted, locale="en-GB")
    try:
        visitor = Visitor(context.new_page(), base, scripted)
        yield visitor
        assert visitor.complaints == [], "\n".join(visitor.complaints)
    finally:
        context.close()
