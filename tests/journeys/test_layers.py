"""Each layer refuses by itself: take one away, and the other still stands.

The guard of a view asks a rule, and the verb behind it asks again, under its lock. Here each is
asked alone, so that a permission call that is deleted is missed, whatever the other one says.
"""

import ast
from datetime import timedelta
from types import ModuleType

import pytest
from flask import g, request

from portal.applications import queries as applications
from portal.applications.actions import answering, costs, starting
from portal.applications.actions.answering import Offered
from portal.applications.lifecycle import State
from portal.applications.models import Application
from portal.applications.recosting import as_it_stands
from portal.approvals.actions import asking
from portal.kernel.actor import ANONYMOUS
from portal.kernel.ruling import Refusal, Refused
from portal.people.models import Organisation
from portal.people.queries import person_by_email
from portal.schemes.actions import schemes as making
from tests.conftest import NOW
from tests.house.source import called, modules, tree
from tests.journeys.doors import GETS, POSTS
from tests.journeys.doors.who import EVERYBODY, RANKERS, READERS, SIGNED_IN, WRITERS
from tests.journeys.verbs import OF_STATE, REVIEWER, THROUGH, TOO_LATE, VERBS, Things
from tests.journeys.world import fingerprint

# These views let in whoever their loader finds the thing for.
LOADER_ALONE = {
    "desk.application",
    # asked by the link for anybody, and by the address it was sent to for one's own account
    "applications.request_to_me",
    "applications.request_to_me_post",
}


@pytest.fixture
def database(shared_database):
    """Not emptied after each test: they share a world, and leave it as it was."""
    return shared_database


@pytest.fixture
def world(shared_world):
    return shared_world


@pytest.fixture
def inside(app, database, world):
    """A session with everybody as an actor: (session, actors by part)."""
    with app.app_context(), database.scope() as session:
        actors = {
            part: person_by_email(session, email).as_actor() for part, email in world.people.items()
        }
        yield session, {"nobody": ANONYMOUS, **actors}
        session.rollback()


def refusals(ask, actors, who):
    """Say of everybody not named what came, where it is not a refusal because of who asks."""
    return [
        (part, came)
        for part, actor in actors.items()
        if part not in who and (came := ask(actor)) not in {Refusal.HIDDEN, Refusal.FORBIDDEN}
    ]


# --- rules ---

ASKED = [
    (endpoint, method, path, who)
    for method, table in (("GET", GETS), ("POST", POSTS))
    for endpoint, (path, who) in table.items()
    if who not in (EVERYBODY, SIGNED_IN)
]


def test_every_rule_refuses_what_was_loaded_for_somebody_else(app, inside, world):
    """The guard's rule alone: handed what it judges, as if the loader had asked nobody."""
    session, actors = inside
    wrong = []
    for endpoint, method, path, who in ASKED:
        with app.test_request_context(path.format(**world.ids), method=method):
            g.now = NOW
            guard = app.view_functions[endpoint].guard
            values = request.view_args
            subject = None
            if guard.loader is not None:
                if not who:  # nobody of the world: a table of its own says who
                    continue
                subject = guard.loader(session, actors[min(who)], **values)
                assert subject is not None, endpoint
            if endpoint in LOADER_ALONE:
                found = [p for p, a in actors.items() if guard.loader(session, a, **values)]
                assert set(found) == set(who), endpoint
                continue
            ask = lambda actor, rule=guard.rule, s=subject: answer(rule(s, actor, NOW))  # noqa: E731
            wrong += [(endpoint, *each) for each in refusals(ask, actors, who)]
    assert wrong == []


def answer(ruling):
    return "yes" if ruling else ruling.refusal


def test_pages_that_only_want_an_account_want_one(shared_app):
    wrong = [
        endpoint
        for endpoint, (_path, who) in {**GETS, **POSTS}.items()
        if shared_app.view_functions[endpoint].guard.is_public != (who == EVERYBODY)
    ]
    assert wrong == []


# --- loaders that ask who reads ---

SCOPED = {
    "desk.application": ("/applications/{weighed}", {"nurse", "office"}),
    # its office finds a draft, whose rules then refuse it: above, and in test_access
    "applications.tasks": ("/applications/{draft}/tasks", {*READERS, "office"}),
    "applications.section": ("/applications/{draft}/sections/project", {*READERS, "office"}),
    "applications.request_to_me": ("/invitations/mine/{mentor_request}", {"mentor"}),
    "reviews.show": ("/reviews/{task}", REVIEWER),
    "reviews.recommend_line": ("/office/calls/{reviewing}/ranking/line", RANKERS),
}


@pytest.mark.parametrize("endpoint", SCOPED)
def test_a_scoped_loader_finds_nothing_for_others(app, inside, world, endpoint):
    session, actors = inside
    path, who = SCOPED[endpoint]
    with app.test_request_context(path.format(**world.ids)):
        g.now = NOW
        loader, values = app.view_functions[endpoint].guard.loader, request.view_args
        assert {part for part, a in actors.items() if loader(session, a, **values)} == who


@pytest.mark.parametrize("endpoint", ["reviews.unassign", "reviews.reasons"])
def test_who_is_in_conflict_loads_nothing_as_office_or_panel_either(app, inside, world, endpoint):
    session, actors = inside
    with app.test_request_context(GETS[endpoint][0].format(**world.ids)):
        loader, values = app.view_functions[endpoint].guard.loader, request.view_args
        found = {part: loader(session, actor, **values) for part, actor in actors.items()}
    assert found["conflicted"] is None, "declared a conflict"
    assert found["nurse"] is None, "wrote it"
    assert found["office"] is not None


# --- verbs ---


def test_every_verb_with_a_rule_is_here():
    asking = set()
    for path in modules():
        if path.name == "actions.py" or path.parent.name == "actions":
            module = path.parent.name if path.name == "actions.py" else path.stem
            for function in ast.walk(tree(path)):
                if isinstance(function, ast.FunctionDef) and any(
                    called(n) == "enforce" for n in ast.walk(function) if isinstance(n, ast.Call)
                ):
                    asking.add(f"{module}.{function.name}")
    assert set(THROUGH) <= asking
    named = (asking - set(THROUGH)).union(*THROUGH.values())
    assert named == {name for name, _who, _verb in VERBS} | OF_STATE


@pytest.mark.parametrize(("name", "who", "verb"), VERBS)
def test_a_row_calls_the_verb_it_is_named_after(name, who, verb):
    module, _, function = name.partition(".")
    named = [verb.__globals__.get(each) for each in verb.__code__.co_names]
    modules_named = [each for each in named if isinstance(each, ModuleType)]
    own = [
        m for m in modules_named if getattr(vars(m).get(function), "__module__", "") == m.__name__
    ]
    assert [each.__name__.removesuffix(".actions").rpartition(".")[2] for each in own] == [module]
    assert function in verb.__code__.co_names


AFTER = NOW + timedelta(days=365)


def ask_of(verb, session, things, actor, now=NOW):
    """Say what came of it, and take it back."""
    try:
        verb(session, things, {"actor": actor, "now": now})
    except Refused as refused:
        return refused.ruling.refusal
    except Exception as error:  # noqa: BLE001 -- it went on, and fell over what it got
        return repr(error)
    finally:
        session.rollback()
    return "done"


def test_every_verb_refuses_by_itself_and_writes_nothing(database, inside, world):
    session, actors = inside
    things, before, wrong = Things(session, world.ids, actors), fingerprint(database), []
    for name, who, verb in VERBS:
        ask = lambda actor, v=verb: ask_of(v, session, things, actor)  # noqa: E731
        wrong += [(name, *each) for each in refusals(ask, actors, who)]
    assert wrong == []
    assert fingerprint(database) == before


def test_nobody_named_is_refused_for_who_they_are(inside, world):
    """Else a call that hands over the wrong thing would pass above, whatever the verb asks."""
    session, actors = inside
    things = Things(session, world.ids, actors)
    wrong = [
        (name, part)
        for name, who, verb in VERBS
        for part in who
        if ask_of(verb, session, things, actors[part]) in {Refusal.HIDDEN, Refusal.FORBIDDEN}
    ]
    assert wrong == []


def test_a_second_press_gives_a_line_to_nobody_else(inside, world):
    session, actors = inside
    things = Things(session, world.ids, actors)

    def press(s, t, by):
        t.line.ticket = "pressed"
        s.flush()
        costs.add_cost(s, t.draft, t.costs, as_it_stands(t.line), ticket="pressed", **by)

    ask = lambda actor, now=NOW: ask_of(press, session, things, actor, now)  # noqa: E731
    assert refusals(ask, actors, WRITERS) == []
    assert {ask(actors[part], AFTER) for part in WRITERS} == {"done"}, "pressed in time"


ANSWERS = {
    "join": lambda s, t, by: answering.join(s, t.asked_helper, is_theirs=True, **by),
    "confirm": lambda s, t, by: answering.confirm(
        s, t.mentor_request, Offered(1, 100), is_theirs=True, **by
    ),
    "decline": lambda s, t, by: answering.decline(s, t.mentor_request, is_theirs=True, **by),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_a_request_is_answered_by_anybody_with_the_link_but_the_applicant(inside, world, name):
    session, actors = inside
    things = Things(session, world.ids, actors)
    came = {part: ask_of(ANSWERS[name], session, things, a) for part, a in actors.items()}
    assert came.pop("nobody") is Refusal.FORBIDDEN
    assert came.pop("nurse") is Refusal.FORBIDDEN, "the applicant"
    assert came["mentor"] == "done"
    assert {Refusal.HIDDEN, Refusal.FORBIDDEN}.isdisjoint(came.values())
    late = ask_of(ANSWERS[name], session, things, actors["mentor"], AFTER)
    assert late is Refusal.CONFLICT


def test_nobody_starts_for_somebody_else(inside, world):
    session, actors = inside
    opening = applications.opening(session, actors["colleague"], world.ids["played"])
    for part in ("nurse", "office", "office_elsewhere"):
        with pytest.raises(Refused) as refused:
            starting.start(session, opening, actor=actors[part], now=NOW)
        assert refused.value.ruling.refusal is Refusal.HIDDEN


@pytest.mark.parametrize("state", [State.DRAFT, State.WITHDRAWN])
def test_nobody_is_asked_about_what_is_not_in(inside, world, state):
    session, actors = inside
    found = session.get_one(Application, world.ids["asked"])
    found.state = state
    found.withdrawn_at = NOW if state is State.WITHDRAWN else None
    session.flush()
    with pytest.raises(Refused):
        asking.ask(session, found, actor=actors["nurse"], now=NOW)


# --- the state may have changed between the guard and the lock ---


@pytest.mark.parametrize(
    ("name", "who", "verb"),
    [row for row in VERBS if row[0] in TOO_LATE],
    ids=[f"{n}-{row[0]}" for n, row in enumerate(VERBS) if row[0] in TOO_LATE],
)
def test_the_right_person_too_late_is_refused_by_the_verb(inside, world, name, who, verb):
    session, actors = inside
    ids = world.ids
    if name == "sending.submit":  # not the one that was sent already, which gives its receipt
        ids = {**ids, "asked": ids["draft"]}
    with pytest.raises(Refused) as refused:
        verb(session, Things(session, ids, actors), {"actor": actors[min(who)], "now": AFTER})
    assert refused.value.ruling.refusal is Refusal.CONFLICT


def test_the_node_of_a_scheme_decides_not_that_of_the_office(inside):
    session, actors = inside
    for node in session.query(Organisation).filter(Organisation.slug != "other-board"):
        with pytest.raises(Refused):
            making.create_scheme_from_template(
                session, node, None, None, "", actor=actors["office_elsewhere"], now=NOW
            )
