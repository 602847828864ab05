"""What the database promises: instants, one transaction, writers one after another."""

import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError, StatementError
from sqlalchemy.orm.exc import StaleDataError

from portal.kernel import db
from portal.people.models import Organisation, Person
from tests.factories import applications, people, schemes
from tests.once import postgres_server

sqlite_only = pytest.mark.skipif(bool(postgres_server()), reason="PostgreSQL has many writers")


def test_an_instant_comes_back_aware_and_in_utc(session, database):
    summer = datetime(2026, 7, 1, 12, tzinfo=timezone(timedelta(hours=1)))
    someone = people.person(session)
    someone.created_at = summer
    session.commit()
    session.expire_all()
    assert someone.created_at == summer
    assert someone.created_at.tzinfo is UTC


def test_a_naive_instant_is_refused(session):
    session.add(Person(name="X", email="x@example.nhs.uk", created_at=datetime(2026, 1, 1)))
    with pytest.raises(StatementError, match="zone"):
        session.flush()


def test_a_transaction_that_fails_leaves_nothing(database, app):
    with app.app_context(), database.scope(), pytest.raises(ZeroDivisionError):
        with db.transaction() as session:
            people.person(session, name="Half")
            1 / 0
    with database.scope(read_only=True) as session:
        assert session.query(Person).count() == 0


def test_the_worker_is_rung_after_a_commit_that_left_work_and_only_then(database, app):
    rung = []
    database.wake = lambda: rung.append(True)
    try:
        with app.app_context(), database.scope():
            with db.transaction() as session:
                people.person(session)
            assert rung == []
            with db.transaction() as session:
                db.jobs.wake_after_commit(session)
            assert rung == [True]
    finally:
        database.wake = lambda: None


def test_writers_lose_no_update(database):
    """Read, add one, write, from eight threads: the sum is right on both databases."""
    with database.scope() as session:
        node_id = people.node(session, release_limit_hundredths=0).id
        session.commit()

    def add() -> None:
        for _ in range(10):
            with database.scope() as session:
                node = session.get_one(Organisation, node_id, with_for_update=True)
                node.release_limit_hundredths += 1
                session.commit()

    threads = [threading.Thread(target=add) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.scope(read_only=True) as session:
        assert session.get_one(Organisation, node_id).release_limit_hundredths == 80


@sqlite_only
def test_a_writer_asks_every_few_milliseconds_and_is_let_in(database, monkeypatch):
    with database.scope() as first, database.scope() as second:
        people.node(first)
        asked = []

        def pause(seconds):
            asked.append(seconds)
            if len(asked) == 3:
                first.commit()

        monkeypatch.setattr(db.time, "sleep", pause)
        people.node(second, "theirs")
        second.commit()
    assert len(asked) == 3
    assert max(asked) < 0.01


@sqlite_only
def test_a_writer_gives_up_in_the_end(database, monkeypatch):
    monkeypatch.setattr(db, "PATIENCE_S", 0.0)
    with database.scope() as first, database.scope() as second:
        people.node(first)
        with pytest.raises(OperationalError, match="locked"):
            people.node(second)
        second.rollback()
        first.commit()
        people.node(second, "later")  # the connection is as good as it was
        second.commit()


@sqlite_only
def test_what_is_asked_after_the_commit_keeps_nobody_from_writing(database, app, monkeypatch):
    monkeypatch.setattr(db, "PATIENCE_S", 0.0)
    with app.app_context(), database.scope() as mine:
        with db.transaction():
            node = people.node(mine)
            node_id = node.id
        assert node.path  # read again, in a transaction that is still open
        with database.scope() as other:
            people.node(other, "theirs")
            other.commit()
        with db.transaction():
            node.release_limit_hundredths = 7
    with database.scope(read_only=True) as session:
        assert session.get_one(Organisation, node_id).release_limit_hundredths == 7


def test_readers_do_not_wait_for_a_writer(database):
    with database.scope() as writer:
        people.node(writer)
        with database.scope(read_only=True) as reader:
            assert reader.execute(text("SELECT count(*) FROM organisations")).scalar() == 0


def test_a_row_that_somebody_changed_meanwhile_is_not_overwritten(session):
    board = people.node(session)
    call = schemes.open_call(session, board)
    draft = applications.draft(session, call, people.employee(session, board))
    entry = applications.entry(session, draft, "project")
    session.execute(text("UPDATE section_entries SET version = version + 1"))
    entry.is_complete = False
    with pytest.raises(StaleDataError):
        session.flush()
