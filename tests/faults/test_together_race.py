"""Many at one instant: one place goes to one, one link lets one in."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from portal.applications.actions.answering import join
from portal.applications.companions import Collaborator, Standing
from portal.audit.models import TrailEntry
from portal.audit.queries import verify
from portal.kernel.ruling import Refused
from portal.mentors.actions import accept
from portal.mentors.lifecycle import PairingState
from portal.mentors.models import Pairing
from portal.people.models import Person
from tests.conftest import NOW
from tests.factories import applications, people, schemes, together

PRESSES = 20
ASKERS = 6


@pytest.fixture
def world(app, database):
    with app.app_context(), database.scope() as session:
        board = people.node(session)
        nurse, helper = people.employee(session, board), people.employee(session, board)
        draft = applications.draft(session, schemes.open_call(session, board), nurse)
        link = together.collaborator(session, draft, helper, Standing.WAITING)
        mari = together.mentor(session, people.employee(session, board), places=1)
        wishes = [
            together.pairing(session, mari, people.employee(session, board)).id
            for _ in range(ASKERS)
        ]
        ids = {"helper": helper.id, "link": link.id, "mentor": mari.person_id, "wishes": wishes}
        session.commit()
    return ids


def at_once(app, database, number, act) -> list[bool]:
    start = threading.Barrier(number)

    def run(turn: int) -> bool:
        start.wait()
        with app.app_context(), database.scope() as session:
            try:
                act(session, turn)
                session.commit()
            except Refused:
                session.rollback()
                return False
        return True

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(run, range(number)))


def test_twenty_presses_of_one_link_let_one_in(app, database, world):
    def press(session, _turn):
        one = session.get_one(Collaborator, world["link"])
        actor = session.get_one(Person, world["helper"]).as_actor()
        join(session, one, is_theirs=True, actor=actor, now=NOW)

    assert sorted(at_once(app, database, PRESSES, press)) == [False] * (PRESSES - 1) + [True]
    with database.scope(read_only=True) as session:
        assert session.get_one(Collaborator, world["link"]).standing is Standing.AGREED
        assert (
            len(session.scalars(select(TrailEntry).where(TrailEntry.verb == "joined")).all()) == 1
        )
        assert verify(session) is None


def test_one_place_goes_to_one(app, database, world):
    def take(session, turn):
        wish = session.get_one(Pairing, world["wishes"][turn])
        actor = session.get_one(Person, world["mentor"]).as_actor()
        accept(session, wish, actor=actor, now=NOW)

    assert sorted(at_once(app, database, ASKERS, take)) == [False] * (ASKERS - 1) + [True]
    with database.scope(read_only=True) as session:
        states = session.scalars(select(Pairing.state)).all()
        assert states.count(PairingState.PAIRED) == 1
