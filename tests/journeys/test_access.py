"""Every persona is asked every endpoint for real: who gets in, who does not, and nothing changes.

The tables in `doors` must name every endpoint of the portal. Whoever is not named gets a 404 or a
403 (or the sign-in page, without an account) and not one row is changed by the asking.
"""

import re
import uuid

import pytest

from portal.people.models import Person
from tests.browsing import Browser
from tests.journeys.doors import GETS, POSTS, WITHOUT_TOKEN
from tests.journeys.doors.who import EVERYBODY, SIGNED_IN
from tests.journeys.world import fingerprint


@pytest.fixture
def database(shared_database):
    """Not emptied after each test: they share a world, and leave it as it was."""
    return shared_database


@pytest.fixture
def world(shared_world):
    return shared_world


@pytest.fixture
def browsers(app, world):
    signed_in = {part: Browser(app).sign_in(email) for part, email in world.people.items()}
    return {"nobody": Browser(app), **signed_in}


def is_named(who, part: str) -> bool:
    if who == EVERYBODY:
        return True
    return part != "nobody" if who == SIGNED_IN else part in who


def outcome(response) -> str:
    """ "in", "out", or what else came."""
    if response.status_code in {403, 404}:
        return "out"
    if response.status_code == 303 and "/sign-in" in response.headers["Location"]:
        return "out"
    return "in" if response.status_code < 500 else str(response.status_code)


def test_the_tables_name_every_endpoint(shared_app):
    rules = [r for r in shared_app.url_map.iter_rules() if r.endpoint != "static"]
    assert {r.endpoint for r in rules if "GET" in r.methods} == set(GETS)
    assert {r.endpoint for r in rules if "POST" in r.methods} == set(POSTS)


def test_every_persona_is_asked_every_page_and_no_row_changes(database, world, browsers):
    before = fingerprint(database)
    wrong = []
    for endpoint, (path, who) in GETS.items():
        for part, browser in browsers.items():
            came = outcome(browser.client.get(path.format(**world.ids)))
            if came != ("in" if is_named(who, part) else "out"):
                wrong.append((endpoint, part, came))
    assert wrong == []
    assert fingerprint(database) == before


def test_a_hand_made_post_by_anybody_else_changes_nothing(database, world, browsers):
    tokens = {part: browser.token() for part, browser in browsers.items()}
    before = fingerprint(database)
    wrong = []
    for endpoint, (path, who) in POSTS.items():
        for part, browser in browsers.items():
            if is_named(who, part):
                continue
            response = browser.client.post(
                path.format(**world.ids), data={"csrf_token": tokens[part]}
            )
            if outcome(response) != "out":
                wrong.append((endpoint, part, response.status_code))
    assert wrong == []
    assert fingerprint(database) == before


def test_a_post_without_its_token_is_refused_for_everybody(database, world, browsers):
    before = fingerprint(database)
    wrong = [
        (endpoint, part)
        for endpoint, (path, _who) in POSTS.items()
        for part in ("nobody", "nurse", "manager", "reviewer", "office", "chair")
        if endpoint not in WITHOUT_TOKEN
        and browsers[part].client.post(path.format(**world.ids)).status_code != 400
    ]
    assert wrong == []
    assert fingerprint(database) == before


def test_what_is_hidden_and_what_never_was_look_the_same(world, browsers):
    """For every address with an id: a stranger's page for a real thing and for a made-up one."""
    stranger = browsers["other_manager"].client
    for path, who in GETS.values():
        if who in (EVERYBODY, SIGNED_IN) or "{" not in path:
            continue
        here, nowhere = (
            path.format(**world.ids),
            path.format(**{key: uuid.uuid4() for key in world.ids}),
        )
        real, made_up = stranger.get(here), stranger.get(nowhere)
        if real.status_code == 404:
            assert masked(real, here) == masked(made_up, nowhere), path


def masked(response, path: str) -> str:
    """The page without its own address (the language switch has it) and its random token."""
    path, _, query = path.partition("?")
    text = response.get_data(as_text=True).replace(path, "HERE")
    text = text.replace(query, "ASKED") if query else text
    return re.sub(r'name="csrf_token" value="[^"]+"', "TOKEN", text)


@pytest.mark.parametrize(
    "path",
    [
        "/applications/{draft}/costs/{another_line}",
        "/applications/{draft}/costs/{another_line}/remove",
        "/reviews/{hidden}",
    ],
)
def test_an_id_of_another_parent_is_not_found(world, browsers, path):
    for part in ("nurse", "colleague", "reviewer", "conflicted", "office"):
        assert browsers[part].client.get(path.format(**world.ids)).status_code == 404, part


def test_a_leaver_is_out_at_once(database, world, browsers):
    def employ(*, is_active: bool) -> None:
        with database.scope() as session:
            query = session.query(Person).filter_by(email=world.people["nurse"])
            query.one().is_active = is_active
            session.commit()

    assert outcome(browsers["nurse"].client.get("/account")) == "in"
    employ(is_active=False)
    try:
        assert outcome(browsers["nurse"].client.get("/account")) == "out"
    finally:
        employ(is_active=True)
