from types import SimpleNamespace

import pytest

from portal.awards.lifecycle import Outcome
from portal.kernel.actor import Role
from portal.reviews.lifecycle import Verdict
from tests.browsing import Browser
from tests.factories import awards, people

WORDS = (
    "A clear plan that patients helped to write.",
    "The numbers are small. Say how you will follow people up.",
)


@pytest.fixture
def world(app, database):
    """One call with three approved and reviewed applications, and the people around it."""
    with app.app_context(), database.scope() as session:
        board = people.node(session, "glan-hafren", name_en="Glan Hafren University Health Board")
        team = people.node(session, "ward-7", board, name_en="Ward 7")
        manager = people.employee(session, team, name="Huw Pritchard")
        reviewers = [people.employee(session, team, name=f"Reviewer {n}") for n in "AB"]
        names = ("Lowri Bevan", "Tomos Ellis", "Nia Rowlands")
        nurses = [people.employee(session, team, name=name, manager=manager) for name in names]
        call = awards.decidable_call(session, board, pot_pence=3_000_000)
        made = [
            awards.ready(session, call, nurse, title=f"Project of {nurse.name}") for nurse in nurses
        ]
        for application, value in zip(made, (5, 4, 2), strict=True):
            for reviewer, words in zip(reviewers, WORDS, strict=True):
                awards.reviewed(session, application, reviewer, words, value)
        verdicts = (Verdict.FUND, Verdict.RESERVE, Verdict.DO_NOT_FUND)
        for application, verdict in zip(made, verdicts, strict=True):
            awards.recommended(session, application, verdict)
        office = awards.office(session, board)
        found = SimpleNamespace(
            board=board.id,
            team=team.id,
            call=call.id,
            ids=[application.id for application in made],
            references=[application.reference for application in made],
            people=[nurse.id for nurse in nurses],
            emails=[nurse.email for nurse in nurses],
            manager=manager.email,
            office=office.email,
            office_id=office.id,
            chair=people.staff_with_role(session, Role.CHAIR, board).email,
            auditor=people.staff_with_role(session, Role.AUDITOR, board).email,
            stranger=people.employee(session, team).email,
        )
        session.commit()
    return found


@pytest.fixture
def as_(app):
    """A browser signed in as the person with this address: as_(world.office)."""
    return lambda email: Browser(app).sign_in(email)


@pytest.fixture
def released(app, database, world, as_):
    """The world after the office filled in the recommendations and released them."""
    office = as_(world.office)
    office.go(f"/office/calls/{world.call}/decisions")
    office.send(button="Fill in")
    office.go(f"/office/calls/{world.call}/release")
    office.send(button="Release and send")
    return world


OUTCOMES = (Outcome.AWARD, Outcome.RESERVE, Outcome.DECLINE)
