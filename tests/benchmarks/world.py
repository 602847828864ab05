"""A portal with one call of a thousand applications, each approved and reviewed three times."""

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random

from portal.app import create_app
from portal.kernel.actor import Role
from portal.kernel.config import Settings
from portal.kernel.db import Database
from portal.people.models import Person
from portal.schema import Base
from tests.conftest import NOW
from tests.factories import applications, people, reviews, schemes
from tests.factories import approvals as requests

PROFESSIONS = ("NUR-ADULT", "MID", "AHP-PHY", "HCS-BMS", "PHARM", "MED-CONS", "HCSW", "ADMIN")
TEAMS, REVIEWERS = 20, 30


@dataclass
class World:
    """Where things are, for the pages to ask for."""

    app: object
    database: Database
    emails: dict[str, str] = field(default_factory=dict)
    ids: dict[str, object] = field(default_factory=dict)


def build(folder: Path, count: int) -> World:
    """Make it. Takes about a minute for a thousand."""
    settings = Settings(
        database_url=f"sqlite:///{folder / 'bench.db'}",
        secret_key="bench",
        base_url="http://localhost",
        data_dir=folder,
        argon2_memory_kib=8,
    )
    database = Database(settings.database_url)
    Base.metadata.create_all(database.engine)
    world = World(create_app(settings, database), database)
    with world.app.app_context(), database.scope() as session:
        _fill(session, world, count)
        session.commit()
    return world


def _fill(session, world: World, count: int) -> None:
    random = Random(7)
    board = people.node(session)
    teams = [people.node(session, f"team-{n}", board) for n in range(TEAMS)]
    managers = [people.employee(session, team, name=f"Manager {n}") for n, team in enumerate(teams)]
    panel = [_reviewer(session, board, teams[n % TEAMS], n) for n in range(REVIEWERS)]
    office = people.staff_with_role(session, Role.OFFICE, board)
    chair = people.staff_with_role(session, Role.CHAIR, board)
    for code in PROFESSIONS:
        people.workforce(session, board, code, 1200)
    call = schemes.open_call(
        session,
        board,
        closes_at=NOW - timedelta(days=40),
        pot_pence=100_000_000,
        approvals_due_at=NOW - timedelta(days=26),
        reviews_due_at=NOW + timedelta(days=5),
    )
    for number in range(count):
        team = number % TEAMS
        applicant = people.employee(
            session, teams[team], PROFESSIONS[number % len(PROFESSIONS)], manager=managers[team]
        )
        application = applications.submitted_application(
            session,
            call,
            applicant,
            submitted_at=NOW - timedelta(days=41),
            title=f"Project {number}",
        )
        requests.approved(session, application, managers[team])
        for reviewer in random.sample(panel, 3):
            reviews.review(session, application, reviewer, random.randint(1, 5))
    soon = schemes.open_call(session, board)
    writer = people.employee(session, teams[0], manager=managers[0])
    draft = applications.complete_draft(session, soon, writer)
    waiting = applications.submitted_application(
        session, soon, people.employee(session, teams[0], manager=managers[0])
    )
    request = requests.waiting(session, waiting, managers[0])
    task = reviews.assignment(session, application, _newcomer(session, board, teams[0]))
    world.emails = {
        "writer": writer.email,
        "manager": managers[0].email,
        "reviewer": task.reviewer.email,
        "office": office.email,
        "chair": chair.email,
    }
    world.ids = {
        "slug": soon.scheme.slug,
        "call": call.id,
        "draft": draft.id,
        "request": request.id,
        "task": task.id,
    }


def _newcomer(session, board, team) -> Person:
    return _reviewer(session, board, team, REVIEWERS)


def _reviewer(session, board, team, number) -> Person:
    someone = people.employee(session, team, PROFESSIONS[number % len(PROFESSIONS)])
    people.grant(session, someone, Role.REVIEWER, board)
    return someone
