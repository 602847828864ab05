"""Protected time, closed and with its reviewers: what a reviewer and the chair have before them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.demo import projects
from portal.demo.applications import Writing
from portal.demo.calls import REVIEWING
from portal.demo.journey import Journey, sending_times
from portal.demo.moments import at, waking, weekday
from portal.demo.projects import Project
from portal.demo.reviewers import Reviewing, enter_review, luck
from portal.demo.stage import Stage
from portal.people.models import Person
from portal.reviews.models import Assignment
from portal.schemes.models import Call

MAY_NOT_APPLY = frozenset({"ANALYST"})  # this scheme's rule names no job in administration
CARDIOLOGIST = "Dr Anwen Lloyd"
REVIEWER, PATIENT_MEMBER = "Dr Tomasz Lewis", "Gwenda Hopkin"
HALF_OF_THE_CRITERIA = 2
SENT_BY_NOW = 0.5


@dataclass(slots=True)
class Protected:
    """The story of the call."""

    stage: Stage
    people: list[tuple[Person, Project]]

    @classmethod
    def cast(cls, stage: Stage) -> "Protected":
        """Employ the applicants, the cardiologist of the named people among them."""
        others = [p for p in projects.protected_time() if p.profession_code not in MAY_NOT_APPLY]
        own = (stage.board.personas[CARDIOLOGIST], projects.named()[CARDIOLOGIST])
        return cls(stage, [own, *((stage.newcomer(p.profession_code), p) for p in others)])

    @property
    def call(self) -> Call:
        """The call, once it is set up."""
        return self.stage.calls[REVIEWING]

    def open(self) -> None:
        """Enter the applications and the day on which the office assigns reviewers."""
        call = self.call
        for person, project in self.people:
            times = sending_times(project.title, call.opens_at, call.closes_at)
            Journey(Writing(self.stage, call, person, project), *times).enter()
        assigned_on = weekday(call.approvals_due_at.date() + timedelta(days=1))
        self.stage.enter(at(assigned_on, 10), self._assign)

    def _assign(self, now: datetime) -> None:
        quality = {project.title: project.quality for _person, project in self.people}
        reviewing = Reviewing(self.stage, self.call, quality)
        named = [self.stage.board.personas[name] for name in (REVIEWER, PATIENT_MEMBER)]
        reviewing.assign_all(now, first=named, most=3)
        piles: dict[str, list[Assignment]] = {}
        for assignment in reviewing.assignments():
            piles.setdefault(assignment.reviewer.name, []).append(assignment)
        for name, pile in piles.items():
            if name in {REVIEWER, PATIENT_MEMBER}:
                self._enter_named(reviewing, pile, now)
            else:
                self._enter_pile(reviewing, pile, now)

    def _enter_named(self, reviewing: Reviewing, pile: list[Assignment], now: datetime) -> None:
        """One is sent, one is half scored, the rest wait for the reviewer to declare."""
        sent, begun, *_rest = pile
        day, room = timedelta(days=1), self.stage.now - now
        enter_review(reviewing, sent, now + day, now + room * 0.6)
        self.stage.enter(waking(now + room * 0.7), lambda then: reviewing.clear(begun, then))
        self.stage.enter(
            waking(now + room * 0.8),
            lambda then: reviewing.write(begun, then, criteria=HALF_OF_THE_CRITERIA),
        )

    def _enter_pile(self, reviewing: Reviewing, pile: list[Assignment], now: datetime) -> None:
        """About half is sent by today, the rest by the due day."""
        for assignment in pile:
            draw = luck(assignment)
            is_early = draw.random() < SENT_BY_NOW
            room = (self.stage.now if is_early else self.call.reviews_due_at) - now
            part = draw.uniform(0.4, 0.9) if is_early else draw.uniform(0.6, 1)
            opens_at = now + timedelta(days=1) + room * draw.uniform(0, 0.2)
            enter_review(reviewing, assignment, opens_at, now + room * part)
