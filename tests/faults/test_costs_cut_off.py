"""The line drops at each step of the cost builder: nothing changes by half, and words stay kept."""

import socket
from urllib.parse import urlencode

import pytest
from sqlalchemy import select

from portal.applications.begun import BegunCost
from portal.applications.models import Application, CostLine
from tests.faults.served import serving
from tests.integration.applications.costs_draft import RESEARCH, Draft

KEPT = {**RESEARCH, "price": ""}
CUTS = [0, 1, 0.5, 0.99]  # how much of the body comes: no byte, one, half, all but the last


@pytest.fixture
def draft(app, database):
    made = Draft(app, database)
    made.add(RESEARCH)
    return made


def head(draft, path, length):
    cookie = draft.browser.client.get_cookie("session").value
    return (
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\nCookie: session={cookie}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {length}\r\nConnection: close\r\n\r\n"
    ).encode()


def cut_off(draft, port, path, values, share):
    """Send the head and a part of the body, then hang up as a phone without a signal does."""
    body = urlencode(values).encode()
    part = body[: share if share == 1 else int(len(body) * share)]
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(head(draft, path, len(body)) + part)
        connection.shutdown(socket.SHUT_WR)
        while connection.recv(4_096):  # until the server has hung up too
            pass


def state(draft):
    with draft.database.scope(read_only=True) as session:
        found = session.get_one(Application, draft.id)
        lines = [(line.label, line.version, line.amount_pence) for line in found.cost_lines]
        kept = session.scalars(select(BegunCost).where(BegunCost.ended_at.is_(None)))
        return lines, [row.words["price"] for row in kept], found.cost_pence


def steps(draft):
    """Each step of the builder: its name, and where its form goes with what."""
    with draft.database.scope(read_only=True) as session:
        line = session.scalars(select(CostLine.id)).one()
    for name, path, button in (
        ("add", "other", "Save this cost"),
        ("pay", "salary", "Save this cost"),
        ("change", line, "Save this cost"),
        ("copy", f"{line}/copy", "Save this cost"),
        ("remove", f"{line}/remove", "Remove"),
        ("cover", "", "Add cover"),
        ("done", "", "Save and continue"),
    ):
        page = draft.browser.go(f"{draft.base}/{path}".rstrip("/"))
        action, values = page.form(button)
        yield name, action, {**values, **({"price": "7"} if name in {"add", "change"} else {})}


@pytest.mark.parametrize("share", CUTS)
def test_a_body_cut_off_at_any_step_changes_nothing_and_what_was_kept_stays(app, draft, share):
    page = draft.browser.go(f"{draft.base}/other")
    _action, values = page.form("Save this cost")
    where = page.soup.select_one("[data-autosave-words]")["data-send-to"]
    assert draft.browser.client.post(where, data={**values, **KEPT, "turn": 1}).status_code == 200
    before = state(draft)
    with serving(app) as port:
        for _name, action, sent in steps(draft):
            cut_off(draft, port, action, sent, share)
        cut_off(draft, port, where, {**values, **KEPT, "price": "8", "turn": 2}, share)
    assert state(draft) == before
    assert before[1] == [""]


def test_an_answer_that_is_lost_is_found_again_by_a_second_press(app, draft):
    for name, action, sent in list(steps(draft))[:4]:
        typed = {**sent, **RESEARCH, "price": "9"} if name == "add" else sent
        with serving(app) as port:
            cut_off(draft, port, action, typed, 2)  # all of it comes, and nobody reads the answer
        once = state(draft)
        draft.browser.post(action, typed, None)
        assert state(draft) == once, name
    assert len(state(draft)[0]) == 4
