"""Who may do what with an application, on both sides of every boundary."""

from datetime import date, timedelta

import pytest

from portal.applications import policy
from portal.applications.lifecycle import State
from portal.applications.opening import Opening
from portal.kernel.actor import ANONYMOUS
from portal.kernel.ruling import Refusal
from portal.people.models import Contract
from portal.schemes.cap_units import CapUnit
from portal.schemes.caps import Cap
from portal.schemes.eligibility_rules import BandRange, ContractKind, ContractLasts
from portal.schemes.models import LatePass
from tests.conftest import NOW
from tests.unit.applications import made_applications as made

SECOND = timedelta(seconds=1)
CLOSES = made.CLOSES
GRACE = timedelta(minutes=10)
OPENS = CLOSES - timedelta(days=30)

INSTANTS = [
    (OPENS - SECOND, False, "opens on"),
    (OPENS, True, ""),
    (CLOSES - SECOND, True, ""),
    (CLOSES, True, ""),
    (CLOSES + SECOND, True, ""),
    (CLOSES + GRACE, True, ""),
    (CLOSES + GRACE + SECOND, False, "What you wrote is kept."),
]


@pytest.mark.parametrize(("when", "allowed", "words"), INSTANTS)
@pytest.mark.parametrize("rule", [policy.may_edit, policy.may_submit])
def test_a_draft_is_changed_and_sent_from_opening_to_the_end_of_the_grace(
    rule, when, allowed, words
):
    draft = made.application()
    ruling = rule(draft, made.owner(draft), when)
    assert bool(ruling) is allowed
    assert words in str(ruling.reason)
    assert allowed or ruling.refusal is Refusal.CONFLICT


@pytest.mark.parametrize(("when", "allowed", "words"), INSTANTS)
def test_an_application_is_started_from_opening_to_the_end_of_the_grace(when, allowed, words):
    call = made.call()
    one = made.person(call.scheme.organisation)
    ruling = policy.may_start(Opening(call, one), one.as_actor(), when)
    assert bool(ruling) is allowed
    assert words in str(ruling.reason)


def test_without_grace_a_second_late_is_late():
    draft = made.application(made.call(grace_minutes=0))
    who = made.owner(draft)
    assert policy.may_submit(draft, who, CLOSES)
    assert not policy.may_submit(draft, who, CLOSES + SECOND)


SENT = {"state": State.SUBMITTED, "submitted_at": NOW, "reference": "SG27-0001"}
WITHDRAWN_DRAFT = {"state": State.WITHDRAWN, "withdrawn_at": NOW}
WITHDRAWN_SENT = {**SENT, **WITHDRAWN_DRAFT}
HIDDEN, CONFLICT, YES = Refusal.HIDDEN, Refusal.CONFLICT, None

TABLE = [
    # rule, state, owner, office of the scheme, stranger
    ("may_see", {}, YES, HIDDEN, HIDDEN),
    ("may_see", SENT, YES, HIDDEN, HIDDEN),
    ("may_see", WITHDRAWN_DRAFT, YES, HIDDEN, HIDDEN),
    ("may_see_answers", {}, YES, HIDDEN, HIDDEN),
    ("may_see_answers", SENT, YES, YES, HIDDEN),
    ("may_see_answers", WITHDRAWN_DRAFT, YES, HIDDEN, HIDDEN),
    ("may_see_answers", WITHDRAWN_SENT, YES, YES, HIDDEN),
    ("may_see_receipt", {}, CONFLICT, HIDDEN, HIDDEN),
    ("may_see_receipt", SENT, YES, HIDDEN, HIDDEN),
    ("may_see_receipt", WITHDRAWN_SENT, YES, HIDDEN, HIDDEN),
    ("may_edit", {}, YES, HIDDEN, HIDDEN),
    ("may_edit", SENT, CONFLICT, HIDDEN, HIDDEN),
    ("may_edit", WITHDRAWN_DRAFT, CONFLICT, HIDDEN, HIDDEN),
    ("may_submit", {}, YES, HIDDEN, HIDDEN),
    ("may_submit", SENT, CONFLICT, HIDDEN, HIDDEN),
    ("may_submit", WITHDRAWN_SENT, CONFLICT, HIDDEN, HIDDEN),
    ("may_withdraw", {}, YES, HIDDEN, HIDDEN),
    ("may_withdraw", SENT, YES, HIDDEN, HIDDEN),
    ("may_withdraw", WITHDRAWN_DRAFT, CONFLICT, HIDDEN, HIDDEN),
    ("may_withdraw", WITHDRAWN_SENT, CONFLICT, HIDDEN, HIDDEN),
]


@pytest.mark.parametrize(("rule", "state", "owner", "office", "stranger"), TABLE)
def test_every_rule_for_every_person_in_every_state(rule, state, owner, office, stranger):
    one = made.application(**state)
    ask = getattr(policy, rule)
    people = [
        (made.owner(one), owner),
        (made.office(), office),
        (made.office("glan-hafren/surgery"), HIDDEN),
        (made.stranger(), stranger),
        (ANONYMOUS, HIDDEN),
    ]
    for who, expected in people:
        ruling = ask(one, who, NOW)
        assert (None if ruling else ruling.refusal) is expected, who.name


def test_the_office_of_a_node_above_reads_answers_too():
    where = made.node("wales/glan-hafren")
    sent = made.application(made.call(where=where), **SENT)
    assert policy.may_see_answers(sent, made.office("wales"), NOW)
    assert not policy.may_see_answers(sent, made.office("england"), NOW)


def test_a_decision_ends_withdrawing():
    sent = made.application(**SENT)
    ruling = policy.may_withdraw(sent, made.owner(sent), NOW, is_decided=True)
    assert not ruling
    assert "decided" in str(ruling.reason)


@pytest.mark.parametrize(
    ("pence", "allowed"), [(1_999_999, True), (2_000_000, True), (2_000_001, False)]
)
def test_a_penny_over_is_over(pence, allowed):
    draft = made.application()
    made.cost(draft, pence)
    ruling = policy.may_submit(draft, made.owner(draft), NOW)
    assert bool(ruling) is allowed
    assert allowed or "£0.01 over" in str(ruling.reason)


@pytest.mark.parametrize(
    ("ends_on", "allowed"),
    [(date(2027, 10, 4), True), (date(2027, 10, 5), True), (date(2027, 10, 6), False)],
)
def test_a_day_over_is_over(ends_on, allowed):
    draft = made.application()
    made.period(draft, ends_on)
    ruling = policy.may_submit(draft, made.owner(draft), NOW)
    assert bool(ruling) is allowed
    assert allowed or "1 day over" in str(ruling.reason)


def test_a_soft_cap_stops_nobody():
    cap = Cap(CapUnit.PENCE, 100_000, hard=False)
    draft = made.application(made.call(definition={"caps": (cap,)}))
    assert policy.may_submit(draft, made.owner(draft), NOW)


@pytest.mark.parametrize(
    "key", ["about", "project", "time", "costs", "release", "people", "declarations"]
)
@pytest.mark.parametrize("how", ["missing", "unfinished"])
def test_every_section_must_be_finished(key, how):
    draft = made.application()
    entry = next(e for e in draft.sections if e.key == key)
    if how == "missing":
        draft.sections.remove(entry)
    else:
        entry.is_complete = False
    ruling = policy.may_submit(draft, made.owner(draft), NOW)
    assert not ruling
    assert str(draft.call.document.section(key).title) in str(ruling.reason)


def test_one_live_application_for_each_person_and_call():
    draft = made.application()
    who = made.owner(draft)
    opening = Opening(draft.call, draft.applicant, draft)
    assert str(policy.may_start(opening, who, NOW).reason) == str(policy.ALREADY)
    assert policy.may_go_to_draft(opening, who, NOW)
    assert policy.may_go_to_draft(opening, who, CLOSES + timedelta(days=1))


ELIGIBILITY = [
    ({}, {}, True, ""),
    ({"has_post": False}, {}, False, "You are not in our staff list. Ask the R&D office."),
    ({"ends_on": NOW.date() - timedelta(days=1)}, {}, False, "You are not in our staff list."),
    ({"ends_on": NOW.date()}, {}, True, ""),
    ({"starts_on": NOW.date() + timedelta(days=1)}, {}, False, "You are not in our staff list."),
    ({}, {"eligibility": (BandRange(lowest="6"),)}, True, ""),
    ({}, {"eligibility": (BandRange(lowest="7"),)}, False, "limit on bands"),
    ({"grade": "Consultant"}, {"eligibility": (BandRange(highest="8a"),)}, True, ""),
    (
        {"grade": "Consultant", "profession": "MED-CONS"},
        {"eligibility": (BandRange(highest="8a"),)},
        False,
        "limit on bands",
    ),
    (
        {"contract": Contract.BANK},
        {"eligibility": (ContractKind(kinds=frozenset({Contract.PERMANENT})),)},
        False,
        "permanent contract",
    ),
    (
        {"contract": Contract.FIXED_TERM, "ends_on": date(2027, 9, 30)},
        {"eligibility": (ContractLasts(months=6),)},
        True,
        "",
    ),
    (
        {"contract": Contract.FIXED_TERM, "ends_on": date(2027, 9, 29)},
        {"eligibility": (ContractLasts(months=6),)},
        False,
        "Your contract ends too soon.",
    ),
]


@pytest.mark.parametrize(("who", "definition", "allowed", "words"), ELIGIBILITY)
def test_who_may_start_is_asked_again_at_sending(who, definition, allowed, words):
    call = made.call(definition=definition)
    one = made.person(call.scheme.organisation, **who)
    start = policy.may_start(Opening(call, one), one.as_actor(), NOW)
    send = policy.may_submit(made.application(call, one), one.as_actor(), NOW)
    for ruling in (start, send):
        assert bool(ruling) is allowed, ruling.reason
        assert words in str(ruling.reason)


@pytest.mark.parametrize(
    ("team", "open_to", "allowed"),
    [
        ("glan-hafren", (), True),
        ("glan-hafren/surgery", (), True),
        ("cwm-taf", (), False),
        ("cwm-taf", ("cwm-taf", "powys"), True),
        ("glan-hafren", ("cwm-taf",), False),
        ("glan-hafren-west", (), False),
    ],
)
def test_whose_staff_a_call_is_for(team, open_to, allowed):
    call = made.call(open_to=[made.node(path) for path in open_to])
    one = made.person(made.node(team))
    ruling = policy.may_start(Opening(call, one), one.as_actor(), NOW)
    assert bool(ruling) is allowed
    assert allowed or "This call is for staff of" in str(ruling.reason)


def test_a_rehearsal_is_for_whoever_has_its_link():
    call = made.call(rehearsal=True, definition={"eligibility": ()})
    stranger = made.person(made.node("elsewhere"))
    opening = Opening(call, stranger)
    assert policy.may_start(opening, stranger.as_actor(), NOW)
    assert not policy.may_look(opening, made.office(), NOW), "not for somebody else"
    nobody = made.person(call.scheme.organisation, has_post=False)
    refused = policy.may_start(Opening(call, nobody), nobody.as_actor(), NOW)
    assert "staff list" in str(refused.reason)
    call.ended_at = NOW
    assert "has ended" in str(policy.may_start(opening, stranger.as_actor(), NOW).reason)


PASS_UNTIL = CLOSES + timedelta(days=2)
LAST = CLOSES + GRACE
STEP = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("now", "until", "allowed"),
    [
        (CLOSES, None, True),
        (LAST, None, True),
        (LAST + STEP, None, False),
        (LAST + STEP, PASS_UNTIL, True),
        (PASS_UNTIL, PASS_UNTIL, True),
        (PASS_UNTIL + STEP, PASS_UNTIL, False),  # a pass has no grace
        (PASS_UNTIL + timedelta(minutes=10), PASS_UNTIL, False),
        (LAST, CLOSES + timedelta(minutes=5), True),  # never less than everybody has
        (CLOSES - timedelta(days=31), PASS_UNTIL, False),  # a pass does not open a call
    ],
)
def test_a_late_pass_lets_one_person_in_until_its_instant(now, until, allowed):
    call = made.call()
    one = made.application(call)
    if until is not None:
        one.late_pass = LatePass(until_at=until)
    actor = one.applicant.as_actor()
    assert bool(policy.may_edit(one, actor, now)) is allowed
    assert bool(policy.may_submit(one, actor, now)) is allowed
    starting = policy.may_start(Opening(call, one.applicant, None, until), actor, now)
    assert bool(starting) is allowed
    other = made.application(call)
    assert bool(policy.may_submit(other, other.applicant.as_actor(), now)) is (
        call.opens_at <= now <= LAST
    ), "a pass is for one person"


def test_whoever_is_too_late_is_told_how_to_ask_for_a_pass():
    one = made.application()
    reason = str(policy.may_edit(one, one.applicant.as_actor(), LAST + STEP).reason)
    assert "ask the R&D office for a late pass" in reason
