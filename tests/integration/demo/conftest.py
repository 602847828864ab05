"""The demonstration, loaded once a run for all tests of this folder. They read it and change nothing."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from portal.app import create_app
from portal.audit.models import TrailEntry
from portal.kernel import clock
from portal.schema import Base
from tests import once
from tests.browser.demo import load_into, settings
from tests.conftest import NOW
from tests.journeys.world import TABLES_OF_SIGNING_IN


def _counts(database) -> Counter[str]:
    """How many rows each table has, and the trail of what is not signing in."""
    with database.scope(read_only=True) as session:
        tables = [t for t in Base.metadata.sorted_tables if t.name not in TABLES_OF_SIGNING_IN]
        asked = {table.name: select(func.count()).select_from(table) for table in tables}
        asked["the trail"] = (
            select(func.count()).select_from(TrailEntry).where(TrailEntry.verb != "signed_in")
        )
        return Counter({name: session.scalar(query) for name, query in asked.items()})


@pytest.fixture(scope="session")
def demo_settings(tmp_path_factory) -> Iterator:
    folder = tmp_path_factory.mktemp("lived")
    with once.copied("demo", _load, folder) as url:
        yield replace(settings(folder), database_url=url)


def _load(url: str) -> None:
    """Load it at NOW, and let the clock go: other tests of this session have their own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: NOW)
        load_into(url)


@pytest.fixture(scope="session")
def whole_demo(demo_settings) -> Iterator:
    app = create_app(demo_settings)
    database = app.extensions["database"]
    before = _counts(database)
    yield app
    assert _counts(database) == before, "a test changed what all of them read"
    database.engine.dispose()


@pytest.fixture
def demo(whole_demo, monkeypatch):
    """The portal with the demonstration in it, at NOW."""
    monkeypatch.setattr(clock, "now", lambda: NOW)
    return whole_demo


@pytest.fixture
def lived(demo) -> Iterator:
    """A reading session over it."""
    database = demo.extensions["database"]
    with demo.app_context(), database.scope(read_only=True) as opened:
        yield opened
