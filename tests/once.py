"""Databases that are slow to make: made once a run, and copied for each worker that asks."""

import fcntl
import os
import shutil
import sqlite3
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import text

from portal.kernel.db import Database

# The folder of this run. The process that starts the workers sets it, and they inherit it.
RUN = "HEADROOM_TEST_RUN"


def begin() -> None:
    """Begin a run, in the process that ends it too."""
    os.environ[RUN] = tempfile.mkdtemp(prefix="headroom-tests-", suffix=uuid.uuid4().hex[:8])


def end() -> None:
    """Take away all that the run made for its workers."""
    folder = Path(os.environ[RUN])
    if server := postgres_server():
        names = [each.stem for each in folder.glob("*.made") if not each.stem.endswith("-sqlite")]
        with _administering(server) as connection:
            for name in names:
                connection.execute(text(f"DROP DATABASE {_template(name)}"))
    shutil.rmtree(os.environ.pop(RUN))


def postgres_server() -> str | None:
    """The server that DATABASE_URL names. The database named there is not touched: tests make their own."""
    url = os.environ.get("DATABASE_URL", "")
    return url if url.startswith("postgresql") else None


@contextmanager
def empty(folder: Path) -> Iterator[str]:
    """Give the address of a database of one's own without a table."""
    if server := postgres_server():
        with _own(server, "") as url:
            yield url
        return
    yield f"sqlite:///{folder / 'empty.db'}"


@contextmanager
def copied(name: str, make: Callable[[str], None], folder: Path) -> Iterator[str]:
    """Give the address of a database of one's own that is what `make` made of an empty one.

    `make` is called once a run, by whoever asks first, and must close its connections. On
    PostgreSQL where DATABASE_URL names a server of it, else a file in this folder.
    """
    if not (server := postgres_server()):
        yield copied_file(name, make, folder)
        return
    _make_once(name, lambda: _make_on_postgres(server, name, make))
    with _own(server, f"TEMPLATE {_template(name)}") as url:
        yield url


def copied_file(name: str, make: Callable[[str], None], folder: Path) -> str:
    """Return the address of a copy on SQLite, whatever the other tests run on."""
    template, own = (where / f"{name}.db" for where in (Path(os.environ[RUN]), folder))
    _make_once(f"{name}-sqlite", lambda: _make_file(template, make))
    shutil.copyfile(template, own)
    return f"sqlite:///{own}"


def _make_once(name: str, make: Callable[[], None]) -> None:
    folder = Path(os.environ[RUN])
    made = folder / f"{name}.made"
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            make()
            made.touch()


def _make_file(template: Path, make: Callable[[str], None]) -> None:
    template.unlink(missing_ok=True)  # where an earlier maker failed
    make(f"sqlite:///{template}")
    # Only the file itself is copied, so all must be in it and not in the log beside it.
    connection = sqlite3.connect(template)
    busy, *_pages = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    connection.close()
    assert not busy, "somebody has the template open"


def _template(name: str) -> str:
    return f"template_{name}_{os.environ[RUN][-8:]}"


def _make_on_postgres(server: str, name: str, make: Callable[[str], None]) -> None:
    with _administering(server) as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {_template(name)}"))
        connection.execute(text(f"CREATE DATABASE {_template(name)}"))
        make(_address(connection, _template(name)))


@contextmanager
def _own(server: str, made_from: str) -> Iterator[str]:
    own = f"test_{uuid.uuid4().hex[:12]}"
    with _administering(server) as connection:
        connection.execute(text(f"CREATE DATABASE {own} {made_from}"))
        url = _address(connection, own)
    yield url
    with _administering(server) as connection:
        connection.execute(text(f"DROP DATABASE {own} WITH (FORCE)"))


def _address(connection, database: str) -> str:
    return connection.engine.url.set(database=database).render_as_string(hide_password=False)


@contextmanager
def _administering(server: str) -> Iterator:
    engine = Database(server).engine
    with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        yield connection
    engine.dispose()
