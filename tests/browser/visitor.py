"""Somebody at Chromium. Every page they reach is held to axe, to its width and to a quiet console."""

from contextlib import contextmanager
from functools import cache
from urllib.parse import urljoin

from playwright.sync_api import Browser, Page, Playwright

from portal.kernel.config import ROOT

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
DESKTOP = {"width": 1280, "height": 900}
# nhsuk-frontend sets aria-expanded on radios that show more; axe does not allow it there.
THE_LIBRARYS = {"aria-allowed-attr": '[aria-controls^="conditional-"]'}


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
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(f"script: {error}"))

    def _hear(self, message) -> None:
        expected = "the server responded with a status of 4" in message.text
        if message.type in {"error", "warning"} and not expected:
            self.complaints.append(f"{message.type}: {message.text} ({self.page.url})")

    def go(self, path: str) -> "Visitor":
        self.page.goto(urljoin(self.base, path))
        return self.look()

    def click(self, words: str, role: str = "link") -> "Visitor":
        self.page.get_by_role(role, name=words).first.click()
        self.page.wait_for_load_state()
        return self.look()

    def press(self, words: str) -> "Visitor":
        return self.click(words, "button")

    def fill(self, label: str, value: str) -> "Visitor":
        self.page.get_by_label(label, exact=False).first.fill(value)
        return self

    def choose(self, label: str) -> "Visitor":
        self.page.get_by_label(label, exact=False).first.check(force=True)
        return self

    def look(self) -> "Visitor":
        """Hold this page to what every page must be."""
        self.fits()
        if self.scripted:
            self.passes_axe()
        assert self.page.locator("h1").count() == 1, self.page.url
        assert self.complaints == [], self.complaints
        return self

    def fits(self) -> None:
        wide = (
            self.page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            if self.scripted
            else 0
        )
        assert wide <= 0, f"{self.page.url} scrolls sideways by {wide} px"

    def passes_axe(self) -> None:
        self.page.evaluate(axe())
        found = self.page.evaluate(
            "axe.run(document, {runOnly: ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice']})"
        )
        ours = [
            (v["id"], [n["html"][:160] for n in v["nodes"]])
            for v in found["violations"]
            if not (
                v["id"] in THE_LIBRARYS
                and all('aria-controls="conditional-' in n["html"] for n in v["nodes"])
            )
        ]
        assert ours == [], f"{self.page.url}: {ours}"

    @property
    def heading(self) -> str:
        return " ".join(self.page.locator("h1").first.inner_text().split())

    @property
    def main(self) -> str:
        return " ".join(self.page.locator("main").inner_text().split())


@contextmanager
def visiting(browser: Browser, base: str, size=PHONE, scripted: bool = True):
    """Open a window of this size, with or without JavaScript."""
    context = browser.new_context(viewport=size, java_script_enabled=scripted, locale="en-GB")
    try:
        yield Visitor(context.new_page(), base, scripted)
    finally:
        context.close()
