"""The virus scanner: what it finds, what it keeps back, and what is left when it is down."""

import socket
from dataclasses import replace

import pytest
from sqlalchemy import select

from portal import worker
from portal.files import uploads
from portal.files.clamd import Clamd, ScannerDown, ScannerRefused
from portal.files.models import ScanState, Upload
from portal.files.scanning import scan_due
from portal.kernel import clock
from portal.notifications.models import Message
from tests.browsing import Browser
from tests.conftest import NOW
from tests.factories import applications, people, schemes
from tests.factories.clamd import listening
from tests.factories.files import eicar
from tests.factories.uploads import stored, with_files

BAD = b"%PDF-1.7 " + eicar()


@pytest.fixture
def draft(app, database):
    """A draft with a clean file and one that the scanner will not like."""
    with app.app_context(), database.scope() as session:
        node = people.node(session)
        nurse = people.employee(session, node, name="Megan Prosser")
        call = schemes.open_call(session, node, definition=with_files())
        made = applications.complete_draft(session, call, nurse)
        stored(session, made, b"%PDF-1.7 good", name="good.pdf")
        stored(session, made, BAD, name="bad.pdf")
        session.commit()
        return made.id, nurse.email


def states(database) -> dict[str, ScanState]:
    with database.scope(read_only=True) as session:
        return {each.name: each.state for each in session.scalars(select(Upload))}


@pytest.fixture(params=["tcp", "unix"])
def clamd(request, tmp_path):
    with listening(str(tmp_path / "clamd.ctl") if request.param == "unix" else None) as server:
        yield server


def test_the_protocol_says_clean_and_infected(clamd):
    client = Clamd(clamd.at)
    big = bytes(range(256)) * 2_000
    assert client.scan(big) == ""
    assert clamd.seen == [big]
    assert client.scan(BAD) == "Eicar-Test-Signature"


def test_a_scanner_that_refuses_hangs_up_or_is_not_there():
    with listening(limit=10) as server, pytest.raises(ScannerRefused):
        Clamd(server.at).scan(bytes(1_000_000))
    with listening(hangs_up=True) as server, pytest.raises(ScannerDown):
        Clamd(server.at).scan(b"words")
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        at = f"127.0.0.1:{unused.getsockname()[1]}"
    with pytest.raises(ScannerDown):
        Clamd(at).scan(b"words")
    with pytest.raises(ScannerDown):
        Clamd("/nowhere/clamd.ctl").scan(b"words")


def test_an_infected_file_is_destroyed_and_told_of(app, database, settings, draft):
    with listening() as server, app.app_context():
        worker.scan_files(replace(settings, clamd=server.at), database)
    assert states(database) == {"good.pdf": ScanState.CLEAN, "bad.pdf": ScanState.INFECTED}
    with database.scope(read_only=True) as session:
        bad = session.scalar(select(Upload).where(Upload.name == "bad.pdf"))
        assert uploads.content_of(session, bad) is None
        [message] = session.scalars(select(Message))
        assert "bad.pdf" in message.body and message.subject == "A file of yours had a virus"
    application_id, email = draft
    browser = Browser(app).sign_in(email)
    page = browser.go(f"/applications/{application_id}/tasks")
    assert "“bad.pdf” had a virus and was deleted." in page.main
    assert "The virus scanner found a virus in a file, and it was deleted" in page.main
    page = browser.go(f"/applications/{application_id}/files/files")
    assert "Virus found" in page.main and "No virus found" in page.main
    page = browser.go(f"/applications/{application_id}/check")
    assert "Files" in page.main and page.status == 200
    browser.go(f"/applications/{application_id}/uploads/{bad.id}", status=404)


def test_a_second_scan_tells_nobody_again(app, database, settings, draft):
    with listening() as server, app.app_context():
        for _ in range(3):
            worker.scan_files(replace(settings, clamd=server.at), database)
    assert len(server.seen) == 2
    with database.scope(read_only=True) as session:
        assert len(session.scalars(select(Message)).all()) == 1


def test_a_scanner_that_is_down_leaves_everything_for_later(app, database, draft):
    calls = []

    def down(content: bytes) -> str:
        calls.append(content)
        raise ScannerDown("no")

    with app.app_context():
        assert scan_due(database, down, clock.now) == 0
    assert len(calls) == 1  # no use in asking again
    assert set(states(database).values()) == {ScanState.NOT_SCANNED}


def test_one_that_cannot_be_scanned_does_not_keep_others_waiting(app, database, draft):
    def picky(content: bytes) -> str:
        if content == BAD:
            raise ScannerRefused("too large")
        return ""

    with app.app_context():
        assert scan_due(database, picky, clock.now) == 1
    assert states(database) == {"good.pdf": ScanState.CLEAN, "bad.pdf": ScanState.NOT_SCANNED}
    with database.scope(read_only=True) as session:
        assert session.scalar(select(Upload.tries).where(Upload.name == "bad.pdf")) == 1


def test_without_a_scanner_nothing_is_scanned(app, database, settings, draft):
    with app.app_context():
        worker.scan_files(settings, database)
    assert set(states(database).values()) == {ScanState.NOT_SCANNED}


def test_removed_files_are_forgotten_after_a_day(app, database, draft, at):
    with app.app_context(), database.scope() as session:
        for each in session.scalars(select(Upload)):
            uploads.remove(each, NOW)
        session.commit()
    at(NOW + uploads.UNDO)
    worker.forget_files(database)
    with database.scope(read_only=True) as session:
        assert [uploads.content_of(session, each) for each in session.scalars(select(Upload))] == [
            None,
            None,
        ]


def test_removed_files_stay_for_a_day(app, database, draft, at):
    with app.app_context(), database.scope() as session:
        for each in session.scalars(select(Upload)):
            uploads.remove(each, NOW)
        session.commit()
    at(NOW + uploads.UNDO / 2)
    worker.forget_files(database)
    with database.scope(read_only=True) as session:
        assert all(uploads.content_of(session, each) for each in session.scalars(select(Upload)))
