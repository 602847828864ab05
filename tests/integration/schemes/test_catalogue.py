"""The public pages: what everybody may see, and when."""

from datetime import timedelta

import pytest

from portal.kernel.language import Text
from portal.people.models import NodeKind
from portal.schemes import queries
from portal.schemes.filters import Filters
from portal.schemes.pages.words import said
from tests.browsing import Browser
from tests.conftest import NOW
from tests.factories import people, schemes

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


@pytest.fixture
def made(app, database):
    """Make rows, kept: made(lambda session: ...)."""

    def make(build):
        with app.app_context(), database.scope() as session:
            found = build(session)
            session.commit()
            return found

    return make


def named(session, organisation, name, key="small-grant", **values):
    return schemes.open_call(session, organisation, key, definition={"name": Text(name)}, **values)


def cards(page):
    return [" ".join(h.get_text().split()) for h in page.soup.select(".app-card__title")]


def rows(page, table):
    return [" ".join(th.get_text(" ").split()) for th in page.soup.select(f"#{table} tbody th")]


def test_open_coming_and_closed_stand_apart_in_order(app, made):
    def build(s):
        node = people.node(s)
        named(s, node, "Later", closes_at=NOW + 20 * DAY)
        named(s, node, "Sooner", closes_at=NOW + 10 * DAY)
        named(s, node, "Coming", opens_at=NOW + DAY, closes_at=NOW + 60 * DAY)
        named(
            s, node, "Older", closes_at=NOW - 90 * DAY, earliest_start_on=(NOW + 300 * DAY).date()
        )
        named(s, node, "Old", closes_at=NOW - 30 * DAY)

    made(build)
    page = Browser(app).go("/schemes")
    assert cards(page) == ["Sooner", "Later"]
    assert page.soup.h2 and "2 schemes open now" in page.main
    assert [r.split(" Small")[0] for r in rows(page, "coming")] == ["Coming"]
    assert rows(page, "closed") == ["Old, January 2027", "Older, January 2027"]
    assert "In 10 days" in page.main and "10am, UK time" in page.main
    assert "Glan Hafren" not in page.main, "one organisation needs no naming"


@pytest.mark.parametrize(
    ("moment", "open_now", "closed_now"),
    [
        (NOW - SECOND, [], []),
        (NOW, ["Grant"], []),
        (NOW + 5 * DAY, ["Grant"], []),
        (NOW + 5 * DAY + SECOND, [], ["Grant, January 2027"]),
    ],
)
def test_a_call_opens_and_closes_at_its_instant_and_the_closing_instant_is_open(
    app, made, at, moment, open_now, closed_now
):
    made(lambda s: named(s, people.node(s), "Grant", opens_at=NOW, closes_at=NOW + 5 * DAY))
    at(moment)
    page = Browser(app).go("/schemes")
    assert (cards(page), rows(page, "closed")) == (open_now, closed_now)


def test_retired_schemes_and_rehearsals_are_not_shown(app, made):
    def build(s):
        node = people.node(s)
        named(s, node, "Retired").scheme.retired_at = NOW
        return named(s, node, "Rehearsed", rehearsal=True).scheme.slug

    slug = made(build)
    browser = Browser(app)
    page = browser.go("/schemes")
    assert cards(page) == [] and "No scheme open now" in page.main
    assert not page.soup.select("input[name=kind]"), "nothing to choose between"
    browser.go(f"/schemes/{slug}", 404)
    browser.go(f"/schemes/{slug}?call=call-1", 404)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", ["Grant", "Time", "Secondment"]),
        ("kind=small_grant&kind=secondment", ["Grant", "Secondment"]),
        ("job=estates", ["Grant", "Secondment"]),
        ("job=nurses&kind=protected_time", ["Time"]),
        ("closes=14", ["Grant"]),
        ("job=estates&kind=protected_time", []),
        ("job=king&kind=x&closes=1e3&page=-4", ["Grant", "Time", "Secondment"]),
    ],
)
def test_filters(app, made, query, shown):
    def build(s):
        node = people.node(s)
        named(s, node, "Grant", closes_at=NOW + 10 * DAY)
        named(s, node, "Time", "protected-time", closes_at=NOW + 20 * DAY)
        named(s, node, "Secondment", "secondment", closes_at=NOW + 29 * DAY)

    made(build)
    page = Browser(app).go(f"/schemes?{query}")
    assert cards(page) == shown
    if not shown:
        assert "Choose less" in page.main
        assert page.link("Show all schemes") == "/schemes"


def test_several_organisations_are_named(app, made):
    def build(s):
        wales = people.node(s, "wales", kind=NodeKind.NATION)
        for slug in ("glan-hafren", "bae-ceredigion"):
            named(s, people.node(s, slug, wales, NodeKind.ORGANISATION), f"Grant of {slug}")
        named(
            s, people.node(s, "ty-coch", wales, NodeKind.ORGANISATION), "Past", closes_at=NOW - DAY
        )

    made(build)
    page = Browser(app).go("/schemes")
    assert {"Glan Hafren.", "Bae Ceredigion."} <= {
        f"{part.strip()}."
        for line in page.soup.select(".app-card__line")
        for part in line.text.split(".")
    }
    assert "Ty Coch" in page.soup.select_one("#closed").text


def test_closed_calls_are_paged(app, made):
    def build(s):
        of = schemes.scheme(s, people.node(s))
        for days in range(60):
            schemes.call(
                s, of, closes_at=NOW - timedelta(days=days + 1), name_text={"en": f"Call {days}"}
            )

    made(build)
    browser = Browser(app)
    page = browser.go("/schemes?kind=small_grant")
    assert len(rows(page, "closed")) == 50 and "60 closed calls" in page.main
    page = browser.click("Next")
    assert "kind=small_grant" in page.path
    assert [r.rpartition(" ")[2] for r in rows(page, "closed")] == [str(n) for n in range(50, 60)]


def test_thirty_calls_ask_no_more_of_the_database_than_one(app, made, count_queries):
    browser, seen = Browser(app), []
    node = made(lambda s: people.node(s).id)

    def add(session):
        from portal.people.models import Organisation

        here = session.get_one(Organisation, node)
        for n in range(15):
            named(session, here, f"Open {n}", open_to=[here])
            named(session, here, f"Coming {n}", opens_at=NOW + DAY, closes_at=NOW + 60 * DAY)
            named(session, here, f"Closed {n}", closes_at=NOW - DAY)

    made(
        lambda s: named(
            s,
            s.get_one(people.Organisation, node),
            "One",
            open_to=[s.get_one(people.Organisation, node)],
        )
    )
    made(lambda s: named(s, s.get_one(people.Organisation, node), "Over", closes_at=NOW - DAY))
    for build in (lambda s: None, add):
        made(build)
        with count_queries() as statements:
            browser.go("/schemes")
        seen.append(len(statements))
    assert seen[0] == seen[1] <= 8


def test_sql_and_python_agree_on_what_is_closed(session):
    node = people.node(session)
    for seconds in (-1, 0, 1):
        schemes.open_call(session, node, closes_at=NOW + seconds * SECOND)
    found = queries.catalogue(session, NOW, Filters())
    assert all(call.phase(NOW).value == "open" for call in found.open)
    assert (len(found.open), len(found.closed), found.closed_count) == (2, 1, 1)


# The page of a scheme.


def test_the_page_says_it_all_and_leads_on(app, made):
    call = made(
        lambda s: (
            (c := schemes.open_call(s, people.node(s), pot_wte_months_hundredths=600))
            and (c.id, c.scheme.slug)
        )
    )
    browser = Browser(app)
    page = browser.go(f"/schemes/{call[1]}")
    assert page.h1 == "Small grant for a first project"
    assert page.link("Apply now") == f"/calls/{call[0]}/apply"
    for words in (
        "You do not need a finished protocol, ethics approval, a statistician or",
        "Up to £20,000",
        "Up to 6 months",
        "Thursday 3 December 2026, 10am, UK time",
        "About 40 minutes, in 7 sections.",
        "university overheads",
        "Training and travel: up to £1,000",
        "3 reviewers read each application without your name, team or pay.",
        "Need: does it matter to patients or staff? Share of the score 30%",
        "What will it cost?",
        "The Research Director decides",
        "Your manager, who has 10 working days to answer",
        "£100,000 in all. 6 WTE-months in all.",
        "In the manner of Pathway to Portfolio, Wales.",
        "All times are UK time.",
    ):
        assert words in page.main, words
    assert "llustrative" not in page.text and "Made up" not in page.text
    now_point = page.soup.select_one(".app-dates__point--next")
    assert "Closes" in now_point.text and now_point["aria-current"] == "step"


@pytest.mark.parametrize(
    ("opens", "closes", "words"),
    [
        (1, 30, "You can apply from Tuesday 24 November 2026, 10am, UK time (tomorrow)."),
        (-30, -1, "This call closed on Sunday 22 November 2026, 10am, UK time."),
    ],
)
def test_without_an_open_call_words_stand_where_the_button_would(app, made, opens, closes, words):
    slug = made(
        lambda s: (
            schemes.open_call(
                s, people.node(s), opens_at=NOW + opens * DAY, closes_at=NOW + closes * DAY
            ).scheme.slug
        )
    )
    page = Browser(app).go(f"/schemes/{slug}")
    assert words in page.main
    assert "Apply now" not in page.main


def test_a_retired_scheme_can_be_read_and_says_so(app, made):
    def build(s):
        of = schemes.open_call(s, people.node(s)).scheme
        of.retired_at = NOW
        return of.slug

    page = Browser(app).go(f"/schemes/{made(build)}")
    assert "This scheme has ended." in page.main and "Apply now" not in page.main


def test_a_past_call_shows_what_the_scheme_said_then(app, made):
    def build(s):
        of = schemes.scheme(s, people.node(s), minutes_to_apply=90)
        schemes.call(
            s,
            of,
            slug="january-2025",
            closes_at=NOW - 300 * DAY,
            name_text={"en": "January 2025"},
            earliest_start_on=NOW.date(),
        )
        newer = schemes.definition(minutes_to_apply=30).to_json()
        of.versions.append(schemes.SchemeVersion(number=2, definition=newer, made_at=NOW))
        s.flush()
        schemes.call(s, of, slug="now")
        return of.slug

    slug = made(build)
    browser = Browser(app)
    assert "About 30 minutes" in browser.go(f"/schemes/{slug}").main
    page = browser.click("January 2025")
    assert "About 90 minutes" in page.main and "This call closed" in page.main
    assert browser.click("See the call that is open").path == f"/schemes/{slug}"
    browser.go(f"/schemes/{slug}?call=never", 404)


@pytest.mark.parametrize("path", ["/schemes/none", "/schemes/%00", "/schemes/x?call=%ff"])
def test_addresses_of_nothing(app, path):
    Browser(app).go(path, 404)


def test_a_scheme_without_a_call_is_not_public_yet(app, made):
    slug = made(lambda s: schemes.scheme(s, people.node(s)).slug)
    Browser(app).go(f"/schemes/{slug}", 404)


# Welsh.


def english_of(value):
    """Every English text of the office under a value of the document."""
    if isinstance(value, dict):
        if set(value) <= {"en", "cy"} and "en" in value:
            return {value["en"]} if value.get("cy") != value["en"] else set()
        return set().union(*map(english_of, value.values()), set())
    return set().union(*map(english_of, value), set()) if isinstance(value, list) else set()


@pytest.mark.parametrize("key", ["small-grant", "protected-time", "secondment"])
def test_a_welsh_page_keeps_no_english_of_the_scheme(app, made, key):
    slug = made(
        lambda s: schemes.open_call(s, people.node(s, name_cy="Glan Hafren"), key).scheme.slug
    )
    page = Browser(app).go(f"/schemes/{slug}?lang=cy")
    assert page.soup.html["lang"] == "cy"
    texts = english_of(schemes.definition(key).to_json())
    assert len(texts) > 20
    leftovers = {t for t in texts if len(t.split()) > 2 and t in page.main}
    assert leftovers == set()
    assert not page.soup.select("main [lang=en]")


def test_english_stands_in_where_there_is_no_welsh_and_says_so(app, made):
    slug = made(lambda s: named(s, people.node(s), "Only in <English>").scheme.slug)
    browser = Browser(app)
    page = browser.go(f"/schemes/{slug}?lang=cy")
    heading = page.soup.h1.find("span", lang="en")
    assert heading is not None and heading.text == "Only in <English>"
    listed = browser.go("/schemes?lang=cy")
    assert listed.soup.select_one(".app-card__title [lang=en]").text == "Only in <English>"
    assert page.soup.title.text.startswith("Only in <English>")


def test_text_is_escaped_and_marked(app):
    with app.test_request_context("/schemes?lang=cy"):
        app.preprocess_request()
        assert said(Text("<b>", "")) == '<span lang="en">&lt;b&gt;</span>'
        assert said(Text("a", "â <i>")) == "â &lt;i&gt;"
