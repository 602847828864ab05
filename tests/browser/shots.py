"""Pictures of every page at 360 and 1280 px, and of a letter: `python -m tests.browser.shots`.

They go to var/shots. Names given after the command limit it to the pages that start with them.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from flask import Flask, url_for
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import select

from portal import worker
from portal.demo.personas import PASSWORD
from portal.files.models import Document
from portal.kernel.config import ROOT
from tests.browser.demo import demonstration
from tests.browser.pages import PAGES, Shown, email_of
from tests.browser.server import serving
from tests.browser.visitor import DESKTOP, PHONE, launch

SHOTS = ROOT / "var" / "shots"
SIZES = {"360": PHONE, "1280": DESKTOP}


def path_and_reader(app: Flask, shown: Shown) -> tuple[str, str]:
    """Where a page is, and the address of who looks, empty for anybody."""
    with app.app_context(), app.extensions["database"].scope(read_only=True) as session:
        found = shown.where(session)
        reader = email_of(shown, found)
    with app.test_request_context():
        return url_for(shown.endpoint, **found), reader


def take(app: Flask, browser: Browser, base: str, pages: list[Shown]) -> None:
    """Take each page at both widths, each reader signed in once a width."""
    for width, size in SIZES.items():
        windows = {}
        for shown in pages:
            path, reader = path_and_reader(app, shown)
            if reader not in windows:
                windows[reader] = browser.new_context(viewport=size, locale="en-GB").new_page()
                sign_in(windows[reader], base, reader)
            window = windows[reader]
            answer = window.goto(base + path, wait_until="networkidle")
            if answer.status != shown.status:
                sys.stdout.write(f"{shown.name}: {answer.status} at {path}\n")
            window.screenshot(path=SHOTS / f"{shown.name}-{width}.png", full_page=True)
        for window in windows.values():
            window.context.close()


def sign_in(window, base: str, email: str) -> None:
    if email:
        window.goto(f"{base}/sign-in")
        window.locator("[name=email]").fill(email)
        window.locator("[name=password]").fill(PASSWORD)
        with window.expect_navigation():
            window.locator("main form button[type=submit]").click()


def take_letter(app: Flask, folder: Path) -> None:
    """Picture a letter page by page, where poppler's tool is installed."""
    if not shutil.which("pdftoppm"):
        sys.stdout.write("pdftoppm is not installed: no picture of a letter\n")
        return
    database = app.extensions["database"]
    with app.app_context():
        worker.issue_due(database)
    with database.scope(read_only=True) as session:
        pdf = session.scalars(
            select(Document.pdf).where(
                Document.pdf.is_not(None), Document.subject_kind == "application"
            )
        ).first()
    (folder / "letter.pdf").write_bytes(pdf or b"")
    command = ["pdftoppm", "-png", "-r", "70", folder / "letter.pdf", SHOTS / "letter"]
    subprocess.run(command, check=True)


def main(wanted: list[str]) -> int:
    SHOTS.mkdir(parents=True, exist_ok=True)
    pages = [p for p in PAGES if not wanted or p.name.startswith(tuple(wanted))]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        app = demonstration(Path(folder))
        browser = launch(playwright)
        with serving(app) as base:
            take(app, browser, base, pages)
        browser.close()
        if not wanted or "letter" in wanted:
            take_letter(app, Path(folder))
    sys.stdout.write(f"pictures of {len(pages)} pages are in {SHOTS}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
