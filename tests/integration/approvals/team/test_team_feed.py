"""The private address of a team's calendar: made, replaced, removed, dead, and what it gives."""

from datetime import date, timedelta
from types import SimpleNamespace

import icalendar
import pytest
from sqlalchemy import select

from portal.approvals.lifecycle import ApprovalState, CoverMeans
from portal.approvals.models import ApprovalRequest, CoverPlan
from portal.approvals.team.models import TeamFeed
from portal.kernel import clock
from portal.people.models import Employment, Person
from tests.browsing import Browser
from tests.conftest import NOW
from tests.factories import approvals as made
from tests.factories import people


@pytest.fixture
def scene(app, database):
    with app.app_context(), database.scope() as session:
        ward = made.ward(session)
        asked = made.sent(session, ward, "Megan Prosser")
        request = made.waiting(session, asked, ward.manager)
        made.approved(session, made.sent(session, ward, "Kofi Mensah"), ward.manager)
        elsewhere = made.Ward(ward.board, people.node(session, "ward-8", ward.board),
                              ward.manager, ward.office, ward.call)  # fmt: skip
        sister = people.employee(session, elsewhere.team, name="Sister")
        hidden = people.employee(session, elsewhere.team, name="Bethan Jones", manager=sister)
        made.approved(session, made.sent(session, elsewhere, applicant=hidden), sister)
        session.commit()
        return SimpleNamespace(
            manager=ward.manager.email, request=request.id, application=asked.id,
            nurse=asked.applicant.email,
        )  # fmt: skip


def address_on(page) -> str:
    return page.soup.select_one(".app-secret").get_text(strip=True).removeprefix("http://localhost")


def make(app, scene) -> str:
    browser = Browser(app).sign_in(scene.manager)
    browser.go("/team/feed")
    page = browser.send(button="address")
    assert page.headers["Cache-Control"] == "no-store"
    return address_on(page)


def fetch(app, path, **headers):
    return app.test_client().get(path, headers=headers)


def events(app, path):
    answer = fetch(app, path)
    assert answer.status_code == 200
    assert answer.mimetype == "text/calendar"
    found = icalendar.Calendar.from_ical(answer.data)
    return {str(e["summary"]).partition(":")[0]: e for e in found.walk("VEVENT")}


def test_it_gives_the_releases_of_ones_own_team_and_no_more(app, scene) -> None:
    found = events(app, make(app, scene))
    assert set(found) == {"Megan Prosser", "Kofi Mensah"}
    megan, kofi = found["Megan Prosser"], found["Kofi Mensah"]
    assert str(megan["summary"]) == "Megan Prosser: 7.5 hours a week. Asked for"
    assert str(kofi["summary"]).startswith("Kofi Mensah: 7.5 hours a week. Plan made, ")
    assert megan["dtstart"].dt == date(2027, 4, 6)
    assert megan["dtend"].dt == date(2027, 10, 2), "the day after the last, as the RFC has it"
    assert str(megan["uid"]) == f"release-{scene.application}-1@headroom"
    assert megan["dtstamp"].dt == NOW - timedelta(hours=2)
    text = fetch(app, make(app, scene)).get_data(as_text=True)
    for secret in ("Breathless", "£", "6,174", "R70412", "example.nhs.uk", "The day moves"):
        assert secret not in text


def test_an_answer_moves_the_sequence_on_and_keeps_the_uid(app, database, scene) -> None:
    path = make(app, scene)
    before = events(app, path)["Megan Prosser"]
    later = NOW + timedelta(days=1)
    with app.app_context(), database.scope() as session:
        request = session.get(ApprovalRequest, scene.request)
        request.answered_by = request.approver
        request.state, request.answered_at = ApprovalState.APPROVED, later
        session.add(CoverPlan(request=request, means=CoverMeans.ABSORBED, hours_hundredths=0,
                              cost_pence=0, when_busy="-"))  # fmt: skip
        session.commit()
    after = events(app, path)["Megan Prosser"]
    assert after["uid"] == before["uid"]
    assert after["sequence"] > before["sequence"]
    assert after["dtstamp"].dt == after["last-modified"].dt == later
    assert "Absorbed" in str(after["summary"])


def test_the_same_rows_give_the_same_bytes_and_a_calendar_may_ask_if_it_changed(app, scene):
    path = make(app, scene)
    first, second = fetch(app, path), fetch(app, path)
    assert first.data == second.data
    assert first.headers["Cache-Control"] == "private, no-cache"
    assert first.headers["X-Robots-Tag"] == "noindex"
    assert "Set-Cookie" not in first.headers
    again = fetch(app, path, **{"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_only_a_digest_is_kept(app, database, scene) -> None:
    path = make(app, scene)
    token = path.rpartition("/")[2].removesuffix(".ics")
    with app.app_context(), database.scope(read_only=True) as session:
        kept = session.scalars(select(TeamFeed)).one()
        assert len(token) >= 43
        assert token not in f"{kept.token_digest}"


def test_a_new_address_replaces_the_old_and_a_removed_one_is_dead(app, scene) -> None:
    old = make(app, scene)
    new = make(app, scene)
    assert old != new
    assert fetch(app, old).status_code == 404
    assert fetch(app, new).status_code == 200
    browser = Browser(app).sign_in(scene.manager)
    page = browser.go("/team/feed")
    assert new not in page.data.decode(), "it is shown once"
    assert "You made an address on Monday 23 November 2026" in page.main
    browser.send(button="Remove")
    assert "The address is removed" in browser.page.main
    assert fetch(app, new).status_code == 404
    browser.post_by_hand("/team/feed/stop")
    assert browser.page.status == 200, "twice is as once"


@pytest.mark.parametrize("token", ["x", "a" * 43, "a" * 5000, "%00", "%ed%a0%80", "é", "..%2f"])
def test_a_wrong_token_is_not_there(app, scene, token) -> None:
    make(app, scene)
    assert fetch(app, f"/team-calendars/{token}.ics").status_code == 404


@pytest.mark.parametrize("why", ["left", "nobody", "their person left"])
def test_it_ends_with_the_person_or_the_team(app, database, scene, why) -> None:
    path = make(app, scene)
    with app.app_context(), database.scope() as session:
        manager = session.scalar(select(Person).where(Person.email == scene.manager))
        if why == "left":
            manager.is_active = False
        for post in session.scalars(select(Employment).where(Employment.manager == manager)):
            if why == "nobody":
                post.manager = None
            if why == "their person left":
                post.person.is_active = False
        session.commit()
    assert fetch(app, path).status_code == 404


def test_what_ended_long_ago_is_left_out(app, scene, monkeypatch) -> None:
    path = make(app, scene)
    monkeypatch.setattr(clock, "now", lambda: NOW.replace(year=2027, month=12))
    assert set(events(app, path)) == {"Megan Prosser", "Kofi Mensah"}, "ended on 1 October"
    monkeypatch.setattr(clock, "now", lambda: NOW.replace(year=2028, month=2))
    assert events(app, path) == {}


def test_somebody_who_manages_nobody_makes_none(app, database, scene) -> None:
    browser = Browser(app).sign_in(scene.nurse)
    assert browser.post_by_hand("/team/feed").status == 404
    with app.app_context(), database.scope(read_only=True) as session:
        assert session.scalars(select(TeamFeed)).all() == []


def test_it_speaks_the_language_of_whoever_made_it(app, database, scene) -> None:
    path = make(app, scene)
    with app.app_context(), database.scope() as session:
        session.scalar(select(Person).where(Person.email == scene.manager)).language = "cy"
        session.commit()
    assert b"//Team//CY" in fetch(app, path, **{"Accept-Language": "en"}).data
