"""The portal is away over a close, clocks that jump, and bodies that come slowly."""

import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from sqlalchemy import func, select

from portal import worker
from portal.applications import policy
from portal.applications.models import Application, Submission
from portal.audit.models import TrailEntry
from portal.notifications.models import Message
from portal.schemes.actions import outages
from portal.schemes.models import Beat, Call, CallExtension, Outage
from tests.browsing import Browser
from tests.conftest import NOW
from tests.factories import applications, people, schemes
from tests.faults.served import serving

CLOSES = NOW + timedelta(hours=2)  # 12 noon in the UK
MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)


@pytest.fixture
def drafts(app, database):
    """Two drafts in a call that closes at CLOSES, and one in a call that closes much later."""
    with app.app_context(), database.scope() as session:
        node = people.node(session)
        nurses = [people.employee(session, node, name=f"Nurse {n}") for n in range(3)]
        call = schemes.open_call(session, node, closes_at=CLOSES, grace_minutes=10)
        later = schemes.open_call(session, node, closes_at=CLOSES + timedelta(days=30))
        first, _other = (applications.complete_draft(session, call, nurse) for nurse in nurses[:2])
        applications.complete_draft(session, later, nurses[2])
        session.commit()
        return {"call": call.id, "later": later.id, "draft": first.id, "nurse": nurses[0].email}


def beat(app, database, now):
    with app.app_context(), database.scope() as session:
        found = outages.beat(session, now=now)
        session.commit()
        return found is not None


def beats(app, database, first, last):
    """Say each minute that the portal is alive, from the one instant to the other."""
    while first <= last:
        assert not beat(app, database, first)
        first += MINUTE


def count(database, model, *where):
    with database.scope(read_only=True) as session:
        return session.scalar(select(func.count()).select_from(model).where(*where))


def closes(database, call_id):
    with database.scope(read_only=True) as session:
        return session.get_one(Call, call_id).closes_at


def may_edit(database, drafts, now):
    with database.scope(read_only=True) as session:
        draft = session.get_one(Application, drafts["draft"])
        return bool(policy.may_edit(draft, draft.applicant.as_actor(), now))


def test_an_outage_over_the_close_extends_it_and_tells_everybody_with_a_draft(
    app, database, drafts
):
    beats(app, database, CLOSES - 12 * MINUTE, CLOSES - 10 * MINUTE)
    assert beat(app, database, CLOSES + 20 * MINUTE)
    assert closes(database, drafts["call"]) == CLOSES + 90 * MINUTE  # 1:30pm: an hour after 12:20
    assert closes(database, drafts["later"]) == CLOSES + timedelta(days=30)
    with database.scope(read_only=True) as session:
        moved = session.scalars(select(CallExtension)).one()
        assert (moved.made_by_id, moved.outage.from_at, moved.outage.to_at) == (
            None, CLOSES - 10 * MINUTE, CLOSES + 20 * MINUTE,
        )  # fmt: skip
        told = session.scalars(
            select(Message).where(Message.template == "applications/close_later")
        ).all()
        assert len(told) == 2
        assert "could not be reached from Monday 23 November 2026, 11:50am" in told[0].body
        assert "1:30pm" in told[0].body
        entry = session.scalars(select(TrailEntry).where(TrailEntry.verb == "extended_call")).one()
        assert (entry.actor_id, entry.actor_name) == (None, "Headroom")
    assert may_edit(database, drafts, CLOSES + 80 * MINUTE)


def test_it_is_noticed_once_by_any_number_of_processes(app, database, drafts):
    beat(app, database, CLOSES - 10 * MINUTE)
    start = threading.Barrier(6)

    def run(number):
        start.wait()
        return beat(app, database, CLOSES + 20 * MINUTE + number * SECOND)

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(run, range(6))) == 1
    assert count(database, CallExtension) == count(database, Outage) == 1
    assert count(database, Message) == 2


@pytest.mark.parametrize(
    ("since", "until"),
    [
        (CLOSES - 2 * MINUTE, CLOSES + 2 * MINUTE),  # too short
        (CLOSES - 120 * MINUTE, CLOSES - 61 * MINUTE),  # over before the last hour
        (CLOSES + 11 * MINUTE, CLOSES + 60 * MINUTE),  # after the grace
    ],
)
def test_other_gaps_move_nothing(app, database, drafts, since, until):
    beat(app, database, since)
    beat(app, database, until)
    assert closes(database, drafts["call"]) == CLOSES
    assert count(database, CallExtension) == 0


def test_two_outages_give_time_twice(app, database, drafts):
    beat(app, database, CLOSES - 10 * MINUTE)
    assert beat(app, database, CLOSES)
    first = closes(database, drafts["call"])
    beat(app, database, first - 5 * MINUTE)
    assert beat(app, database, first + 5 * MINUTE)
    assert closes(database, drafts["call"]) > first
    assert count(database, CallExtension) >= 2


def test_a_clock_set_back_does_not_open_what_has_closed(app, database, drafts):
    beats(app, database, CLOSES, CLOSES + 25 * MINUTE)
    assert not may_edit(database, drafts, CLOSES + 26 * MINUTE)
    assert not may_edit(database, drafts, CLOSES - 30 * MINUTE)  # the clock says it is open again
    beat(app, database, CLOSES - 30 * MINUTE)
    assert not may_edit(database, drafts, CLOSES - 29 * MINUTE)


def test_a_clock_that_jumps_forward_closes_nothing_by_itself(app, database, drafts):
    beats(app, database, CLOSES - 60 * MINUTE, CLOSES - 55 * MINUTE)
    beat(app, database, CLOSES + 180 * MINUTE)  # jumps four hours
    assert may_edit(database, drafts, CLOSES + 181 * MINUTE)
    beat(app, database, CLOSES - 54 * MINUTE)  # and is put right
    beats(app, database, CLOSES - 53 * MINUTE, CLOSES - 40 * MINUTE)
    assert may_edit(database, drafts, CLOSES - 40 * MINUTE)


def test_a_clock_that_jumps_years_forward_moves_nothing_and_shuts_nothing(app, database, drafts):
    beats(app, database, CLOSES - 60 * MINUTE, CLOSES - 55 * MINUTE)
    far = CLOSES + timedelta(days=9_000)
    beats(app, database, far, far + 3 * MINUTE)
    beat(app, database, CLOSES - 54 * MINUTE)
    assert closes(database, drafts["call"]) == CLOSES
    assert may_edit(database, drafts, CLOSES - 40 * MINUTE)
    assert count(database, Message) == 0


def test_an_office_that_moves_the_close_of_a_shut_call_opens_it(app, database, drafts):
    beats(app, database, CLOSES, CLOSES + 25 * MINUTE)
    with app.app_context(), database.scope() as session:
        call = session.get_one(Call, drafts["call"])
        assert call.shut_at is not None
        call.closes_at = CLOSES + timedelta(days=1)
        call.shut_at = None  # as `move_close` does
        session.commit()
    assert may_edit(database, drafts, CLOSES + timedelta(hours=5))


def test_a_process_says_so_before_it_serves_and_a_dead_database_stops_nobody(
    app, database, monkeypatch
):
    worker.Beater(app).beat()
    assert count(database, Beat) == 1

    def broken(*_args, **_more):
        raise OSError

    monkeypatch.setattr(outages, "beat", broken)
    worker.Beater(app).beat()


def slow_post(port, path, values, cookie):
    """Send the head of a POST, and return its connection once the server has it, with the body."""
    body = urlencode(values).encode()
    connection = socket.create_connection(("127.0.0.1", port), timeout=20)
    head = (
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\nCookie: session={cookie}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\nExpect: 100-continue\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    connection.sendall(head.encode())
    assert connection.recv(100).startswith(b"HTTP/1.1 100")
    return connection, body


@pytest.mark.parametrize(
    ("begins", "ends", "status"),
    [
        (CLOSES + 9 * MINUTE, CLOSES + 12 * MINUTE, b"303"),  # begun in the grace, whole after it
        (CLOSES + 10 * MINUTE, CLOSES + 10 * MINUTE + SECOND, b"303"),
        (CLOSES + 10 * MINUTE + SECOND, CLOSES + 11 * MINUTE, b"409"),
        (CLOSES + 5 * MINUTE, CLOSES + 16 * MINUTE, b"409"),  # held open for longer than believed
    ],
)
def test_a_slow_body_is_judged_by_its_first_byte(app, database, drafts, at, begins, ends, status):
    browser = Browser(app).sign_in(drafts["nurse"])
    browser.go(f"/applications/{drafts['draft']}/check")
    path, values = browser.page.form("Send your application")
    cookie = browser.client.get_cookie("session").value
    with serving(app) as port:
        at(begins)
        connection, body = slow_post(port, path, values, cookie)
        at(ends)
        connection.sendall(body)
        with connection, connection.makefile("rb") as answered:
            answer = answered.read()
    assert answer.split()[1] == status
    if status == b"303":
        with database.scope(read_only=True) as session:
            assert session.scalars(select(Submission.received_at)).one() == begins
    else:
        assert count(database, Submission) == 0
