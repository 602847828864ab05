"""Migrations go both ways, with rows in the tables, and say the same as the models."""

import pytest
from sqlalchemy import inspect, text

from portal.kernel import migrations
from portal.kernel.db import Database
from portal.schema import Base
from tests import once
from tests.factories import people


@pytest.fixture
def url(tmp_path):
    """An empty database of its own."""
    with once.empty(tmp_path) as made:
        yield made


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
