"""The section for time: what is typed is worked out, held against the caps, and never lost."""

import json
from datetime import date
from uuid import UUID

import pytest

from portal.applications.models import Application
from portal.costing.scales import Nation
from tests.browsing import Browser
from tests.factories import applications, people, schemes

SIX_MONTHS = {
    "amount": "1",
    "unit": "days",
    "starts-day": "6",
    "starts-month": "4",
    "starts-year": "2027",
    "ends-day": "5",
    "ends-month": "10",
    "ends-year": "2027",
}
DONE = {**SIX_MONTHS, "complete": "yes"}


class Draft:
    """A draft as its applicant's browser has it."""

    def __init__(self, app, database, nation=Nation.WALES, scheme="small-grant", **definition):
        self.app, self.database = app, database
        with app.app_context(), database.scope() as session:
            home = people.node(session, nation=nation)
            nurse = people.employee(session, home, name="Megan Prosser")
            call = schemes.open_call(session, home, scheme, definition=definition)
            made = applications.draft(session, call, nurse)
            self.id, email = made.id, nurse.email
            session.commit()
        self.base = f"/applications/{self.id}"
        self.browser = Browser(app).sign_in(email)

    def open(self):
        self.browser.go(f"{self.base}/time")
        return self.browser

    def stored(self):
        """Periods as (days, hours, given), whether the section is done, and its answers."""
        with self.app.app_context(), self.database.scope(read_only=True) as session:
            found = session.get_one(Application, self.id)
            periods = [
                (p.starts_on, p.ends_on, p.hours_hundredths, p.given_amount, p.given_unit)
                for p in found.periods
            ]
            entries = {e.key: (e.is_complete, dict(e.answers)) for e in found.sections}
        return periods, entries.get("time", (None, {}))


@pytest.fixture
def draft(app, database):
    return Draft(app, database)


def test_a_finished_section_is_worked_out_and_said_in_words(draft):
    draft.open().send(DONE)
    assert draft.browser.page.path == f"{draft.base}/tasks"
    assert "7.5 hours a week for 26 weeks: 0.20 WTE, one day a week" in draft.browser.page.main
    periods, (is_complete, _answers) = draft.stored()
    assert periods == [(date(2027, 4, 6), date(2027, 10, 5), 750, 100, "days")]
    assert is_complete
    page = draft.open().page
    box = page.soup.find(id="worked-out")
    assert box["role"] == "status"
    assert "0.20 WTE, one day a week." in box.text
    assert "Time: 6 months of 6." in box.text
    assert page.value("ends-day") == "5"


def test_saving_again_changes_the_period_and_does_not_add_one(draft):
    draft.open().send(DONE)
    draft.open().send({**DONE, "amount": "2", "unit": "sessions", "ends-day": "4"})
    periods, _entry = draft.stored()
    assert periods == [(date(2027, 4, 6), date(2027, 10, 4), 750, 200, "sessions")]


def test_a_day_over_stops_the_section_but_not_saving_for_later(draft):
    over = {**DONE, "ends-day": "6"}
    words = "Your dates are 1 day over the limit of 6 months. Choose 5 October 2027 or an earlier last day."
    page = draft.open().send(over)
    assert page.errors == [words]
    assert words in page.error_beside("ends")
    assert "app-cap--over" in page.soup.find(id="worked-out")["class"]
    assert draft.stored() == ([], (None, {}))
    draft.browser.send({"complete": "no"})
    assert draft.browser.page.path == f"{draft.base}/tasks"
    periods, (is_complete, _answers) = draft.stored()
    assert (len(periods), is_complete) == (1, False)


def test_an_hour_over_a_weekly_limit_is_said_beside_the_amount(app, database):
    draft = Draft(app, database, scheme="protected-time")
    page = draft.open().send({**DONE, "amount": "7.51", "unit": "hours"})
    assert "over the limit of 2 sessions a week" in page.error_beside("amount")


BAD = [
    ({"amount": ""}, "amount", "Enter how much time you ask for each week"),
    ({"amount": "1e3"}, "amount", "Enter a number, like 2 or 2.5"),
    ({"amount": "sNaN"}, "amount", "Enter a number, like 2 or 2.5"),
    ({"amount": "-5"}, "amount", "Enter a number, like 2 or 2.5"),
    ({"amount": "20,000"}, "amount", "Enter a number, like 2 or 2.5"),
    ({"amount": "٣"}, "amount", "Enter a number, like 2 or 2.5"),
    ({"amount": "0"}, "amount", "Time each week must be 0.01 or more"),
    ({"amount": "1000000000000"}, "amount", "Enter a number, like 2 or 2.5"),
    ({"amount": "6", "unit": "weeks"}, "unit", "Choose what you count your time in"),
    ({"amount": "100"}, "amount", "Time each week must be more than 0 and fit into a week"),
    ({"ends-day": "30", "ends-month": "2"}, "ends", "Last day must be a real date"),
    ({"ends-month": "3"}, "ends", "Last day must be the same as the first day or later"),
    ({"ends-year": "9999"}, "ends", "Last day must be within 10 years of the first"),
    ({"starts-month": "3"}, "starts", "First day must be Thursday 1 April 2027 or later"),
    ({"starts-year": "2020"}, "starts", "First day must be Thursday 1 April 2027 or later"),
    (
        {"starts-year": "9000", "ends-year": "9000"},
        "starts",
        "First day must be Thursday 31 December 2037",
    ),
    ({"complete": ""}, "complete", "Choose yes, or no if you will come back later"),
]


@pytest.mark.parametrize(("change", "field", "words"), BAD)
def test_bad_input_is_said_beside_the_field_and_kept(draft, change, field, words):
    page = draft.open().send({**DONE, **change})
    assert words in page.error_beside(field)
    for name, typed in ({**SIX_MONTHS, **change}).items():
        if name not in {"unit", "complete"}:
            assert page.value(name) == typed
    assert draft.stored() == ([], (None, {}))


def test_what_is_not_right_yet_is_kept_for_later_and_counts_for_nothing(draft):
    draft.open().send(DONE)
    draft.open().send({"amount": "about 8", "ends-day": "31", "ends-month": "9", "complete": "no"})
    periods, (is_complete, answers) = draft.stored()
    assert (periods, is_complete) == ([], False)
    assert answers["amount"] == "about 8"
    page = draft.open().page
    assert page.value("amount") == "about 8"
    assert (page.value("ends-day"), page.value("ends-month")) == ("31", "9")
    assert "No time yet." in page.main


@pytest.mark.parametrize("typed", ["8\x00", "8" * 2_000_000])
@pytest.mark.parametrize("complete", ["yes", "no"])
def test_what_cannot_be_stored_is_refused_even_for_later(draft, typed, complete):
    page = draft.open().send({**DONE, "amount": typed, "complete": complete})
    assert page.error_beside("amount")
    assert page.value("amount") == typed.replace("\x00", "")
    assert draft.stored() == ([], (None, {}))


def test_a_second_window_sees_both_and_chooses(draft):
    first, second = draft.open(), Browser(draft.app)
    second.client = draft.browser.client
    second.go(f"{draft.base}/time")
    first.send(DONE)
    page = second.send({**DONE, "amount": "2", "unit": "sessions", "ends-day": "4"})
    assert page.errors[0] == "This page was saved somewhere else. Choose which words to keep."
    assert "1 Days a week First day 6 4 2027 Last day 5 10 2027" in page.main
    assert draft.stored()[0][0][3:] == (100, "days")
    second.send({"complete": "yes"}, "Save and continue")
    assert draft.stored()[0][0][3:] == (200, "sessions")


@pytest.mark.parametrize(
    ("query", "left", "over"),
    [
        (SIX_MONTHS, "0.20 WTE, one day a week.", False),
        ({**SIX_MONTHS, "ends-day": "6"}, "0.20 WTE, one day a week.", True),
        ({**SIX_MONTHS, "amount": "1e3"}, "No time yet.", False),
        ({}, "No time yet.", False),
        ({**SIX_MONTHS, "unit": "pas"}, "No time yet.", False),
    ],
)
def test_worked_out_while_it_is_typed(draft, query, left, over):
    response = draft.browser.client.get(f"{draft.base}/time/worked-out", query_string=query)
    found = json.loads(response.data)
    assert (found["left"], found["over"]) == (left, over)
    assert draft.stored() == ([], (None, {}))


def test_the_units_of_the_nation_are_offered(app, database):
    draft = Draft(app, database, nation=Nation.SCOTLAND)
    page = draft.open().page
    assert [i["value"] for i in page.soup.find_all("input", {"name": "unit"})] == [
        "hours",
        "days",
        "sessions",
    ]
    assert "One day is 7.2 hours" in page.main


@pytest.mark.parametrize(
    "path", ["time", "time/worked-out", "costs", "costs/salary", "costs/other"]
)
def test_nobody_else_can_see_that_it_is_there(draft, path):
    with draft.app.app_context(), draft.database.scope() as session:
        other = people.employee(session, people.node(session, "elsewhere"))
        email = other.email
        session.commit()
    stranger = Browser(draft.app).sign_in(email)
    stranger.go(f"{draft.base}/{path}", 404)
    assert stranger.post_by_hand(f"{draft.base}/{path}", DONE).status in {404, 405}
    assert draft.stored() == ([], (None, {}))


def test_what_was_sent_cannot_be_changed(app, database):
    with app.app_context(), database.scope() as session:
        home = people.node(session)
        nurse = people.employee(session, home)
        made = applications.submitted_application(session, schemes.open_call(session, home), nurse)
        where, line, email = made.id, made.cost_lines[0].id, nurse.email
        session.commit()
    browser = Browser(app).sign_in(email)
    for path in (
        "time",
        "costs",
        "costs/salary",
        "costs/other",
        f"costs/{line}",
        f"costs/{line}/remove",
    ):
        assert browser.post_by_hand(f"/applications/{where}/{path}", DONE).status == 409
    with app.app_context(), database.scope(read_only=True) as session:
        found = session.get_one(Application, UUID(str(where)))
        assert (len(found.cost_lines), found.cost_pence) == (1, 120_000)
