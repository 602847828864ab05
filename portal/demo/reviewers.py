"""How reviewers are chosen, and what each of them writes."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.applications.models import Application
from portal.demo.moments import waking
from portal.demo.organisation import content
from portal.demo.stage import Stage, chance
from portal.kernel.actor import Actor
from portal.people.models import Person
from portal.people.professions import UptakeGroup
from portal.reviews import policy, queries
from portal.reviews.actions.assigning import assign, ties_of, why_not
from portal.reviews.actions.scoring import clear, declare, save, send
from portal.reviews.models import Assignment
from portal.reviews.written import Given, Written
from portal.schemes.models import Call

UNABLE = 0.02
UNABLE_REASON = "I do not know this field well enough to judge it fairly."
CONFLICT_REASONS = (
    "I was a co-author with this person and recognised the project at once.",
    "I supervise this person's further degree.",
    "This looks like the study that I have been asked to advise.",
    "We share a house. I should not see this.",
)
# Whoever has been taught to write bids, and has time for it in the week, writes a better one:
# what reviewers see of plan, skills and support, in points, on top of the idea itself.
WRITTEN_BETTER: Mapping[UptakeGroup, float] = {
    UptakeGroup.DOCTORS: 1.7,
    UptakeGroup.SCIENTISTS: 0.2,
    UptakeGroup.PHARMACY_PSYCHOLOGY: 0.4,
    UptakeGroup.NURSES: 0.1,
    UptakeGroup.SUPPORT: -0.5,
}
ABOUT_WRITING = frozenset({"skills", "plan", "support"})


@cache
def _pools() -> Any:
    return content("reviews")


@dataclass(slots=True)
class Reviewing:
    """The reviews of one call. `quality` is that of each project, by its title."""

    stage: Stage
    call: Call
    quality: Mapping[str, int]
    _loads: Counter[str] = field(default_factory=Counter)

    def assign_all(self, now: datetime, first: Sequence[Person] = (), most: int = 0) -> None:
        """Give each application its reviewers, evenly; those in `first` come before others
        until each of them has `most`.
        """  # noqa: D205 -- one thought
        applications = self._applications()
        reviewers = sorted(self.stage.board.reviewers, key=lambda p: p.name)
        ties = ties_of(self.stage.session, self.call, applications, reviewers)
        piles: dict[str, list[Application]] = {person.name: [] for person in reviewers}
        for application in applications:
            free = [p for p in reviewers if not why_not(application, p, self.call, ties)]
            free.sort(key=lambda p: (p not in first or self._load(p) >= most, self._load(p)))
            for person in free[: self.call.document.reviews_each]:
                piles[person.name].append(application)
                self._loads[person.name] += 1
        for person in reviewers:
            self._assign(person, piles[person.name], now)

    def _load(self, person: Person) -> int:
        return self._loads[person.name]

    def _applications(self) -> list[Application]:
        found = queries.weighed_page(self.stage.session, self.call, self.stage.office)
        return sorted(found, key=lambda one: one.title)

    def _assign(self, person: Person, pile: Sequence[Application], now: datetime) -> None:
        if pile:
            office = self.stage.office
            assign(self.stage.session, self.call, pile, person, actor=office, now=now)

    def assignments(self) -> list[Assignment]:
        """Return all assignments that stand, in an order that does not depend on ids."""
        found = self.stage.session.scalars(
            select(Assignment)
            .join(Assignment.application)
            .where(Application.call_id == self.call.id)
            .options(joinedload(Assignment.application), joinedload(Assignment.reviewer))
        ).all()
        return sorted(found, key=lambda one: (one.application.title, one.reviewer.name))

    def clear(self, assignment: Assignment, now: datetime) -> None:
        """Say that there is no conflict."""
        if self._is_there(assignment, now):
            clear(self.stage.session, assignment, actor=self._actor(assignment), now=now)

    def declare(self, assignment: Assignment, now: datetime) -> None:
        """Declare a conflict."""
        if not self._is_there(assignment, now):
            return
        words = luck(assignment).choice(CONFLICT_REASONS)
        declare(self.stage.session, assignment, words, actor=self._actor(assignment), now=now)

    def replace(self, application: Application, now: datetime) -> list[Assignment]:
        """Find the one with the least to do in place of a reviewer who declared a conflict."""
        before = {one.id for one in self.assignments()}
        has = {a.reviewer_id for a in self.assignments() if a.application_id == application.id}
        reviewers = [p for p in self.stage.board.reviewers if p.id not in has]
        ties = ties_of(self.stage.session, self.call, [application], reviewers)
        free = [p for p in reviewers if not why_not(application, p, self.call, ties)]
        chosen = min(free, key=lambda p: (self._loads[p.name], p.name))
        self._loads[chosen.name] += 1
        self._assign(chosen, [application], now)
        return [one for one in self.assignments() if one.id not in before]

    def write(self, assignment: Assignment, now: datetime, *, criteria: int | None = None) -> None:
        """Save scores: all, or those of the first so many criteria."""
        written = self._written(assignment)
        if criteria is not None:
            keys = [c.key for c in self.call.document.criteria][:criteria]
            written = Written({key: written.scores[key] for key in keys})
        actor = self._actor(assignment)
        save(self.stage.session, assignment, written, actor=actor, now=now)

    def write_and_send(self, assignment: Assignment, now: datetime) -> None:
        """Write a whole review and send it."""
        if not self._is_there(assignment, now):
            return
        self.write(assignment, now)
        send(self.stage.session, assignment, actor=self._actor(assignment), now=now)

    def _is_there(self, assignment: Assignment, now: datetime) -> bool:
        """Say whether the application is still before the reviewer; some are withdrawn."""
        return bool(policy.may_see_assignment(assignment, self._actor(assignment), now))

    def _actor(self, assignment: Assignment) -> Actor:
        return self.stage.actor(assignment.reviewer)

    def _written(self, assignment: Assignment) -> Written:
        draw = luck(assignment)
        severity = chance("severity", assignment.reviewer.name).gauss(0, 0.3)
        scores = {
            criterion.key: self._given(assignment, criterion.key, severity, draw)
            for criterion in self.call.document.criteria
        }
        values = [given.value for given in scores.values() if given.value]
        level = str(round(sum(values) / len(values))) if values else "3"
        return Written(
            scores,
            to_applicant=draw.choice(_pools()["comments_to_applicant"][level]),
            to_panel=draw.choice(_pools()["comments_to_panel"]) if draw.random() < 0.3 else "",
        )

    def _given(self, assignment: Assignment, key: str, severity: float, draw: Random) -> Given:
        if draw.random() < UNABLE:
            return Given(is_unable=True, reason=UNABLE_REASON)
        application = assignment.application
        group = application.profession.uptake_group_in(application.team.nation)
        lift = WRITTEN_BETTER.get(group, 0.0) if key in ABOUT_WRITING else 0.0
        felt = draw.gauss(self.quality[application.title] + lift - severity, 0.7)
        scale = self.call.document.scale
        value = min(max(round(felt), scale.low), scale.high)
        return Given(value=value, reason=draw.choice(_pools()["criteria"][key][str(value)]))


def luck(assignment: Assignment) -> Random:
    """Return chance of one reader of one application."""
    return chance("review", assignment.application.title, assignment.reviewer.name)


def enter_review(
    reviewing: Reviewing, assignment: Assignment, opens_at: datetime, sends_at: datetime
) -> None:
    """Enter that a reviewer looks, has no conflict, and later sends a whole review."""
    first = waking(opens_at)
    stage = reviewing.stage
    stage.enter(first, lambda now: reviewing.clear(assignment, now))
    stage.enter(max(first, waking(sends_at)), lambda now: reviewing.write_and_send(assignment, now))
