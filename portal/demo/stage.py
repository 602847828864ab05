"""What every story of the demonstration stands on: session, board, people, diary, chance."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from uuid import UUID

from sqlalchemy.orm import Session

from portal.demo.diary import Diary
from portal.demo.organisation import Board, Cast
from portal.kernel.actor import Actor
from portal.people.models import Person
from portal.schemes.models import Call, SchemeVersion

SEED = "Glan Hafren"
OFFICE, CHAIR = "Ffion Rees", "Dr Rhian Powell"


def chance(*about: str) -> Random:
    """Return chance that depends on what it is about alone, never on what was drawn before."""
    return Random(" / ".join((SEED, *about)))  # noqa: S311 -- a demonstration, nothing secret


@dataclass(slots=True)
class Stage:
    """The session and the invented board. `now` is the last instant that may be lived."""

    session: Session
    now: datetime
    board: Board
    cast: Cast
    diary: Diary = field(default_factory=Diary)
    calls: dict[str, Call] = field(default_factory=dict)
    _versions: list[SchemeVersion] = field(default_factory=list)
    _actors: dict[UUID, Actor] = field(default_factory=dict)
    _places: Random = field(default_factory=lambda: chance("teams"))

    def actor(self, person: Person) -> Actor:
        """Return a person as one who acts. Roles do not change while the demo is made."""
        if person.id not in self._actors:
            self._actors[person.id] = person.as_actor()
        return self._actors[person.id]

    def keep(self, key: str, call: Call) -> None:
        """Keep a call, and its version, whose document is then read from its row once only."""
        self.calls[key] = call
        self._versions.append(call.pinned)

    @property
    def office(self) -> Actor:
        """The R&D office."""
        return self.actor(self.board.personas[OFFICE])

    @property
    def chair(self) -> Actor:
        """The chair of the panel."""
        return self.actor(self.board.personas[CHAIR])

    def enter(self, at: datetime, act: Callable[[datetime], object]) -> None:
        """Put an act into the diary."""
        self.diary.enter(at, act)

    def newcomer(self, code: str, team: str = "") -> Person:
        """Employ somebody of this profession in a team where it works, under the team's lead."""
        slug = team or self._places.choice(self.board.works_in[code])
        person = self.cast.person(code=code)
        self.cast.employ(person, self.board.teams[slug], code, self.board.leads[slug])
        self.board.applicants.append(person)
        self.session.flush()
        return person
