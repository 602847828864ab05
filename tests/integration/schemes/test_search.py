"""The catalogue searched and filtered, and what happened last time, as the uptake page has it."""

from datetime import timedelta

import pytest

from portal.kernel.language import Text
from portal.schemes.filters import Filters, Gives, fold, given_by
from portal.schemes.gallery import templates
from portal.schemes.last_time import last_time, tallies
from tests.browsing import Browser
from tests.conftest import NOW
from tests.factories import awards, people, schemes


@pytest.fixture
def board(session):
    made = people.node(session)
    session.commit()
    return made


def cards(page):
    return [" ".join(h.get_text().split()) for h in page.soup.select(".app-card__title")]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ŵyl", ["Gŵyl ymchwil"]),
        ("wyl", ["Gŵyl ymchwil"]),
        ("GWYL YMCHWIL", ["Gŵyl ymchwil"]),
        ("falls", ["Falls on wards"]),
        ("falls wards", ["Falls on wards"]),
        ("falls moon", []),
        ("%", []),
        ("\0", []),
    ],
)
def test_every_word_must_be_found_case_and_accents_aside(app, session, board, typed, found):
    schemes.open_call(session, board, definition={"name": Text("Gŵyl ymchwil")})
    schemes.open_call(session, board, definition={"name": Text("Falls on wards")})
    session.commit()
    response = app.test_client().get("/schemes", query_string={"q": typed})
    assert response.status_code == 200
    page = Browser(app).go(f"/schemes?q={typed}") if typed not in {"%", "\0"} else None
    if page is not None:
        assert cards(page) == found
        assert page.value("q") == typed


def test_a_long_search_is_cut_and_never_fails(app, board):
    assert app.test_client().get("/schemes", query_string={"q": "x " * 2_000}).status_code == 200
    assert len(" ".join(Filters.read({"q": ["ab " * 2_000]}).words)) <= 100


def test_closed_calls_are_searched_too(app, session, board):
    for name in ("Falls on wards", "Pressure sores"):
        schemes.open_call(
            session, board, definition={"name": Text(name)}, closes_at=NOW - timedelta(days=3)
        )
    session.commit()
    page = Browser(app).go("/schemes?q=sores")
    assert "Pressure sores" in page.main
    assert "Falls on wards" not in page.main
    assert "1 closed call" in page.main


def test_fold_leaves_letters_and_takes_marks():
    assert fold("Ŵŷ Éà ﬁ") == "wy ea fi"


@pytest.mark.parametrize("template", templates(), ids=lambda t: t.key)
def test_every_template_gives_something(template):
    assert given_by(template.definition)


def test_time_or_money(app, session, board):
    schemes.open_call(session, board, "small-grant")
    schemes.open_call(session, board, "protected-time")
    session.commit()
    names = {key: str(t.definition.name) for t in templates() for key in [t.key]}
    money = cards(Browser(app).go("/schemes?gives=money"))
    assert names["small-grant"] in money
    assert names["protected-time"] not in money
    assert names["protected-time"] in cards(Browser(app).go("/schemes?gives=time"))
    assert len(cards(Browser(app).go("/schemes?gives=gold"))) == 2
    assert Filters.read({"gives": ["money"]}).gives is Gives.MONEY


def test_nothing_open_offers_to_tell(app, board):
    page = Browser(app).go("/schemes")
    assert page.link("Email me when schemes open") == "/alerts"


def decided(session, board):
    """A call with one released award, at a board with staff numbers."""
    people.workforce(session, board, "NUR-ADULT", 500)
    nurse = people.employee(session, people.node(session, "ward", board))
    office = awards_office(session, board)
    call = awards.decidable_call(session, board)
    won = awards.ready(session, call, nurse)
    from portal.awards.lifecycle import Outcome
    from tests.factories import reviews

    awards.reviewed(
        session, won, reviews.reviewer(session, people.node(session, "lab", board), "R"), "Good."
    )
    awards.recommended(session, won)
    awards.decided(session, won, Outcome.AWARD, office)
    awards.released(session, call, office)
    session.commit()
    return call


def awards_office(session, board):
    from portal.kernel.actor import Role

    return people.staff_with_role(session, Role.OFFICE, board)


def test_last_time_is_what_the_uptake_page_prints(app, session, board):
    call = decided(session, board)
    slug, call_id = call.scheme.slug, call.id
    session.rollback()
    page = Browser(app).go(f"/schemes/{slug}")
    table = page.soup.select_one("#last-time")
    rows = {
        tr.find("th").get_text(strip=True): [
            td.select_one(".app-table__value").get_text(strip=True) for td in tr.find_all("td")
        ]
        for tr in table.select("tbody tr, tfoot tr")
    }
    assert rows["Nurses"] == ["c", "c", "500"]
    csv = app.test_client().get(f"/uptake.csv?show={call_id}").get_data(as_text=True)
    assert any(line.startswith("Nurses,500,") and ",c," in line for line in csv.splitlines())
    closed = Browser(app).go("/schemes").soup.select_one("#closed")
    assert closed is None or "c" in closed.get_text()


def test_tallies_are_protected_and_only_of_decided_calls(app, session, board):
    call = decided(session, board)
    other = awards.decidable_call(session, board)
    with app.test_request_context():
        found = tallies(session, [call.id, other.id])
        assert set(found) == {call.id}
        assert (found[call.id].applied, found[call.id].awarded) == ("c", "c")
        assert last_time(session, other.scheme_id, NOW) is None


def test_what_a_page_tells_search_engines_cannot_end_its_element(app, session, board):
    name = "</script><script>alert(1)</script> & co"
    call = schemes.open_call(session, board, definition={"name": Text(name)})
    slug = call.scheme.slug
    session.commit()
    html = app.test_client().get(f"/schemes/{slug}").get_data(as_text=True)
    import json

    block = html.split('<script type="application/ld+json">')[1].split("</script>")[0]
    told = json.loads(block)
    assert told["name"].startswith(name)
    assert told["@type"] == "MonetaryGrant"
    assert told["amount"]["maxValue"] == 20_000
