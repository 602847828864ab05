"""Two thousand people in the last ten minutes of a call, most of them in the last one.

`python -m tests.faults.storm.rush` (or under `.ci/postgres`). Each opens the task list, saves three
times, checks, sends and reads the receipt; one in five signs in first, one in twenty presses
twice, one in fifty loses the connection and presses again. Prints receipts and times of answer.
"""

import argparse
import heapq
import http.client
import secrets
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from random import Random
from types import SimpleNamespace
from urllib.parse import urlencode, urlsplit

from bs4 import BeautifulSoup, SoupStrainer

from portal.app import create_app
from portal.kernel.config import Settings
from portal.kernel.db import Database
from tests.browsing import Page
from tests.factories import people
from tests.faults.storm.crowd import Hand, gather
from tests.faults.storm.sending import Outcome
from tests.faults.storm.server import gunicorn
from tests.faults.storm.verdict import findings
from tests.faults.storm.whole import empty_database

MINUTE_S = 60
HANDS = 160  # steps that may be under way at once
LAST_MINUTE, LAST_SECONDS = 0.40, 0.06  # shares of all who send in the last 60 s and 10 s
THINK_S = 5.0
TIMEOUT_S = 60


class Forms(Page):
    """One response, of which only the forms are read: the machine that serves it reads it too."""

    @cached_property
    def soup(self) -> BeautifulSoup:
        return BeautifulSoup(self.data.decode(), "lxml", parse_only=SoupStrainer("form"))


@dataclass
class Seen:
    """Seconds of each kind of answer, and what was answered that is no page."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    receipts: dict[Hand, str] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)


class Visitor:
    """One person's browser over a real connection; every answer is timed."""

    def __init__(self, hand: Hand, port: int, seen: Seen) -> None:
        self.hand, self.port, self.seen = hand, port, seen
        self.cookie = f"session={hand.cookie}"

    def get(self, path: str, kind: str = "page") -> Page:
        return self._ask("GET", path, kind)

    def post(self, path: str, values: dict, kind: str) -> Page:
        return self._ask("POST", path, kind, urlencode(values, doseq=True))

    def leave_half_way(self, path: str, values: dict) -> None:
        """Send the head and part of the body, and go away."""
        body = urlencode(values, doseq=True)
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT_S)
        connection.putrequest("POST", path)
        connection.putheader("Content-Length", str(len(body)))
        connection.putheader("Content-Type", "application/x-www-form-urlencoded")
        connection.putheader("Cookie", self.cookie)
        connection.endheaders()
        connection.send(body[: len(body) // 2].encode())
        connection.close()

    def _ask(self, method: str, path: str, kind: str, body: str | None = None) -> Page:
        began = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT_S)
        try:
            headers = {"Cookie": self.cookie, "Host": f"127.0.0.1:{self.port}"}
            if body is not None:
                headers["Content-Type"] = "application/x-www-form-urlencoded"
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            data = answer.read()
        finally:
            connection.close()
        with self.seen.lock:
            self.seen.seconds.setdefault(kind, []).append(time.monotonic() - began)
            if answer.status not in {200, 303, 302}:
                self.seen.wrong.append(f"{method} {kind}: {answer.status}")
        return Forms(_as_response(answer, data), path)


def _as_response(answer: http.client.HTTPResponse, data: bytes) -> SimpleNamespace:
    return SimpleNamespace(
        status_code=answer.status,
        headers=answer.headers,
        data=data,
        mimetype=answer.headers.get_content_type(),
        get_data=lambda as_text=False: data.decode() if as_text else data,
    )


def visit(visitor: Visitor, email: str, chance: Random) -> Iterator[None]:
    """What one person does, a step between two yields."""
    base = f"/applications/{visitor.hand.application_id}"
    if chance.random() < 0.2:
        _sign_in(visitor, email)
        yield
    visitor.get(f"{base}/tasks")
    yield
    for key in ("about", "project", "project"):
        page = visitor.get(f"{base}/sections/{key}", "section")
        action, values = page.form("Save and continue")
        yield
        visitor.post(action, {**values, "complete": "yes"}, "save")
        yield
    page = visitor.get(f"{base}/check", "check")
    action, values = page.form("Send")
    yield
    _send(visitor, action, values, chance)
    yield
    visitor.get(f"{base}/receipt", "receipt")


def _sign_in(visitor: Visitor, email: str) -> None:
    """Sign in on another browser of one's own, which costs the server what a sign-in costs."""
    other = Visitor(visitor.hand, visitor.port, visitor.seen)
    other.cookie = ""
    page = other.get("/sign-in", "sign in")
    other.cookie = page.headers["Set-Cookie"].partition(";")[0]
    action, values = page.form("Sign in")
    other.post(action, {**values, "email": email, "password": people.PASSWORD}, "sign in")


def _send(visitor: Visitor, action: str, values: dict, chance: Random) -> None:
    luck = chance.random()
    if luck < 0.02:
        visitor.leave_half_way(action, values)
    elif luck < 0.07:
        threading.Thread(target=visitor.post, args=(action, values, "send")).start()
    page = visitor.post(action, values, "send")
    where = urlsplit(page.headers.get("Location", "")).path
    with visitor.seen.lock:
        if page.status == 303 and where.endswith("/receipt"):
            visitor.seen.receipts[visitor.hand] = where


def instants(number: int, seconds: float, chance: Random) -> list[float]:
    """When each wants to have sent, in seconds from the start: a rush at the end."""
    last = max(seconds - MINUTE_S, 0)
    found = []
    for _ in range(number):
        luck = chance.random()
        if luck < LAST_SECONDS:
            found.append(chance.uniform(seconds - 10, seconds))
        elif luck < LAST_MINUTE:
            found.append(chance.uniform(last, seconds))
        else:
            found.append(chance.uniform(0, last))
    return sorted(found)


def rush(hands: list[Hand], emails: dict, port: int, seconds: float, seed: int = 1) -> Seen:
    """Let everybody through, each step at its time; returns what was seen."""
    chance, seen = Random(seed), Seen()
    began = time.monotonic() + 1
    agenda: list = []
    for number, (hand, at) in enumerate(
        zip(hands, instants(len(hands), seconds, chance), strict=True)
    ):
        steps = visit(Visitor(hand, port, seen), emails[hand.person_id], Random(f"{seed} {number}"))
        start = max(at - 10 * THINK_S, 0) if seconds > 10 * THINK_S else 0
        heapq.heappush(agenda, (began + start, number, steps))
    lock, left = threading.Lock(), [len(hands)]
    crew = [threading.Thread(target=_work, args=(agenda, lock, left, seen)) for _ in range(HANDS)]
    for each in crew:
        each.start()
    for each in crew:
        each.join()
    return seen


def _work(agenda: list, lock: threading.Lock, left: list[int], seen: Seen) -> None:
    while left[0]:
        with lock:
            due = agenda[0] if agenda else None
            if due and due[0] <= time.monotonic():
                heapq.heappop(agenda)
            else:
                due = None
        if due is None:
            time.sleep(0.02)
            continue
        try:
            next(due[2])
        except StopIteration:
            with lock:
                left[0] -= 1
            continue
        except Exception as error:  # noqa: BLE001 -- told at the end, and the others go on
            with lock:
                left[0] -= 1
            seen.wrong.append(repr(error)[:200])
            continue
        with lock:
            heapq.heappush(agenda, (time.monotonic() + THINK_S, due[1], due[2]))


def main() -> int:
    """Run it and say what came of it."""
    asked = argparse.ArgumentParser(prog="python -m tests.faults.storm.rush")
    asked.add_argument("--people", type=int, default=2_000)
    asked.add_argument("--seconds", type=float, default=600)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder, empty_database(Path(folder)) as url:
        secret = secrets.token_urlsafe(32)
        database = Database(url)
        app = create_app(
            Settings(database_url=url, secret_key=secret, data_dir=Path(folder)), database
        )
        hands = gather(app, database, given.people, hours=given.seconds / 3600 + 0.02)
        emails = {hand.person_id: f"{hand.person_id.hex}@example.nhs.uk" for hand in hands}
        with gunicorn(url, Path(folder), secret) as (port, _watcher):
            seen = rush(hands, emails, port, given.seconds)
        found = findings(database, hands, Outcome(receipts=seen.receipts))
    sys.stdout.write(f"{url.partition(':')[0]}: {len(seen.receipts)} receipts of {given.people}\n")
    for kind, seconds in sorted(seen.seconds.items()):
        each = sorted(seconds)
        marks = ", ".join(
            f"p{mark} {each[min(len(each) * mark // 100, len(each) - 1)]:.2f} s"
            for mark in (50, 95, 99)
        )
        sys.stdout.write(f"  {kind:<8} {len(each):>6} answers: {marks}\n")
    sys.stdout.writelines(f"  {line}\n" for line in [*seen.wrong[:20], *found[:20]])
    return 1 if found or seen.wrong or len(seen.receipts) != given.people else 0


if __name__ == "__main__":
    sys.exit(main())
