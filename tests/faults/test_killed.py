"""Killed at any statement: the old state or the new, whole; a receipt given means a row."""

import json
import subprocess
import sys

import pytest
from sqlalchemy import func, select

from portal.applications.models import Submission
from portal.audit.queries import verify
from portal.files import uploads
from tests.conftest import NOW
from tests.factories import applications, approvals, people, schemes
from tests.factories.returns import sent_back
from tests.factories.uploads import stored, with_files
from tests.faults.killed import EVERY
from tests.house.source import ROOT


def subjects(app, database, name, count) -> list[str]:
    """Applications as the act finds them, each of a person of their own."""
    with app.app_context(), database.scope() as session:
        node = people.node(session)
        manager = people.employee(session, node)
        officer = people.staff_with_role(session, "office", node, "Ffion Rees")
        is_out = name in {"send_again", "take_back"}
        call = schemes.open_call(session, node, definition=with_files() if is_out else {})
        made = []
        for _ in range(count):
            nurse = people.employee(session, node, manager=manager)
            if name == "submit":
                made.append(applications.complete_draft(session, call, nurse))
                continue
            sent = applications.submitted_application(session, call, nurse)
            approvals.waiting(session, sent, manager)
            if is_out:
                uploads.remove(_sent_back_with_file(session, sent, officer), NOW)
                stored(session, sent, name="new.pdf")
            made.append(sent)
        session.commit()
        return [str(each.id) for each in made]


def _sent_back_with_file(session, sent, officer):
    plan = stored(session, sent, name="old.pdf")
    sent_back(session, sent, officer, "project", "time", "costs", "files")
    return plan


def run(way, name, database_url, ids) -> int:
    command = [
        sys.executable,
        "-W",
        "error",
        "-m",
        "tests.faults.killed",
        way,
        name,
        database_url,
        json.dumps(ids),
    ]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False
    )
    assert done.returncode == 0, done.stderr[-4000:]
    return json.loads(done.stdout)["points"]


ACTS = ["submit", "send_again", "take_back", "withdraw", "approve", "decline", "pass_on", "chase"]


@pytest.mark.parametrize("name", ACTS)
def test_killed_at_a_statement(app, database, database_url, name):
    ids = subjects(app, database, name, 2)
    database.engine.dispose()
    assert run("kill_everywhere", name, database_url, ids) * EVERY >= 20
    with database.scope(read_only=True) as session:
        assert verify(session) is None


@pytest.mark.parametrize("name", ACTS)
def test_killed_between_the_commit_and_the_receipt(app, database, database_url, name):
    ids = subjects(app, database, name, 1)
    database.engine.dispose()
    run("kill_after_the_commit", name, database_url, ids)


@pytest.mark.parametrize("name", ["submit", "send_again"])
def test_two_processes_at_once_send_once(app, database, database_url, name):
    ids = subjects(app, database, name, 1)
    database.engine.dispose()
    run("twice_at_once", name, database_url, ids)
    with database.scope(read_only=True) as session:
        assert session.scalar(select(func.count()).select_from(Submission)) == (
            1 if name == "submit" else 2
        )
