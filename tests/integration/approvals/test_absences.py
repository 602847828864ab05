"""A manager says when they are away: at a browser without a script, also with wrong input."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from portal.approvals.actions import asking
from portal.approvals.lifecycle import Seat
from portal.approvals.models import Absence, ApprovalRequest
from portal.audit.models import TrailEntry
from portal.kernel.actor import SYSTEM
from portal.notifications.models import Message
from tests.browsing import Browser
from tests.conftest import NOW
from tests.factories import approvals as made
from tests.factories import people

TODAY = NOW.date()


@pytest.fixture
def ward(app, database):
    """Sam with two requests that wait, Rhian above, Dai for a deputy, and one who has left."""
    with app.app_context(), database.scope() as session:
        found = made.ward(session)
        found.manager.post.manager = people.employee(session, found.board, name="Rhian Price")
        addresses = {
            "sam": found.manager.email,
            "dai": found.nurse(session, "Dai Deputy").email,
            "nurse": found.nurse(session, "Megan Prosser").email,
            "office": found.office.email,
        }
        gone = found.nurse(session, "Gone Away")
        gone.is_active = False
        addresses["gone"] = gone.email
        for name in ("Bethan Jones", "Kofi Mensah"):
            asking.ask(session, made.sent(session, found, name), actor=SYSTEM, now=NOW)
        session.commit()
    return addresses


@pytest.fixture
def sam(app, ward) -> Browser:
    return Browser(app).sign_in(ward["sam"])


@pytest.fixture
def rows(app, database):
    def read(kind, *order):
        with app.app_context(), database.scope(read_only=True) as session:
            found = session.scalars(select(kind).order_by(*order)).all()
            for each in found:
                if isinstance(each, ApprovalRequest):
                    assert each.holder is not None
                    assert each.handovers
            return found

    return read


def dated(name: str, day: date) -> dict:
    return {f"{name}-day": day.day, f"{name}-month": day.month, f"{name}-year": day.year}


def said(first=TODAY, last=TODAY + timedelta(days=20), deputy="", kind="away") -> dict:
    return {"kind": kind, "deputy": deputy, **dated("starts_on", first), **dated("ends_on", last)}


def test_what_waits_goes_to_the_deputy_at_once_with_one_email(sam, ward, rows) -> None:
    page = sam.click("When you are away") if sam.go("/requests") else None
    assert "You have set nothing." in page.main
    sam.click("Set when you are away")
    page = sam.send(said(deputy=ward["dai"].upper()))
    assert page.path == "/requests/away"
    assert "Saved. 2 requests went to somebody else." in page.text
    assert "Dai Deputy" in page.main
    requests = rows(ApprovalRequest)
    assert {(r.seat, r.holder.name) for r in requests} == {(Seat.DEPUTY, "Dai Deputy")}
    told = [m for m in rows(Message) if m.to_address == ward["dai"]]
    assert [m.template for m in told] == ["approvals/deputy_named"]
    assert all(str(r.id) in told[0].body for r in requests)
    assert "set_absence" in [t.verb for t in rows(TrailEntry)]
    # The same once more, as by a second click, is the same.
    sam.go("/requests/away/new")
    sam.send(said(deputy=ward["dai"]))
    assert len(rows(Absence)) == 1
    # Back early: they come back, and the deputy is told.
    sam.go("/requests/away")
    page = sam.click("Remove")
    assert "We tell Dai Deputy by email." in page.main
    page = sam.send({}, "Yes, remove it")
    assert "Done. 2 requests have come back or gone on." in page.text
    assert {r.holder.name for r in rows(ApprovalRequest)} == {"Sam Whittaker"}
    assert "approvals/deputy_ended" in [m.template for m in rows(Message)]
    assert rows(Absence) == []


def test_without_a_deputy_what_would_be_late_goes_up(sam, rows) -> None:
    sam.go("/requests/away/new")
    page = sam.send(said(last=TODAY + timedelta(days=2)))
    assert "Saved." in page.text
    assert {r.seat for r in rows(ApprovalRequest)} == {Seat.APPROVER}
    sam.click("Change")
    page = sam.send(said())
    assert "2 requests went to somebody else" in page.text
    assert {r.holder.name for r in rows(ApprovalRequest)} == {"Rhian Price"}


def test_one_to_come_says_what_waits_and_one_for_lateness_moves_nothing(sam, ward, rows) -> None:
    sam.go("/requests/away/new")
    page = sam.send(said(first=TODAY + timedelta(days=5)))
    assert "2 requests wait for you now." in page.text
    sam.go("/requests/away/new")
    page = sam.send(said(kind="late", deputy=ward["dai"]))
    assert page.path == "/requests/away"
    assert {r.seat for r in rows(ApprovalRequest)} == {Seat.APPROVER}
    assert len(rows(Absence)) == 2


AN_HOUR = timedelta(days=1)
WRONG = [
    ({"kind": ""}, "kind", "Choose what you want to set"),
    (said(kind="late"), "deputy", "Enter the work email address of your deputy"),
    (said(first=TODAY - AN_HOUR), "starts_on", "The first day must be today or later"),
    (
        said(first=TODAY + timedelta(days=3), last=TODAY + timedelta(days=2)),
        "ends_on",
        "The last day must be the same as the first day, or after it",
    ),
    (
        said(last=TODAY + timedelta(days=1000)),
        "ends_on",
        "The last day must be in the next two years",
    ),
    (said(last=date(9999, 12, 31)), "ends_on", "The last day must be in the next two years"),
    (said(deputy="nobody@example.nhs.uk"), "deputy", "Nobody in the staff list has this address."),
    (said(deputy="not an address"), "deputy", "Enter an email address"),
    (said(deputy="\x00@x"), "deputy", ""),
    ({**said(), "starts_on-month": "13"}, "starts_on", "First day must be a real date"),
    ({**said(), "ends_on-day": "9" * 5000}, "ends_on", ""),
    ({**said(), "ends_on-day": "31", "ends_on-month": "2"}, "ends_on", "Last day must be a real"),
    ({**said(), "ends_on-day": ""}, "ends_on", "Last day must include a day"),
    ({"starts_on-day": "", "starts_on-month": "", "starts_on-year": ""}, "starts_on", "Enter the"),
]


@pytest.mark.parametrize(("typed", "field", "words"), WRONG)
def test_wrong_input_is_said_beside_the_field_and_kept(sam, rows, typed, field, words) -> None:
    sam.go("/requests/away/new")
    page = sam.send(typed)
    assert page.status == 200
    assert any(words in each for each in page.errors)
    assert words in page.error_beside(field)
    assert page.error_beside(field)
    assert rows(Absence) == []
    if typed.get("deputy") == "nobody@example.nhs.uk":
        assert page.value("deputy") == "nobody@example.nhs.uk"


def test_oneself_and_a_leaver_are_no_deputies(sam, ward, rows) -> None:
    for who, words in (("sam", "This is your own address."), ("gone", "Gone Away has left")):
        sam.go("/requests/away/new")
        page = sam.send(said(deputy=ward[who]))
        assert words in page.error_beside("deputy")
    assert rows(Absence) == []


def test_overlapping_ones_are_refused_and_one_changed_does_not_overlap_itself(sam) -> None:
    sam.go("/requests/away/new")
    sam.send(said())
    sam.go("/requests/away/new")
    page = sam.send(said(first=TODAY + timedelta(days=20), last=TODAY + timedelta(days=30)))
    assert "You have said that you are away from" in page.error_beside("starts_on")
    sam.go("/requests/away")
    sam.click("Change")
    assert sam.send(said(last=TODAY + timedelta(days=21))).path == "/requests/away"


def test_what_is_over_is_listed_and_cannot_be_changed(app, database, sam, ward) -> None:
    with app.app_context(), database.scope() as session:
        request = session.scalars(select(ApprovalRequest)).first()
        row = Absence(
            person_id=request.holder_id,
            starts_on=TODAY - timedelta(days=9),
            ends_on=TODAY - timedelta(days=3),
            made_at=NOW,
        )
        running = Absence(
            person_id=request.holder_id,
            starts_on=TODAY - timedelta(days=1),
            ends_on=TODAY + timedelta(days=1),
            made_at=NOW,
        )
        session.add_all([row, running])
        session.commit()
        over = row.id
    page = sam.go("/requests/away")
    assert "1 that is over" in page.main
    assert sam.go(f"/requests/away/{over}", 409).status == 409
    sam.go("/requests/away")
    page = sam.click("End it")
    assert page.h1 == "Are you back?"
    assert "2 that are over" in sam.send({}, "Yes, end it today").main
    for who in ("nurse", "office"):
        assert Browser(app).sign_in(ward[who]).go(f"/requests/away/{over}", 404).status == 404
    assert Browser(app).sign_in(ward["nurse"]).go("/requests/away", 404).status == 404
