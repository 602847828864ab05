"""Unit tests have no database: asking for one fails."""

import pytest


@pytest.fixture(scope="session")
def database_url() -> str:
    pytest.fail("a unit test asks for no database; an integration test may")
