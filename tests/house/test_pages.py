"""Every page of the demonstration, read once: what its markup and its words must be.

Words that people of the demonstration wrote are data (cells, answers, titles) and are not held
to the house's plain words; the house's own sentences are.
"""

import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise

import pytest
from flask import url_for

from portal.kernel import clock
from tests import once
from tests.browser.demo import load_into, passing, settings
from tests.browser.pages import NO_PAGE, PAGES, Shown, email_of
from tests.browsing import Browser, Page
from tests.conftest import NOW

NAMES = [shown.name for shown in PAGES]
OURS = "main p, main li, main legend, main label, main .nhsuk-hint, main summary"
DATA = "blockquote, dd, td, th, dl, .app-reading, .app-mail, .app-timeline, .app-table, .nhsuk-error-summary"
MOST_WORDS = 25
HARDEST_GRADE = 6
VOWELS = re.compile("[aeiouy]+")
SILENT = re.compile("(?<![l])e$|(?<![td])ed$")
FEWEST_WORDS = 40  # a grade of less says nothing
APPLICANTS_AND_MANAGERS = {
    shown.name
    for shown in PAGES
    if shown.endpoint.split(".")[0] in {"applications", "approvals"}
    or shown.endpoint in {"desk.home", "desk.my_applications", "desk.application", "schemes.catalogue", "schemes.scheme", "people.sign_in", "desk.help_page", "awards.offer", "awards.accept", "awards.turn_down"}
}  # fmt: skip
RAW = re.compile(
    r"\b[a-z]+_[a-z_]+\b|\bNone\b(?=[.,;)]|$)|%\(\w+\)|\{\{|&(amp|lt|#\d+);|\bState\.|\bStage\."
)
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
NO_YEAR = re.compile(rf"\b\d{{1,2}} (?:{MONTHS})\b(?! \d{{4}}| to )")


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: NOW)
        url = once.copied_file("demo", load_into, folder)
        app = passing(replace(settings(folder), database_url=url))
        app.testing = True
        yield app
    app.extensions["database"].engine.dispose()


@pytest.fixture(scope="module")
def signed_in() -> dict[str, Browser]:
    """The browsers of those who have looked already: each person signs in once."""
    return {}


def _read(demo, people: dict[str, Browser], shown: Shown) -> Page:
    with demo.app_context(), demo.extensions["database"].scope(read_only=True) as session:
        found = shown.where(session)
        who = email_of(shown, found)
    with demo.test_request_context():
        path = url_for(shown.endpoint, **found)
    if who not in people:
        people[who] = Browser(demo).sign_in(who) if who else Browser(demo)
    page = people[who].go(path, shown.status)
    assert page.path == path, "leads elsewhere"
    return page


def test_every_page_is_in_the_table(demo):
    shown = {each.endpoint for each in PAGES}
    asked = {rule.endpoint for rule in demo.url_map.iter_rules() if "GET" in rule.methods}
    assert asked - shown - set(NO_PAGE) == set()
    assert (shown | set(NO_PAGE)) - asked == set(), "the table names what is no longer there"
    assert len(set(NAMES)) == len(NAMES)


def one_heading_opens_the_title(page: Page) -> None:
    assert len(page.soup.find_all("h1")) == 1
    title = " ".join(page.soup.title.get_text().split())
    assert title.startswith(f"{page.h1} - "), title


def headings_skip_no_level(page: Page) -> None:
    levels = [int(h.name[1]) for h in page.soup.find("main").find_all(re.compile("h[1-6]"))]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def ids_are_unique_and_references_lead_somewhere(page: Page) -> None:
    soup = page.soup
    ids = Counter(e["id"] for e in soup.find_all(id=True))
    assert {i for i, n in ids.items() if n > 1} == set()
    referred = {
        one
        for e in soup.find_all(True)
        for key in ("for", "aria-describedby", "aria-labelledby")
        for one in str(e.get(key, "")).split()
    }
    anchors = {a["href"][1:] for a in soup.find_all("a", href=re.compile("^#."))}
    assert (referred | anchors) - set(ids) == set()


def every_form_is_whole(page: Page) -> None:
    for form in page.soup.find_all("form"):
        assert form.get("method") in {"get", "post"}, form
        assert form.has_attr("novalidate"), form.get("action")
        assert form.find("button"), form.get("action")
        has_token = form.find("input", attrs={"name": "csrf_token"}) is not None
        assert has_token is (form["method"] == "post"), form.get("action")
        assert not form.find_all(required=True), "the server says what is missing, in words"


def every_field_has_a_label(page: Page) -> None:
    soup = page.soup
    for field in soup.find_all(["input", "select", "textarea"]):
        if field.get("type") != "hidden":
            label = soup.find("label", attrs={"for": field.get("id")})
            assert (label and label.get_text(strip=True)) or field.get("aria-label"), field


def every_table_has_a_caption_and_every_link_has_words(page: Page) -> None:
    soup = page.soup
    for table in soup.find_all("table"):
        caption = table.find("caption")
        assert table.get("aria-label") or (caption and caption.get_text(strip=True))
    for link in soup.find_all("a"):
        assert link.get_text(strip=True) or link.get("aria-label"), link
        assert link.get("href"), link


def no_raw_value_and_no_date_without_its_year(page: Page) -> None:
    main = page.soup.find("main")
    words = " ".join(main.get_text(" ").split())
    assert RAW.findall(words) == [], RAW.search(words)
    assert NO_YEAR.findall(words) == []


def sentences(page: Page) -> list[str]:
    """The house's own sentences of the main part."""
    data = {id(area) for area in page.soup.select(DATA)}
    blocks = page.soup.select(OURS)
    around = {id(parent) for block in blocks for parent in block.parents}
    found = []
    for block in blocks:
        if id(block) in around or any(id(parent) in data for parent in block.parents):
            continue
        text = " ".join(block.get_text(" ").split())
        found += [part for part in re.split(r"(?<=[.?!:])\s+", text) if part]
    return found


def grade(said: list[str]) -> float:
    """The school year that can read this: Kincaid and others, 1975, with vowel groups as syllables."""
    words = [word for sentence in said for word in re.findall(r"[A-Za-z']+", sentence)]
    syllables = sum(max(1, len(VOWELS.findall(SILENT.sub("", word.lower())))) for word in words)
    return 0.39 * len(words) / len(said) + 11.8 * syllables / len(words) - 15.59


def no_sentence_is_long(page: Page) -> None:
    long = [s for s in sentences(page) if len(s.split()) > MOST_WORDS]
    assert long == []


def the_words_are_plain(page: Page) -> None:
    said = [s if s[-1] in ".?!" else f"{s}." for s in sentences(page)]
    words = " ".join(said)
    if len(words.split()) >= FEWEST_WORDS:
        assert grade(said) <= HARDEST_GRADE, words


OF_EVERY_PAGE = (
    one_heading_opens_the_title,
    headings_skip_no_level,
    ids_are_unique_and_references_lead_somewhere,
    every_form_is_whole,
    every_field_has_a_label,
    every_table_has_a_caption_and_every_link_has_words,
    no_raw_value_and_no_date_without_its_year,
    no_sentence_is_long,
)


@pytest.mark.parametrize("shown", PAGES, ids=NAMES)
def test_a_page_is_all_that_a_page_must_be(demo, signed_in, shown):
    page = _read(demo, signed_in, shown)
    is_held = shown.name in APPLICANTS_AND_MANAGERS and shown.name != "tasks-cy"
    wrong = {}
    for holds in (*OF_EVERY_PAGE, the_words_are_plain) if is_held else OF_EVERY_PAGE:
        try:
            holds(page)
        except AssertionError as error:
            wrong[holds.__name__] = str(error)
    assert wrong == {}
