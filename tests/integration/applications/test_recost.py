"""Costing again: told, shown before it is done, done once, audited, and never to what was sent."""

from datetime import date, timedelta

import pytest

from portal.applications.lifecycle import State
from portal.applications.models import Application
from portal.audit.models import TrailEntry
from portal.costing.oncosts import PensionMode
from portal.costing.scales import Nation
from portal.kernel import reactions
from tests.factories import rates
from tests.integration.applications.costs_draft import RESEARCH, Draft

NEWER = {("6", 1): 4_100_000, ("6", 2): 4_500_000, ("6", 3): 5_000_000}


def next_year(session, place, by):
    """Pay of Wales 2027/28, whose band 6 top is £50,000."""
    rates.scale(
        session, place, by, pay=NEWER, pay_year="2027/28",
        starts_on=date(2027, 4, 1), ends_on=date(2028, 3, 31),
    )  # fmt: skip


@pytest.fixture
def draft(app, database):
    made = Draft(app, database)
    made.add({}, "salary")
    made.add(RESEARCH)
    return made


def acts(draft):
    with draft.app.app_context(), draft.database.scope(read_only=True) as session:
        found = session.query(TrailEntry).filter_by(subject_id=draft.id)
        return [(entry.verb, entry.facts) for entry in found.order_by(TrailEntry.number)]


def test_nothing_newer_says_nothing(draft):
    assert "Look at the change" not in draft.page().main
    page = draft.browser.go(f"{draft.base}/cost-again")
    assert "Your costs are up to date." in page.main


# 50,000 + 15% of 45,000 + 14.38% + 0.5% = 64,190: a tenth of it is £6,419.00
def test_a_newer_year_is_told_shown_and_done_when_confirmed(draft):
    draft.put_in(next_year)
    page = draft.page()
    assert "Some lines were costed with 2026/27 pay. Now we know 2027/28 pay." in page.main
    assert draft.lines()[0][2] == 626_847
    page = draft.browser.click("Look at the change")
    rows = [" ".join(tr.get_text(" ").split()) for tr in page.soup.select("table tr")][1:]
    assert rows == [
        "Cover for your time Now £6,268.47 Costed again £6,419.00 Difference +£150.53",
        "All costs Now £6,368.47 Costed again £6,519.00 Difference +£150.53",
    ]
    assert draft.lines()[0][2] == 626_847
    page = draft.browser.send(button="Cost them again")
    assert [line[2] for line in draft.lines()] == [641_900, 10_000]
    assert "Look at the change" not in page.main and "£6,519.00" in page.main
    assert acts(draft)[2:] == [
        ("recosted_cost", {"before": "£6,268.47", "after": "£6,419.00"}),
        ("recosted", {"before": "£6,368.47", "after": "£6,519.00"}),
    ]


def test_it_is_done_once_however_often_it_is_pressed(draft):
    draft.put_in(next_year)
    action, served = draft.browser.go(f"{draft.base}/cost-again").form("Cost them again")
    draft.browser.post(action, served)
    page = draft.browser.post(action, served)
    assert "Something has changed since." in page.main
    assert [verb for verb, _facts in acts(draft)].count("recosted") == 1


def test_what_was_not_shown_is_not_done(draft):
    draft.put_in(next_year)
    action, served = draft.browser.go(f"{draft.base}/cost-again").form("Cost them again")
    line = draft.lines()[0][0]
    draft.browser.go(f"{draft.base}/{line}")
    draft.browser.send({"hours": "3.75", "ni_mode": "in_full"})
    draft.put_in(
        lambda session, place, by: rates.choices(
            session, place, by, pension_mode=PensionMode.HEADLINE
        )
    )
    before = draft.lines()
    page = draft.browser.post(action, served)
    assert "Something has changed since. This is what would change now." in page.main
    assert draft.lines() == before
    draft.browser.send(button="Cost them again")
    assert draft.lines() != before


@pytest.mark.parametrize("seen", ["", "x", "\x00", "٣" * 1000])
def test_a_mark_that_is_none_of_ours_does_nothing(draft, seen):
    draft.put_in(next_year)
    page = draft.browser.post_by_hand(f"{draft.base}/cost-again", {"seen": seen})
    assert page.status == 200 and draft.lines()[0][2] == 626_847


def test_dates_that_moved_into_another_year_are_told(app, database):
    draft = Draft(app, database, Nation.ENGLAND,
                  periods=[{"starts_on": date(2026, 4, 1), "ends_on": date(2026, 9, 30)}])  # fmt: skip
    draft.add({}, "salary")
    assert draft.lines()[0][2] == 617_444
    draft.move(date(2026, 1, 1), date(2026, 6, 30))
    assert "Now we know 2025/26 pay." in draft.page().main
    draft.browser.click("Look at the change")
    draft.browser.send(button="Cost them again")
    assert draft.lines()[0][2] == 607_517  # half of each year: tests/unit/costing/test_posts.py


def test_another_pension_choice_is_told_without_a_year(draft):
    draft.put_in(
        lambda session, place, by: rates.choices(
            session, place, by, pension_mode=PensionMode.HEADLINE
        )
    )
    assert "Your dates or the rates have changed" in draft.page().main


def test_what_was_sent_is_not_costed_again(draft):
    draft.put_in(next_year)
    with draft.app.app_context(), draft.database.scope() as session:
        found = session.get_one(Application, draft.id)
        found.state, found.reference = State.SUBMITTED, "SG-0001"
        found.submitted_at = found.started_at + timedelta(hours=1)
        session.commit()
    draft.browser.go(f"{draft.base}/cost-again", 409)
    assert draft.browser.post_by_hand(f"{draft.base}/cost-again", {}).status == 409
    assert draft.lines()[0][2] == 626_847


@pytest.mark.parametrize(
    ("first", "last", "count"),
    [
        (date(2027, 4, 1), date(2028, 3, 31), 1),
        (date(2027, 10, 5), date(2028, 3, 31), 1),
        (date(2027, 10, 6), date(2028, 3, 31), 0),
        (date(2026, 4, 1), date(2027, 4, 5), 0),
    ],
)
@pytest.mark.parametrize("nation", [Nation.WALES, Nation.SCOTLAND])
def test_drafts_of_those_days_are_counted_for_who_puts_figures_in(
    draft, first, last, count, nation
):
    with draft.app.app_context(), draft.database.scope(read_only=True) as session:
        place = session.get_one(Application, draft.id).team
        found = reactions.ask(
            session, "drafts_costed_with", default=0,
            organisation=place, nation=nation, starts_on=first, ends_on=last,
        )  # fmt: skip
    assert found == (count if nation is Nation.WALES else 0)
