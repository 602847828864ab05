"""Each layer refuses by itself: take one away, and the other still stands.

The guard of a view asks a rule, and the verb behind it asks again, under its lock. Here each is
asked alone, so that a permission call that is deleted is missed, whatever the other one says.
"""

import ast
from datetime import timedelta

import pytest
from flask import g, request

from portal.applications import queries as applications
from portal.applications.actions import (
    costs,
    files,
    sections,
    sending,
    starting,
    telling,
    time,
    withdrawal,
)
from portal.applications.lifecycle import State
from portal.applications.models import Application, CostLine
from portal.applications.saved import section_of
from portal.approvals import actions as approvals
from portal.approvals.lifecycle import DeclineReason
from portal.approvals.models import ApprovalRequest
from portal.awards import actions as awards
from portal.awards.actions import Choice
from portal.awards.lifecycle import Outcome
from portal.designer import actions as designer
from portal.designer.copying import actions as copying
from portal.files.checks.verdict import Accepted, Kind
from portal.files.models import Upload
from portal.kernel.actor import ANONYMOUS
from portal.kernel.ruling import Refusal, Refused
from portal.people.models import Organisation
from portal.people.professions import UptakeGroup
from portal.people.queries import person_by_email
from portal.reviews.actions import assigning, recommending, scoring
from portal.reviews.lifecycle import Verdict
from portal.reviews.models import Assignment
from portal.reviews.weighing import weigh
from portal.reviews.written import Written
from portal.schemes.actions import calls, closing, passes, rehearsals
from portal.schemes.actions import schemes as making
from portal.schemes.models import Call, LatePass, Scheme
from portal.schemes.questions import SectionKind
from tests.conftest import NOW
from tests.house.source import called, modules, tree
from tests.journeys.doors import GETS, POSTS
from tests.journeys.doors.who import EVERYBODY, RANKERS, SIGNED_IN
from tests.journeys.world import build, fingerprint

# These views ask a rule that lets in whoever their loader finds the thing for.
LOADER_ALONE = {"desk.application"}

OWN, OFFICE, MANAGER, REVIEWER = {"nurse"}, {"office"}, {"manager"}, {"reviewer"}


@pytest.fixture
def world(app, database):
    with app.app_context(), database.scope() as session:
        made = build(session)
        session.commit()
    return made


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
    "applications.tasks": ("/applications/{draft}/tasks", {"nurse", "office"}),
    "applications.section": ("/applications/{draft}/sections/project", {"nurse", "office"}),
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


class Things:
    """What verbs act on, read anew."""

    def __init__(self, session, ids):
        self.session, self.ids = session, ids

    def __getattr__(self, name):
        kinds = {
            "draft": Application, "asked": Application, "weighed": Application, "won": Application,
            "line": CostLine, "request": ApprovalRequest, "task": Assignment, "soon": Call,
            "reviewing": Call, "decidable": Call, "scheme": Scheme, "played": Call,
            "late_pass": LatePass, "filing": Application, "upload": Upload,
        }  # fmt: skip
        return self.session.get_one(kinds[name], self.ids[name])

    @property
    def costs(self):
        return section_of(self.draft, SectionKind.COSTS)

    @property
    def asks_for(self):
        return files.asking_of(self.filing, self.upload)

    @property
    def ranked(self):
        """The ranking as the office loads it."""
        office = self.session.info["office"]
        return weigh(self.session, self.reviewing, office)


AWARD = Choice(Outcome.AWARD, 100)
SAVED = time.TimeSaved({}, (), is_complete=False, seen_version=0)

# (verb, who may, the call). The call is handed (session, things, {actor and now}).
VERBS = [
    ("save_section", OWN, lambda s, t, by: sections.save_section(
        s, t.draft, t.costs, {}, is_complete=False, seen_version=0, **by)),
    ("add_file", OWN, lambda s, t, by: files.add_file(
        s, t.filing, t.asks_for, "a.pdf", Accepted(Kind.PDF, b"%PDF"), **by)),
    ("remove_file", OWN, lambda s, t, by: files.remove_file(s, t.filing, t.upload.id, **by)),
    ("put_back_file", OWN, lambda s, t, by: files.put_back_file(s, t.filing, t.upload.id, **by)),
    ("tell", OWN, lambda s, t, by: telling.tell(s, t.draft, {}, **by)),
    ("save_time", OWN, lambda s, t, by: time.save_time(s, t.draft, t.costs, SAVED, **by)),
    ("save_costs", OWN, lambda s, t, by: costs.save_costs(
        s, t.draft, t.costs, answers={}, is_complete=False, seen_version=0, **by)),
    ("add_cost", OWN, lambda s, t, by: costs.add_cost(s, t.draft, t.costs, None, **by)),
    ("change_cost", OWN, lambda s, t, by: costs.change_cost(s, t.line, t.costs, None, **by)),
    ("remove_cost", OWN, lambda s, t, by: costs.remove_cost(s, t.line, t.costs, **by)),
    ("submit", OWN, lambda s, t, by: sending.submit(
        s, t.draft, sending.new_ticket(), actor=by["actor"], arrived_at=by["now"])),
    ("submit", OWN, lambda s, t, by: sending.submit(  # sent already: no stranger gets the receipt
        s, t.asked, sending.new_ticket(), actor=by["actor"], arrived_at=by["now"])),
    ("withdraw", OWN, lambda s, t, by: withdrawal.withdraw(s, t.draft, **by)),
    ("approve", MANAGER, lambda s, t, by: approvals.approve(s, t.request, None, **by)),
    ("decline", MANAGER, lambda s, t, by: approvals.decline(
        s, t.request, DeclineReason.WINTER_PRESSURE, "", **by)),
    ("clear", REVIEWER, lambda s, t, by: scoring.clear(s, t.task, **by)),
    ("declare", REVIEWER, lambda s, t, by: scoring.declare(s, t.task, "", **by)),
    ("save", REVIEWER, lambda s, t, by: scoring.save(s, t.task, Written({}), **by)),
    ("send", REVIEWER, lambda s, t, by: scoring.send(s, t.task, **by)),
    ("assign", OFFICE, lambda s, t, by: assigning.assign(
        s, t.reviewing, [], person_by_email(s, s.info["reviewer"]), **by)),
    ("deal_evenly", OFFICE, lambda s, t, by: assigning.deal_evenly(s, t.reviewing, **by)),
    ("unassign", OFFICE, lambda s, t, by: assigning.unassign(s, t.task, **by)),
    ("recommend_each", RANKERS, lambda s, t, by: recommending.recommend_each(
        s, t.reviewing, {}, **by)),
    ("recommend", RANKERS, lambda s, t, by: recommending.recommend(
        s, t.weighed, Verdict.FUND, "", **by)),
    ("recommend_line", RANKERS, lambda s, t, by: recommending.recommend_line(s, t.ranked, **by)),
    ("decide", OFFICE, lambda s, t, by: awards.decide(s, t.won, AWARD, seen=0, **by)),
    ("decide_by_line", OFFICE, lambda s, t, by: awards.decide_by_line(s, t.decidable, **by)),
    ("release", OFFICE, lambda s, t, by: awards.release(s, t.decidable, **by)),
    ("accept", OWN, lambda s, t, by: awards.accept(s, t.won, **by)),
    ("turn_down", OWN, lambda s, t, by: awards.turn_down(s, t.won, **by)),
    ("create_scheme_from_template", OFFICE, lambda s, t, by: (
        making.create_scheme_from_template(s, t.scheme.organisation, None, None, "", **by))),
    ("schedule_call", OFFICE, lambda s, t, by: calls.schedule_call(s, t.scheme, None, **by)),
    ("change_call", OFFICE, lambda s, t, by: calls.change_call(s, t.soon, None, seen=1, **by)),
    ("cancel_call", OFFICE, lambda s, t, by: calls.cancel_call(s, t.soon, "", **by)),
    ("change_pot", OFFICE, lambda s, t, by: calls.change_pot(s, t.played, 1, 1, "", seen=1, **by)),
    ("open_fence", OFFICE, lambda s, t, by: calls.open_fence(
        s, t.played, UptakeGroup.NURSES, "", **by)),
    ("move_close", OFFICE, lambda s, t, by: closing.move_close(
        s, t.played, {}, "", seen=NOW, **by)),
    ("give_pass", OFFICE, lambda s, t, by: passes.give_pass(s, t.played, None, **by)),
    ("take_pass_back", OFFICE, lambda s, t, by: passes.take_pass_back(s, t.late_pass, **by)),
    ("end_rehearsal", OFFICE, lambda s, t, by: rehearsals.end_rehearsal(s, t.played, **by)),
    ("begin", OFFICE, lambda s, t, by: designer.begin(s, t.scheme, **by)),
    ("make_version", OFFICE, lambda s, t, by: designer.make_version(s, t.scheme, "", (), **by)),
    ("copy_scheme", OFFICE, lambda s, t, by: (
        copying.copy_scheme(s, t.scheme, t.scheme.organisation, None, "", **by))),
    ("retire", OFFICE, lambda s, t, by: copying.retire(s, t.scheme, **by)),
    ("bring_back", OFFICE, lambda s, t, by: copying.bring_back(s, t.scheme, **by)),
    ("throw_away", OFFICE, lambda s, t, by: designer.throw_away(s, t.scheme, **by)),
]  # fmt: skip

# Verbs whose rule is not about who asks; each has its own test below or is named here with why.
OF_STATE = {
    "start",  # anybody may, for themselves
    "ask",  # the portal asks, not a person
    "ask_for_everything",  # anybody signed in, for themselves; tests/integration/takeout holds it
    "drop_on_withdrawal",  # follows `withdraw`
    "take_part",  # for oneself alone; tests/integration/pulse holds it to a main post
    "ask_for_alerts",  # anybody may; tests/integration/reach holds it to its limit
}


def test_every_verb_with_a_rule_is_here():
    asking = set()
    for path in modules():
        if path.name == "actions.py" or path.parent.name == "actions":
            for function in ast.walk(tree(path)):
                if isinstance(function, ast.FunctionDef) and any(
                    called(n) == "enforce" for n in ast.walk(function) if isinstance(n, ast.Call)
                ):
                    asking.add(function.name)
    through = {"_answer": {"accept", "turn_down"}}
    named = asking - set(through) | set().union(*(through[n] for n in asking & set(through)))
    assert named == {name for name, _who, _verb in VERBS} | OF_STATE


def test_every_verb_refuses_by_itself_and_writes_nothing(database, inside, world):
    session, actors = inside
    session.info.update(office=actors["office"], reviewer=world.people["reviewer"])
    things, before, wrong = Things(session, world.ids), fingerprint(database), []
    for name, who, verb in VERBS:

        def ask(actor, verb=verb):
            try:
                verb(session, things, {"actor": actor, "now": NOW})
            except Refused as refused:
                return refused.ruling.refusal
            except Exception as error:  # noqa: BLE001 -- it went on, and fell over what it got
                return repr(error)
            finally:
                session.rollback()
            return "done"

        wrong += [(name, *each) for each in refusals(ask, actors, who)]
    assert wrong == []
    assert fingerprint(database) == before


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
        approvals.ask(session, found, actor=actors["nurse"], now=NOW)


# --- the state may have changed between the guard and the lock ---

AFTER = NOW + timedelta(days=365)
TOO_LATE = {
    "save_section", "save_time", "save_costs", "add_cost", "change_cost", "remove_cost", "submit",
    "approve", "decline", "accept", "turn_down", "change_call", "cancel_call", "move_close",
    "give_pass",
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "who", "verb"),
    [row for row in VERBS if row[0] in TOO_LATE],
    ids=[f"{n}-{row[0]}" for n, row in enumerate(VERBS) if row[0] in TOO_LATE],
)
def test_the_right_person_too_late_is_refused_by_the_verb(inside, world, name, who, verb):
    session, actors = inside
    if name == "submit":
        world.ids["asked"] = world.ids["draft"]
    with pytest.raises(Refused) as refused:
        verb(session, Things(session, world.ids), {"actor": actors[min(who)], "now": AFTER})
    assert refused.value.ruling.refusal is Refusal.CONFLICT


def test_the_node_of_a_scheme_decides_not_that_of_the_office(inside):
    session, actors = inside
    for node in session.query(Organisation).filter(Organisation.slug != "other-board"):
        with pytest.raises(Refused):
            making.create_scheme_from_template(
                session, node, None, None, "", actor=actors["office_elsewhere"], now=NOW
            )
