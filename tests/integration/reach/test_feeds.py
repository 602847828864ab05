"""Feeds, calendars, the API, the list for other sites: what they say, and what they must not."""

import json
from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from icalendar import Calendar
from jsonschema import Draft202012Validator, FormatChecker

from portal.app import create_app
from portal.reach.feeds import openapi
from portal.schemes.models import Call
from tests.browsing import Browser
from tests.conftest import NOW
from tests.factories import people, schemes

ATOM = "{http://www.w3.org/2005/Atom}"
ADDRESSES = (
    "/schemes.atom",
    "/schemes-cy.atom",
    "/schemes.ics",
    "/schemes-cy.ics",
    "/api/schemes.json",
    "/embed/schemes",
)


@pytest.fixture
def board(session):
    return people.node(session)


@pytest.fixture
def offered(session, board):
    """One call open, one coming, and four that nobody outside may hear of."""
    made = {
        "open": schemes.open_call(session, board),
        "coming": schemes.open_call(
            session,
            board,
            "secondment",
            opens_at=NOW + timedelta(days=3),
            closes_at=NOW + timedelta(days=40),
        ),
        "closed": schemes.open_call(
            session, board, "protected-time", closes_at=NOW - timedelta(seconds=1)
        ),
        "rehearsal": schemes.open_call(session, board, rehearsal=True),
        "retired": schemes.open_call(session, board),
    }
    made["retired"].scheme.retired_at = NOW
    session.commit()
    return {key: call.id for key, call in made.items()}


def get(app, path, **headers):
    return app.test_client().get(path, headers=headers)


def schema(name):
    described = openapi.document("Headroom", "A board", "http://localhost")
    whole = {"$ref": f"#/components/schemas/{name}", "components": described["components"]}
    return Draft202012Validator(whole, format_checker=FormatChecker())


@pytest.mark.parametrize("path", ADDRESSES)
def test_only_open_and_coming_calls_are_told_of(app, session, offered, path):
    text = get(app, path).get_data(as_text=True).replace("\r\n ", "")
    slugs = {key: session.get_one(Call, call_id).slug for key, call_id in offered.items()}
    assert {key for key, slug in slugs.items() if slug in text} == {"open", "coming"}


@pytest.mark.parametrize("path", ADDRESSES)
def test_queries_do_not_grow_with_the_calls(app, session, board, count_queries, path):
    schemes.open_call(session, board)
    session.commit()
    get(app, path)
    with count_queries() as one:
        get(app, path)
    for _ in range(29):
        schemes.open_call(session, board)
    session.commit()
    with count_queries() as thirty:
        get(app, path)
    assert len(thirty) == len(one) <= 4


@pytest.mark.parametrize("path", ADDRESSES)
def test_an_empty_feed_is_a_feed(app, path):
    assert get(app, path).status_code == 200


def test_the_answers_are_what_their_description_says(app, session, offered):
    listing = get(app, "/api/schemes.json").get_json()
    assert list(schema("Listing").iter_errors(listing)) == []
    assert [s["calls"][0]["state"] for s in listing["schemes"]] == ["open", "coming"]
    for each in listing["schemes"]:
        whole = get(app, f"/api/schemes/{each['slug']}.json").get_json()
        assert list(schema("Scheme").iter_errors(whole)) == []


def test_the_description_would_notice_a_value_more_or_less(app, offered):
    listing = get(app, "/api/schemes.json").get_json()
    del listing["schemes"][0]["limits"][0]["words"]
    listing["schemes"][1]["secret"] = 1
    assert len(list(schema("Listing").iter_errors(listing))) == 2


def test_the_description_is_served_and_names_every_address(app):
    described = get(app, "/api/openapi.json").get_json()
    assert described["openapi"].startswith("3.1")
    rules = {rule.rule.replace("<", "{").replace(">", "}") for rule in app.url_map.iter_rules()}
    assert set(described["paths"]) <= rules


def test_money_is_pence_and_words_are_in_both_languages(app, session, offered):
    first = get(app, "/api/schemes.json").get_json()["schemes"][0]
    money = next(limit for limit in first["limits"] if limit["unit"] == "pence")
    assert money["most"] == 2_000_000
    assert money["words"]["en"] == "Up to £20,000"
    assert money["words"]["cy"] != money["words"]["en"]
    assert first["name"]["cy"].startswith("Grant bach")


@pytest.mark.parametrize("slug", ["nothing-here", "%00", "a" * 3000])
def test_a_scheme_nobody_may_know_of_is_not_there(app, offered, slug):
    assert get(app, f"/api/schemes/{slug}.json").status_code == 404
    assert get(app, f"/schemes/{slug}/calls/{slug}/dates.ics").status_code == 404


def test_the_dates_of_a_rehearsal_are_not_there(app, session, offered):
    call = session.get_one(Call, offered["rehearsal"])
    assert get(app, f"/schemes/{call.scheme.slug}/calls/{call.slug}/dates.ics").status_code == 404
    call = session.get_one(Call, offered["closed"])
    assert get(app, f"/schemes/{call.scheme.slug}/calls/{call.slug}/dates.ics").status_code == 200


@pytest.mark.parametrize("path", ADDRESSES[:-1])
def test_a_program_that_asks_again_is_told_that_nothing_changed(app, offered, path):
    first = get(app, path)
    assert first.headers["Access-Control-Allow-Origin"] == "*"
    assert "Set-Cookie" not in first.headers
    again = get(app, path, **{"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_atom_says_what_a_reader_needs(app, session, offered):
    root = ET.fromstring(get(app, "/schemes.atom").data)
    assert root.find(f"{ATOM}link[@rel='self']").get("href") == "http://localhost/schemes.atom"
    for each in (root, *root.iter(f"{ATOM}entry")):
        assert each.find(f"{ATOM}id").text.startswith("urn:uuid:")
        assert each.find(f"{ATOM}updated").text.endswith("Z")
        assert each.find(f"{ATOM}title").text
    ids = [entry.find(f"{ATOM}id").text for entry in root.iter(f"{ATOM}entry")]
    assert len(set(ids)) == len(ids) == 2
    welsh = ET.fromstring(get(app, "/schemes-cy.atom").data)
    assert welsh.get("{http://www.w3.org/XML/1998/namespace}lang") == "cy"
    assert [e.find(f"{ATOM}id").text for e in welsh.iter(f"{ATOM}entry")] == ids


def test_atom_holds_what_the_office_typed_and_nothing_runs(app, session, board):
    name = {"en": "<script>alert(1)</script> & \x0b co"}
    schemes.open_call(session, board, name_text=name)
    session.commit()
    root = ET.fromstring(get(app, "/schemes.atom").data)
    title = root.find(f"{ATOM}entry/{ATOM}title").text
    assert title.endswith("<script>alert(1)</script> &  co")


def events(app, path="/schemes.ics"):
    calendar = Calendar.from_ical(get(app, path).data)
    return {str(event["uid"]): event for event in calendar.walk("VEVENT")}


def test_a_calendar_gives_instants_in_utc_and_days_as_days(app, session, offered):
    call = session.get_one(Call, offered["open"])
    found = events(app)
    closes = found[f"closes-{call.id}@headroom"]
    assert closes["dtend"].dt == call.closes_at
    assert closes["dtend"].to_ical().endswith(b"Z")
    hears = found[f"decisions-{call.id}@headroom"]
    assert hears["dtstart"].dt == call.decisions_on
    assert len(found) == 8
    assert str(closes["url"]).startswith("http://localhost/schemes/")
    assert str(closes["summary"]).startswith("Closes: ")


def test_a_moved_deadline_moves_in_the_calendars(app, session, offered):
    call = session.get_one(Call, offered["open"])
    key = f"closes-{call.id}@headroom"
    before = events(app)[key]
    call.closes_at += timedelta(days=2)
    session.commit()
    after = events(app)[key]
    assert after["dtend"].dt == before["dtend"].dt + timedelta(days=2)
    assert int(after["sequence"]) > int(before["sequence"])


def test_one_calls_dates_alone(app, session, offered):
    call = session.get_one(Call, offered["coming"])
    path = f"/schemes/{call.scheme.slug}/calls/{call.slug}/dates.ics"
    assert {uid.split("-", 1)[1] for uid in events(app, path)} == {f"{call.id}@headroom"}


def test_the_list_may_be_framed_by_the_sites_that_are_named(
    settings, shared_database, app, offered
):
    from dataclasses import replace

    def ancestors(made, path="/embed/schemes"):
        made.testing = True
        policy = made.test_client().get(path).headers["Content-Security-Policy"]
        return policy.split("frame-ancestors ")[1].split(";")[0]

    assert ancestors(app) == "'self'"
    named = replace(settings, embed_hosts=("https://intranet.example.nhs.uk",))
    other = create_app(named, shared_database)
    assert ancestors(other) == "'self' https://intranet.example.nhs.uk"
    assert ancestors(other, "/schemes") == "'none'"


def test_the_list_is_chosen_by_its_address_and_links_out_of_the_frame(app, offered):
    page = Browser(app).go("/embed/schemes?kind=secondment")
    assert "Secondment" in page.main
    assert "Small grant" not in page.main
    assert all(
        a["target"] == "_top" and a["href"].startswith("http") for a in page.soup.find_all("a")
    )
    assert not page.soup.find("script")
    assert "No scheme is open" in Browser(app).go("/embed/schemes?kind=fellowship").main


def test_the_page_for_people_leads_to_each_of_them(app):
    page = Browser(app).go("/api")
    leads = {a["href"] for a in page.soup.find("main").find_all("a")}
    assert {"/schemes.ics", "/schemes.atom", "/api/schemes.json", "/api/openapi.json"} <= leads
    assert 'src="http://localhost/embed/schemes"' in page.main


def test_json_is_text_for_every_letter(app, session, board):
    schemes.open_call(session, board, name_text={"en": "Ŵ “quote” 👩‍⚕️ </script>"})
    session.commit()
    body = get(app, "/api/schemes.json").data
    assert json.loads(body)["schemes"][0]["calls"][0]["name"]["en"] == "Ŵ “quote” 👩‍⚕️ </script>"
