"""Posters and the induction sheet: issued by the worker, made again when something changes."""

import io
from dataclasses import replace
from datetime import timedelta

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from sqlalchemy import func, select
from sqlalchemy.orm import object_session

from portal.files.models import Document
from portal.kernel import clock
from portal.kernel.language import Text
from portal.schemes.models import Call
from portal.worker import ask_for_posters, issue_due
from tests.browsing import Browser
from tests.conftest import NOW
from tests.factories import people, schemes

LONG = (
    "Clinical and practitioner research development fellowships for staff who never applied before"
)
KINDS = {"poster", "poster-cy", "poster-both"}


@pytest.fixture
def board(session):
    return people.node(session)


@pytest.fixture
def call(session, board):
    made = schemes.open_call(session, board)
    session.commit()
    return made


def work(app, settings, database):
    with app.app_context():
        ask_for_posters(settings, database)
        issue_due(database)


def count(database):
    with database.scope(read_only=True) as session:
        return session.scalar(select(func.count()).select_from(Document))


def path(call, kind="poster"):
    """The address. What was read for it holds no lock afterwards: the worker wants to write."""
    address = f"/schemes/{call.scheme.slug}/calls/{call.slug}/{kind}.pdf"
    object_session(call).rollback()
    return address


def pictures(pdf):
    pages = pypdfium2.PdfDocument(io.BytesIO(pdf))
    return [pages[number].render(scale=2).to_pil() for number in range(len(pages))]


def scanned(picture):
    return [code.text for code in zxingcpp.read_barcodes(picture)]


@pytest.mark.parametrize(
    ("kind", "language"), [("poster", "en"), ("poster-cy", "cy"), ("poster-both", "cy")]
)
def test_a_poster_is_one_tagged_page_whose_code_leads_to_the_scheme(
    app, settings, database, call, kind, language
):
    work(app, settings, database)
    response = app.test_client().get(path(call, kind))
    assert response.mimetype == "application/pdf"
    with pikepdf.open(io.BytesIO(response.data)) as pdf:
        assert len(pdf.pages) == 1
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == language
        assert "pdfuaid" in str(pdf.Root.Metadata.read_bytes())
    (picture,) = pictures(response.data)
    (address,) = scanned(picture)
    assert address == f"http://localhost/schemes/{call.scheme.slug}?lang={language}"
    led = Browser(app).go(address.removeprefix("http://localhost"))
    assert led.soup.html["lang"] == language
    assert led.h1 == str(call.document.name.cy if language == "cy" else call.document.name.en)


@pytest.mark.parametrize("kind", ["poster", "poster-both"])
def test_the_longest_name_and_the_most_facts_leave_the_code_free(
    app, session, settings, database, board, kind
):
    call = schemes.open_call(
        session,
        board,
        "secondment",
        opens_at=NOW + timedelta(days=3),
        closes_at=NOW + timedelta(days=40),
        definition={"name": Text(LONG, LONG)},
    )
    session.commit()
    work(app, settings, database)
    (picture,) = pictures(app.test_client().get(path(call, kind)).data)
    assert len(scanned(picture)) == 1


def test_until_it_is_made_the_address_says_so(app, settings, database, call):
    response = app.test_client().get(path(call))
    assert response.status_code == 202
    assert response.headers["Retry-After"] == "60"
    assert "being made" in response.get_data(as_text=True)


def test_nothing_is_made_twice(app, settings, database, call):
    work(app, settings, database)
    made = count(database)
    assert made == 6  # three posters and three sheets
    work(app, settings, database)
    assert count(database) == made


def test_a_change_of_the_call_makes_a_new_one_and_hands_out_the_old_one_meanwhile(
    app, session, settings, database, call, at
):
    work(app, settings, database)
    at(NOW + timedelta(minutes=1))
    before = app.test_client().get(path(call)).data
    changed = session.get_one(Call, call.id)
    changed.closes_at += timedelta(days=3)
    session.commit()
    with app.app_context():
        ask_for_posters(settings, database)
    assert app.test_client().get(path(call)).data == before
    work(app, settings, database)
    assert app.test_client().get(path(call)).data != before
    ask = [count(database)]
    work(app, settings, database)
    assert [count(database)] == ask


def test_old_ones_do_not_pile_up(app, session, settings, database, call, at):
    for _ in range(4):
        session.get_one(Call, call.id).closes_at += timedelta(days=1)
        session.commit()
        at(clock.now() + timedelta(minutes=1))
        work(app, settings, database)
    assert count(database) <= 12


def test_a_new_brand_makes_new_ones(app, settings, database, call, at):
    work(app, settings, database)
    before = app.test_client().get(path(call)).data
    at(NOW + timedelta(minutes=1))
    work(app, replace(settings, brand_colour="#330072"), database)
    assert app.test_client().get(path(call)).data != before


def test_bytes_are_the_same_for_the_same_call(app, settings, database, call):
    work(app, settings, database)
    first = app.test_client().get(path(call)).data
    with database.scope() as session:
        session.execute(Document.__table__.delete())
        session.commit()
    work(app, settings, database)
    assert app.test_client().get(path(call)).data == first


def test_a_browser_that_has_it_is_told_so(app, settings, database, call):
    work(app, settings, database)
    first = app.test_client().get(path(call))
    again = app.test_client().get(path(call), headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("why", ["rehearsal", "retired", "made up"])
def test_what_nobody_may_know_of_has_no_poster(app, session, settings, database, board, why):
    made = schemes.open_call(session, board, rehearsal=why == "rehearsal")
    if why == "retired":
        made.scheme.retired_at = NOW
    session.commit()
    work(app, settings, database)
    address = path(made) if why != "made up" else "/schemes/nothing/calls/here/poster.pdf"
    assert app.test_client().get(address).status_code == 404


def test_a_closed_call_keeps_its_poster_and_gets_none(app, session, settings, database, board, at):
    call = schemes.open_call(session, board)
    past = schemes.open_call(session, board, closes_at=NOW - timedelta(days=1))
    session.commit()
    work(app, settings, database)
    assert app.test_client().get(path(past)).status_code == 404
    at(call.closes_at + timedelta(days=1))
    assert app.test_client().get(path(call)).status_code == 200


def test_the_sheet_is_one_page_a_language_whatever_there_is_to_say(
    app, session, settings, database, board
):
    for _ in range(9):
        schemes.open_call(session, board, "protected-time", definition={"name": Text(LONG, LONG)})
    session.commit()
    work(app, settings, database)
    for kind, pages in (("induction", 1), ("induction-cy", 1), ("induction-both", 2)):
        drawn = pictures(app.test_client().get(f"/schemes/{kind}.pdf").data)
        assert len(drawn) == pages, kind
        assert all(len(scanned(picture)) == 1 for picture in drawn), kind


def test_the_sheet_of_nothing_says_so(app, settings, database):
    work(app, settings, database)
    assert app.test_client().get("/schemes/induction.pdf").mimetype == "application/pdf"


def test_the_sheet_changes_when_a_call_opens(app, session, settings, database, board, at):
    schemes.open_call(
        session, board, opens_at=NOW + timedelta(days=1), closes_at=NOW + timedelta(days=9)
    )
    session.commit()
    work(app, settings, database)
    before = app.test_client().get("/schemes/induction.pdf").data
    at(NOW + timedelta(days=2))
    work(app, settings, database)
    assert app.test_client().get("/schemes/induction.pdf").data != before
