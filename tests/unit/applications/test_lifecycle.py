"""The table of moves, what is asked at each state, and until when."""

from datetime import timedelta
from uuid import uuid4

import pytest

from portal.applications import policy, progress, window
from portal.applications.inviting import policy as inviting
from portal.applications.lifecycle import BEING_WRITTEN, SENT, Move, State, can
from portal.applications.models import Invitation
from portal.applications.saved import current_sections, is_linear
from portal.kernel.actor import Actor, Grant, Role
from portal.kernel.ruling import HIDDEN
from portal.schemes.models import LatePass
from portal.schemes.questions import Round
from tests.conftest import NOW
from tests.unit.applications import made_applications as made

SECOND = timedelta(seconds=1)
FULL_CLOSES = made.CLOSES + timedelta(days=20)
ALLOWED = {
    State.DRAFT: {Move.SEND_FIRST, Move.SUBMIT, Move.WITHDRAW},
    State.FIRST_SENT: {Move.INVITE, Move.TURN_AWAY, Move.WITHDRAW},
    State.INVITED: {Move.SUBMIT, Move.WITHDRAW},
    State.NOT_INVITED: set(),
    State.SUBMITTED: {Move.WITHDRAW},
    State.WITHDRAWN: set(),
}


@pytest.mark.parametrize("state", State)
def test_every_state_has_these_moves_and_no_other(state):
    assert {move for move in Move if can(state, move)} == ALLOWED[state]


def application(state: State, key="research-time", *, was_invited=False):
    found = made.application(made.call(key))
    found.state = state
    if state in SENT or was_invited:
        found.first_sent_at = NOW
    if state in {State.INVITED, State.SUBMITTED} or was_invited:
        found.invitation = Invitation(closes_at=FULL_CLOSES, reason="", decided_at=NOW)
    elif state is State.NOT_INVITED:
        found.invitation = Invitation(closes_at=None, reason="Not now.", decided_at=NOW)
    return found


@pytest.mark.parametrize(
    ("state", "was_invited", "stage"),
    [
        (State.DRAFT, False, Round.FIRST),
        (State.FIRST_SENT, False, Round.FIRST),
        (State.NOT_INVITED, False, Round.FIRST),
        (State.WITHDRAWN, False, Round.FIRST),
        (State.WITHDRAWN, True, Round.FULL),
        (State.INVITED, False, Round.FULL),
        (State.SUBMITTED, False, Round.FULL),
    ],
)
def test_what_is_asked_now_follows_the_state(state, was_invited, stage):
    found = application(state, was_invited=was_invited)
    document = found.call.document
    wanted = document.sections_in(Round.FIRST) if stage is Round.FIRST else document.sections
    assert found.stage is stage
    assert current_sections(found) == wanted
    assert is_linear(found) is (state is State.DRAFT)
    assert [step.section for step in progress.steps(found)] == list(wanted)


@pytest.mark.parametrize("state", [State.DRAFT, State.SUBMITTED, State.WITHDRAWN])
def test_a_scheme_in_one_stage_asks_everything_always(state):
    found = application(state, "small-grant")
    assert current_sections(found) == found.call.document.sections
    assert not is_linear(found)


def pass_until(found, until_at):
    found.late_pass = LatePass(until_at=until_at) if until_at else None
    return found


@pytest.mark.parametrize(
    ("state", "arrives_at", "until", "in_time", "grace", "by_pass"),
    [
        (State.DRAFT, made.CLOSES, None, True, False, False),
        (State.DRAFT, made.CLOSES + SECOND, None, True, True, False),
        (State.DRAFT, made.CLOSES + timedelta(minutes=10, seconds=1), None, False, False, False),
        (State.DRAFT, FULL_CLOSES, None, False, False, False),
        (State.INVITED, FULL_CLOSES, None, True, False, False),
        (State.INVITED, FULL_CLOSES + timedelta(minutes=10), None, True, True, False),
        (State.INVITED, FULL_CLOSES + timedelta(minutes=10, seconds=1), None, False, False, False),
        (State.INVITED, FULL_CLOSES + timedelta(days=1), 1, True, False, True),
        (State.INVITED, FULL_CLOSES + timedelta(days=1, seconds=1), 1, False, False, False),
    ],
)
def test_the_full_stage_has_its_own_close_grace_and_pass(
    state, arrives_at, until, in_time, grace, by_pass
):
    until_at = FULL_CLOSES + timedelta(days=until) if until else None
    found = pass_until(application(state), until_at)
    assert window.lets_in(found, arrives_at) is in_time
    assert window.is_in_grace(found, arrives_at) is grace
    assert window.is_by_pass(found, arrives_at) is by_pass
    assert bool(policy.may_edit(found, made.owner(found), arrives_at)) is in_time


def hidden(ruling) -> bool:
    return ruling == HIDDEN


WHO = ("owner", "office", "office_elsewhere", "stranger")


def actor(found, who: str) -> Actor:
    path = {"office": found.call.scheme.organisation.path, "office_elsewhere": "elsewhere"}
    if who == "owner":
        return made.owner(found)
    grants = (Grant(Role.OFFICE, path[who]),) if who in path else ()
    return Actor(uuid4(), who, frozenset(grants))


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("state", State)
def test_every_state_before_every_persona(state, who):
    found = application(state)
    them = actor(found, who)
    own, office = who == "owner", who == "office"
    written, sent = state in BEING_WRITTEN, state in SENT
    assert hidden(policy.may_see(found, them, NOW)) is not own
    assert bool(policy.may_edit(found, them, NOW)) is (own and written)
    assert bool(policy.may_withdraw(found, them, NOW)) is (own and can(state, Move.WITHDRAW))
    assert bool(policy.may_see_receipt(found, them, NOW)) is (own and sent)
    assert hidden(inviting.may_see(found.call, them, NOW)) is not office
    assert hidden(inviting.may_read(found, them, NOW)) is not (office and sent)
    answering = inviting.may_answer(found, them, NOW)
    assert bool(answering) is (office and state is State.FIRST_SENT)
    assert hidden(answering) is not office


def test_the_office_never_answers_its_own_and_never_a_scheme_in_one_stage():
    found = application(State.FIRST_SENT)
    path = found.call.scheme.organisation.path
    author = Actor(found.applicant_id, "A", frozenset({Grant(Role.OFFICE, path)}))
    assert hidden(inviting.may_answer(found, author, NOW))
    assert hidden(inviting.may_read(found, author, NOW))
    one_stage = made.call("small-grant")
    assert hidden(inviting.may_see(one_stage, author, NOW))


def test_a_later_section_cannot_be_saved_in_the_first_stage():
    found = application(State.DRAFT)
    late = found.call.document.section("project")
    ruling = policy.may_edit_section(found, late, made.owner(found), NOW)
    assert not ruling
    assert "second step" in str(ruling.reason)


@pytest.mark.parametrize(
    ("closes_at", "fits"),
    [
        (NOW, False),
        (NOW + SECOND, True),
        (made.CLOSES - SECOND, True),  # managers must have answered by then, in these calls
        (made.CLOSES, False),
    ],
)
def test_the_full_form_closes_after_now_and_before_managers_answer(closes_at, fits):
    assert bool(inviting.may_close_at(made.call("research-time"), closes_at, NOW)) is fits
