"""Lines of pay of every kind: what they come to over HTTP, what they say, and bad input."""

from datetime import date

import pytest

from portal.costing.choices import Cover
from portal.costing.oncosts import NiMode, PensionMode
from portal.costing.scales import Nation
from tests.factories import rates
from tests.integration.applications.costs_draft import Draft, row


@pytest.fixture
def draft(app, database):
    return Draft(app, database)


# Band 6 top of England 2026/27 (£48,117), 0.2 WTE, 6 months, levy 0.5%.
WORKED = [
    (NiMode.SHARE_OF_POST, PensionMode.PAID_BY_EMPLOYER, 617_444, "£6,174.44"),
    (NiMode.SHARE_OF_POST, PensionMode.HEADLINE, 662_674, "£6,626.74"),
    (NiMode.IN_FULL, PensionMode.PAID_BY_EMPLOYER, 624_944, "£6,249.44"),
]


@pytest.mark.parametrize(("ni_mode", "pension_mode", "pence", "words"), WORKED)
def test_the_worked_examples(app, database, ni_mode, pension_mode, pence, words):
    draft = Draft(app, database, Nation.ENGLAND)
    draft.put_in(
        lambda session, place, by: rates.choices(
            session, place, by, ni_mode=ni_mode, pension_mode=pension_mode
        )
    )
    page = draft.add({}, "salary")
    assert [line[2] for line in draft.lines()] == [pence]
    assert words in row(page, "Cover for your time")
    assert page.main.count("Your organisation usually uses this") == 1


def test_what_the_organisation_usually_uses_is_said_where_it_is_not_used(draft):
    draft.put_in(
        lambda session, place, by: rates.choices(session, place, by, ni_mode=NiMode.IN_FULL)
    )
    page = draft.add({"ni_mode": "share_of_post"}, "salary")
    assert (
        "A new or fixed-term post: its share of National Insurance. Your organisation usually "
        "uses: extra hours for someone in post: National Insurance on all of it."
    ) in page.main


# Each worked out by hand. Wales: 6 top 62,684.70 and 5 entry a full-time year; see unit tests.
KINDS = [
    ({"whose": "bank", "bank_rate": "24.10", "length": "26", "length_unit": "weeks"},
     469_950, "£24.10 an hour, 7.5 hours a week, 26 weeks", "You typed the rate."),
    ({"whose": "bank", "bank_rate": "24.10", "bank_has": "pay", "length": "26",
      "length_unit": "weeks", "ni_mode": "in_full"},
     610_372, "£24.10 an hour", "The rate is pay only: we added National Insurance"),
    ({"whose": "agency", "agency_rate": "£40", "agency_vat": "in_rate", "length": "26",
      "length_unit": "weeks"},
     780_000, "£40.00 an hour", "we added no National Insurance and no pension."),
    ({"whose": "own", "people": "2"},
     1_253_694, "2 people, each: Band 6 top, 0.20 WTE (one day a week), 6 months", "2 people"),
    ({"whose": "elsewhere", "elsewhere_pay": "40,000", "elsewhere_on_cost": "27.5",
      "elsewhere_week": "35", "hours": "7"},
     510_000, "£40,000 a year, 0.20 WTE (one day a week), 6 months", "figures, as typed"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "pence", "words", "note"), KINDS)
def test_every_kind_of_person(draft, typed, pence, words, note):
    page = draft.add(typed, "salary")
    assert page.errors == []
    assert [line[2] for line in draft.lines()] == [pence]
    assert words in row(page, "Cover for your time")
    assert note in page.main
    line = draft.lines()[0][0]
    again = draft.browser.go(f"{draft.base}/{line}")
    assert again.errors == []
    draft.browser.send()
    assert [line[2] for line in draft.lines()] == [pence]


def test_vat_on_an_agency_is_said(draft):
    typed = {"whose": "agency", "agency_rate": "40", "agency_vat": "none"}
    assert "There is no VAT on it." in draft.add(typed, "salary").main


def test_the_organisations_own_rate_is_offered_with_its_source(draft):
    draft.put_in(
        lambda session, place, by: rates.hourly(
            session, place, by, cover=Cover.BANK, band="5", hourly_pence=2410,
            source="Bank office, April 2026", ends_on=date(2028, 3, 31),
        )
    )  # fmt: skip
    page = draft.browser.go(f"{draft.base}/salary")
    assert "Band 5: £24.10 an hour. From: Bank office, April 2026." in page.main
    typed = {"whose": "bank", "bank_held": "5", "length": "26", "length_unit": "weeks"}
    page = draft.browser.send(typed)
    assert [line[2] for line in draft.lines()] == [469_950]
    assert (
        "This is your organisation's rate for band 5. From: Bank office, April 2026." in page.main
    )


def test_a_doctor_counts_in_pas_and_is_told_of_the_range(app, database):
    draft = Draft(app, database, Nation.ENGLAND, grade="Consultant", salary_pence=12_000_000,
                  hours_hundredths=4000)  # fmt: skip
    draft.browser.go(f"{draft.base}/salary")
    typed = {"grade": "consultant", "doctor_pay": "90,000", "hours": "2", "hours_unit": "pas"}
    page = draft.browser.send({**typed, "length": "12"})
    assert draft.details()[0]["hours_hundredths"] == 800
    assert "£90,000 is outside the pay of this grade in 2025/26: £105,504 to £139,882." in page.main
    page = draft.browser.go(f"{draft.base}/{draft.lines()[0][0]}")
    assert page.value("hours") == "2"


def test_a_line_over_two_held_years_is_split(app, database):
    draft = Draft(app, database, Nation.ENGLAND,
                  periods=[{"starts_on": date(2026, 1, 1), "ends_on": date(2026, 6, 30)}])  # fmt: skip
    page = draft.add({}, "salary")
    # the parts of tests/unit/costing/test_posts.py
    assert [line[2] for line in draft.lines()] == [607_517]
    assert "At 2025/26 pay £2,970.90" in page.main and "At 2026/27 pay £3,104.27" in page.main
    assert "England, 2025/26 and 2026/27 pay." in page.main
    assert "no rise" not in page.main


def test_a_year_that_is_not_known_is_said_and_no_rise_is_guessed(draft):
    page = draft.add({}, "salary")
    assert "Until then it is 2026/27 pay, with no rise." in page.main


HOURS = "Enter a number of hours, like 7.5"
MONEY = "Enter an amount in pounds, like 1,250 or 1250.50"
WHOLE = "Enter a whole number, like 12"
NUMBER = "Enter a number, like 2 or 2.5"
BANK = {"whose": "bank", "bank_rate": "24.10"}
AGENCY = {"whose": "agency", "agency_rate": "40", "agency_vat": "none"}
ELSEWHERE = {
    "whose": "elsewhere",
    "elsewhere_pay": "40000",
    "elsewhere_on_cost": "27.5",
    "elsewhere_week": "35",
}
NOT_NUMBERS = ("-1", "1e3", "1_000", "٣", "sNaN", "1000000000000", "½", "0x10", "1,00")
BAD = [
    *(({"people": bad}, "people", WHOLE) for bad in NOT_NUMBERS if bad != "1000000000000"),
    ({"people": "0"}, "people", "How many people must be 1 or more"),
    ({"people": "51"}, "people", "How many people must be 50 or less"),
    ({"people": ""}, "people", "Enter how many people"),
    *(({"hours": bad}, "hours", HOURS) for bad in NOT_NUMBERS),
    ({"hours": "£7"}, "hours", HOURS),
    ({"hours": "37.51"}, "hours", "One person works up to 37.5 hours a week."),
    ({**BANK, "hours": "38"}, "hours", "One person works up to 37.5 hours a week."),
    ({**ELSEWHERE, "hours": "35.01"}, "hours", "One person works up to 35 hours a week."),
    *(({"length": bad}, "length", WHOLE) for bad in NOT_NUMBERS if bad != "1000000000000"),
    ({"length": "0", "length_unit": "weeks"}, "length", "How long must be 1 or more"),
    ({"length": "521", "length_unit": "weeks"}, "length", "How long must be 520 or less"),
    ({"length": "600", "length_unit": "weeks"}, "length", "How long must be 520 or less"),
    ({"whose": "band", "step": "10:1"}, "step", "Choose one of the answers shown"),
    ({"whose": "band", "step": "6"}, "step", "Choose one of the answers shown"),
    ({"whose": "band", "step": "6:"}, "step", "Choose one of the answers shown"),
    ({"whose": "band", "step": ""}, "step", "Choose a band and step"),
    *(({**BANK, "bank_rate": bad}, "bank_rate", MONEY) for bad in NOT_NUMBERS),
    ({**BANK, "bank_rate": ""}, "bank_rate", "Enter the rate for an hour"),
    ({**BANK, "bank_rate": "0"}, "bank_rate", "The rate must be £0.01 or more"),
    ({**BANK, "bank_rate": "1000.01"}, "bank_rate", "The rate must be £1,000 or less"),
    ({**BANK, "bank_has": ""}, "bank_has", "Choose what is in the rate"),
    ({**BANK, "bank_has": "some"}, "bank_has", "Choose one of the answers shown"),
    ({**BANK, "bank_held": "9"}, "bank_held", "Choose one of the answers shown"),
    ({**AGENCY, "agency_rate": ""}, "agency_rate", "Enter the rate for an hour"),
    ({**AGENCY, "agency_vat": ""}, "agency_vat", "Choose whether there is VAT"),
    ({**AGENCY, "agency_has": ""}, "agency_has", "Choose what is in the rate"),
    ({**ELSEWHERE, "elsewhere_pay": ""}, "elsewhere_pay", "Enter the full-time pay for a year"),
    ({**ELSEWHERE, "elsewhere_on_cost": ""}, "elsewhere_on_cost", "Enter what their employer adds"),
    *(({**ELSEWHERE, "elsewhere_on_cost": bad}, "elsewhere_on_cost", NUMBER) for bad in NOT_NUMBERS),
    ({**ELSEWHERE, "elsewhere_on_cost": "100.01"}, "elsewhere_on_cost", "must be 100 or less"),
    ({**ELSEWHERE, "elsewhere_week": ""}, "elsewhere_week", "Enter their full-time week"),
    ({**ELSEWHERE, "elsewhere_week": "0"}, "elsewhere_week", "must be 0.01 or more"),
    ({"hours_unit": "pas"}, "hours_unit", "Choose one of the answers shown"),
    ({"cover": "maybe"}, "cover", "Choose yes if it is cover for your own work"),
    ({"starts": "2027-01-01"}, "starts", "Choose one of the answers shown"),
    ({"pot": ""}, "pot", "Choose who pays for it"),
    ({"pot": "mine"}, "pot", "Choose who pays for it"),
    ({"pot": "other"}, "pot_name", "Enter the name of the grant or funder"),
    ({"pot": "other", "pot_name": "x" * 121}, "pot_name", "must be 120 characters or fewer"),
    ({"pot": "other", "pot_name": "a\x00b"}, "pot_name", "has a character we cannot store"),
]  # fmt: skip


FORGED = {"starts", "hours_unit", "bank_held"}  # fields that this page does not show


def test_bad_input_in_every_field_of_pay(draft):
    draft.browser.go(f"{draft.base}/salary")
    action, served = draft.browser.page.form()
    for change, field, words in BAD:
        page = draft.browser.post(action, {**served, "label": "My own words", **change})
        said = page.errors if field in FORGED else [page.error_beside(field)]
        assert words in " ".join(said), (change, page.errors)
        assert page.value("label") == "My own words"
    assert draft.lines() == []


def test_several_times_are_chosen_from_and_start_their_lines(app, database):
    draft = Draft(app, database, Nation.ENGLAND, periods=[
        {"starts_on": date(2026, 4, 1), "ends_on": date(2026, 9, 30)},
        {"starts_on": date(2026, 10, 1), "ends_on": date(2027, 3, 31)},
    ])  # fmt: skip
    page = draft.browser.go(f"{draft.base}/salary")
    assert "Which of your times is it for?" in page.main
    draft.browser.send({"starts": "2026-10-01", "length": "6", "hours": "7.5"})
    assert draft.details()[0]["starts_on"] == "2026-10-01"
    assert "£6,174.44" in draft.page().main
