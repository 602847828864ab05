"""Files at their worst moments: two at once against the quota, no room on the disk, a killed check."""

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from sqlalchemy import event, func, select

from portal.applications.actions.files import Asking, add_file
from portal.applications.models import Application, SectionEntry
from portal.applications.queries import whole
from portal.files import uploads
from portal.files.checks import apart
from portal.files.checks.verdict import Accepted, Kind, Rejected, Why
from portal.files.models import Upload, UploadContent
from portal.kernel.ruling import Refused
from tests.browsing import Browser
from tests.conftest import NOW
from tests.factories import applications, people, schemes
from tests.factories.files import pdf
from tests.factories.uploads import question, section, stored, with_files
from tests.integration.files.test_uploading import send

AT_ONCE = 6
MANY = question("plan_file", "Your plan", most=20)
ASKING = Asking(section(MANY), MANY)
MEGABYTE = 1024 * 1024


@pytest.fixture
def drafts(app, database):
    """Two drafts of one person, in calls of their own, and the person's address."""
    with app.app_context(), database.scope() as session:
        node = people.node(session)
        nurse = people.employee(session, node, name="Megan Prosser")
        made = [
            applications.complete_draft(
                session,
                schemes.open_call(session, node, definition=with_files("small-grant", MANY)),
                nurse,
            )
            for _ in range(2)
        ]
        session.commit()
        return [each.id for each in made], nurse.email


def at_once(app, database, ids) -> list[str]:
    """Add a file to each of these applications, all in the same moment; what became of each."""
    start = threading.Barrier(len(ids))

    def add(application_id) -> str:
        with app.app_context(), database.scope(read_only=False) as session:
            start.wait()
            application = whole(session, application_id)
            by = {"actor": application.applicant.as_actor(), "now": NOW}
            try:
                add_file(
                    session, application, ASKING, "a.pdf", Accepted(Kind.PDF, bytes(200)), **by
                )
                session.commit()
            except Refused as refused:
                return str(refused.ruling.reason)
        return "added"

    with ThreadPoolExecutor(len(ids)) as pool:
        return list(pool.map(add, ids))


def total(database, **where) -> int:
    with database.scope(read_only=True) as session:
        return session.scalar(select(func.sum(Upload.size)).filter_by(**where))


def test_files_added_at_once_do_not_pass_the_quota_of_an_application(app, database, drafts):
    [first, _second], _email = drafts
    with app.app_context(), database.scope() as session:
        stored(session, session.get_one(Application, first), size=uploads.MOST_OF_SUBJECT - 450)
        session.commit()
    came = at_once(app, database, [first] * AT_ONCE)
    assert came.count("added") == 2  # room for two of 200 bytes
    assert total(database, subject_id=first) <= uploads.MOST_OF_SUBJECT


def test_files_added_at_once_to_two_applications_do_not_pass_that_of_a_person(
    app, database, drafts
):
    ids, _email = drafts
    with app.app_context(), database.scope() as session:
        application = session.get_one(Application, ids[0])
        gone = stored(session, application, size=uploads.MOST_OF_OWNER - 450)
        uploads.remove(gone, NOW)
        session.commit()
    came = at_once(app, database, [ids[n % 2] for n in range(AT_ONCE)])
    assert came.count("added") == 2
    assert {each for each in came if each != "added"} == {str(uploads.OWNER_FULL)}
    assert total(database) <= uploads.MOST_OF_OWNER


def test_no_more_files_than_a_question_takes_are_added_at_once(app, database, drafts, monkeypatch):
    monkeypatch.setattr(
        f"{__name__}.ASKING", Asking(section(MANY), question("plan_file", "Plan", most=3))
    )
    came = at_once(app, database, [drafts[0][0]] * AT_ONCE)
    assert came.count("added") == 3


def test_where_the_database_has_no_room_for_a_file_text_is_still_saved(app, database, drafts):
    if database.engine.dialect.name != "sqlite":
        pytest.skip("SQLite can be told how large it may become; PostgreSQL cannot")
    [first, _second], email = drafts
    browser = Browser(app).sign_in(email)
    address = f"/applications/{first}/files/files"
    token = browser.go(address).value("csrf_token")
    big = pdf(change=lambda made: made.Root.__setitem__("/Noise", made.make_stream(_noise())))
    with closing(sqlite3.connect(database.engine.url.database)) as connection:
        connection.execute("VACUUM")  # pages that other tests left free would be room
        [pages] = connection.execute("PRAGMA page_count").fetchone()

    most = [pages + 200]

    def narrow(connection, _record, _proxy) -> None:
        connection.execute(f"PRAGMA max_page_count={most[0]}")

    event.listen(database.engine, "checkout", narrow)
    try:
        page = send(browser, address, token, [("big.pdf", big)], MANY)
        assert page.errors == ["“big.pdf”: The selected file could not be uploaded – try again"]
        page = browser.go(f"/applications/{first}/sections/people")
        page = browser.send({"q_mentor": "Dr Lewis, still here"}, "Save and continue")
        assert page.path.endswith("/tasks"), page.main
        assert _kept(database, first) == (0, "Dr Lewis, still here")
        most[0] = 1_073_741_823  # room again
        page = send(browser, address, token, [("big.pdf", big)], MANY)
        assert "1 file added." in page.text
    finally:
        most[0] = 1_073_741_823
        browser.go("/help")
        event.remove(database.engine, "checkout", narrow)


def _kept(database, application_id) -> tuple[int, str]:
    """How many files are kept, and what was written about people."""
    people_section = select(SectionEntry).where(
        SectionEntry.application_id == application_id, SectionEntry.key == "people"
    )
    with database.scope(read_only=True) as session:
        count = session.scalar(select(func.count()).select_from(UploadContent))
        return count, session.scalar(people_section).answers["mentor"]


def _noise() -> bytes:
    import random

    return random.Random(1).randbytes(3 * MEGABYTE)


@pytest.mark.parametrize("number", [28, 27, 122])
def test_no_room_where_a_large_body_is_put_down_is_said_and_is_no_fault(
    app, drafts, monkeypatch, number
):
    [first, _second], email = drafts
    browser = Browser(app).sign_in(email)
    address = f"/applications/{first}/files/files"
    token = browser.go(address).value("csrf_token")

    def full(*_args, **_kwargs):
        raise OSError(number, "no room")

    monkeypatch.setattr("werkzeug.formparser.SpooledTemporaryFile", full)
    page = send(browser, address, token, [("a.pdf", pdf())], MANY, status=503)
    assert "All that you saved before is kept." in page.main


def test_a_check_that_dies_or_hangs_refuses_the_file(monkeypatch):
    monkeypatch.setattr(apart, "LONGEST", 0.001)
    with pytest.raises(Rejected) as refused:
        apart.check("a.pdf", pdf())
    assert refused.value.why is Why.TOO_MUCH
    monkeypatch.setattr(apart, "LONGEST", 15.0)
    monkeypatch.setattr(apart.sys, "executable", "/bin/false")
    with pytest.raises(Rejected):
        apart.check("a.pdf", pdf())


def test_no_lock_is_held_while_a_file_is_checked(app, database, drafts, monkeypatch):
    """Somebody else writes while the check runs: with a lock held, SQLite would keep them waiting."""
    [first, second], email = drafts
    browser = Browser(app).sign_in(email)
    address = f"/applications/{first}/files/files"
    token = browser.go(address).value("csrf_token")
    wrote = []

    def slow(name: str, content: bytes) -> Accepted:
        def write() -> None:
            with database.scope() as session:
                session.get_one(Application, second).title = "Written meanwhile"
                session.commit()
                wrote.append(name)

        other = threading.Thread(target=write)
        other.start()
        other.join(3)
        assert not other.is_alive()
        return Accepted(Kind.PDF, content)

    monkeypatch.setattr(apart, "check", slow)
    page = send(browser, address, token, [("a.pdf", pdf())], MANY)
    assert "1 file added." in page.text and wrote == ["a.pdf"]
