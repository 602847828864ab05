"""The lists of a call as files: for its office alone, as sent, filtered as the board, on the trail."""

import csv
from datetime import timedelta
from decimal import Decimal
from io import StringIO

import pytest
from sqlalchemy import select

from portal.applications.documents import whole
from portal.applications.models import Application, CostKind, Submission
from portal.applications.money import Pot
from portal.audit.models import TrailEntry
from portal.awards.lifecycle import OfferState, Outcome
from portal.awards.models import Award
from portal.kernel.actor import Role
from portal.kernel.amounts import pounds
from portal.people.models import Organisation, Person
from portal.schemes.models import Call
from tests.browsing import Browser
from tests.conftest import NOW
from tests.factories import applications, awards, people, reviews
from tests.factories.returns import Ward, sent_back
from tests.sheets import read

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COSTS = (("Walking groups", 12_345, Pot.SCHEME, ""), ("Room", 678, Pot.OTHER, "A charity"))


@pytest.fixture
def ward(app, database):
    """A sent application of Megan's with several costs, and who may look at its call."""
    with app.app_context(), database.scope() as session:
        made = Ward(session, closed=True)
        for label, pence, pot, name in COSTS:
            applications.cost(session, made.sent, pence, label=label, pot=pot, pot_name=name)
        found = {
            "call": made.call.id, "sent": made.sent.id, "reference": made.sent.reference,
            "office": made.office.email, "node": made.node.id, "nurse": made.nurse.email,
            "manager": made.manager.email,
            **{role.value: people.staff_with_role(session, role, made.node).email
               for role in Role if role is not Role.OFFICE},
            "elsewhere": people.staff_with_role(
                session, Role.OFFICE, people.node(session, "elsewhere")).email,
        }  # fmt: skip
        session.commit()
    return found


def take(app, ward, who="office", which="workbook.xlsx", stage=""):
    """What the board's button for a file answers."""
    browser = Browser(app).sign_in(ward[who])
    browser.go(f"/office/calls/{ward['call']}?stage={stage}")
    return browser.post_by_hand(
        f"/office/calls/{ward['call']}/export", {"which": which, "stage": stage}
    )


def sheets(app, ward, **asked):
    return read(take(app, ward, **asked).data)


def lines_of(page) -> list[dict]:
    text = page.data.decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text, newline="")))


def change(app, database, ward, how):
    with app.app_context(), database.scope() as session:
        how(session, session.get_one(Application, ward["sent"]))
        session.commit()


def office_of(session, ward) -> Person:
    return session.scalar(select(Person).where(Person.email == ward["office"]))


def released(session, application, ward, **values) -> None:
    """An award that its applicant has been told of."""
    awards.agreed(session, application)
    awards.decided(session, application, **values)
    awards.released(session, application.call, office_of(session, ward))


# --- what is in it ---


def test_a_workbook_has_both_lists_and_says_what_it_is(app, ward):
    browser = Browser(app).sign_in(ward["office"])
    page = browser.go(f"/office/calls/{ward['call']}")
    assert "Download 1 application" in page.main
    answer = browser.send(button="Excel workbook")
    assert answer.headers["Content-Type"] == XLSX
    assert answer.headers["Content-Disposition"].endswith('-2026-11-23.xlsx"')
    assert answer.headers["Cache-Control"] == "no-store"
    found = read(answer.data)
    assert list(found) == ["About this file", "Applications", "Costs"]
    said = {row["About this file"]: list(row.values())[1] for row in found["About this file"].rows}
    assert said["Made by"] == "Ffion Rees"
    assert said["File made on"] == "Monday 23 November 2026, 10am, UK time"
    assert said["Which applications"] == "Everything that was sent"
    assert (said["Applications"], said["Rows on the sheet of costs"]) == ("1", "3")
    assert said["Asked of this scheme"] == "£1,323.45"
    (row,) = found["Applications"].rows
    assert row["Reference"] == ward["reference"]
    assert (row["Applicant"], row["Title"]) == ("Megan Prosser", "Breathless at home")
    assert (row["Profession"], row["Band or grade"]) == ("Registered nurse (adult)", "Band 6")
    assert (row["Employer"], row["Team"]) == ("Glan Hafren", "Glan Hafren")
    assert (row["WTE in the fullest week"], row["Hours in all"]) == (
        Decimal("0.2"),
        Decimal("196.07"),
    )
    assert row["Asked of this scheme"] == Decimal("1323.45")
    assert row["Paid by others"] == Decimal("6.78")
    assert row["All costs"] == Decimal("1330.23")
    assert "Awarded" not in row
    assert found["Costs"].column("Cost") == ["Printing", "Walking groups", "Room"]


@pytest.mark.parametrize("which", ["applications.csv", "costs.csv"])
def test_a_csv_has_the_same_rows(app, ward, which):
    page = take(app, ward, which=which)
    assert page.headers["Content-Disposition"].endswith(f'-{which[:-4]}-2026-11-23.csv"')
    rows = lines_of(page)
    sheet = sheets(app, ward)["Applications" if which == "applications.csv" else "Costs"]
    assert tuple(rows[0]) == sheet.heads
    for row, same in zip(rows, sheet.rows, strict=True):
        amounts = {name: value for name, value in row.items() if "costs" in name.lower() and value}
        assert all(Decimal(value) == same[name] for name, value in amounts.items())
        assert row["Reference"] == same["Reference"]


def test_one_number_on_page_document_sheet_and_award(app, database, ward):
    """Issue 4: the sum on page, check of answers, PDF, export and award is one number."""
    with app.app_context(), database.scope() as session:
        application = session.get_one(Application, ward["sent"])
        released(session, application, ward)
        receipt = session.scalar(
            select(Submission).where(Submission.application_id == application.id)
        )
        document = next(costs for _part, costs in whole(receipt).parts if costs)
        session.commit()
    found = sheets(app, ward)
    asked = found["Applications"].total("Asked of this scheme")
    office = Browser(app).sign_in(ward["office"])
    told = pounds(int(asked * 100))
    assert told in office.go(f"/office/calls/{ward['call']}").main
    assert told in office.go(f"/applications/{ward['sent']}").main
    assert told in office.go(f"/applications/{ward['sent']}/answers").main
    assert told in [str(fact.value) for fact in document.sums]
    assert asked == found["Costs"].total("Asked of this scheme")
    assert found["Costs"].total("Amount") == found["Applications"].total("All costs")
    assert found["Costs"].column("Awarded") == found["Applications"].column("Awarded") == [asked]
    assert found["Costs"].column("What the row is")[-1] == "Award"


def test_times_are_uk_times_and_sent_again_is_told(app, database, ward):
    def again(session, application):
        session.add(Submission(application=application, number=2, ticket="again",
                               received_at=NOW - timedelta(hours=1), content={}))  # fmt: skip

    change(app, database, ward, again)
    row = lines_of(take(app, ward, which="applications.csv"))[0]
    assert row["Sent (UK time)"] == "2026-11-21 10:00"
    assert row["Last sent again (UK time)"] == "2026-11-23 09:00"
    assert row["First step sent (UK time)"] == ""


def test_what_is_out_for_changes_is_as_it_was_sent(app, database, ward):
    def out(session, application):
        office = office_of(session, ward)
        sent_back(session, application, office, "project", "costs", "time")
        application.title = "Something else"
        application.cost_lines[0].amount_pence = 999_999
        session.delete(application.cost_lines[1])
        application.periods[0].hours_hundredths = 100

    before = sheets(app, ward)
    change(app, database, ward, out)
    after = sheets(app, ward)
    assert after["Costs"] == before["Costs"]
    row, was = after["Applications"].rows[0], before["Applications"].rows[0]
    moved = {name for name in was if row.get(name) != was[name]}
    assert moved <= {"Stands at", "Waiting for", "Next"}
    assert row["Stands at"] == "Sent back for changes"


def test_what_was_typed_runs_in_no_spreadsheet(app, database, ward):
    typed = "=cmd|' /C calc'!A0"

    def hostile(_session, application):
        application.title = application.cost_lines[0].label = application.applicant.name = typed

    change(app, database, ward, hostile)
    found = sheets(app, ward)  # reading it fails for a formula or a link
    assert found["Applications"].rows[0]["Title"] == typed
    assert found["Costs"].rows[0]["Cost"] == typed
    assert lines_of(take(app, ward, which="applications.csv"))[0]["Title"] == f"'{typed}"


# --- the filter, and what is left out ---


def test_the_filter_of_the_board_is_that_of_the_file(app, database, ward):
    def withdraw_another(session, application):
        other = people.employee(session, application.team, name="Nia Rowlands")
        applications.withdrawn_application(session, application.call, other)

    change(app, database, ward, withdraw_another)
    assert len(sheets(app, ward)["Applications"].rows) == 2
    gone = sheets(app, ward, stage="withdrawn")
    assert gone["Applications"].column("Applicant") == ["Nia Rowlands"]
    assert set(gone["Costs"].column("Applicant")) == {"Nia Rowlands"}
    about = [list(row.values()) for row in gone["About this file"].rows]
    assert ["Which applications", "Withdrawn"] in about
    page = take(app, ward, stage="withdrawn", which="costs.csv")
    assert "-withdrawn-costs-" in page.headers["Content-Disposition"]


@pytest.mark.parametrize("typed", ["nonsense", "DRAFT", "draft", "\x00", "=1", "é" * 5000])
def test_a_filter_that_is_none_lists_all_and_an_unknown_file_is_the_workbook(app, ward, typed):
    page = take(app, ward, stage="", which=typed)
    assert page.headers["Content-Type"] == XLSX
    browser = Browser(app).sign_in(ward["office"])
    page = browser.post_by_hand(f"/office/calls/{ward['call']}/export", {"stage": typed})
    assert len(read(page.data)["Applications"].rows) == 1


def test_no_button_where_nothing_stands_and_the_file_is_empty(app, ward):
    page = Browser(app).sign_in(ward["office"]).go(f"/office/calls/{ward['call']}?stage=refused")
    assert "Excel" not in page.main
    found = sheets(app, ward, stage="refused")
    assert found["Applications"].rows == found["Costs"].rows == ()


@pytest.mark.parametrize(
    "who", ["elsewhere", "nurse", "manager", *(r.value for r in Role if r is not Role.OFFICE)]
)
def test_nobody_but_the_office_of_the_call_gets_it(app, ward, who):
    browser = Browser(app).sign_in(ward[who])
    page = browser.post_by_hand(f"/office/calls/{ward['call']}/export", {})
    assert page.status == 404
    board = browser.go(f"/office/calls/{ward['call']}", status=None)
    assert "Excel" not in board.main


def test_what_does_not_exist_for_the_reader_is_not_in_it(app, database, ward):
    def hide(session, application):
        office = office_of(session, ward)
        reviews.conflict(session, application, office)
        applications.submitted_application(session, application.call, office)

    change(app, database, ward, hide)
    found = sheets(app, ward)
    assert found["Applications"].rows == found["Costs"].rows == ()


def test_a_decision_that_nobody_was_told_of_changes_no_byte(app, database, ward):
    """trust.md L09; reviewers, scores and what they wrote are never in it."""
    before = take(app, ward).data

    def decide(session, application):
        board = session.get_one(Organisation, ward["node"])
        reviewer = people.employee(session, board, name="Reviewer Rhys")
        awards.reviewed(session, application, reviewer, "Not for the applicant to see.")
        awards.decided(session, application)

    change(app, database, ward, decide)
    assert take(app, ward).data == before


@pytest.mark.parametrize(
    ("state", "awarded"),
    [(OfferState.OFFERED, 1), (OfferState.ACCEPTED, 1), (OfferState.TURNED_DOWN, 0)],
)
def test_an_award_counts_until_it_is_turned_down(app, database, ward, state, awarded):
    def offer(session, application):
        released(session, application, ward, amount_pence=100_000)
        award = session.scalar(select(Award))
        award.state = state
        award.answered_at = None if state is OfferState.OFFERED else NOW

    change(app, database, ward, offer)
    found = sheets(app, ward)
    assert found["Applications"].column("Offered") == [Decimal(1000)]
    assert found["Applications"].column("Awarded") == [Decimal(1000)] * awarded
    assert found["Costs"].column("Awarded") == [Decimal(1000)] * awarded


# --- the trail ---


def test_who_took_what_away_is_on_the_trail_and_the_board_tells_it(app, database, ward):
    take(app, ward, which="costs.csv")
    with app.app_context(), database.scope(read_only=True) as session:
        (entry,) = session.scalars(select(TrailEntry).where(TrailEntry.verb == "exported_call"))
        assert (entry.actor_name, entry.subject_id) == ("Ffion Rees", ward["call"])
        assert entry.facts == {
            "file": f"{entry.facts['file'].split('-costs-')[0]}-costs-2026-11-23.csv",
            "filter": "Everything that was sent", "applications": 1, "lines": 3,
        }  # fmt: skip
    page = Browser(app).sign_in(ward["office"]).go(f"/office/calls/{ward['call']}")
    assert "Ffion Rees downloaded" in page.main
    assert "applications: 1, rows of cost: 3" in page.main


def test_a_file_that_was_refused_is_not(app, database, ward):
    Browser(app).sign_in(ward["chair"]).post_by_hand(f"/office/calls/{ward['call']}/export", {})
    with app.app_context(), database.scope(read_only=True) as session:
        assert not session.scalar(select(TrailEntry).where(TrailEntry.verb == "exported_call"))


# --- how much it asks of the database ---


def test_as_many_queries_for_sixty_as_for_two(app, database, ward, count_queries):
    browser = Browser(app).sign_in(ward["office"])
    address, values = f"/office/calls/{ward['call']}/export", {"csrf_token": browser.token()}
    with app.app_context(), database.scope() as session:
        _fill(session, ward, 1)
        session.commit()
    with count_queries() as few:
        browser.post(address, values)
    with app.app_context(), database.scope() as session:
        _fill(session, ward, 29)
        session.commit()
    with count_queries() as many:
        page = browser.post(address, values)
    assert len(read(page.data)["Applications"].rows) == 61
    assert len(many) == len(few)


def _fill(session, ward, count) -> None:
    """So many with an award, each of a team of its own, and as many that are out for changes."""
    node, call = session.get_one(Organisation, ward["node"]), session.get_one(Call, ward["call"])
    office = office_of(session, ward)
    for _ in range(count):
        team = people.node(session, f"team-{people.person(session).id}", node)
        made = awards.ready(session, call, people.employee(session, team))
        applications.cost(session, made, 500, kind=CostKind.SALARY)
        awards.decided(session, made, Outcome.AWARD, office)
        out = applications.submitted_application(session, call, people.employee(session, team))
        sent_back(session, out, office, "costs", "time")
    awards.released(session, call, office)
