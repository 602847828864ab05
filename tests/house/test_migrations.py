"""Migrations go both ways, with rows in the tables, and say the same as the models."""

import uuid

import pytest
from sqlalchemy import inspect, text

from portal.kernel import migrations
from portal.kernel.db import Database
from portal.schema import Base
from tests.conftest import postgres_server
from tests.factories import people


@pytest.fixture
def url(tmp_path):
    """An empty database of its own."""
    server = postgres_server()
    if not server:
        yield f"sqlite:///{tmp_path / 'migrated.db'}"
        return
    name = f"migrated_{uuid.uuid4().hex[:12]}"
    admin = Database(server).engine.execution_options(isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield admin.url.set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


def tables(url: str) -> set[str]:
    database = Database(url)
    names = set(inspect(database.engine).get_table_names()) - {"alembic_version"}
    database.engine.dispose()
    return names


def test_migrations_make_what_the_models_say(url):
    migrations.upgrade(url)
    migrations.check(url)
    assert tables(url) == set(Base.metadata.tables)


def test_down_and_up_again(url):
    migrations.upgrade(url)
    migrations.downgrade(url)
    assert tables(url) == set()
    migrations.upgrade(url)
    migrations.check(url)


def test_upgrading_again_keeps_the_rows(url):
    migrations.upgrade(url)
    database = Database(url)
    with database.scope() as session:
        people.employee(session, people.node(session), name="Kept")
        session.commit()
    migrations.upgrade(url)
    with database.scope(read_only=True) as session:
        assert (
            session.execute(text("SELECT count(*) FROM people WHERE name = 'Kept'")).scalar() == 1
        )
    database.engine.dispose()
