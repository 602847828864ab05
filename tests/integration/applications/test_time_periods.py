"""Several periods in the section for time, without JavaScript: added, changed, removed, kept."""

import json
from datetime import date

import pytest

from portal.applications.models import Application
from portal.applications.snapshot import snapshot
from portal.costing.scales import Nation
from tests.browsing import Browser
from tests.conftest import NOW
from tests.factories import applications, people, schemes
from tests.integration.applications.test_time_section import DONE, SIX_MONTHS, Draft

JUNE = {
    "p2-amount": "2",
    "p2-unit": "sessions",
    "p2-starts-day": "1",
    "p2-starts-month": "6",
    "p2-starts-year": "2027",
    "p2-ends-day": "30",
    "p2-ends-month": "6",
    "p2-ends-year": "2027",
}
TO_MAY = {**SIX_MONTHS, "ends-day": "31", "ends-month": "5"}
BOTH = {**TO_MAY, **JUNE, "complete": "yes"}
ADD = "Add another period"


@pytest.fixture
def draft(app, database):
    return Draft(app, database)


@pytest.fixture
def two(draft):
    """A draft with two periods, saved and finished."""
    draft.open().send(TO_MAY, ADD)
    draft.browser.send(BOTH)
    return draft


def spans(draft):
    return [(first, last, hours) for first, last, hours, *_given in draft.stored()[0]]


APRIL, JUNE_ROW = (
    (date(2027, 4, 6), date(2027, 5, 31), 750),
    (date(2027, 6, 1), date(2027, 6, 30), 750),
)


def test_a_period_is_added_and_both_are_kept(draft):
    page = draft.open().send(TO_MAY, ADD)
    assert page.path == f"{draft.base}/time"
    assert [h.text.strip() for h in page.soup.select("fieldset h2")] == ["Period 1", "Period 2"]
    assert page.value("ends-month") == "5"
    assert spans(draft) == [APRIL]
    assert "Not counted yet: period 2." in page.main
    draft.browser.send(BOTH)
    assert spans(draft) == [APRIL, JUNE_ROW]
    assert draft.stored()[1][0] is True
    page = draft.open().page
    assert page.value("p2-amount") == "2"
    assert page.soup.find(id="worked-out")["role"] == "status"
    assert "0.20 WTE, one day a week" in page.soup.find(id="period-2").text


def test_the_check_page_says_each_of_them(two):
    page = two.browser.go(f"{two.base}/check")
    assert "2 periods, " in page.main
    assert "6 April 2027 to 31 May 2027, 7.5 hours a week" in page.main
    assert "1 June 2027 to 30 June 2027, 7.5 hours a week" in page.main
    assert "2 periods, " in two.browser.go(f"{two.base}/tasks").main


def test_a_period_is_removed_and_those_after_it_move_up(two):
    page = two.open().send(button="Remove period 1")
    assert spans(two) == [JUNE_ROW]
    assert page.value("amount") == "2"
    assert page.value("starts-month") == "6"
    assert page.soup.find("fieldset", class_="app-period") is None
    assert two.stored()[1][0] is False


@pytest.mark.parametrize(
    "turn", ["remove-", "remove-99", "remove-x", "remove-٢", "drop", "remove--1"]
)
def test_a_made_up_button_removes_nothing(two, turn):
    two.browser.post_by_hand(f"{two.base}/time", {**BOTH, "version": "2", "do": turn})
    assert spans(two) == [APRIL, JUNE_ROW]


def test_the_first_button_is_not_one_that_removes(two):
    first = two.open().page.soup.select_one("main form button")
    assert not first.get("name")


def test_a_period_added_and_left_empty_is_forgotten_when_done(draft):
    draft.open().send(TO_MAY, ADD)
    draft.browser.send({"complete": "yes"})
    assert draft.browser.page.path == f"{draft.base}/tasks"
    assert spans(draft) == [APRIL]
    assert draft.open().page.soup.find(attrs={"name": "p2-amount"}) is None


def test_one_of_two_that_is_wrong_is_kept_and_never_in_the_way_of_later(draft):
    draft.open().send(TO_MAY, ADD)
    draft.browser.send({**BOTH, "p2-amount": "some", "p2-ends-day": "31", "complete": "no"})
    assert draft.browser.page.path == f"{draft.base}/tasks"
    assert spans(draft) == [APRIL]
    page = draft.open().page
    assert (page.value("p2-amount"), page.value("p2-ends-day")) == ("some", "31")
    assert page.errors == []


def test_no_more_than_ten(draft):
    draft.open()
    for _ in range(12):
        name = ADD if ADD in draft.browser.page.main else None
        if name is None:
            break
        draft.browser.send(TO_MAY, name)
    assert len(draft.browser.page.soup.select("fieldset.app-period")) == 10
    assert "You can give up to 10 periods." in draft.browser.page.main


BAD = [
    ({"p2-amount": ""}, "p2-amount", "Period 2: Enter how much time you ask for each week"),
    ({"p2-unit": "days_in_all"}, "p2-unit", "Period 2: Choose what you count your time in"),
    ({"p2-starts-year": "27"}, "p2-starts", "Period 2: Year must have 4 numbers, like 2027"),
    ({"p2-ends-day": "31"}, "p2-ends", "Period 2: Last day must be a real date"),
    (
        {"p2-starts-day": "29", "p2-starts-month": "2"},
        "p2-starts",
        "Period 2: First day must be a real date",
    ),
    (
        {"p2-starts-month": "7"},
        "p2-ends",
        "Period 2: Last day must be the same as the first day or later",
    ),
    (
        {"p2-starts-month": "3"},
        "p2-starts",
        "Period 2: First day must be Thursday 1 April 2027 or later",
    ),
    ({"starts-month": "3"}, "starts", "Period 1: First day must be Thursday 1 April 2027"),
    ({"p2-starts-day": ""}, "p2-starts", "Period 2: First day must include a day"),
]


@pytest.mark.parametrize(("change", "field", "words"), BAD)
def test_an_error_stands_beside_the_right_period(draft, change, field, words):
    draft.open().send(TO_MAY, ADD)
    page = draft.browser.send({**BOTH, **change})
    assert words in page.error_beside(field)
    assert [words in error for error in page.errors] == [True]
    for name, typed in {**TO_MAY, **JUNE, **change}.items():
        if not name.endswith("unit"):
            assert page.value(name) == typed
    assert spans(draft) == [APRIL]


GOOD = [
    ({"p2-starts-month": "Mehefin", "p2-ends-month": " mehefin "}, JUNE_ROW),
    ({"p2-starts-day": " 01 ", "p2-amount": " 2.0 "}, JUNE_ROW),
    (
        {"p2-starts-month": "9", "p2-ends-month": "9", "p2-ends-day": "30"},
        (date(2027, 9, 1), date(2027, 9, 30), 750),
    ),
]


@pytest.mark.parametrize(("change", "row"), GOOD)
def test_what_people_write_is_understood(draft, change, row):
    draft.open().send(TO_MAY, ADD)
    draft.browser.send({**BOTH, **change})
    assert draft.browser.page.errors == []
    assert spans(draft) == [APRIL, row]


def test_leap_day_and_new_years_eve(app, database):
    draft = Draft(app, database, caps=())
    leap = {"ends-day": "29", "ends-month": "2", "ends-year": "2028"}
    draft.open().send({**DONE, **leap}, ADD)
    eve = {
        f"p2-{at}-{part}": text
        for at in ("starts", "ends")
        for part, text in (("day", "31"), ("month", "12"), ("year", "2027"))
    }
    draft.browser.send({**DONE, **leap, **JUNE, **eve})
    assert spans(draft) == [
        (date(2027, 4, 6), date(2028, 2, 29), 750),
        (date(2027, 12, 31), date(2027, 12, 31), 750),
    ]
    assert "Periods overlap from 31 December 2027" in draft.open().page.main


def test_days_over_a_limit_are_said_beside_the_last_day_of_the_last(draft):
    draft.open().send(TO_MAY, ADD)
    page = draft.browser.send({**BOTH, "p2-ends-month": "10", "p2-ends-day": "6"})
    words = "Period 2: Your dates are 1 day over the limit of 6 months."
    assert words in page.error_beside("p2-ends")
    assert page.error_beside("ends") == ""


def test_overlapping_periods_are_held_to_a_weekly_limit_together(app, database):
    draft = Draft(app, database, scheme="protected-time")
    draft.open().send({**TO_MAY, "amount": "7.5", "unit": "hours"}, ADD)
    within = {**BOTH, "amount": "7.5", "unit": "hours"}
    page = draft.browser.send({**within, "p2-starts-month": "5"})
    assert "over the limit of 2 sessions a week" in page.error_beside("p2-amount")
    draft.browser.send({"p2-starts-month": "6"})
    assert spans(draft) == [APRIL, JUNE_ROW]


@pytest.mark.parametrize("typed", ["8\x00", "8" * 2_000])
@pytest.mark.parametrize("button", [None, ADD, "Remove period 1"])
def test_what_cannot_be_stored_is_refused_whatever_was_pressed(draft, typed, button):
    draft.open().send(TO_MAY, ADD)
    page = draft.browser.send({**BOTH, "p2-amount": typed, "complete": "no"}, button)
    assert page.error_beside("p2-amount").startswith("Error: Period 2: ")
    assert spans(draft) == [APRIL]


def test_a_second_window_sees_all_periods(two):
    page = two.browser.post_by_hand(
        f"{two.base}/time", {**BOTH, "amount": "2", "version": "1", "do": "add"}
    )
    assert "Choose which words to keep." in page.errors[0]
    assert "Period 1: How much time 1 Days a week Period 1: First day 6 4 2027" in page.main
    assert "Period 2: Last day 30 6 2027" in page.main
    assert spans(two) == [APRIL, JUNE_ROW]


def test_worked_out_for_all_and_each(draft):
    found = json.loads(
        draft.browser.client.get(
            f"{draft.base}/time/worked-out",
            query_string={**TO_MAY, **JUNE, "p3-amount": "x", "p2-starts-month": "5"},
        ).data
    )
    assert found["left"] == "At most 0.40 WTE, two days a week."
    assert len(found["periods"]) == 3
    assert found["periods"][0].startswith("0.20 WTE, one day a week. ")
    assert found["periods"][2] == ""
    assert any("There we add them up" in line for line in found["lines"])


def test_days_in_all_where_the_scheme_counts_them(app, database):
    draft = Draft(app, database, nation=Nation.ENGLAND, scheme="internship")
    page = draft.open().page
    offered = [i["value"] for i in page.soup.find_all("input", {"name": "unit"})]
    assert offered[-1] == "days_in_all"
    assert "How much time do you ask for?" in page.main
    total = {**DONE, "amount": "20", "unit": "days_in_all"}
    page = draft.browser.send({**total, "ends-day": "20", "ends-month": "4"})
    assert "Days in all must be 15 or fewer between these two dates" in page.error_beside("amount")
    draft.browser.send({**total, "complete": "no"})
    with app.app_context(), database.scope(read_only=True) as session:
        row = session.get_one(Application, draft.id).periods[0]
        assert (row.given_unit, row.given_amount) == ("days_in_all", 2_000)
        assert (row.in_all_hundredths, row.hours_hundredths) == (15_000, 574)
    note = draft.open().page.main
    assert "20 days are 150 hours. Spread evenly over 26 weeks and 1 day" in note
    assert "20 days in all" in draft.browser.go(f"{draft.base}/check").main


def test_a_scheme_that_counts_no_days_offers_none(draft):
    page = draft.open().page
    assert page.soup.find("input", {"value": "days_in_all"}) is None


def test_the_snapshot_and_the_answers_hold_every_period(app, database):
    with app.app_context(), database.scope() as session:
        home = people.node(session)
        nurse = people.employee(session, home, name="Megan Prosser")
        made = applications.submitted_application(session, schemes.open_call(session, home), nurse)
        applications.period(
            session,
            made,
            starts_on=date(2027, 5, 1),
            ends_on=date(2027, 5, 31),
            given_amount=400,
            given_unit="days_in_all",
            hours_hundredths=677,
            in_all_hundredths=3_000,
        )
        session.expire(made)
        held = snapshot(made, NOW)["periods"]
        where, email = made.id, nurse.email
        session.commit()
    assert [each["in_all_hundredths"] for each in held] == [None, 3_000]
    page = Browser(app).sign_in(email).go(f"/applications/{where}/answers")
    assert "6 April 2027 to 5 October 2027, 7.5 hours a week" in page.main
    assert "1 May 2027 to 31 May 2027, 4 days in all" in page.main
