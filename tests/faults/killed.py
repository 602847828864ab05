"""Acts that are killed at every statement. Run as a program of its own: see test_killed.

It loads the portal once, then lets children act, each a fork that is killed (SIGKILL) at one
point: before or after one SQL statement, before the commit, or between the commit and the
receipt. After each it looks whether the database holds the old state or the new, whole.
"""

import json
import os
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from uuid import UUID

from sqlalchemy import event, select

from portal.app import create_app
from portal.applications import queries
from portal.applications.actions import returning, sending, withdrawal
from portal.approvals import policy as may_approve
from portal.approvals import queries as approvals
from portal.approvals.actions import chasing, moving, replying
from portal.approvals.cover import Plan
from portal.approvals.lifecycle import CoverMeans, DeclineReason
from portal.kernel import db
from portal.kernel.actor import SYSTEM
from portal.kernel.config import Settings
from portal.kernel.db import Database
from portal.schema import Base
from tests.conftest import NOW

TICKET = "a-ticket-that-is-killed-{}"
# In the suite each fifth statement; `KILL_EVERY=1` takes all of them, which is some minutes.
EVERY = int(os.environ.get("KILL_EVERY", "5"))
OVER_AT_ONCE = 9  # the exit of a child that came to its end


@dataclass(frozen=True)
class Point:
    """The `number`th statement, or the commit; and on which side of it."""

    number: int
    side: str  # "before", "after"


@cache
def portal(settings: Settings):
    """The portal, made once, before any child: it has no connection of its own."""
    return create_app(settings, Database(settings.database_url))


def submit(session, application, ticket, actor):
    return sending.submit(session, application, ticket, actor=actor, arrived_at=NOW).id


def send_again(session, application, ticket, actor):
    return returning.answer(session, application, ticket, "No.", actor=actor, arrived_at=NOW).id


def take_back(session, application, _ticket, _actor):
    back = application.returns[-1]
    officer = back.returned_by.as_actor()
    returning.cancel(session, application, "Not needed.", actor=officer, now=NOW)
    return back.id


def withdraw(session, application, _ticket, actor):
    withdrawal.withdraw(session, application, actor=actor, now=NOW)
    return application.id


def _asked(session, application):
    """The request about it, and its manager."""
    found = approvals.requests_of(session, [application.id])[0]
    return approvals.request(session, SYSTEM, found.id), found.approver.as_actor()


def approve(session, application, _ticket, _actor):
    request, manager = _asked(session, application)
    plan = None
    if may_approve.wants_cover(request):
        plan = Plan(
            means=CoverMeans.NONE_NEEDED,
            who="",
            hours_hundredths=0,
            cost_pence=0,
            cost_centre="",
            when_busy="The day moves.",
        )
    replying.approve(session, request, plan, actor=manager, now=NOW)
    return request.id


def decline(session, application, _ticket, _actor):
    request, manager = _asked(session, application)
    replying.decline(session, request, DeclineReason.DATES, "No.", actor=manager, now=NOW)
    return request.id


def pass_on(session, application, _ticket, _actor):
    request, manager = _asked(session, application)
    moving.pass_on(session, request, None, "Not mine.", actor=manager, now=NOW)
    return request.id


def chase(session, application, _ticket, _actor):
    request, _manager = _asked(session, application)
    assert chasing.chase(session, request.id, now=NOW + timedelta(days=15))
    return request.id


ACTS: dict[str, Callable] = {
    "submit": submit,
    "send_again": send_again,
    "take_back": take_back,
    "withdraw": withdraw,
    "approve": approve,
    "decline": decline,
    "pass_on": pass_on,
    "chase": chase,
}


def fingerprint(url: str) -> str:
    """Every row of every table."""
    database = Database(url)
    with database.scope(read_only=True) as session:
        found = {
            table.name: sorted(str(tuple(row)) for row in session.execute(select(table)))
            for table in Base.metadata.sorted_tables
        }
    database.engine.dispose()
    return json.dumps(found)


def act(
    url: str,
    settings: Settings,
    name: str,
    application_id,
    ticket: str,
    point: Point | None,
    tell: int,
) -> None:
    """Act, and be killed at the point. What the person would be told goes down the pipe."""
    database = Database(url)
    app = portal(settings)
    if point is not None:
        _die_at(database, point)
    with app.app_context(), database.scope(), db.transaction() as session:
        application = queries.whole(session, application_id)
        actor = application.applicant.as_actor()
        receipt = ACTS[name](session, application, ticket, actor)
    if point is not None and (point.number, point.side) == (0, "after"):
        os.kill(os.getpid(), signal.SIGKILL)
    os.write(tell, str(receipt).encode())
    os._exit(OVER_AT_ONCE)


def _die_at(database: Database, point: Point) -> None:
    seen = 0

    def die(*_facts) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    def before(*_facts) -> None:
        nonlocal seen
        seen += 1
        if (seen, point.side) == (point.number, "before"):
            die()

    def after(*_facts) -> None:
        if (seen, point.side) == (point.number, "after"):
            die()

    event.listen(database.engine, "before_cursor_execute", before)
    event.listen(database.engine, "after_cursor_execute", after)
    if (point.number, point.side) == (0, "before"):
        event.listen(database.engine, "commit", die)


def in_child(*given) -> tuple[bool, str]:
    """Fork, act, wait. Return whether it came to its end, and what it told."""
    reads, tells = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reads)
        try:
            act(*given, tells)
        except BaseException:  # noqa: BLE001 -- told, and then the child ends
            traceback.print_exc()
        finally:
            os._exit(1)
    os.close(tells)
    with os.fdopen(reads, "rb") as answered:
        told = answered.read().decode()
    _pid, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return False, told
    assert os.WEXITSTATUS(status) == OVER_AT_ONCE, "the child failed of itself"
    return True, told


def kill_everywhere(url: str, settings: Settings, name: str, ids: list[str]) -> dict[str, int]:
    """Kill before and after each statement and the commit. Returns how many points there were."""
    first, second = (UUID(each) for each in ids)
    old, points = fingerprint(url), 0
    portal(settings)
    for side in ("before", "after"):
        for number in range(1, 1_000, EVERY):
            ended, told = in_child(
                url, settings, name, first, TICKET.format(side), Point(number, side)
            )
            if ended:
                break
            points += 1
            assert not told
            assert fingerprint(url) == old, (
                f"{name}: killed {side} statement {number}: neither old nor new"
            )
        new = fingerprint(url)
        assert new != old
        old, first, second = new, second, first
        if side == "before":
            ended, told = in_child(
                url, settings, name, first, TICKET.format("commit"), Point(0, "before")
            )
            assert (ended, told) == (False, "")
            assert fingerprint(url) == old, f"{name}: killed before the commit"
    return {"points": points + 1}


def kill_after_the_commit(
    url: str, settings: Settings, name: str, application_id: str
) -> dict[str, int]:
    """Kill between the commit and the receipt: it is there, and the resend gives the same one."""
    given = (url, settings, name, UUID(application_id), TICKET.format("after"))
    old = fingerprint(url)
    ended, told = in_child(*given, Point(0, "after"))
    assert (ended, told) == (False, "")
    new = fingerprint(url)
    assert new != old
    if name in {"submit", "send_again"}:
        ended, told = in_child(*given, None)
        assert ended
        assert told in new
        assert fingerprint(url) == new, "sending again changed something"
    return {"points": 1}


def twice_at_once(url: str, settings: Settings, name: str, application_id: str) -> dict[str, int]:
    """Two processes send the same ticket at once: one receipt, one submission."""
    portal(settings)
    reads, tells = os.pipe()
    children = []
    for _ in range(2):
        child = os.fork()
        if child == 0:
            try:
                act(url, settings, name, UUID(application_id), TICKET.format("twice"), None, tells)
            finally:
                os._exit(1)
        children.append(child)
    os.close(tells)
    for child in children:
        assert os.WEXITSTATUS(os.waitpid(child, 0)[1]) == OVER_AT_ONCE
    with os.fdopen(reads, "rb") as answered:
        told = answered.read().decode()
    assert told[:36] == told[36:], f"two receipts: {told}"
    return {"points": 1}


WAYS = {f.__name__: f for f in (kill_everywhere, kill_after_the_commit, twice_at_once)}

if __name__ == "__main__":
    way, name, url, ids = sys.argv[1], sys.argv[2], sys.argv[3], json.loads(sys.argv[4])
    given = Settings(
        database_url=url,
        secret_key="for tests",
        base_url="http://localhost",
        data_dir=Path("/nowhere"),
    )
    subject = ids if way == "kill_everywhere" else ids[0]
    sys.stdout.write(json.dumps(WAYS[way](url, given, name, subject)))
