"""Who asked for what: one table of wishes against calls, and the keys in the links."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from portal.people.professions import UptakeGroup
from portal.reach.models import Subscription
from portal.reach.policy import can_be_confirmed, is_live, may_ask, may_mail
from portal.reach.tokens import Keys, digest, new_token
from portal.reach.wanting import Wanted, wanted_calls
from portal.schemes.definition import Kind
from portal.schemes.gallery import template
from portal.schemes.models import Call, Scheme, SchemeVersion
from tests.conftest import NOW

ON = date(2026, 11, 23)
SMALL, TIME = "small-grant", "protected-time"


def call(key: str) -> Call:
    says = template(key).definition
    scheme = Scheme(id=uuid4(), slug=key, kind=says.kind)
    version = SchemeVersion(number=1, definition=says.to_json(), made_at=NOW)
    return Call(scheme=scheme, scheme_id=scheme.id, pinned=version, slug="c")


CALLS = {key: call(key) for key in (SMALL, TIME)}


@pytest.mark.parametrize(
    ("wanted", "heard"),
    [
        (Wanted(), [SMALL, TIME]),
        (Wanted(kinds=(Kind.SMALL_GRANT,)), [SMALL]),
        (Wanted(kinds=(Kind.SECONDMENT,)), []),
        (Wanted(jobs=(UptakeGroup.NURSES,)), [SMALL, TIME]),
        (Wanted(jobs=(UptakeGroup.ESTATES,)), [SMALL]),
        (Wanted(jobs=(UptakeGroup.ESTATES, UptakeGroup.NURSES)), [SMALL, TIME]),
        (Wanted(jobs=(UptakeGroup.ESTATES,), kinds=(Kind.PROTECTED_TIME,)), []),
        (Wanted(CALLS[TIME].scheme_id), [TIME]),
        (Wanted(CALLS[TIME].scheme_id, jobs=(UptakeGroup.ESTATES,)), [TIME]),
        (Wanted(uuid4()), []),
    ],
)
def test_one_hears_of_what_one_asked_for(wanted, heard):
    assert [key for key, each in CALLS.items() if wanted.has(each, ON)] == heard


def test_two_wishes_make_one_list_without_a_call_twice():
    wishes = [Wanted(kinds=(Kind.SMALL_GRANT,)), Wanted(CALLS[SMALL].scheme_id)]
    assert wanted_calls(wishes, CALLS.values(), ON) == [CALLS[SMALL]]


def test_a_word_that_is_no_longer_known_is_left_out():
    kept = Subscription(jobs=["nurses", "wizards"], kinds=["alchemy"])
    assert Wanted.of(kept) == Wanted(jobs=(UptakeGroup.NURSES,))


@pytest.mark.parametrize(
    ("asked", "confirmed", "ended", "works"),
    [
        (timedelta(days=7) - timedelta(seconds=1), False, False, True),
        (timedelta(days=7), False, False, False),
        (timedelta(), True, False, False),
        (timedelta(), False, True, False),
    ],
)
def test_a_link_confirms_once_for_a_week_unless_superseded(asked, confirmed, ended, works):
    made = Subscription(
        asked_at=NOW - asked,
        confirmed_at=NOW if confirmed else None,
        ended_at=NOW if ended else None,
    )
    assert can_be_confirmed(made, NOW) is works
    assert is_live(made) is (confirmed and not ended)


def test_the_limits_stand_at_their_edges():
    assert may_ask(59) and not may_ask(60)
    assert may_mail(2) and not may_mail(3)


def test_a_key_is_read_back_and_nothing_else_is():
    keys, somebody = Keys("secret"), uuid4()
    key = keys.of(somebody)
    assert keys.read(key) == somebody
    assert Keys("another secret").read(key) is None
    for hostile in ("", "x", key[:-1], key + "x", "\0", "é" * 3000, ".".join(["a"] * 9)):
        assert keys.read(hostile) is None


def test_tokens_are_long_and_only_their_digest_is_kept():
    token = new_token()
    assert len(token) >= 43
    assert token not in digest(token)
    assert digest(token) == digest(token) != digest(new_token())
