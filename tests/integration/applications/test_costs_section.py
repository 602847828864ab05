"""The section for costs: lines are added, changed and removed, and the sums agree everywhere."""

import pytest

from portal.applications.models import Application, CostLine
from portal.applications.pages.costs import category_totals
from portal.audit.models import TrailEntry
from portal.costing.scales import Nation
from tests.factories import applications, schemes
from tests.integration.applications.costs_draft import RESEARCH, TRAVEL, Draft, row


@pytest.fixture
def draft(app, database):
    return Draft(app, database)


def test_cover_for_ones_own_time_is_filled_in_and_worked_out(draft):
    page = draft.add({}, "salary")
    assert page.path == draft.base
    assert "Band 6 top, 0.20 WTE (one day a week), 6 months" in row(page, "Cover for your time")
    assert "£6,268.47" in row(page, "Cover for your time")
    assert "Apprenticeship levy: 0.5% £244.21" in page.main
    assert "We will use 2027/28 pay when it is published, and show you the change." in page.main
    assert "£13,731.53 left of £20,000.00. You have used £6,268.47." in page.main


def test_the_sum_is_the_same_everywhere(draft):
    draft.add({}, "salary")
    draft.add(TRAVEL)
    page = draft.add(RESEARCH)
    amounts = [pence for _id, _label, pence in draft.lines()]
    assert amounts == [626_847, 18_450, 10_000]
    with draft.app.app_context(), draft.database.scope(read_only=True) as session:
        application = session.get_one(Application, draft.id)
        assert (
            application.cost_pence
            == sum(amounts)
            == sum(t.pence for t in category_totals(application))
        )
    feet = [" ".join(tr.get_text(" ").split()) for tr in page.soup.select("tfoot tr")]
    assert feet[0].startswith("Total") and feet[0].endswith("£6,552.97")
    assert "£6,552.97" in feet[1] and "£13,447.03" in feet[1]
    assert "3 cost lines" in page.main


def test_a_line_is_changed_in_its_place(draft):
    draft.add(RESEARCH)
    draft.add(TRAVEL)
    first = draft.lines()[0][0]
    draft.page()
    page = draft.browser.click("Change Typing")
    assert page.value("price") == "100"
    assert page.path == f"{draft.base}/{first}"
    draft.browser.send({"quantity": "2", "label": "Typing up"})
    assert draft.lines()[0] == (first, "Typing up", 20_000)
    assert len(draft.lines()) == 2


def test_a_salary_is_changed_with_all_it_was_made_from(draft):
    draft.add(
        {
            "label": "Assistant",
            "whose": "band",
            "step": "5:1",
            "hours": "11.25",
            "length": "26",
            "length_unit": "weeks",
        },
        "salary",
    )
    line, _label, before = draft.lines()[0]
    page = draft.browser.go(f"{draft.base}/{line}")
    assert (page.value("hours"), page.value("length")) == ("11.25", "26")
    page = draft.browser.send({"ni_mode": "in_full"})
    assert "Employer National Insurance: 15% of all pay" in page.main
    # 15% of the threshold of £5,000, for 0.30 WTE and 182 of 365 days, is £112.19 more
    assert draft.lines()[0][2] - before == 11_219


def test_a_line_is_removed_after_one_question(draft):
    draft.add(RESEARCH)
    draft.add(TRAVEL)
    draft.page()
    page = draft.browser.click("Remove Typing")
    assert page.h1 == "Remove this cost?"
    assert len(draft.lines()) == 2
    page = draft.browser.send(button="Remove")
    assert "You removed Typing." in page.main
    assert [label for _id, label, _pence in draft.lines()] == ["Home visits"]


def test_each_act_is_in_the_trail_without_what_it_is_for(draft):
    draft.add(RESEARCH)
    line = draft.lines()[0][0]
    draft.browser.go(f"{draft.base}/{line}")
    draft.browser.send({"price": "90"})
    draft.browser.go(f"{draft.base}/{line}/remove")
    draft.browser.send(button="Remove")
    with draft.app.app_context(), draft.database.scope(read_only=True) as session:
        found = (
            session.query(TrailEntry)
            .filter_by(subject_id=draft.id)
            .order_by(TrailEntry.number)
            .all()
        )
        acts = [(entry.verb, entry.facts) for entry in found]
    assert acts == [
        ("added_cost", {"amount": "£100.00"}),
        ("changed_cost", {"amount": "£90.00"}),
        ("removed_cost", {"amount": "£90.00"}),
    ]


@pytest.mark.parametrize(
    ("price", "goes_on", "words"),
    [
        ("1000", True, "Training and travel: £0.00 left of £1,000.00."),
        ("1000.01", False, "Training and travel: £0.01 over the limit of £1,000.00."),
    ],
)
def test_a_penny_over_a_kind_stops_the_section_and_never_the_line(draft, price, goes_on, words):
    page = draft.add({**TRAVEL, "quantity": "1", "price": price})
    assert words in page.main
    assert ("app-cap--over" in page.soup.find(id="cap")["class"]) is not goes_on
    page = draft.browser.send({"complete": "yes"}, button="Save and continue")
    assert (page.path == f"/applications/{draft.id}/tasks") is goes_on
    assert draft.is_complete() is goes_on
    said = "Training and travel: your costs are £0.01 over the £1,000 limit. Lower them or remove a cost."
    assert page.errors == ([] if goes_on else [said])


def test_over_the_whole_limit_says_by_how_much(draft):
    page = draft.add({**RESEARCH, "price": "20310"})
    assert "£310.00 over the limit of £20,000.00. You have used £20,310.00." in page.main
    assert "£310.00 over" in page.soup.select("tfoot")[1].text
    page = draft.browser.send({"complete": "no"}, button="Save and continue")
    assert page.path == f"/applications/{draft.id}/tasks"
    assert draft.is_complete() is False


def test_the_section_asks_whether_it_is_done(draft):
    draft.page()
    page = draft.browser.send(button="Save and continue")
    assert page.errors == ["Choose yes, or no if you will come back later"]
    assert draft.is_complete() is None


MONEY = "Enter an amount in pounds, like 1,250 or 1250.50"
NUMBER = "Enter a number, like 2 or 2.5"
OTHER_BAD = [
    ({"quantity": "1e3"}, "quantity", NUMBER),
    ({"quantity": "sNaN"}, "quantity", NUMBER),
    ({"quantity": "-5"}, "quantity", NUMBER),
    ({"quantity": "٣"}, "quantity", NUMBER),
    ({"quantity": "0"}, "quantity", "How many must be 0.01 or more"),
    ({"quantity": "1000000000000"}, "quantity", NUMBER),
    ({"quantity": "100001"}, "quantity", "How many must be 100000 or less"),
    ({"price": "£20k"}, "price", MONEY),
    ({"price": "-5"}, "price", MONEY),
    ({"price": "1e3"}, "price", MONEY),
    ({"price": "٣"}, "price", MONEY),
    ({"price": "1000000000000"}, "price", MONEY),
    ({"price": "1000000.01"}, "price", "Price of one must be £1,000,000 or less"),
    ({"price": ""}, "price", "Enter the price of one"),
    ({"label": ""}, "label", "Enter what it is"),
    ({"label": "a\x00b"}, "label", "has a character we cannot store"),
    ({"label": "x" * 2_000_000}, "label", "must be 120 characters or fewer. You have 2,000,000."),
    ({"category": "salaries"}, "category", "Choose the kind of cost"),
    ({"category": "bribes"}, "category", "Choose the kind of cost"),
]


@pytest.mark.parametrize(("change", "field", "words"), OTHER_BAD)
def test_bad_input_in_another_cost(draft, change, field, words):
    typed = {**TRAVEL, **change}
    page = draft.add(typed)
    assert words in page.error_beside(field)
    for name in ("label", "quantity", "counted", "price"):
        assert page.value(name) == typed[name].replace("\x00", "")
    assert draft.lines() == []


def test_twenty_thousand_with_a_comma_is_money(draft):
    draft.add({**RESEARCH, "price": "20,000"})
    assert draft.lines()[0][2] == 2_000_000


SALARY_BAD = [
    ({"whose": ""}, "whose", "Choose whose pay it is"),
    ({"whose": "queen"}, "whose", "Choose whose pay it is"),
    ({"whose": "band"}, "step", "Choose a band and step"),
    ({"whose": "band", "step": "6:99"}, "step", "Choose one of the answers shown"),
    ({"whose": "doctor"}, "doctor_pay", "Enter the full-time pay for a year"),
    ({"whose": "doctor", "doctor_pay": "£20k"}, "doctor_pay", MONEY),
    ({"whose": "typed", "typed_pay": "0"}, "typed_pay", "Full-time pay must be £0.01 or more"),
    ({"hours": "0"}, "hours", "Hours each week must be 0.01 or more"),
    ({"hours": "169"}, "hours", "Hours each week must be 168 or less"),
    ({"hours": "7,5"}, "hours", "Enter a number of hours, like 7.5"),
    ({"length": "0"}, "length", "How long must be 1 or more"),
    ({"length": "121"}, "length", "How long must be 120 or less"),
    ({"length": "6.5"}, "length", "Enter a whole number, like 12"),
    ({"length_unit": "years"}, "length_unit", "Choose months or weeks"),
    ({"ni_mode": "none"}, "ni_mode", "Choose how the work is covered"),
]


@pytest.mark.parametrize(("change", "field", "words"), SALARY_BAD)
def test_bad_input_in_a_salary(draft, change, field, words):
    page = draft.add({"label": "My own words", **change}, "salary")
    assert words in page.error_beside(field)
    assert page.value("label") == "My own words"
    assert draft.lines() == []


def test_what_stands_under_an_answer_not_chosen_does_no_harm(draft):
    draft.add({"whose": "own", "doctor_pay": "£20k", "typed_pay": "sNaN", "step": "6:99"}, "salary")
    assert draft.lines()[0][2] == 626_847


def test_where_no_scale_is_held_the_pay_is_typed(app, database):
    draft = Draft(app, database, Nation.NORTHERN_IRELAND)
    page = draft.add({}, "salary")
    assert "Type in the pay for a full year." in page.error_beside("whose")
    page = draft.add({"whose": "typed", "typed_pay": "48,000"}, "salary")
    assert "£6,582.60" in row(page, "Cover for your time")
    assert "Two sources give two figures. Check it first." in page.main


def test_a_consultant_has_their_own_pay_filled_in_and_a_range_beside_it(app, database):
    draft = Draft(
        app,
        database,
        Nation.ENGLAND,
        grade="Consultant",
        salary_pence=12_000_000,
        hours_hundredths=4000,
    )
    page = draft.browser.go(f"{draft.base}/salary")
    assert page.value("doctor_pay") == "120,000"
    assert "Consultants in England: £105,504 to £139,882 in 2025/26" in page.main
    page = draft.browser.send({"hours": "8", "length": "12"})
    assert "Salary, Consultant £120,000.00" in page.main
    assert "£31,021.20" in row(page, "Cover for your time")


def test_the_line_of_another_application_is_not_found_under_this_one(draft):
    with draft.app.app_context(), draft.database.scope() as session:
        mine = session.get_one(Application, draft.id)
        other = applications.draft(session, schemes.call(session, mine.call.scheme), mine.applicant)
        foreign = applications.cost(session, other, 5_000).id
        session.commit()
    for path in (f"{foreign}", f"{foreign}/remove"):
        draft.browser.go(f"{draft.base}/{path}", 404)
        assert draft.browser.post_by_hand(f"{draft.base}/{path}", TRAVEL).status == 404
    with draft.app.app_context(), draft.database.scope(read_only=True) as session:
        assert session.get_one(CostLine, foreign).amount_pence == 5_000


def test_a_scheme_that_pays_only_for_time_offers_nothing_else(app, database):
    draft = Draft(app, database, scheme="protected-time")
    page = draft.page()
    assert "Add a salary" in page.main and "Add another cost" not in page.main
    draft.browser.go(f"{draft.base}/other", 404)
    assert draft.browser.post_by_hand(f"{draft.base}/other", RESEARCH).status == 404


def test_a_hundred_lines_are_enough(draft):
    with draft.app.app_context(), draft.database.scope() as session:
        application = session.get_one(Application, draft.id)
        for number in range(100):
            applications.cost(session, application, number, position=number + 1)
        session.commit()
    page = draft.page()
    assert "You have 100 costs. Put some of them together first." in page.main
    assert draft.browser.post_by_hand(f"{draft.base}/other", RESEARCH).status == 409
    assert len(draft.lines()) == 100


def test_the_page_asks_no_more_of_the_database_for_thirty_lines(draft, count_queries):
    seen = {}
    for wanted in (1, 30):
        with draft.app.app_context(), draft.database.scope() as session:
            application = session.get_one(Application, draft.id)
            for number in range(len(application.cost_lines), wanted):
                applications.cost(session, application, number, position=number + 1)
            session.commit()
        with count_queries() as queries:
            draft.page()
        seen[wanted] = len(queries)
    assert seen[1] == seen[30]


def test_pages_that_are_read_write_nothing(draft):
    draft.add(RESEARCH)
    line = draft.lines()[0][0]
    for path in ("", "/salary", "/other", f"/{line}", f"/{line}/remove"):
        draft.browser.go(draft.base + path)
    assert draft.lines() == [(line, "Typing", 10_000)]
