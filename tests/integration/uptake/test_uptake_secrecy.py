"""Nobody reads a true small count off the page or its file."""

import subprocess
import sys

import pytest

from portal.kernel.actor import Role
from tests.browsing import Browser
from tests.conftest import _empty
from tests.factories import people
from tests.integration.uptake import worlds

ADDRESSES = ("/uptake", "/uptake.csv", "/uptake?call=00000000-0000-0000-0000-000000000001")
COUNTS = ("Staff", "Applied", "Cover agreed", "Awarded")
# True counts and their true totals, none of which is a figure that may be printed.
TRUE = ("5,197", "5197", "1,557", "1557", "7,319", "7319", "197", "161", "77", "61")


def is_protected(text):
    return text in {"c", "0"} or (
        int(text.replace(",", "")) % 5 == 0 and int(text.replace(",", "")) > 7
    )


@pytest.fixture
def browser(app, database):
    worlds.build(app, database)
    return Browser(app)


def test_every_count_on_the_page_is_rounded_or_hidden(browser):
    page = browser.go("/uptake")
    seen = 0
    for table in worlds.tables(page):
        places = [place for place, head in enumerate(table[0]) if head in COUNTS]
        for row in table[1:]:
            assert all(is_protected(row[place]) for place in places), row
            seen += len(places)
    assert seen == 4 * (2 + 4 + 1)


def test_every_count_in_the_file_is_rounded_or_hidden(browser):
    rows = worlds.figures(browser.go("/uptake.csv").data)
    assert len(rows) == 4
    for row in rows:
        assert all(is_protected(row[head]) for head in COUNTS), row


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_true_count_stands_anywhere(browser, address):
    page = browser.go(address)
    text = page.text if page.is_html else page.data.decode("utf-8-sig")
    words = {word.strip(".,;:()\"'") for word in text.split()} | set(text.split(","))
    assert not words & set(TRUE)


@pytest.mark.parametrize("address", ADDRESSES)
def test_boards_that_print_the_same_are_the_same_to_the_byte(app, database, browser, address):
    one = browser.go(address).data
    _empty(database)
    worlds.build(app, database, worlds.ALIKE, worlds.STAFF_ALIKE)
    assert browser.go(address).data == one


def test_a_board_that_prints_otherwise_is_not_the_same(app, database, browser):
    one = browser.go("/uptake").data
    _empty(database)
    worlds.build(app, database, {**worlds.ALIKE, "NUR-ADULT": (24, 16, 13)}, worlds.STAFF_ALIKE)
    assert browser.go("/uptake").data != one


@pytest.mark.parametrize("role", [Role.BOARD, Role.ANALYST, Role.OFFICE, Role.ADMINISTRATOR])
def test_nobody_who_signs_in_sees_more(app, database, browser, role):
    public = browser.go("/uptake").soup.find("main"), browser.go("/uptake.csv").data
    with app.app_context(), database.scope() as session:
        root = session.query(people.Organisation).filter_by(slug="glan-hafren").one()
        who = people.staff_with_role(session, role, root)
        email = who.email
        session.commit()
    signed_in = Browser(app).sign_in(email)
    assert signed_in.go("/uptake").soup.find("main") == public[0]
    assert signed_in.go("/uptake.csv").data == public[1]


def test_the_page_needs_no_scientific_library():
    asked = (
        "import pkgutil, sys, importlib, portal.uptake as it\n"
        "[importlib.import_module(m.name) for m in pkgutil.walk_packages(it.__path__, 'portal.uptake.')]\n"
        "sys.exit('scipy' in sys.modules or 'numpy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", asked], check=False)
    assert done.returncode == 0
