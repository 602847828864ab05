"""The whole journey in Chromium, and once more without JavaScript."""

import pytest

from tests.browser.journey import Journey
from tests.journeys import story


@pytest.fixture
def cast(app, database):
    with app.app_context(), database.scope() as session:
        made = story.cast(session)
        session.commit()
    return made


@pytest.mark.parametrize("scripted", [True, False], ids=["scripted", "plain"])
def test_the_whole_journey(visit, at, cast, scripted):
    Journey(visit, at, cast, scripted).run()
