"""Every persona is asked every endpoint for real: who gets in, who does not, and nothing changes.

`GETS` and `POSTS` must name every endpoint of the portal. Whoever is not named gets a 404 or a
403 (or the sign-in page, without an account) and not one row is changed by the asking.
"""

import re
import uuid

import pytest

from tests.browsing import Browser
from tests.journeys.world import build, fingerprint

EVERYBODY = "everybody"
SIGNED_IN = "signed in"
RANKERS = {"office", "chair"}
DECIDERS = {"office", "chair", "auditor"}

GETS = {
    "desk.home": ("/", EVERYBODY),
    "desk.help_page": ("/help", EVERYBODY),
    "desk.accessibility": ("/accessibility", EVERYBODY),
    "desk.privacy": ("/privacy", EVERYBODY),
    "desk.contact": ("/contact", EVERYBODY),
    "desk.healthz": ("/healthz", EVERYBODY),
    "people.sign_in": ("/sign-in", EVERYBODY),
    "schemes.catalogue": ("/schemes", EVERYBODY),
    "schemes.scheme": ("/schemes/{slug}", EVERYBODY),
    "uptake.page": ("/uptake", EVERYBODY),
    "uptake.download": ("/uptake.csv", EVERYBODY),
    "people.account": ("/account", SIGNED_IN),
    "desk.my_applications": ("/applications", SIGNED_IN),
    "approvals.index": ("/requests", SIGNED_IN),
    "reviews.pile": ("/reviews", SIGNED_IN),
    "applications.start": ("/calls/{open}/apply", SIGNED_IN),
    "desk.application": ("/applications/{weighed}", {"nurse", "office"}),
    "applications.answers": ("/applications/{weighed}/answers", {"nurse", "office"}),
    "applications.tasks": ("/applications/{draft}/tasks", {"nurse"}),
    "applications.section": ("/applications/{draft}/sections/project", {"nurse"}),
    "applications.time": ("/applications/{draft}/time", {"nurse"}),
    "applications.time_worked_out": (
        "/applications/{draft}/time/worked-out?amount=1&unit=days",
        {"nurse"},
    ),
    "applications.costs": ("/applications/{draft}/costs", {"nurse"}),
    "applications.cost_salary": ("/applications/{draft}/costs/salary", {"nurse"}),
    "applications.cost_other": ("/applications/{draft}/costs/other", {"nurse"}),
    "applications.cost": ("/applications/{draft}/costs/{line}", {"nurse"}),
    "applications.cost_remove": ("/applications/{draft}/costs/{line}/remove", {"nurse"}),
    "applications.check": ("/applications/{draft}/check", {"nurse"}),
    "applications.receipt": ("/applications/{weighed}/receipt", {"nurse"}),
    "applications.withdrawal": ("/applications/{draft}/withdraw", {"nurse"}),
    "approvals.show": ("/requests/{request}", {"manager", "office"}),
    "approvals.decline": ("/requests/{request}/decline", {"manager"}),
    "reviews.show": ("/reviews/{task}", {"reviewer"}),
    "reviews.stop": ("/reviews/{task}/stop", {"reviewer"}),
    "reviews.reviewers": ("/office/calls/{reviewing}/reviewers", {"office"}),
    "reviews.unassign": ("/office/assignments/{task}/remove", {"office"}),
    "reviews.ranking": ("/office/calls/{reviewing}/ranking", RANKERS),
    "reviews.recommend_line": ("/office/calls/{reviewing}/ranking/line", RANKERS),
    "reviews.recommendations": ("/office/calls/{reviewing}/recommendations", RANKERS),
    "reviews.reasons": ("/office/applications/{weighed}/reasons", RANKERS),
    "awards.decisions": ("/office/calls/{decidable}/decisions", DECIDERS),
    "awards.decision": ("/office/applications/{won}/decision", {"office"}),
    "awards.preview": ("/office/applications/{won}/letter", DECIDERS),
    "awards.release": ("/office/calls/{decidable}/release", {"office"}),
    "awards.released": ("/office/calls/{decidable}/released", DECIDERS),
    "awards.offer": ("/applications/{won}/offer", {"nurse"}),
    "awards.accept": ("/applications/{won}/offer/accept", {"nurse"}),
    "awards.turn_down": ("/applications/{won}/offer/turn-down", {"nurse"}),
    "awards.letter": ("/documents/{letter}.pdf", {"nurse", *DECIDERS}),
    "desk.board": ("/office/calls/{reviewing}", DECIDERS),
    "schemes.office_schemes": ("/office/schemes", {"office", "office_elsewhere"}),
    "schemes.office_new": ("/office/schemes/new", {"office", "office_elsewhere"}),
    "schemes.office_scheme": ("/office/schemes/{scheme}", {"office"}),
    "schemes.office_call_new": ("/office/schemes/{scheme}/calls/new", {"office"}),
    "schemes.office_call_edit": ("/office/calls/{soon}/edit", {"office"}),
}

POSTS = {
    "people.sign_in_post": ("/sign-in", EVERYBODY),
    "people.sign_out": ("/sign-out", EVERYBODY),
    "people.sign_out_everywhere": ("/account/sign-out-everywhere", SIGNED_IN),
    "applications.start_post": ("/calls/{open}/apply", SIGNED_IN),
    "applications.section_post": ("/applications/{draft}/sections/project", {"nurse"}),
    "applications.time_post": ("/applications/{draft}/time", {"nurse"}),
    "applications.costs_post": ("/applications/{draft}/costs", {"nurse"}),
    "applications.cost_salary_post": ("/applications/{draft}/costs/salary", {"nurse"}),
    "applications.cost_other_post": ("/applications/{draft}/costs/other", {"nurse"}),
    "applications.cost_post": ("/applications/{draft}/costs/{line}", {"nurse"}),
    "applications.cost_remove_post": ("/applications/{draft}/costs/{line}/remove", {"nurse"}),
    "applications.submit": ("/applications/{draft}/submit", {"nurse"}),
    "applications.withdraw_post": ("/applications/{draft}/withdraw", {"nurse"}),
    "approvals.approve": ("/requests/{request}/approve", {"manager"}),
    "approvals.decline_post": ("/requests/{request}/decline", {"manager"}),
    "reviews.declare": ("/reviews/{task}/declare", {"reviewer"}),
    "reviews.save": ("/reviews/{task}/save", {"reviewer"}),
    "reviews.stop_post": ("/reviews/{task}/stop", {"reviewer"}),
    "reviews.assign": ("/office/calls/{reviewing}/reviewers", {"office"}),
    "reviews.deal": ("/office/calls/{reviewing}/reviewers/evenly", {"office"}),
    "reviews.unassign_post": ("/office/assignments/{task}/remove", {"office"}),
    "reviews.recommend_line_post": ("/office/calls/{reviewing}/ranking/line", RANKERS),
    "reviews.recommend": ("/office/calls/{reviewing}/recommendations", RANKERS),
    "awards.decide": ("/office/applications/{won}/decision", {"office"}),
    "awards.fill": ("/office/calls/{decidable}/decisions/fill", {"office"}),
    "awards.release_now": ("/office/calls/{decidable}/release", {"office"}),
    "awards.accept_now": ("/applications/{won}/offer/accept", {"nurse"}),
    "awards.turn_down_now": ("/applications/{won}/offer/turn-down", {"nurse"}),
    "schemes.office_new_post": ("/office/schemes/new", {"office", "office_elsewhere"}),
    "schemes.office_call_new_post": ("/office/schemes/{scheme}/calls/new", {"office"}),
    "schemes.office_call_edit_post": ("/office/calls/{soon}/edit", {"office"}),
}


@pytest.fixture
def world(app, database):
    with app.app_context(), database.scope() as session:
        made = build(session)
        session.commit()
    return made


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
        if browsers[part].client.post(path.format(**world.ids)).status_code != 400
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
    text = response.get_data(as_text=True).replace(path.partition("?")[0], "HERE")
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


def test_a_leaver_is_out_at_once(app, database, world, browsers):
    from portal.people.models import Person

    with database.scope() as session:
        session.query(Person).filter_by(email=world.people["nurse"]).one().is_active = False
        session.commit()
    assert outcome(browsers["nurse"].client.get("/account")) == "out"
