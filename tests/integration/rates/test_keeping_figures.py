"""An administrator at a browser: from the gap to figures in force, by hand and from a file."""

from datetime import date
from io import BytesIO

import pytest
from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError

from portal.kernel import reactions
from portal.kernel.actor import Role
from portal.people.models import Organisation
from portal.rates import actions, queries
from portal.rates.lifecycle import Standing
from portal.rates.models import OnCostSet, RateImport, ScaleSet
from portal.rates.reading import Point
from tests.browsing import Browser
from tests.conftest import NOW
from tests.factories import people, rates
from tests.once import postgres_server

NI = "northern_ireland"
NEW = {"nation": NI, "pay_year": "2026/27", "hours": "37.5", "source": "HSC circular 1",
       "trust": "sourced", "start": "empty"}  # fmt: skip


@pytest.fixture
def world(app, database):
    with app.app_context(), database.scope() as session:
        board = people.node(session)
        keeper = people.staff_with_role(session, Role.ADMINISTRATOR, board)
        session.commit()
        return {"board": board.id, "keeper": keeper.email, "keeper_id": keeper.id}


@pytest.fixture
def keeper(app, world):
    return Browser(app).sign_in(world["keeper"])


def only(database, kind, **wanted):
    with database.scope(read_only=True) as session:
        found = session.scalars(select(kind)).all()
        return [each for each in found if all(getattr(each, k) == v for k, v in wanted.items())]


def begin(browser, **said):
    browser.go("/rates")
    browser.click("Add a pay scale")
    return browser.send({**NEW, **said}, button="Begin the draft")


def add_point(browser, **said):
    browser.click("Add a pay point")
    point = {"band": "5", "step": "1", "pay": "31,000", "years": "", **said}
    return browser.send(point, button="Save this pay point")


def send_file(browser, text: bytes):
    browser.click("Read the pay from a file")
    return browser.send({"file": (BytesIO(text), "pay.csv")}, button="Send the file")


def test_a_gap_is_said_and_filled(database, keeper, world):
    place = f"/rates/{world['board']}"
    assert "We hold no Northern Ireland scale for 2026/27." in keeper.go(place).main
    page = begin(keeper)
    assert "There is no pay in this scale yet." in page.main
    add_point(keeper)
    add_point(keeper, band="Band 5", step="2", pay="£36,000.50", years="2")
    assert "We hold no Northern Ireland scale" in keeper.go(place).main, "a draft does not count"
    keeper.click("Pay in Northern Ireland, 2026/27")
    page = keeper.click("Check and put in force")
    assert "We held no pay for these days. Now we will hold 2 pay points." in page.main
    page = keeper.send(button="Put them in force")
    assert "in force now" in page.text
    assert "We hold no Northern Ireland scale" not in page.main
    assert "Entered by Administrator" in page.main
    page = keeper.click("2 pay points")
    assert "£36,000.50" in page.main
    assert "HSC circular 1" in page.main
    page = keeper.go(f"{place}/history")
    assert "Administrator put these in force: pay, Northern Ireland" in page.main


def test_what_has_been_in_force_is_never_edited(database, keeper, world):
    begin(keeper, nation="wales", start="copy")
    keeper.click("Check and put in force")
    keeper.send(button="Put them in force")
    (made,) = only(database, ScaleSet)
    assert made.standing is Standing.IN_FORCE
    at = f"/rates/figures/{made.id}"
    page = keeper.go(at)
    assert "nobody can change them" in page.main
    for path in ("change", "in-force", "throw-away", "points", "file"):
        assert keeper.go(f"{at}/{path}", status=None).status == 409
        assert keeper.post_by_hand(f"{at}/{path}").status == 409
    assert only(database, ScaleSet)[0].version == made.version


def test_a_correction_takes_the_place_of_what_it_covers(app, database, keeper, world):
    with database.scope() as session:
        by = session.merge(people.Person(id=world["keeper_id"]), load=True)
        board = session.get(Organisation, world["board"])
        rates.scale(session, board, by)
        rates.scale(session, board, by, starts_on=date(2026, 8, 1))
        session.commit()
    begin(keeper, nation="wales", start="copy")
    page = keeper.click("Check and put in force")
    assert page.main.count("They take the place of: Pay in Wales, 2026/27") == 2
    keeper.send(button="Put them in force")
    standings = [made.standing for made in only(database, ScaleSet)]
    assert sorted(standings) == [Standing.ENDED, Standing.ENDED, Standing.IN_FORCE]


def test_figures_are_taken_out_of_force_with_a_reason(app, database, keeper, world):
    with database.scope() as session:
        by = session.get(people.Person, world["keeper_id"])
        made = rates.on_costs(session, session.get(Organisation, world["board"]), by)
        session.commit()
        at = f"/rates/figures/{made.id}/end"
    page = keeper.go(at)
    page = keeper.send(button="Take them out of force")
    assert page.errors == ["Say why"]
    page = keeper.send({"reason": "A wrong circular"}, button="Take them out of force")
    assert "out of force now" in page.text
    assert only(database, OnCostSet)[0].standing is Standing.ENDED
    assert "The reason: A wrong circular" in keeper.go(f"/rates/{world['board']}/history").main
    assert keeper.go(at, status=None).status == 409


def test_a_file_is_checked_and_then_read_whole(database, keeper):
    begin(keeper)
    page = send_file(keeper, "Band;Pay\n5;£31.000\n6;£39,000\n".encode("cp1252"))
    assert "1 row is wrong" in page.main
    assert "Row 2" in page.main
    assert "The pay must be an amount in pounds" in page.main
    assert "Read it into the draft" not in page.main
    page = keeper.post_by_hand(f"{page.path.removesuffix('check')}apply")
    assert page.status == 409
    (made,) = only(database, ScaleSet)
    keeper.go(f"/rates/figures/{made.id}")
    assert "You sent a file that is not read yet." in keeper.page.main
    page = send_file(keeper, "X;Y;Nation\n5;£31,000;Wales\n6;£39,000;\n".encode("cp1252"))
    assert "Say which column has the band" in page.main
    page = keeper.send({"band": "0", "pay": "1"}, button="Use these columns")
    assert "1 row is right. 1 row is of another nation or year, and is left out." in page.main
    assert "£39,000" in page.main
    assert "What changes in the draft" in page.main
    page = keeper.send(button="Read it into the draft")
    assert "1 pay point read." in page.text
    assert "£39,000" in page.main
    assert only(database, RateImport) == []


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"PK\x03\x04", "This is not a CSV file"),
        (b"", "The file is empty."),
        (b"band,pay\n" + b"x" * 500_000, "500 KB or smaller"),
        (b"band\n", "row of headings"),
    ],
)
def test_a_file_that_is_none_is_refused_beside_the_field(database, keeper, data, words):
    begin(keeper)
    page = send_file(keeper, data)
    assert words in page.errors[0]
    assert words in page.error_beside("file")
    assert only(database, RateImport) == []


BAD_POINTS = (
    ("band", "10", "The band must be 1 to 9, or 8a to 8d"),
    ("band", "", "Enter the band"),
    ("step", "0", "The step must be 1 or more"),
    ("step", "1", "Band 5 has a step 1 already"),
    ("pay", "", "Enter the full-time pay for a year"),
    ("pay", "lots", "Enter an amount in pounds, like 1,250 or 1250.50"),
    ("pay", "30,999", "Band 5 step 2 pays less than the step before it"),
    ("pay", "99999999999999999999", None),
    ("years", "41", "The years must be 40 or less"),
)


@pytest.mark.parametrize(("name", "typed", "words"), BAD_POINTS)
def test_a_wrong_point_is_said_beside_its_field_and_kept(database, keeper, name, typed, words):
    begin(keeper)
    add_point(keeper)
    page = add_point(keeper, **{"step": "2", "pay": "32,000", name: typed})
    assert page.errors
    assert words is None or page.errors == [words]
    assert page.value(name) == typed
    assert page.errors[0] in page.error_beside(name)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"nation": "mars"}, "Choose the nation"),
        ({"pay_year": "1999/00"}, "Choose the pay year"),
        ({"hours": "0"}, "Full-time hours a week must be 0.01 or more"),
        ({"source": ""}, "Say where it is from"),
        ({"trust": ""}, "Choose how sure it is"),
        ({"start": ""}, "Choose what you start with"),
        (
            {"starts_on-day": "31", "starts_on-month": "3", "starts_on-year": "2026"},
            "First day must be in 2026/27",
        ),
        (
            {"ends_on-day": "1", "ends_on-month": "4", "ends_on-year": "2027"},
            "Last day must be in 2026/27",
        ),
        (
            {"starts_on-day": "2", "starts_on-month": "8", "starts_on-year": "2026",
             "ends_on-day": "1", "ends_on-month": "8", "ends_on-year": "2026"},
            "The last day must be the first day or later",
        ),
    ],
)  # fmt: skip
def test_a_wrong_scale_is_said_and_not_begun(database, keeper, said, words):
    page = begin(keeper, **said)
    assert page.errors == [words]
    assert only(database, ScaleSet) == []


def test_on_costs_start_from_those_held_and_change_on_a_day(database, keeper, world):
    keeper.go(f"/rates/{world['board']}")
    page = keeper.click("Add on-costs")
    assert [page.value(name) for name in ("ni", "threshold", "paid", "headline", "levy")] == [
        "15", "5,000", "14.38", "23.78", "0.5",
    ]  # fmt: skip
    said = {"source": "Budget", "trust": "provisional", "ni": "16.25%", "headline": "10"}
    page = keeper.send(said, button="Begin the draft")
    assert page.errors == ["The whole pension rate must be what the employer pays, or more"]
    page = keeper.send({"headline": "23.78"}, button="Begin the draft")
    assert "16.25% of pay above £5,000 a year" in page.main
    page = keeper.click("Check and put in force")
    assert "Now National Insurance 15% above £5,000" in page.main.replace("Rates ", "")
    page = keeper.send(button="Put them in force")
    assert "This figure is not final yet. Check it first." in page.main
    assert "1 April 2026 to 22 November 2026" in page.main, "the day before they start"
    assert only(database, OnCostSet)[0].ni_millionths == 162_500


def test_the_download_is_safe_in_a_spreadsheet_and_says_its_source(app, database, keeper, world):
    with database.scope() as session:
        by = session.get(people.Person, world["keeper_id"])
        board = session.get(Organisation, world["board"])
        rates.scale(session, board, by, source="=HYPERLINK(1)", pay={("5", 1): 31_000_50})
        session.commit()
    page = keeper.go(f"/rates/{world['board']}/pay/wales/2026-27/pay.csv")
    assert page.headers["Content-Disposition"].endswith('filename="pay-wales-2026-27.csv"')
    lines = page.data.decode("utf-8-sig").splitlines()
    assert lines[1] == (
        "Wales,2026/27,2026-04-01,2027-03-31,5,1,single,31000.50,37.5,,sourced,'=HYPERLINK(1)"
    )


@pytest.mark.parametrize("path", ["pay/mars/2026-27", "pay/wales/2026-28", "pay/wales/x"])
def test_a_year_that_cannot_be_is_not_found(keeper, world, path):
    assert keeper.go(f"/rates/{world['board']}/{path}", status=None).status == 404


def test_two_years_are_compared_and_a_gap_is_said(keeper, world):
    at = f"/rates/{world['board']}/compare"
    page = keeper.go(f"{at}?nation=england&before=2025/26&after=2026/27")
    assert "£46,580" in page.main
    assert "+£1,537 (+3.3%)" in page.main
    page = keeper.go(f"{at}?nation=wales&before=2025/26&after=2026/27")
    assert "We hold no Wales scale for 2025/26." in page.main
    page = keeper.go(f"{at}?nation=mars&before=2025/26&after=x")
    assert "Choose the nation" in page.errors


@pytest.mark.parametrize("page", ["x", "0", "-1", "99999999999999999999", "٣"])
def test_a_page_that_is_none_is_the_nearest(keeper, world, page):
    for path in ("sets", "history", "choices"):
        keeper.go(f"/rates/{world['board']}/{path}?page={page}")


@pytest.mark.parametrize("path", ["", "/sets", "/history", "/choices"])
def test_lists_cost_as_many_queries_for_many_rows(
    app, database, keeper, world, count_queries, path
):
    def fill(times):
        with database.scope() as session:
            by = session.get(people.Person, world["keeper_id"])
            board = session.get(Organisation, world["board"])
            for _number in range(times):
                rates.scale(session, board, by)
                rates.scale(session, board, by, in_force=False)
                rates.on_costs(session, board, by)
                rates.choices(session, board, by)
                rates.hourly(session, board, by)
            session.commit()

    def asked():
        with count_queries() as seen:
            keeper.go(f"/rates/{world['board']}{path}")
        return len(seen)

    fill(1)
    one = asked()
    fill(29)
    assert asked() == one


@pytest.mark.parametrize(
    ("drafts", "words"),
    [
        (None, ""),
        (0, "No draft application has pay for these days yet."),
        (1, "1 draft application has pay for these days. It keeps its figures"),
        (12, "12 draft applications have pay for these days. They keep their figures"),
    ],
)
def test_whom_it_touches_is_said_before_it_is_done(
    app, database, keeper, world, monkeypatch, drafts, words
):
    asked = []

    def answer(_session, **facts):
        asked.append(facts)
        return drafts

    if drafts is not None:
        monkeypatch.setitem(reactions._answerers, "drafts_costed_with", answer)
    else:
        monkeypatch.delitem(reactions._answerers, "drafts_costed_with", raising=False)
    begin(keeper, nation="wales", start="copy")
    page = keeper.click("Check and put in force")
    assert words in page.main
    assert ("pay for these days" in page.main) is bool(words)
    if asked:
        assert (asked[0]["starts_on"], asked[0]["ends_on"]) == (rates.FIRST, rates.LAST)


@pytest.mark.skipif(not postgres_server(), reason="SQLite lets one writer in at a time")
@pytest.mark.parametrize("late", ["point", "force"])
def test_two_at_once_never_change_what_is_in_force(app, database, world, late):
    """Whoever comes second is refused: a point added, or a draft put in force as it was before."""
    with app.app_context(), database.scope() as session:
        by = session.get(people.Person, world["keeper_id"])
        made = rates.scale(session, session.get(Organisation, world["board"]), by, in_force=False)
        session.commit()
        set_id = made.id

    def act(session, which):
        found = queries.scale(session, None, set_id)
        who = session.get(people.Person, world["keeper_id"]).as_actor()
        if which == "force":
            return lambda: actions.put_in_force(session, found, actor=who, now=NOW)
        point = Point("7", 1, 5_000_000)
        return lambda: actions.put_point(session, found, point, None, actor=who, now=NOW)

    with app.app_context(), database.scope() as first, database.scope() as second:
        early = act(first, "force" if late == "point" else "point")
        later = act(second, late)
        early()
        first.commit()
        with pytest.raises(StaleDataError):
            later()
