"""Everybody presses the button, and presses again until a receipt comes, as a person would."""

import http.client
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from random import Random
from subprocess import Popen
from urllib.parse import urlencode

from tests.faults.storm.crowd import Hand
from tests.faults.storm.server import kill_one

CLIENTS = 12
TRIES = 200
TIMEOUT_S = 20
PAUSE_S = 0.1  # between two presses of the same button


@dataclass
class Outcome:
    """What came of it: where each receipt is, how long it took, and what else was answered."""

    receipts: dict[Hand, str] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)
    pressed_again: int = 0
    refused: list[tuple[Hand, int]] = field(default_factory=list)
    kills: int = 0


def send_all(hands: list[Hand], port: int, watcher: Popen, kills: int, seed: int = 1) -> Outcome:
    """Send every application while serving processes are killed, spread over the whole of it."""
    outcome, lock = Outcome(), threading.Lock()
    waiting: SimpleQueue[Hand] = SimpleQueue()
    for hand in hands:
        waiting.put(hand)
    clients = [
        threading.Thread(target=_client, args=(waiting, port, outcome, lock))
        for _ in range(CLIENTS)
    ]
    for client in clients:
        client.start()
    _kill_along(lambda: len(outcome.receipts), len(hands), watcher, kills, outcome, Random(seed))
    for client in clients:
        client.join()
    return outcome


def _kill_along(
    done: Callable[[], int],
    number: int,
    watcher: Popen,
    kills: int,
    outcome: Outcome,
    chance: Random,
) -> None:
    """Kill each time another share of the receipts is out, so that kills fall among submissions."""
    marks = sorted(chance.randrange(number) for _ in range(kills))
    for mark in marks:
        while done() + len(outcome.refused) < mark:
            time.sleep(0.002)
        until = time.monotonic() + TIMEOUT_S
        while not kill_one(watcher, chance) and time.monotonic() < until:
            time.sleep(0.01)
        outcome.kills += 1


def _client(waiting: SimpleQueue, port: int, outcome: Outcome, lock: threading.Lock) -> None:
    while True:
        try:
            hand = waiting.get_nowait()
        except Empty:
            return
        began = time.monotonic()
        status, where, presses = _press(hand, port)
        with lock:
            outcome.pressed_again += presses - 1
            outcome.seconds.append(time.monotonic() - began)
            if status == 303 and where.endswith("/receipt"):
                outcome.receipts[hand] = where
            else:
                outcome.refused.append((hand, status))


def _press(hand: Hand, port: int) -> tuple[int, str, int]:
    """Press until the server answers; a connection that breaks, or a 503, is pressed again."""
    for press in range(1, TRIES + 1):
        try:
            status, where = _post(hand, port)
        except (OSError, http.client.HTTPException):
            status, where = 0, ""
        if status not in {0, 500, 503}:
            return status, where, press
        time.sleep(PAUSE_S)
    return 0, "", TRIES


def _post(hand: Hand, port: int) -> tuple[int, str]:
    sent = {"csrf_token": hand.token, "ticket": hand.ticket, "shown": hand.shown}
    body = urlencode(sent)
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_S)
    try:
        connection.request(
            "POST",
            f"/applications/{hand.application_id}/submit",
            body,
            {
                "Content-Type": "application/x-www-form-urlencoded",
                "Cookie": f"session={hand.cookie}",
                "Host": f"127.0.0.1:{port}",
            },
        )
        answer = connection.getresponse()
        answer.read()
        return answer.status, answer.headers.get("Location", "")
    finally:
        connection.close()
