"""Each real scheme, from its template to an application that somebody has begun, without code."""

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

import pypdfium2
import pytest
import zxingcpp
from bs4 import BeautifulSoup
from sqlalchemy import select

from portal import worker
from portal.files.models import Document
from portal.reach import documents
from portal.schemes.gallery import KEYS, template
from portal.schemes.questions import Question, Round, SectionKind
from tests.browsing import Browser, Page
from tests.journeys import story

SECOND = timedelta(seconds=1)
OPENS = datetime(2026, 12, 7, 9, 0, tzinfo=UTC)  # what the form proposes at NOW


@pytest.fixture
def cast(app, database):
    with app.app_context(), database.scope() as session:
        made = story.cast(session)
        session.commit()
    return made


def publish(app, cast, key: str) -> None:
    """The office takes the template as it is, under its own address, and sets up a call."""
    office = Browser(app).sign_in(cast.office)
    office.go(f"/office/schemes/new?template={key}")
    office.send({"slug": key})
    office.click("Set up a call")
    page = office.send({"pot_pence": "£90,000", "pot_wte_months_hundredths": "48"})
    assert page.errors == []


# --- what a reader must find on the public page; add a check here for each new door ---


def shows_who_it_is_for(page: Page, key: str) -> None:
    for rule in template(key).definition.eligibility:
        assert rule.in_full() in page.main


def shows_every_limit(page: Page, key: str) -> None:
    for cap in template(key).definition.caps:
        assert cap.guidance() in page.main


def shows_every_question(page: Page, key: str) -> None:
    for question in template(key).definition.questions:
        assert _label(question) in page.main


def shows_every_criterion(page: Page, key: str) -> None:
    for criterion in template(key).definition.criteria:
        assert str(criterion.title) in page.main


def says_nothing_of_sources(page: Page, key: str) -> None:
    for origin in template(key).statuses.values():
        assert not origin.source or origin.source not in page.text
    assert "llustrative" not in page.text


# What a scheme may ask before one starts, and what a newcomer answers.
ANSWERS = {
    "qualified_on-month": "9",
    "qualified_on-year": "2019",
    "held_before": "no",
    "research_active": "no",
}

CHECKS = (
    shows_who_it_is_for,
    shows_every_limit,
    shows_every_question,
    shows_every_criterion,
    says_nothing_of_sources,
)


OWN_ADDRESSES = {
    SectionKind.TIME: "time",
    SectionKind.COSTS: "costs",
    SectionKind.PEOPLE: "people",
    SectionKind.FILES: "files/{}",
}


def _label(question: Question) -> str:
    return " ".join(BeautifulSoup(str(question.label), "lxml").get_text().split())


@pytest.mark.parametrize("key", KEYS)
def test_a_scheme_publishes_itself_and_can_be_applied_for(app, cast, at, key):
    publish(app, cast, key)
    name = str(template(key).definition.name)
    reader = Browser(app)

    at(OPENS - SECOND)
    page = reader.go(f"/schemes/{key}")
    assert "Apply" not in [link.get_text(strip=True) for link in page.soup.select("main a")]

    at(OPENS)
    assert name in reader.go("/schemes").main
    reader.click(name)
    for check in CHECKS:
        check(reader.page, key)
    assert reader.go(f"/schemes/{key}?lang=cy").soup.html["lang"] == "cy"

    nurse = Browser(app).sign_in(cast.nurse)
    nurse.go(f"/schemes/{key}")
    nurse.click("Apply")
    asked = {name for name in ANSWERS if nurse.page.soup.find(attrs={"name": name})}
    begun = nurse.send({name: ANSWERS[name] for name in asked}, button="Start").path
    says = template(key).definition
    assert begun.endswith("/sections/about" if says.is_two_stage else "/tasks")
    base = "/".join(begun.split("/")[:3])
    first = says.sections_in(Round.FIRST) or says.sections
    for section in says.sections:
        own = OWN_ADDRESSES.get(section.kind, "sections/{}").format(section.key)
        nurse.go(f"{base}/{own}", status=200 if section in first else 404)


# --- and at every other door ---

NURSE = {"profession": "NUR-ADULT", "pay": "6", "contract": "permanent", "hours": "37.5"}


def poster_of(app, settings, database, key: str, variant: str) -> bytes:
    """The poster as the worker makes it, without the others."""
    with app.app_context(), database.scope() as session:
        wanted = documents.missing(session, settings, OPENS)
        kind = documents.poster_kind(variant)
        for each in wanted:
            if each.kind == kind:
                documents.make(session, each, settings, OPENS)
        session.commit()
    worker.issue_due(database)
    with database.scope(read_only=True) as session:
        return session.scalar(select(Document).where(Document.subject_kind == kind)).pdf


@pytest.mark.parametrize("key", KEYS)
def test_its_checker_its_poster_and_its_feeds_carry_it(app, cast, at, settings, database, key):
    publish(app, cast, key)
    at(OPENS)
    name, reader = str(template(key).definition.name), Browser(app)

    answer = reader.client.get("/can-i-apply", query_string={**NURSE, "scheme": key})
    assert name in BeautifulSoup(answer.data, "html.parser").main.get_text(" ")

    told = reader.client.get(f"/api/schemes/{key}.json").get_json()
    assert told["name"]["en"] == name
    assert told["calls"][0]["state"] == "open"
    assert len(told["limits"]) == len(template(key).definition.caps)
    titles = [e.text for e in ET.fromstring(reader.client.get("/schemes.atom").data).iter()]
    assert any(title and title.startswith(name) for title in titles)
    assert f"Closes: {name}"[:40] in reader.client.get("/schemes.ics").text.replace("\r\n ", "")
    assert name in reader.go("/embed/schemes").main

    for variant, language in (("en", "en"), ("both", "cy")):
        pages = pypdfium2.PdfDocument(poster_of(app, settings, database, key, variant))
        assert len(pages) == 1
        codes = zxingcpp.read_barcodes(pages[0].render(scale=2).to_pil())
        assert [code.text for code in codes] == [f"http://localhost/schemes/{key}?lang={language}"]
    assert reader.go(f"/schemes/{key}?lang=en").h1 == name
