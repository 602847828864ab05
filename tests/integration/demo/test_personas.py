"""Every named person signs in with the printed password and finds what their story says."""

import pytest
from sqlalchemy import select

from portal.demo.personas import PASSWORD, PERSONAS
from portal.schemes.models import Call
from tests.browsing import Browser

WAITING = {
    "Megan Prosser": "3 of 7 sections done",
    "Sam Whittaker": "Can you release",
    "Kofi Mensah": "Waiting for a yes",
    "Dr Anwen Lloyd": "Stopping heart tablets that no longer help",
    "Nia Gwilym": "Grant bach ar gyfer prosiect cyntaf",
    "Dr Tomasz Lewis": "Review 2 applications",
    "Gwenda Hopkin": "Review 2 applications",
    "Ffion Rees": "Your calls",
}


@pytest.fixture
def browser_of(demo):
    """Sign in as a named person."""

    def sign_in(name: str) -> Browser:
        persona = next(each for each in PERSONAS if each.name == name)
        return Browser(demo).type_in(persona.email, PASSWORD)

    return sign_in


@pytest.fixture
def calls(demo) -> dict[str, str]:
    """The id of the latest call of each scheme, by the scheme's slug."""
    with demo.extensions["database"].scope(read_only=True) as session:
        found = session.scalars(select(Call).order_by(Call.opens_at))
        return {call.scheme.slug: str(call.id) for call in found}


@pytest.mark.parametrize("name", [persona.name for persona in PERSONAS])
def test_everybody_gets_in_and_finds_what_waits(browser_of, name):
    browser = browser_of(name)
    page = browser.go("/")
    assert WAITING.get(name, "") in page.main


def test_the_ward_manager_has_four_requests_and_sees_who_is_out(browser_of):
    browser = browser_of("Sam Whittaker")
    assert browser.go("/").main.count("Can you release") == 4
    browser.click("Can you release")
    assert "Already out" in browser.page.main


def test_the_reviewer_has_one_to_declare_one_begun_and_some_sent(browser_of):
    page = browser_of("Dr Tomasz Lewis").go("/reviews")
    for words in ("Check for a conflict", "Scoring", "Sent"):
        assert words in page.main


def test_the_chair_sees_a_live_ranking(browser_of, calls):
    page = browser_of("Dr Rhian Powell").go(f"/office/calls/{calls['protected-time']}/ranking")
    assert "10 applications" in page.main


def test_everybody_sees_uptake_with_a_sentence_on_nurses(demo):
    page = Browser(demo).go("/uptake")
    assert "nurses were awarded time or money" in page.main
    assert "This is unlikely to be chance" in page.main
    assert "illustrative" in page.main
