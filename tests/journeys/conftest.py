"""A world for modules whose tests take back all that they do."""

from collections.abc import Iterator

import pytest

from portal.kernel import clock
from tests.conftest import NOW, _empty
from tests.journeys.world import World, build, fingerprint


@pytest.fixture(scope="module")
def shared_world(shared_app, shared_database) -> Iterator[World]:
    """One of each thing, built once for the module, and proved unchanged when its tests are done.

    A module that asks for it has a `database` of its own that is not emptied after each test.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: NOW)
        with shared_app.app_context(), shared_database.scope() as session:
            made = build(session)
            session.commit()
    before = fingerprint(shared_database)
    yield made
    after = fingerprint(shared_database)
    _empty(shared_database)
    assert after == before, "a test left the world changed for those after it"
