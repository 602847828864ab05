"""The invented board: its tree, some hundreds of people with managers, and its workforce."""

import csv
import json
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from importlib.resources import files
from itertools import cycle, product
from random import Random
from typing import Any

from sqlalchemy.orm import Session

from portal.costing.figures import SHIPPED
from portal.costing.scales import Nation
from portal.demo import personas
from portal.demo.personas import Persona
from portal.kernel.actor import Role
from portal.people.models import (
    Contract,
    Employment,
    NodeKind,
    Organisation,
    Person,
    RoleGrant,
    WorkforceCount,
)
from portal.people.professions import professions

FILLERS_A_TEAM = 3
BANDS = {
    "support": ("2", "3"),
    "administration": ("3", "4", "5"),
    "estates": ("2", "3"),
    "students": ("2",),
    "scientists": ("5", "6", "7"),
    "pharmacy_psychology": ("6", "7", "8a"),
}
HOURS = (3750, 3750, 3750, 3750, 3000, 2250)
REVIEWER_PROFESSIONS = (
    "NUR-ADULT", "NUR-RES", "MID", "AHP-PHY", "AHP-OT", "HCS-CS", "PHARM", "PSY", "MED-CONS",
    "MED-GP", "AHP-DIE", "NUR-MH",
)  # fmt: skip
GRADES = {
    "MED-CONS": ("Consultant", personas.CONSULTANT_PAY),
    "MED-SAS": ("Specialty doctor", 6_000_000),
    "MED-RES": ("Resident doctor", 4_500_000),
    "MED-LED": ("Locally employed doctor", 4_500_000),
    "MED-GP": ("Salaried GP", 8_000_000),
    "DEN": ("Dental officer", 6_000_000),
}
DOCTORS = frozenset(GRADES) - {"DEN"}  # dentists here are not called Dr


def content(name: str) -> Any:
    """Return one of the content files, read."""
    return json.loads(files("portal.demo").joinpath(f"content/{name}.json").read_text("utf-8"))


@dataclass(slots=True)
class Board:
    """What was made: the root, teams by slug, where professions work, leads, heads, people."""

    root: Organisation
    teams: dict[str, Organisation] = field(default_factory=dict)
    works_in: dict[str, list[str]] = field(default_factory=dict)
    leads: dict[str, Person] = field(default_factory=dict)
    heads: dict[str, Person] = field(default_factory=dict)
    personas: dict[str, Person] = field(default_factory=dict)
    reviewers: list[Person] = field(default_factory=list)
    applicants: list[Person] = field(default_factory=list)


class Cast:
    """Makes people. Names come from the lists in an order that a seed decides."""

    def __init__(self, session: Session, password_hash: str, now: datetime, random: Random) -> None:
        self._session, self._hash, self._now, self._random = session, password_hash, now, random
        self._names = self._make_names()

    def _make_names(self) -> Iterator[str]:
        lists = content("names")
        taken = set(lists["avoid_pairs"])
        taken |= {persona.name.removeprefix("Dr ") for persona in personas.PERSONAS}
        pairs = [f"{a} {b}" for a in lists["first_names"] for b in lists["surnames"]]
        self._random.shuffle(pairs)
        return iter([pair for pair in pairs if pair not in taken])

    def person(self, name: str | None = None, language: str = "en", code: str = "") -> Person:
        """Add a person, under an invented name unless one is given; doctors are called Dr."""
        title = "Dr " if code in DOCTORS else ""
        name = name or title + next(self._names)
        made = Person(
            name=name,
            email=personas.address(name),
            language=language,
            password_hash=self._hash,
            created_at=self._now - timedelta(days=400),
        )
        self._session.add(made)
        return made

    def employ(
        self, person: Person, team: Organisation, code: str, manager: Person | None, **given: Any
    ) -> Employment:
        """Give a person a main post with believable pay, hours and start."""
        profession = professions()[code]
        pay = given.pop("pay", None) or self._pay(code)
        post = Employment(
            person=person,
            organisation=team,
            manager=manager,
            profession_code=code,
            job_title=given.pop("job_title", profession.name.split(" (")[0].split(" / ")[0]),
            contract=Contract.PERMANENT,
            hours_hundredths=given.pop("hours_hundredths", self._random.choice(HOURS)),
            starts_on=self._now.date() - timedelta(days=self._random.randrange(400, 5000)),
            is_main=True,
            **pay,
        )
        self._session.add(post)
        return post

    def _pay(self, code: str) -> dict[str, Any]:
        if code in GRADES:
            grade, salary = GRADES[code]
            return {"grade": grade, "salary_pence": salary}
        group = professions()[code].uptake_group.value
        band = self._random.choice(BANDS.get(group, ("5", "6", "6", "7")))
        scale = SHIPPED.scale(Nation.WALES, self._now.date())
        step = self._random.choice(scale.steps(band)).step
        return {"band": band, "step": step}


def make(session: Session, password_hash: str, now: datetime, random: Random) -> tuple[Board, Cast]:
    """Make the tree, its leads, the personas, reviewers and other staff."""
    board = _tree(session)
    cast = Cast(session, password_hash, now, random)
    session.flush()
    for directorate in content("organisation")["directorates"]:
        head = cast.person()
        teams = [team["slug"] for team in directorate["teams"]]
        cast.employ(head, board.teams[teams[0]], "MGR", None, job_title="Head of service",
                    pay={"band": "8b", "step": 2}, hours_hundredths=3750)  # fmt: skip
        board.heads[directorate["slug"]] = head
        for team in directorate["teams"]:
            _staff_team(board, cast, team, head)
    _add_personas(session, board, cast, now)
    _add_reviewers(session, board, cast, now)
    session.flush()
    return board, cast


def _tree(session: Session) -> Board:
    tree = content("organisation")
    root = _node(None, tree, NodeKind.ORGANISATION)
    board = Board(root)
    session.add(root)
    for directorate in tree["directorates"]:
        above = _node(root, directorate, NodeKind.DIRECTORATE)
        session.add(above)
        for team in directorate["teams"]:
            made = _node(above, team, NodeKind.TEAM)
            made.release_limit_hundredths = 60
            session.add(made)
            board.teams[team["slug"]] = made
            for code in team["professions"]:
                board.works_in.setdefault(code, []).append(team["slug"])
    return board


def _node(parent: Organisation | None, row: dict[str, Any], kind: NodeKind) -> Organisation:
    path = f"{parent.path}/{row['slug']}" if parent else row["slug"]
    return Organisation(
        parent=parent, kind=kind, nation=Nation.WALES, slug=row["slug"], path=path,
        name_en=row["name_en"], name_cy=row["name_cy"],
    )  # fmt: skip


def _staff_team(board: Board, cast: Cast, team: dict[str, Any], head: Person) -> None:
    """Give a team its lead (unless a persona leads it) and some others."""
    slug, codes = team["slug"], team["professions"]
    node = board.teams[slug]
    lead_persona = next((p for p in personas.PERSONAS if p.team == slug and p.leads_team), None)
    if lead_persona is None:
        lead = cast.person()
        code = next((c for c in codes if c not in GRADES), codes[0])
        cast.employ(lead, node, code, head, job_title="Team manager",
                    pay={"band": "7", "step": 2}, hours_hundredths=3750)  # fmt: skip
    else:
        lead = _make_persona(board, cast, lead_persona, head)
    board.leads[slug] = lead
    for code, _ in zip(cycle(codes), range(FILLERS_A_TEAM), strict=False):
        cast.employ(cast.person(code=code), node, code, lead)


def _make_persona(board: Board, cast: Cast, who: Persona, manager: Person | None) -> Person:
    person = cast.person(who.name, who.language)
    pay = (
        {"band": who.band, "step": who.step}
        if who.band
        else {"grade": who.grade, "salary_pence": who.salary_pence}
    )
    cast.employ(person, board.teams[who.team], who.profession, manager, job_title=who.job_title,
                pay=pay, hours_hundredths=who.hours_hundredths)  # fmt: skip
    board.personas[who.name] = person
    return person


def _add_personas(session: Session, board: Board, cast: Cast, now: datetime) -> None:
    for who in personas.PERSONAS:
        person = board.personas.get(who.name) or _make_persona(
            board, cast, who, board.leads[who.team]
        )
        for role in who.roles:
            session.add(RoleGrant(person=person, organisation=board.root, role=role,
                                  granted_at=now - timedelta(days=300)))  # fmt: skip
        if Role.REVIEWER in who.roles:
            board.reviewers.append(person)


def _add_reviewers(session: Session, board: Board, cast: Cast, now: datetime) -> None:
    for code, place in product(REVIEWER_PROFESSIONS, (0, -1)):
        slug = board.works_in[code][place]
        reviewer = cast.person(code=code)
        cast.employ(reviewer, board.teams[slug], code, board.leads[slug])
        session.add(RoleGrant(person=reviewer, organisation=board.root, role=Role.REVIEWER,
                              granted_at=now - timedelta(days=300)))  # fmt: skip
        board.reviewers.append(reviewer)


def add_workforce(session: Session, root: Organisation, now: datetime, months: int = 13) -> None:
    """Add the shipped illustrative headcounts at each of the last month ends."""
    text = files("portal.people").joinpath("data/workforce_sample.csv").read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    for month_end in month_ends(now.date(), months):
        session.add_all(_counts(root, rows, month_end))


def _counts(
    root: Organisation, rows: Sequence[dict[str, str]], month_end: date
) -> list[WorkforceCount]:
    return [
        WorkforceCount(
            organisation_id=root.id,
            month_end_on=month_end,
            profession_code=row["profession_code"],
            headcount=int(row["headcount"]),
            wte_hundredths=round(float(row["fte"]) * 100),
            is_illustrative=True,
            source=row["basis"],
        )
        for row in rows
    ]


def month_ends(today: date, months: int) -> list[date]:
    """Return the last `months` month ends before today, oldest first."""
    ends = []
    year, month = today.year, today.month
    for _ in range(months):
        year, month = (year - 1, 12) if month == 1 else (year, month - 1)
        ends.append(date(year, month, monthrange(year, month)[1]))
    return sorted(ends)
