"""Each real scheme, from its template to an application that somebody has begun, without code."""

from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup

from portal.schemes.gallery import KEYS, template
from portal.schemes.questions import Question
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


CHECKS = (
    shows_who_it_is_for,
    shows_every_limit,
    shows_every_question,
    shows_every_criterion,
    says_nothing_of_sources,
)


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
    tasks = nurse.send(button="Start").path
    assert tasks.endswith("/tasks")
    base = tasks.removesuffix("/tasks")
    for section in ("about", "project", "release", "declarations"):
        nurse.go(f"{base}/sections/{section}")
    nurse.go(f"{base}/time")
    nurse.go(f"{base}/costs")
