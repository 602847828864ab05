"""What all tests stand on: one migrated database a session, a rollback or a fresh copy a test."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import hypothesis
import pytest
from sqlalchemy import event, text

from portal.app import create_app
from portal.kernel import clock, migrations
from portal.kernel.config import Settings
from portal.kernel.db import Database
from tests import once

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)

# The suite is a gate, so the same code always gets the same answer: property tests draw the same
# examples each time, and none is failed by the clock. `make search` draws others.
hypothesis.settings.register_profile("suite", derandomize=True, deadline=None)
hypothesis.settings.register_profile("search", max_examples=1_000, deadline=None)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        once.begin()
        config.add_cleanup(once.end)


@pytest.fixture(scope="session")
def database_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An empty database on the newest schema: PostgreSQL where DATABASE_URL names a server of it."""
    with once.copied("empty", migrations.upgrade, tmp_path_factory.mktemp("db")) as url:
        yield url


@pytest.fixture(scope="session")
def shared_database(database_url: str) -> Iterator[Database]:
    made = Database(database_url)
    yield made
    made.engine.dispose()


@pytest.fixture
def database(shared_database: Database) -> Iterator[Database]:
    """The database, emptied after the test."""
    yield shared_database
    _empty(shared_database)


def _empty(database: Database) -> None:
    from portal.schema import Base

    with database.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            names = ", ".join(t.name for t in Base.metadata.sorted_tables)
            connection.execute(text(f"TRUNCATE {names}"))
            return
        connection.execute(text("PRAGMA defer_foreign_keys=ON"))
        tables = Base.metadata.sorted_tables
        # One question for all: most tests leave rows in few of them, and a delete takes a while.
        asked = (f"SELECT '{t.name}' WHERE EXISTS (SELECT 1 FROM {t.name})" for t in tables)
        with_rows = set(connection.scalars(text(" UNION ALL ".join(asked))))
        for table in reversed(tables):
            if table.name in with_rows:
                connection.execute(table.delete())


@pytest.fixture
def session(database: Database, app) -> Iterator:
    """A writing session, inside an application context; what a test leaves is emptied."""
    with app.app_context(), database.scope() as opened:
        yield opened


@pytest.fixture(scope="session")
def settings(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(
        database_url=database_url,
        secret_key="for tests only",
        base_url="http://localhost",
        data_dir=tmp_path_factory.mktemp("data"),
        organisation_name="Glan Hafren University Health Board",
        argon2_memory_kib=8,
        mail_from="headroom@example.nhs.uk",
    )


@pytest.fixture(scope="session")
def shared_app(settings: Settings, shared_database: Database):
    made = create_app(settings, shared_database)
    made.testing = True
    made.config["PROPAGATE_EXCEPTIONS"] = False
    return made


@pytest.fixture
def app(shared_app, database: Database, monkeypatch: pytest.MonkeyPatch):
    """The portal, at NOW, over an empty database. Move its time with `at`."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return shared_app


@pytest.fixture
def count_queries(shared_database: Database):
    """Count statements: `with count_queries() as seen: ...; len(seen)`."""

    @contextmanager
    def counting():
        seen: list[str] = []

        def note(_conn, _cursor, statement, *_rest) -> None:
            if not statement.startswith(("BEGIN", "SAVEPOINT", "RELEASE")):
                seen.append(statement)

        event.listen(shared_database.engine, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            event.remove(shared_database.engine, "before_cursor_execute", note)

    return counting


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch):
    """Set the portal's time: at(instant)."""

    def move(instant: datetime) -> datetime:
        monkeypatch.setattr(clock, "now", lambda: instant)
        return instant

    return move
