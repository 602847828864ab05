"""A scripted typist writes the first of two stages on a phone: `python -m tests.browser.typist`.

360 x 740, slow 3G (400 kbit/s, 400 ms each way to the first byte), a processor four times slower,
25 words a minute (five letters a word) and five seconds of looking at each screen, all in real
time. Not a test: it says how long it took, with what was sent over the line.
"""

import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page, sync_playwright

from portal.app import create_app
from portal.kernel import clock, migrations
from portal.kernel.config import Settings
from portal.kernel.db import Database
from tests.browser.server import serving
from tests.browser.visitor import PHONE, launch
from tests.factories import people, schemes

WORDS_A_MINUTE, LETTERS_A_WORD, LOOK_S = 25, 5, 5
DELAY_MS = 60_000 / (WORDS_A_MINUTE * LETTERS_A_WORD)
LINE = {
    "offline": False,
    "latency": 400,
    "downloadThroughput": 400_000 / 8,
    "uploadThroughput": 400_000 / 8,
}
SLOWER = 4
QUIET = {"autosave", "worked-out"}  # asked by the pages themselves while somebody types
IDEA = (
    "Many people who leave our ward with a new hip stop their exercises within a month. Nobody asks"
    " them why. I want to talk with twenty of them at home, and try a short film that shows the"
    " exercises in their own kitchen. A physiotherapist and a patient group will help me to plan it"
    " and to read what people say."
)
DIFFERENCE = (
    "If we know why people stop, we can change what we tell them before they go home. Fewer of them"
    " would fall or come back to us. The film costs little and other wards could use it too. I would"
    " learn how to ask good questions and to make sense of the answers, which nobody on my ward has"
    " done before."
)
WRITTEN = {"idea": IDEA, "difference": DIFFERENCE}


class Sent:
    """Bytes over the line, heads and all, by what was asked for."""

    def __init__(self) -> None:
        self.asked: dict[str, str] = {}
        self.bytes: dict[str, list[float]] = {}

    def asks(self, event: dict) -> None:
        where = urlsplit(event["request"]["url"]).path
        is_file = where.startswith("/static/")
        last = where.rpartition("/")[2]
        kind = "files" if is_file else last if last in QUIET else event["type"].lower()
        self.asked[event["requestId"]] = kind

    def comes(self, event: dict) -> None:
        kind = self.asked.get(event["requestId"], "other")
        self.bytes.setdefault(kind, []).append(event["encodedDataLength"])

    def __str__(self) -> str:
        each = sorted(self.bytes.items())
        lines = [f"  {kind}: {sum(sizes) / 1000:.1f} kB in {len(sizes)}" for kind, sizes in each]
        all_ = [size for _kind, sizes in each for size in sizes]
        return "\n".join(
            [f"{sum(all_) / 1000:.0f} kB over the line in {len(all_)} answers", *lines]
        )


def write(page: Page, base: str, call_id: object) -> tuple[int, int]:
    """Go from the invitation's address to the receipt; returns screens and letters typed."""
    screens, letters = 1, 0
    page.goto(f"{base}/calls/{call_id}/apply")
    _look(page)
    _press(page, "Start")
    while not page.url.endswith("/receipt"):
        screens += 1
        key = page.url.rpartition("/")[2]
        _look(page)
        if key in WRITTEN:
            letters += _type(page, page.locator("main textarea").first, WRITTEN[key])
        elif key == "time":
            letters += _time(page)
        _press(page, "Send" if key == "check" else "Continue")
        if screens > 20:
            raise AssertionError(f"lost at {page.url}")
    _look(page)
    return screens + 1, letters


def _look(page: Page) -> None:
    page.wait_for_load_state("load")
    page.wait_for_timeout(LOOK_S * 1000)


def _press(page: Page, words: str) -> None:
    with page.expect_navigation(timeout=60_000):
        page.locator("main form[method=post] button", has_text=words).first.click()


def _type(page: Page, field, words: str) -> int:
    field.click()
    page.keyboard.type(words, delay=DELAY_MS)
    return len(words)


def _time(page: Page) -> int:
    """One day a week for six months, by whatever names the page has for it."""
    letters = 0
    for end, value in (("amount", "1"), *_days("starts", 4, 2027), *_days("ends", 10, 2027)):
        field = page.locator(f"main input[name$='{end}']:visible").first
        letters += _type(page, field, value)
    page.locator("main input[type=radio][value=days]:visible").first.check()
    return letters


def _days(name: str, month: int, year: int) -> tuple[tuple[str, str], ...]:
    return (f"{name}-day", "6"), (f"{name}-month", str(month)), (f"{name}-year", str(year))


def main() -> int:
    """Make a small board, write, and say what it took."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        url = f"sqlite:///{Path(folder) / 'typist.db'}"
        migrations.upgrade(url)
        app = create_app(Settings(url, "for the typist only", data_dir=Path(folder)), Database(url))
        with app.app_context(), app.extensions["database"].scope() as session:
            board = people.node(session)
            manager = people.employee(session, board, name="Sam Whittaker")
            nurse = people.employee(session, board, name="Megan Prosser", manager=manager)
            closes_at = clock.now() + timedelta(days=9)
            call = schemes.open_call(session, board, "research-time", closes_at=closes_at)
            email, call_id = nurse.email, call.id
            session.commit()
        browser = launch(playwright)
        with serving(app) as base:
            page = browser.new_context(viewport=PHONE).new_page()
            page.goto(f"{base}/sign-in")
            page.fill("input[name=email]", email)
            page.fill("input[name=password]", people.PASSWORD)
            _press(page, "Sign in")
            cdp = page.context.new_cdp_session(page)
            cdp.send("Network.enable")
            cdp.send("Network.clearBrowserCache")
            cdp.send("Network.emulateNetworkConditions", LINE)
            cdp.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
            sent = Sent()
            cdp.on("Network.requestWillBeSent", sent.asks)
            cdp.on("Network.loadingFinished", sent.comes)
            began = time.monotonic()
            screens, letters = write(page, base, call_id)
            took = time.monotonic() - began
        browser.close()
    minutes, seconds = divmod(round(took), 60)
    words = len(f"{IDEA} {DIFFERENCE}".split())
    sys.stdout.write(
        f"{minutes} min {seconds} s from the invitation to the receipt: {screens} screens,"
        f" {words} words in two paragraphs, {letters} letters typed,"
        f" {sent}\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
