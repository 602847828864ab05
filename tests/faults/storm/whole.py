"""A storm from an empty database to the verdict."""

import os
import secrets
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import text

from portal.app import create_app
from portal.kernel import migrations
from portal.kernel.config import Settings
from portal.kernel.db import Database
from tests.faults.storm.crowd import gather
from tests.faults.storm.sending import Outcome, send_all
from tests.faults.storm.server import gunicorn
from tests.faults.storm.verdict import findings


def run(url: str, folder: Path, submissions: int, kills: int) -> tuple[Outcome, list[str], float]:
    """Gather, serve, send and judge, over an empty database on the newest schema."""
    secret = secrets.token_urlsafe(32)
    database = Database(url)
    app = create_app(Settings(database_url=url, secret_key=secret, data_dir=folder), database)
    hands = gather(app, database, submissions)
    with gunicorn(url, folder, secret) as (port, watcher):
        began = time.monotonic()
        outcome = send_all(hands, port, watcher, kills)
        took = time.monotonic() - began
    found = findings(database, hands, outcome)
    database.engine.dispose()
    return outcome, found, took


@contextmanager
def empty_database(folder: Path) -> Iterator[str]:
    """Give the address of a database of its own, with tables, and drop it afterwards."""
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgresql"):
        url = f"sqlite:///{folder / 'storm.db'}"
        migrations.upgrade(url)
        yield url
        return
    name = f"storm_{uuid.uuid4().hex[:12]}"
    admin = Database(server).engine.execution_options(isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    url = admin.url.set(database=name).render_as_string(hide_password=False)
    migrations.upgrade(url)
    yield url
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()
