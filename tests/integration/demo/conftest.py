"""The demonstration, loaded once for all tests of this folder. They read it and change nothing.

No test here may ask for `database`, `session` or `app`: those are emptied after every test.
"""

from collections.abc import Iterator

import pytest

from portal.demo import load
from portal.kernel import clock
from tests.conftest import NOW, _empty


@pytest.fixture(scope="package")
def demo(shared_app, shared_database, settings) -> Iterator:
    """The portal with the demonstration in it, at NOW."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "now", lambda: NOW)
        with shared_app.app_context(), shared_database.scope():
            load.load(NOW, settings)
        yield shared_app
    _empty(shared_database)


@pytest.fixture
def lived(demo, shared_database) -> Iterator:
    """A reading session over it."""
    with demo.app_context(), shared_database.scope(read_only=True) as opened:
        yield opened
