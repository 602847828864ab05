"""The office publishes: from a template to an open call, and what it may not do."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from portal.audit.models import TrailEntry
from portal.kernel.actor import Role
from portal.people.models import NodeKind
from portal.schemes.models import Call, Scheme
from tests.browsing import Browser
from tests.conftest import NOW
from tests.factories import people, schemes

DAY = timedelta(days=1)
SOON = NOW + timedelta(hours=6)


@pytest.fixture
def rows(app, database):
    """An organisation with its office, another one with its own, and a scheme of the first."""
    with app.app_context(), database.scope() as s:
        wales = people.node(s, "wales", kind=NodeKind.NATION)
        here = people.node(s, "glan-hafren", wales, NodeKind.ORGANISATION)
        there = people.node(s, "bae", wales, NodeKind.ORGANISATION)
        ward = people.node(s, "ward-7", here)
        made = {
            "office": people.staff_with_role(s, Role.OFFICE, here).email,
            "national": people.staff_with_role(s, Role.OFFICE, wales).email,
            "foreign": people.staff_with_role(s, Role.OFFICE, there).email,
            "nurse": people.employee(s, ward).email,
            "chair": people.staff_with_role(s, Role.CHAIR, here).email,
        }
        of = schemes.scheme(s, here)
        coming = schemes.call(s, of, slug="coming", opens_at=SOON, closes_at=NOW + 30 * DAY)
        opened = schemes.call(s, of, slug="opened")
        s.commit()
        return made | {
            "scheme": of.id,
            "slug": of.slug,
            "coming": coming.id,
            "opened": opened.id,
            "here": here.id,
            "there": there.id,
        }


@pytest.fixture
def office(app, rows):
    return Browser(app).sign_in(rows["office"])


def count(database, model=Call):
    with database.scope(read_only=True) as s:
        return s.scalar(select(func.count()).select_from(model))


def stored(database, call_id):
    with database.scope(read_only=True) as s:
        call = s.get_one(Call, call_id)
        return (call.opens_at, call.closes_at, call.pot_pence, call.name_text, call.prefix)


def day(name, text):
    parts = text.split("-")
    return dict(zip((f"{name}-year", f"{name}-month", f"{name}-day"), parts, strict=True))


def test_a_call_from_a_template_opens_by_itself_at_its_minute(app, database, rows, office, at):
    office.go("/office/schemes")
    office.click("Make a scheme")
    page = office.click("Small grant for a first project")
    assert "Has a source" in page.main and "Made up" in page.main and "No source found" in page.main
    page = office.send({"name": "Winter grant", "name_cy": "Grant y gaeaf"})
    assert page.h1.endswith("Winter grant")
    assert "Nobody sees it before you set up a call." in page.main
    Browser(app).go("/schemes/winter-grant", 404)

    office.click("Set up a call")
    page = office.send(
        {
            "pot_pence": "£90,000",
            "pot_wte_months_hundredths": "12",
            **day("opens_on", "2026-12-07"),
            "opens_time": "9am",
        }
    )
    assert (
        page.h1.endswith("Winter grant")
        and "Opening soon" in page.main
        and "£90,000.00" in page.main
    )

    opens = datetime(2026, 12, 7, 9, 0, tzinfo=UTC)
    public = Browser(app)
    at(opens - timedelta(seconds=1))
    assert (
        "You can apply from Monday 7 December 2026, 9am, UK time"
        in public.go("/schemes/winter-grant").main
    )
    at(opens)
    assert public.go("/schemes/winter-grant").link("Apply now")
    assert "2 schemes open now" in public.go("/schemes").main
    closes = datetime(2027, 1, 15, 17, 0, tzinfo=UTC)
    at(closes)
    assert public.go("/schemes/winter-grant").link("Apply now")
    at(closes + timedelta(seconds=1))
    assert "Apply now" not in public.go("/schemes/winter-grant").main

    with database.scope(read_only=True) as s:
        verbs = s.scalars(select(TrailEntry.verb).order_by(TrailEntry.number)).all()
        call = s.scalar(select(Call).order_by(Call.opens_at.desc()).limit(1))
        assert [v for v in verbs if v.endswith(("_scheme", "_call"))] == [
            "made_scheme",
            "scheduled_call",
        ]
        assert (call.pinned.number, call.grace_minutes, call.prefix) == (1, 10, "WG27")
        assert call.pot_wte_months_hundredths == 1200


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        (day("closes_on", "2027-02-30"), "closes_on", "must be a real date"),
        (day("opens_on", "2026-11-22"), "opens_on", "The call must open in the future."),
        (day("closes_on", "2026-12-01"), "closes_on", "The call must close after it opens."),
        (
            day("approvals_due_on", "2026-12-25"),
            "approvals_due_on",
            "Managers must have until the call closes",
        ),
        (day("panel_on", "2026-12-25"), "panel_on", "The panel must meet"),
        (day("earliest_start_on", "2027-01-01"), "earliest_start_on", "The first day to start"),
        (
            {**day("opens_on", "2027-03-28"), "opens_time": "01:30"},
            "opens_time",
            "There is no 01:30 on 28 March 2027",
        ),
        (
            {**day("closes_on", "2027-03-28"), "closes_time": "1:30am"},
            "closes_time",
            "the clocks go forward",
        ),
        (
            day("earliest_start_on", "9999-12-31"),
            "earliest_start_on",
            "The year must be 2036 or before.",
        ),
        ({"closes_time": "25:00"}, "closes_time", "Closing time must be like 13:00 or 1pm"),
        ({"closes_time": ""}, "closes_time", "Enter the closing time"),
        (day("closes_on", "--"), "closes_on", "Enter the day it closes"),
        ({"name": "  "}, "name", "Enter a name for this call"),
        ({"prefix": "9A"}, "prefix", "Start with a letter."),
        ({"prefix": "TOOLONGTOOLONG"}, "prefix", "12 characters or fewer"),
        ({"grace_minutes": "121"}, "grace_minutes", "120 or less"),
        *(
            ({"pot_pence": text}, "pot_pence", words)
            for text, words in (
                ("", "Enter how much money there is."),
                ("£20k", "Enter an amount in pounds"),
                ("1e3", "Enter an amount in pounds"),
                ("-5", "Enter an amount in pounds"),
                ("sNaN", "Enter an amount in pounds"),
                ("10000001", "must be £10,000,000 or less"),
            )
        ),
        (
            {"pot_wte_months_hundredths": "1e3"},
            "pot_wte_months_hundredths",
            "months of full-time work",
        ),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_all_is_kept(
    database, rows, office, typed, field, words
):
    before = count(database)
    office.go(f"/office/schemes/{rows['scheme']}/calls/new")
    sent = {"pot_pence": "20,000", **typed}
    page = office.send({"name_cy": "Gaeaf", **sent})
    assert words in page.error_beside(field)
    assert any(words in error for error in page.errors)
    for name, text in sent.items():
        assert page.value(name) == text
    assert page.value("name_cy") == "Gaeaf"
    assert page.soup.title.text.startswith("Error:")
    assert count(database) == before


def test_clock_times_are_uk_times_in_summer_and_winter(database, rows, office):
    office.go(f"/office/schemes/{rows['scheme']}/calls/new")
    office.send(
        {
            "pot_pence": "0",
            "prefix": "uk27",
            **day("opens_on", "2027-01-04"),
            "opens_time": "13:00",
            **day("closes_on", "2027-06-30"),
            "closes_time": "23:59",
            **day("approvals_due_on", "2027-07-30"),
            **day("reviews_due_on", "2027-08-30"),
            **day("panel_on", "2027-09-30"),
            **day("decisions_on", "2027-10-30"),
            **day("earliest_start_on", "2028-01-01"),
        }
    )
    assert "11:59pm, UK time" in office.page.main
    with database.scope(read_only=True) as s:
        call = s.scalar(select(Call).where(Call.prefix == "UK27"))
        assert call.opens_at == datetime(2027, 1, 4, 13, 0, tzinfo=UTC)
        assert call.closes_at == datetime(2027, 6, 30, 22, 59, tzinfo=UTC)


def test_references_and_addresses_are_nobody_elses(database, rows, office):
    with database.scope() as s:
        taken = s.get_one(Call, rows["coming"]).prefix
    office.go(f"/office/schemes/{rows['scheme']}/calls/new")
    page = office.send({"pot_pence": "1", "prefix": taken.lower()})
    assert "Another call has references that start like this." in page.error_beside("prefix")
    office.send({"prefix": "FREE27"})
    office.go(f"/office/schemes/{rows['scheme']}/calls/new")
    office.send({"pot_pence": "1", "prefix": "FREE28"})
    with database.scope(read_only=True) as s:
        slugs = s.scalars(
            select(Call.slug).where(Call.prefix.in_(["FREE27", "FREE28"])).order_by(Call.prefix)
        ).all()
    assert slugs == ["january-2027", "january-2027-2"]


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"name": ""}, "name", "Enter a name in English"),
        ({"name": "x" * 121}, "name", "120 characters or fewer"),
        ({"slug": "Not Good"}, "slug", "Use small letters"),
        ({"slug": "../../etc"}, "slug", "Use small letters"),
        ({"node": str(uuid4())}, "node", "Choose which part"),
        ({"name": "a\x00b"}, "name", "cannot store"),
    ],
)
def test_a_scheme_that_cannot_be_made_keeps_what_was_typed(
    database, rows, office, typed, field, words
):
    office.go("/office/schemes/new?template=secondment")
    page = office.send({"name_cy": "Cadwyd", **typed})
    assert words in page.error_beside(field)
    assert page.value("name_cy") == "Cadwyd"
    assert count(database, Scheme) == 1


def test_an_address_that_is_taken(database, rows, office):
    office.go("/office/schemes/new?template=small-grant")
    page = office.send({"slug": rows["slug"]})
    assert "Another scheme has this address." in page.error_beside("slug")
    office.send({"slug": "", "name": rows["slug"].replace("-", " ")})
    with database.scope(read_only=True) as s:
        assert f"{rows['slug']}-2" in s.scalars(select(Scheme.slug)).all()


def test_an_office_cannot_choose_another_organisation(database, rows, office):
    office.go("/office/schemes/new?template=small-grant")
    shown = {option["value"] for option in office.page.soup.select("select[name=node] option")}
    assert shown == {str(rows["here"])}
    page = office.send({"node": str(rows["there"])})
    assert page.errors and count(database, Scheme) == 1
    assert office.post_by_hand("/office/schemes/new?template=none").status == 404


def test_a_call_is_changed_until_it_opens_and_not_after(database, rows, office, at):
    office.go(f"/office/schemes/{rows['scheme']}")
    page = office.click("Change")
    assert page.path == f"/office/calls/{rows['coming']}/edit"
    before = stored(database, rows["coming"])
    page = office.send({"closes_on-day": "31", "closes_on-month": "2"})
    assert page.error_beside("closes_on") and stored(database, rows["coming"]) == before
    page = office.send({"pot_pence": "5.01", **day("closes_on", "2026-12-20")})
    assert page.path == f"/office/schemes/{rows['scheme']}"
    assert stored(database, rows["coming"])[2] == 501

    office.go(f"/office/calls/{rows['coming']}/edit")
    at(SOON)
    page = office.send({"pot_pence": "9"}, status=409)
    assert "cannot be changed" in page.main
    assert stored(database, rows["coming"])[2] == 501
    assert "cannot be changed" in office.go(f"/office/calls/{rows['opened']}/edit", 409).main


def test_saving_without_a_change_changes_no_date(database, rows, office):
    before = stored(database, rows["coming"])
    office.go(f"/office/calls/{rows['coming']}/edit")
    office.send()
    assert stored(database, rows["coming"]) == before


PAGES = (
    "/office/schemes/{scheme}",
    "/office/schemes/{scheme}/calls/new",
    "/office/calls/{coming}/edit",
)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(
    ("who", "status"),
    [("office", 200), ("national", 200), ("foreign", 404), ("nurse", 404), ("chair", 404)],
)
def test_who_sees_a_scheme_of_an_office(app, database, rows, path, who, status):
    browser = Browser(app).sign_in(rows[who])
    browser.go(path.format(**rows), status)
    if status != 200 and path != PAGES[0]:
        before = stored(database, rows["coming"])
        form = {"pot_pence": "1", "prefix": "XX27", "name": "Taken over"}
        assert browser.post_by_hand(path.format(**rows), form).status == 404
        assert stored(database, rows["coming"]) == before and count(database) == 2


@pytest.mark.parametrize(
    "path", ["/office/schemes", "/office/schemes/new", "/office/schemes/new?template=small-grant"]
)
@pytest.mark.parametrize(
    ("who", "status"), [("office", 200), ("foreign", 200), ("nurse", 403), ("chair", 403)]
)
def test_who_sees_the_offices_pages(app, rows, path, who, status):
    Browser(app).sign_in(rows[who]).go(path, status)


def test_the_list_is_ones_own(app, rows):
    assert "Small grant" in Browser(app).sign_in(rows["national"]).go("/office/schemes").main
    page = Browser(app).sign_in(rows["foreign"]).go("/office/schemes")
    assert "Small grant" not in page.main and "There is no scheme yet." in page.main


def test_somebody_unknown_is_asked_to_sign_in(app, rows):
    page = Browser(app).go(f"/office/schemes/{rows['scheme']}")
    assert page.path.startswith("/sign-in")


def test_what_stands_in_the_way_of_a_call_is_said_where_the_button_would_be(
    app, database, rows, office
):
    with database.scope() as s:
        of = s.get_one(Scheme, rows["scheme"])
        wrong = {**of.latest.definition, "minutes_to_apply": 0}
        of.versions.append(schemes.SchemeVersion(number=2, definition=wrong, made_at=NOW))
        s.commit()
    page = office.go(f"/office/schemes/{rows['scheme']}")
    assert "The scheme is not ready." in page.main and "Say how many minutes it takes" in page.main
    assert "Set up a call" not in [a.text.strip() for a in page.soup.select("a.nhsuk-button")]
    office.go(f"/office/schemes/{rows['scheme']}/calls/new", 409)


def test_thirty_schemes_ask_no_more_of_the_database_than_one(
    app, database, rows, office, count_queries
):
    seen = []
    for extra in (0, 29):
        with app.app_context(), database.scope() as s:
            here = s.get_one(people.Organisation, rows["here"])
            for _n in range(extra):
                schemes.open_call(s, here)
            s.commit()
        with count_queries() as statements:
            page = office.go("/office/schemes")
        seen.append(len(statements))
    assert "30 schemes" in page.main
    assert seen[0] == seen[1]
