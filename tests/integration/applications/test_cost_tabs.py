"""Costs in two tabs, pressed twice, copied, covered in one press, and paid by others."""

from datetime import date

import pytest

from portal.applications.models import Application, CostLine
from portal.audit.models import TrailEntry
from tests.factories import applications
from tests.integration.applications.costs_draft import RESEARCH, TRAVEL, Draft, row


@pytest.fixture
def draft(app, database):
    return Draft(app, database)


def acts(draft):
    with draft.app.app_context(), draft.database.scope(read_only=True) as session:
        found = session.query(TrailEntry).filter_by(subject_id=draft.id)
        return [entry.verb for entry in found.order_by(TrailEntry.number)]


@pytest.mark.parametrize(("kind", "values"), [("other", RESEARCH), ("salary", {})])
def test_a_second_press_of_add_adds_nothing(draft, kind, values):
    page = draft.browser.go(f"{draft.base}/{kind}")
    action, served = page.form()
    for _press in range(2):
        page = draft.browser.post(action, {**served, **values})
        assert page.path == draft.base
    assert len(draft.lines()) == 1
    assert acts(draft) == ["added_cost"]


def test_the_same_form_with_other_words_is_another_cost(draft):
    page = draft.browser.go(f"{draft.base}/other")
    action, served = page.form()
    draft.browser.post(action, {**served, **RESEARCH})
    draft.browser.post(action, {**served, **TRAVEL})  # back in the browser, and typed anew
    assert [label for _id, label, _pence in draft.lines()] == ["Typing", "Home visits"]


@pytest.mark.parametrize("ticket", ["x" * 70_000, "a\x00b", "٣", "", "😀"])
def test_a_ticket_that_is_none_of_ours_does_no_harm(draft, ticket):
    page = draft.browser.go(f"{draft.base}/other")
    action, served = page.form()
    draft.browser.post(action, {**served, **RESEARCH, "ticket": ticket})
    assert len(draft.lines()) == 1


def test_who_saves_second_sees_both_and_chooses(draft):
    draft.add(RESEARCH)
    line = draft.lines()[0][0]
    first = draft.browser.go(f"{draft.base}/{line}").form()
    second = draft.browser.go(f"{draft.base}/{line}").form()
    draft.browser.post(first[0], {**first[1], "price": "90"})
    page = draft.browser.post(second[0], {**second[1], "label": "Typing up", "price": "80"})
    (said,) = page.errors
    assert said == (
        "This cost was changed somewhere else. It now says: Typing; 1 at £90.00; £90.00. "
        "Save again to keep what you see here."
    )
    assert (page.value("label"), page.value("price")) == ("Typing up", "80")
    assert draft.lines()[0][2] == 9_000
    draft.browser.send()
    assert draft.lines() == [(line, "Typing up", 8_000)]


def test_saving_what_is_there_already_is_no_conflict_and_no_act(draft):
    draft.add(RESEARCH)
    line = draft.lines()[0][0]
    action, served = draft.browser.go(f"{draft.base}/{line}").form()
    for _press in range(2):
        assert draft.browser.post(action, {**served, "price": "90"}).path == draft.base
    assert acts(draft) == ["added_cost", "changed_cost"]


@pytest.mark.parametrize(
    ("kind", "values", "typed"),
    [("other", RESEARCH, {"label": "Mine"}), ("salary", {}, {"label": "Mine", "hours": "3"})],
)
def test_a_line_removed_meanwhile_can_be_added_again_as_typed(draft, kind, values, typed):
    draft.add(values, kind)
    line = draft.lines()[0][0]
    action, served = draft.browser.go(f"{draft.base}/{line}").form()
    draft.browser.go(f"{draft.base}/{line}/remove")
    draft.browser.send(button="Remove")
    page = draft.browser.post(action, {**served, **typed})
    (said,) = page.errors
    assert said == (
        "This cost was removed somewhere else. What you typed is still here. "
        "Save it to add it again."
    )
    assert {name: page.value(name) for name in typed} == typed
    draft.browser.send()
    assert [label for _id, label, _pence in draft.lines()] == ["Mine"]


def test_removing_twice_is_removing_once(draft):
    draft.add(RESEARCH)
    line = draft.lines()[0][0]
    action, served = draft.browser.go(f"{draft.base}/{line}/remove").form("Remove")
    assert "You removed Typing." in draft.browser.post(action, served).main
    assert "This cost was removed already." in draft.browser.post(action, served).main
    assert acts(draft) == ["added_cost", "removed_cost"]


def test_a_line_changed_meanwhile_is_asked_of_again_before_it_goes(draft):
    draft.add(RESEARCH)
    line = draft.lines()[0][0]
    action, served = draft.browser.go(f"{draft.base}/{line}/remove").form("Remove")
    draft.browser.go(f"{draft.base}/{line}")
    draft.browser.send({"price": "90"})
    page = draft.browser.post(action, served)
    assert "This cost was changed somewhere else. This is what it says now." in page.main
    assert "£90.00" in page.main and len(draft.lines()) == 1
    draft.browser.send(button="Remove")
    assert draft.lines() == []


@pytest.mark.parametrize("version", ["-1", "٣", "1e3", "9" * 5000, "\x00", ""])
def test_a_version_that_is_none_changes_nothing(draft, version):
    draft.add(RESEARCH)
    line = draft.lines()[0][0]
    action, served = draft.browser.go(f"{draft.base}/{line}").form()
    page = draft.browser.post(action, {**served, "price": "90", "line_version": version})
    assert "changed somewhere else" in page.errors[0]
    assert draft.lines()[0][2] == 10_000


@pytest.mark.parametrize(("kind", "values"), [("other", TRAVEL), ("salary", {})])
def test_a_copy_is_another_line_like_it(draft, kind, values):
    draft.add({**values, "pot": "other", "pot_name": "Charity"}, kind)
    before = draft.lines()[0]
    draft.page()
    page = draft.browser.click("Copy")
    assert page.h1 == "Copy a cost"
    draft.browser.send()
    assert [line[1:] for line in draft.lines()] == [before[1:], before[1:]]
    assert draft.browser.page.main.count("Paid by: Charity") == 2


def test_cover_in_one_press_and_once(draft):
    page = draft.page()
    words = "Add cover for 7.5 hours a week, 6 months"
    action, served = page.form(words)
    page = draft.browser.post(action, served)
    assert "£6,268.47" in row(page, "Cover for your time")
    assert words not in page.main
    draft.browser.post(action, served)
    assert len(draft.lines()) == 1


def test_cover_of_pay_that_is_not_held_leads_to_the_form(app, database):
    from portal.costing.scales import Nation

    draft = Draft(app, database, Nation.NORTHERN_IRELAND)
    draft.page()
    page = draft.browser.send(button="Add cover")
    assert page.path == f"{draft.base}/salary"
    assert draft.lines() == []


def test_each_of_several_times_has_its_cover(app, database):
    draft = Draft(app, database, periods=[
        {"starts_on": date(2027, 4, 6), "ends_on": date(2027, 7, 5)},
        {"starts_on": date(2027, 9, 1), "ends_on": date(2027, 11, 30), "hours_hundredths": 1500},
    ])  # fmt: skip
    draft.page()
    page = draft.browser.send(button="15 hours a week, 3 months")
    assert draft.details()[0]["starts_on"] == "2027-09-01"
    assert "Your cover lines are for 195 hours in all." in page.main
    page = draft.browser.send(button="Add cover for 7.5 hours a week")
    assert "Your cover lines are for" not in page.main
    assert [each["hours_hundredths"] for each in draft.details()] == [1500, 750]


@pytest.mark.parametrize(
    ("typed", "is_told"),
    [
        ({}, False),
        ({"hours": "7.6"}, False),  # less than a week's time of difference
        ({"hours": "5"}, True),
        ({"length": "26", "length_unit": "weeks"}, False),
        ({"length": "20", "length_unit": "weeks"}, True),
        ({"people": "2"}, True),
        ({"people": "2", "hours": "3.75"}, False),
        ({"hours": "5", "cover": "no"}, False),
    ],
)
def test_cover_and_time_that_differ_are_told_and_stop_nothing(draft, typed, is_told):
    page = draft.add(typed, "salary")
    assert ("You can go on, but check both." in page.main) is is_told
    page = draft.browser.send({"complete": "yes"}, button="Save and continue")
    assert draft.is_complete()


def test_what_others_pay_is_shown_and_counts_towards_no_limit(draft):
    draft.add({**RESEARCH, "price": "20000"})
    page = draft.add({**TRAVEL, "pot": "other", "pot_name": "  Tenovus  Cymru "})
    assert "£0.00 left of £20,000.00" in page.main
    assert "Training and travel. Paid by: Tenovus Cymru" in row(page, "Home visits")
    feet = [" ".join(tr.get_text(" ").split()) for tr in page.soup.select("tfoot tr")]
    assert [foot.split()[-1] for foot in feet[:3]] == ["£20,000.00", "£184.50", "£20,184.50"]
    assert "Who pays" in page.main
    page = draft.browser.send({"complete": "yes"}, button="Save and continue")
    assert draft.is_complete()
    with draft.app.app_context(), draft.database.scope(read_only=True) as session:
        found = session.get_one(Application, draft.id)
        assert (found.asked_pence, found.cost_pence) == (2_000_000, 2_018_450)
    page = draft.browser.go(f"/applications/{draft.id}/check")
    feet = [(tr.th.text.strip(), tr.select("td")[-1].text) for tr in page.soup.select("tfoot tr")]
    assert [(label, amount.removeprefix("Amount")) for label, amount in feet] == [
        ("Asked of this scheme", "£20,000.00"),
        ("Paid by others", "£184.50"),
        ("Total", "£20,184.50"),
    ]


def test_what_the_scheme_does_not_pay_is_said_where_it_is_typed(draft):
    with draft.app.app_context(), draft.database.scope(read_only=True) as session:
        not_paid = session.get_one(Application, draft.id).call.document.not_paid
        assert not_paid
        said = [" ".join(str(words).split()) for words in not_paid]
    for kind in ("salary", "other"):
        page = draft.browser.go(f"{draft.base}/{kind}")
        assert all(words in page.main for words in said)


def test_what_is_left_of_a_kind_is_beside_it(draft):
    draft.add(TRAVEL)
    page = draft.browser.go(f"{draft.base}/other")
    assert "£815.50 left of £1,000.00" in page.main


def live(draft, kind, **typed):
    address = f"{draft.base}/{kind}/worked-out"
    response = draft.browser.client.get(address, query_string=typed)
    assert response.status_code == 200
    return response.get_json()


def test_what_a_line_comes_to_is_said_while_it_is_typed(draft):
    _action, served = draft.browser.go(f"{draft.base}/salary").form()
    found = live(draft, "salary", **served)
    assert found["left"] == "£6,268.47"
    assert found["rest"] == "Band 6 top, 0.20 WTE (one day a week), 6 months."
    assert "With this cost: £13,731.53 left of £20,000.00." in found["lines"]
    assert not found["over"]
    assert live(draft, "other", **{**TRAVEL, "pot": "scheme"})["left"] == "£184.50"
    over = live(draft, "other", **{**RESEARCH, "price": "20001", "pot": "scheme"})
    assert over["over"] and "With this cost: £1.00 over £20,000.00." in over["lines"]
    assert draft.lines() == []


@pytest.mark.parametrize("bad", [{}, {"hours": "sNaN"}, {"hours": "\x00"}, {"line": "x"}])
def test_what_cannot_be_read_waits_for_more(draft, bad):
    _action, served = draft.browser.go(f"{draft.base}/salary").form()
    typed = {**served, **bad} if bad else {}
    found = live(draft, "salary", **typed)
    waits = "Fill in the answers to see what it comes to."
    assert (found["left"] == waits) is (bad != {"line": "x"})


def test_the_same_tables_for_thirty_lines_ask_the_database_no_more(draft, count_queries):
    seen = {}
    for wanted in (1, 30):
        with draft.app.app_context(), draft.database.scope() as session:
            application = session.get_one(Application, draft.id)
            for number in range(len(application.cost_lines), wanted):
                applications.cost(session, application, number, position=number + 1)
            session.commit()
            line = session.query(CostLine).filter_by(application_id=draft.id).first().id
        for path in ("/cost-again", f"/{line}/copy", "/salary"):
            with count_queries() as queries:
                draft.browser.go(draft.base + path)
            seen[wanted, path.rpartition("/")[2]] = len(queries)
    for last in ("cost-again", "copy", "salary"):
        assert seen[1, last] == seen[30, last]
