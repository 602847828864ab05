"""The uptake page and its file over real rows: what is counted, and what is asked for."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from portal.applications.lifecycle import State
from portal.awards.lifecycle import OfferState, Outcome
from portal.schemes.models import Call
from tests.browsing import Browser
from tests.conftest import NOW
from tests.factories import people, schemes, uptake
from tests.integration.uptake import worlds

RATES, SHARES, STAGES, SUMS = range(4)


@pytest.fixture
def browser(app):
    return Browser(app)


@pytest.fixture
def world(app, database):
    worlds.build(app, database)


def change(app, database, work):
    """Let `work(session, call, root)` change the world, and commit."""
    with app.app_context(), database.scope() as session:
        call = session.get_one(Call, UUID(int=1))
        work(session, call, call.scheme.organisation)
        session.commit()


def awarded(browser, head="Nurses", address="/uptake"):
    return worlds.row(browser.go(address), RATES, head)[0]


def test_the_page_prints_what_was_worked_out_by_hand(world, browser):
    page = browser.go("/uptake")
    assert page.h1 == "Who gets time and money for research?"
    assert "Glan Hafren. 1 January to 31 December 2026" in page.main
    # 12, 61 and 4 awards among 5197, 1557 and 565 staff; 77 among 7319.
    assert worlds.tables(page)[RATES][1:] == [
        ["Nurses", "10", "5,195", "2", "1 to 4", "Lower"],
        ["Midwives", "c", "565", "c", "c", "Lower"],
        ["Doctors and dentists", "60", "1,555", "39", "30 to 49", "Comparison group"],
        ["All staff", "75", "7,320", "10", "8 to 13", ""],
    ]
    assert worlds.tables(page)[SHARES][1:] == [
        ["Nurses", "71%", "13%"],
        ["Midwives", "8%", "c"],
        ["Doctors and dentists", "21%", "80%"],
    ]
    assert worlds.tables(page)[STAGES][1:] == [
        ["Nurses", "5,195", "25", "15", "10"],
        ["Midwives", "565", "15", "10", "c"],
        ["Doctors and dentists", "1,555", "160", "135", "60"],
        ["All staff", "7,320", "195", "160", "75"],
    ]
    # £10,000 and 100 hours each; sums go to five times £20,000 and 195 hours.
    assert worlds.tables(page)[SUMS][1:] == [
        ["Nurses", "10", "£100,000", "975"],
        ["Midwives", "c", "c", "c"],
        ["Doctors and dentists", "60", "£600,000", "5,850"],
        ["All staff", "75", "£800,000", "7,800"],
    ]


def test_the_page_says_what_it_says_first(world, browser):
    page = browser.go("/uptake")
    said = [p.get_text() for p in page.soup.select(".app-verdict p")]
    assert said == [
        (
            "In 2026, 10 of 5,195 nurses were awarded time or money, compared with 60 of 1,555"
            " doctors and dentists. Nurses were 0.05 times as likely to hold an award (95% interval"
            " 0.03 to 0.10). This is unlikely to be chance."
        ),
        "These figures do not show why.",
    ]
    bold = [each.get_text() for each in page.soup.select(".app-verdict strong")]
    assert bold == ["10 of 5,195", "60 of 1,555", "0.05 times as likely"]
    heads = [h2.get_text() for h2 in page.soup.find("main").find_all("h2")]
    assert heads[:3] == [
        "2 of 2 job groups hold fewer awards per person than doctors and dentists",
        "Doctors and dentists are 21% of staff and hold 80% of awards",
        "Most of the gap for nurses opens before anyone applies",
    ]
    assert len(page.soup.select(".app-chart svg[role=img] > title")) == 3 + 2 + 3


def test_how_it_is_counted_is_said(world, browser):
    page = browser.go("/uptake")
    assert "People employed on 30 June 2026, the last month end before the first call" in page.main
    assert "opened on 16 July 2026" in page.main
    assert "illustrative" not in page.main
    assert "What these figures cannot say" in page.main


@pytest.mark.parametrize("extra", [Outcome.AWARD, Outcome.DECLINE, Outcome.RESERVE])
def test_a_decision_that_is_not_released_changes_no_byte(world, app, database, browser, extra):
    def send(session, call, root):
        for number in range(20):
            uptake.sent(session, call, root, person=people_named(session, number))

    def decide(session, _call, _root):
        for application in undecided(session):
            uptake.decided(session, application, extra, released_at=None)

    change(app, database, send)
    before = browser.go("/uptake").data, browser.go("/uptake.csv").data
    change(app, database, decide)
    assert (browser.go("/uptake").data, browser.go("/uptake.csv").data) == before


def people_named(session, number):
    return people.person(session, f"Waiting {number}")


def undecided(session):
    from sqlalchemy import select

    from portal.applications.models import Application
    from portal.awards.models import Decision

    decided = select(Decision.application_id)
    found = session.scalars(select(Application).where(Application.id.not_in(decided))).all()
    assert found
    return found


def test_one_more_award_shows_when_it_crosses_a_boundary(world, app, database, browser):
    assert awarded(browser) == "10"  # 12 in truth
    change(app, database, lambda *w: uptake.decided(w[0], uptake.sent(*w)))
    assert awarded(browser) == "15"  # 13
    change(app, database, lambda *w: uptake.decided(w[0], uptake.sent(*w)))
    assert awarded(browser) == "15"  # 14


def test_an_award_turned_down_does_not_count(world, app, database, browser):
    def turned_down(session, call, root):
        for _ in range(5):
            made = uptake.sent(session, call, root)
            uptake.decided(session, made, offer=OfferState.TURNED_DOWN)

    change(app, database, turned_down)
    assert awarded(browser) == "10"
    assert worlds.row(browser.page, STAGES, "Nurses")[1:3] == ["30", "20"]


def test_one_person_counts_once(world, app, database, browser):
    def again(session, call, root):
        other = uptake.closed_call(session, root)
        for _ in range(3):
            person = uptake.somebody(session)
            uptake.decided(session, uptake.sent(session, call, root, person=person))
            uptake.decided(session, uptake.sent(session, other, root, person=person))

    change(app, database, again)
    assert awarded(browser) == "15"  # 12 and 3, not 6 (which would be 20)


@pytest.mark.parametrize(
    ("withdrawn_at", "applied"),
    [(uptake.CLOSES_AT - timedelta(seconds=1), "25"), (uptake.CLOSES_AT, "35")],
)
def test_who_withdraws_before_the_close_did_not_apply(
    world, app, database, browser, withdrawn_at, applied
):
    def withdraw(session, call, root):
        for _ in range(10):
            uptake.sent(session, call, root, state=State.WITHDRAWN, withdrawn_at=withdrawn_at)

    change(app, database, withdraw)
    assert worlds.row(browser.go("/uptake"), STAGES, "Nurses")[1] == applied


def test_a_draft_counts_nowhere(world, app, database, browser):
    before = browser.go("/uptake").data

    def draft(session, call, root):
        for _ in range(20):
            made = uptake.sent(session, call, root, state=State.DRAFT, submitted_at=None)
            made.reference = None

    change(app, database, draft)
    assert browser.go("/uptake").data == before


def test_cover_that_was_not_agreed_is_no_approval(world, app, database, browser):
    def refuse(session, call, root):
        for _ in range(20):
            uptake.sent(session, call, root, approved=False)

    change(app, database, refuse)
    assert worlds.row(browser.go("/uptake"), STAGES, "Nurses") == ["5,195", "45", "15", "10"]


def test_where_nobody_is_asked_all_are_approved(world, app, database, browser):
    def open_door(session, _call, root):
        other = uptake.closed_call(session, root, definition={"approvals": ()})
        uptake.group(session, other, root, "NUR-ADULT", 20, 0, 10)

    change(app, database, open_door)
    assert worlds.row(browser.go("/uptake"), STAGES, "Nurses") == ["5,195", "45", "35", "20"]


def test_a_job_nobody_knows_is_a_row(world, app, database, browser):
    change(app, database, lambda *w: uptake.group(*w, "OLD-CODE", 12, 12, 12))
    assert worlds.row(browser.go("/uptake"), STAGES, "Job not known") == ["10", "10", "c", "10"]


def test_a_rehearsal_is_never_counted_or_offered(world, app, database, browser):
    before = browser.go("/uptake").data

    def rehearse(session, _call, root):
        played = uptake.closed_call(session, root, rehearsal=True, id=UUID(int=2))
        uptake.group(session, played, root, "NUR-ADULT", 40, 40, 40)

    change(app, database, rehearse)
    assert browser.go("/uptake").data == before
    browser.go(f"/uptake?call={UUID(int=2)}", 404)


def test_a_year_counts_the_calls_first_decided_in_it(world, app, database, browser):
    def last_year(session, _call, root):
        people.workforce(session, root, "NUR-ADULT", 4000, date(2025, 2, 28))
        older = uptake.closed_call(session, root, id=UUID(int=2))
        older.opens_at = datetime(2025, 3, 10, tzinfo=UTC)
        for _ in range(20):
            made = uptake.sent(session, older, root)
            uptake.decided(session, made, released_at=datetime(2025, 9, 1, tzinfo=UTC))

    change(app, database, last_year)
    assert awarded(browser) == "10"
    page = browser.go("/uptake?show=2025")
    assert worlds.tables(page)[RATES][1][:3] == ["Nurses", "20", "4,000"]
    assert "People employed on 28 February 2025" in page.main
    assert awarded(browser, address=f"/uptake?call={UUID(int=2)}") == "20"
    assert "In the January 2027 call of " in browser.page.main
    browser.go("/uptake?show=2024", 404)


def test_a_node_counts_its_own_staff_and_those_below(world, app, database, browser):
    def ward(session, call, root):
        team = people.node(session, "heath", root)
        inner = people.node(session, "ward-1", team)
        people.workforce(session, team, "NUR-ADULT", 400, date(2026, 6, 30))
        uptake.group(session, call, inner, "NUR-ADULT", 20, 20, 10)

    change(app, database, ward)
    assert awarded(browser) == "20"  # 22
    page = browser.go("/uptake?node=glan-hafren/heath")
    assert worlds.row(page, STAGES, "Nurses") == ["400", "20", "c", "10"]
    assert "Heath. 1 January" in page.main
    browser.go("/uptake?node=glan-hafren/heath/ward-1", 404)


def test_the_form_leads_to_what_is_chosen(world, app, database, browser):
    def ward(session, _call, root):
        team = people.node(session, "heath", root)
        people.workforce(session, team, "NUR-ADULT", 400, date(2026, 6, 30))

    change(app, database, ward)
    form = browser.go("/uptake").soup.find("form", class_="app-choose")
    assert form["method"] == "get"
    offered = [option["value"] for option in form.find(attrs={"name": "show"}).find_all("option")]
    assert offered == ["2026", str(UUID(int=1))]
    nodes = [option["value"] for option in form.find(attrs={"name": "node"}).find_all("option")]
    assert nodes == ["glan-hafren", "glan-hafren/heath"]
    page = browser.go(f"/uptake?show={UUID(int=1)}&node=glan-hafren/heath")
    chosen = [option["value"] for option in page.soup.select("option[selected]")]
    assert chosen == [str(UUID(int=1)), "glan-hafren/heath"]
    link = page.link("Download these figures")
    assert "Heath" in worlds.notes(browser.go(link).data)


def test_before_anyone_is_decided_staff_are_shown(app, database, browser):
    with app.app_context(), database.scope() as session:
        root = uptake.board(session)
        call = schemes.open_call(session, root)
        for _ in range(30):
            uptake.sent(session, call, root)
        session.commit()
        address = f"/uptake?call={call.id}"
    page = browser.go("/uptake")
    assert "No decisions have been sent yet. They are expected by 28 January 2027." in page.main
    assert worlds.tables(page)[0][1] == ["Nurses", "5,195", "28%"]
    assert len(worlds.tables(page)) == 1
    assert "applied" not in str(worlds.tables(page)).lower()
    assert "expected by 28 January 2027" in browser.go(address).main
    assert "28 January 2027" in browser.go("/uptake.csv").data.decode()


def test_decisions_that_are_late_are_not_promised_for_the_past(app, database, browser):
    with app.app_context(), database.scope() as session:
        uptake.closed_call(session, uptake.board(session))
        session.commit()
    page = browser.go("/uptake")
    assert "No decisions have been sent yet. Figures come when they are." in page.main


def test_with_staff_and_no_calls_the_page_stands(app, database, browser):
    with app.app_context(), database.scope() as session:
        uptake.board(session)
        session.commit()
    assert "Figures come when the first call is decided." in browser.go("/uptake").main


def test_without_staff_numbers_it_says_so(app, database, browser):
    assert "No staff numbers have been loaded." in browser.go("/uptake").main
    browser.go("/uptake.csv", 404)


def test_a_group_without_staff_numbers_is_those_who_applied(app, database, browser):
    worlds.build(app, database, {"NUR-ADULT": (30, 25, 20)}, {"MID": 100})
    assert worlds.row(browser.go("/uptake"), STAGES, "Nurses") == ["30", "30", "25", "20"]


def test_invented_staff_numbers_are_said_to_be(app, database, browser):
    with app.app_context(), database.scope() as session:
        root = people.node(session)
        people.workforce(
            session, root, "NUR-ADULT", 50, is_illustrative=True, source="Made for a test."
        )
        session.commit()
    page = browser.go("/uptake")
    assert "The staff numbers are illustrative." in page.main
    assert "Made for a test." in page.main
    assert "The staff numbers are illustrative." in worlds_note(browser, "Illustrative")


def worlds_note(browser, key):
    return worlds.notes(browser.go("/uptake.csv").data)[key]


def test_the_file_holds_the_figures_of_the_page(world, browser):
    page, file = browser.go("/uptake"), browser.go("/uptake.csv")
    assert file.headers["Content-Type"].startswith("text/csv")
    assert 'filename="uptake-2026-glan-hafren.csv"' in file.headers["Content-Disposition"]
    assert file.data.startswith(b"\xef\xbb\xbf")
    rows = worlds.figures(file.data)
    assert [each["Job"] for each in rows] == [cells[0] for cells in worlds.tables(page)[RATES][1:]]
    nurses = rows[0]
    printed = worlds.row(page, STAGES, "Nurses")
    assert [
        f"{int(nurses[head]):,}" for head in ("Staff", "Applied", "Cover agreed", "Awarded")
    ] == printed
    assert nurses["Money"] == worlds.row(page, SUMS, "Nurses")[1]
    assert nurses["95% interval"] == "1 to 4"
    assert nurses["In words"].startswith("In 2026, 10 of 5,195 nurses")
    said = worlds.notes(file.data)
    assert said["Glan Hafren"] == "1 January to 31 December 2026"
    assert said["File made on"] == "23 November 2026"
    assert "1 to 7 as c" in said["Rounding"]
    assert "30 June 2026" in said["Staff"]


def test_a_name_that_a_spreadsheet_would_run_is_quoted(app, database, browser):
    worlds.build(app, database, name_en='=HYPERLINK("http://evil.example")')
    assert "'=HYPERLINK" in browser.go("/uptake.csv").data.decode("utf-8-sig")


@pytest.mark.parametrize("name", ["Round <script>alert(1)</script>", "10 of 5,195", "100%s %(x)s"])
def test_names_that_the_office_wrote_are_only_words(app, database, browser, name):
    worlds.build(app, database)
    change(app, database, lambda _s, call, _r: setattr(call, "name_text", {"en": name}))
    page = browser.go(f"/uptake?call={UUID(int=1)}")
    assert "<script>alert" not in page.data.decode()
    assert name in page.main


def test_a_call_that_has_not_opened_is_not_there(world, app, database, browser):
    def coming(session, _call, root):
        schemes.open_call(session, root, closes_at=NOW + timedelta(days=60), id=UUID(int=2))

    change(app, database, coming)
    browser.go(f"/uptake?call={UUID(int=2)}", 404)


@pytest.mark.parametrize(
    "query", ["show=1e3", "show=%00", "node=%25", "call=%F0%9F%98%80", "show=" + "9" * 5000]
)
def test_odd_addresses_are_not_found(world, browser, query):
    browser.go(f"/uptake?{query}", 404)
    browser.go(f"/uptake.csv?{query}", 404)


def test_the_page_asks_as_often_for_one_application_as_for_many(
    app, database, browser, count_queries
):
    worlds.build(app, database, {"NUR-ADULT": (1, 1, 1)})
    browser.go("/uptake")
    with count_queries() as one:
        browser.go("/uptake")

    def more(session, call, root):
        uptake.group(session, call, root, "NUR-ADULT", 30, 20, 15)
        uptake.group(session, uptake.closed_call(session, root), root, "MID", 30, 20, 15)

    change(app, database, more)
    with count_queries() as many:
        browser.go("/uptake")
    assert len(many) == len(one)
    assert len(one) <= 7
