"""The trail: in one chain, with every tampering found at its place."""

import threading
from uuid import uuid4

import pytest
from sqlalchemy import text

from portal.audit.actions import record
from portal.audit.models import TrailEntry
from portal.audit.queries import trail_of, verify
from portal.kernel.actor import SYSTEM
from tests.conftest import NOW


def write(session, count=10, subject=None):
    for number in range(count):
        record(session, SYSTEM, "did", "thing", subject or uuid4(), now=NOW, number=number)
    session.commit()


def test_a_whole_chain_holds(session):
    write(session)
    assert verify(session) is None


@pytest.mark.parametrize(
    ("tampering", "first_wrong"),
    [
        ("UPDATE trail_entries SET actor_name = 'Mallory' WHERE number = 4", 4),
        ("UPDATE trail_entries SET verb = 'undid' WHERE number = 1", 1),
        ("DELETE FROM trail_entries WHERE number = 6", 7),
        ("DELETE FROM trail_entries WHERE number = 1", 2),
        ("UPDATE trail_entries SET digest = '0' WHERE number = 10", 10),
    ],
)
def test_tampering_is_found_where_it_was_done(session, tampering, first_wrong):
    write(session)
    session.execute(text(tampering))
    session.commit()
    session.expire_all()
    assert verify(session) == first_wrong


def test_swapping_two_entries_is_found(session):
    write(session)
    third, fourth = (session.get_one(TrailEntry, number) for number in (3, 4))
    third.verb, fourth.facts = "swapped", {"number": 2}
    session.commit()
    assert verify(session) == 3


def test_writers_at_once_make_one_chain(database):
    def work() -> None:
        for _ in range(5):
            with database.scope() as session:
                write(session, 1)

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.scope(read_only=True) as session:
        assert session.query(TrailEntry).count() == 30
        assert verify(session) is None


def test_the_trail_of_a_thing_is_newest_first(session):
    subject = uuid4()
    write(session, 3, subject)
    write(session, 2)
    assert [entry.facts["number"] for entry in trail_of(session, subject)] == [2, 1, 0]
