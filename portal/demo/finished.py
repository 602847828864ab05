"""The finished call: a hundred and thirty small projects, through every state, to the offers."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from portal.applications.lifecycle import State
from portal.applications.models import Application
from portal.awards.models import Award
from portal.demo import projects
from portal.demo.applications import Writing
from portal.demo.calls import FINISHED
from portal.demo.journey import Ending, Journey, sending_times
from portal.demo.managers import reply_for
from portal.demo.moments import at, days_after, weekday
from portal.demo.panel import decide, recommend_all, release_all
from portal.demo.projects import Project
from portal.demo.reviewers import Reviewing, enter_review, luck
from portal.demo.stage import Stage, chance
from portal.people.models import Organisation, Person
from portal.people.professions import professions
from portal.reviews.models import Assignment
from portal.schemes.models import Call

ENDINGS = (
    *(Ending.DRAFT,) * 3,
    *(Ending.WITHDRAWN_UNANSWERED,) * 2,
    *(Ending.WITHDRAWN_APPROVED,) * 2,
)
CONFLICTS = 4
NEVER_SENT = 0.05
WEEKS_TO_START = (0, 0, 0, 1, 2, 3, 4)


class Finished:
    """The story of the call, told as its acts are reached."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.projects = projects.small()
        self.people: dict[str, Person] = {
            project.title: stage.newcomer(project.profession_code) for project in self.projects
        }

    @property
    def call(self) -> Call:
        """The call, once it is set up."""
        return self.stage.calls[FINISHED]

    def open(self) -> None:
        """Enter every application, and the days of reviewers, panel and office."""
        chosen = chance("endings").sample(range(len(self.projects)), len(ENDINGS))
        endings = dict(zip(chosen, ENDINGS, strict=True))
        for number, project in enumerate(self.projects):
            self._enter(project, endings.get(number, Ending.SENT))
        call, enter = self.call, self.stage.enter
        assigned_on = weekday(call.approvals_due_at.date() + timedelta(days=1))
        enter(at(assigned_on, 11), self._assign)
        enter(at(call.panel_on, 14, 30), lambda now: recommend_all(self.stage, call, now))
        decided_on = weekday(call.panel_on + timedelta(days=2))
        enter(at(decided_on, 10, 15), lambda now: decide(self.stage, call, now))
        enter(at(call.decisions_on, 10), lambda now: release_all(self.stage, call, now))

    def _enter(self, project: Project, ending: Ending) -> None:
        draw = chance("applicant", project.title)
        begins_at, ends_at = sending_times(project.title, self.call.opens_at, self.call.closes_at)
        first = weekday(self.call.earliest_start_on + timedelta(weeks=draw.choice(WEEKS_TO_START)))
        Journey(
            Writing(self.stage, self.call, self.people[project.title], project, starts_on=first),
            begins_at,
            ends_at,
            ending,
            reply_for(professions()[project.profession_code].uptake_group, draw),
            sections=draw.randint(2, 4) if ending is Ending.DRAFT else None,
        ).enter()

    def _assign(self, now: datetime) -> None:
        quality = {project.title: project.quality for project in self.projects}
        reviewing = Reviewing(self.stage, self.call, quality)
        reviewing.assign_all(now)
        assignments = reviewing.assignments()
        conflicted = chance("conflicts").sample(range(0, len(assignments), 3), CONFLICTS)
        silent: set[UUID] = set()  # at most one reviewer of an application never sends
        for number, assignment in enumerate(assignments):
            if number in conflicted:
                self._enter_conflict(reviewing, assignment, now)
            elif assignment.application_id in silent or self._sends(assignment):
                self._enter_review(reviewing, assignment, now)
            else:
                silent.add(assignment.application_id)

    def _sends(self, assignment: Assignment) -> bool:
        """Say whether this reviewer ever sends this review; the named people always do."""
        is_named = assignment.reviewer.name in self.stage.board.personas
        return is_named or luck(assignment).random() >= NEVER_SENT

    def _enter_review(self, reviewing: Reviewing, assignment: Assignment, now: datetime) -> None:
        draw = luck(assignment)
        room = self.call.reviews_due_at - now
        opens_at = now + timedelta(days=1) + room * draw.uniform(0, 0.4)
        enter_review(reviewing, assignment, opens_at, now + room * draw.uniform(0.5, 1.05))

    def _enter_conflict(self, reviewing: Reviewing, assignment: Assignment, now: datetime) -> None:
        draw = luck(assignment)
        declares_at = days_after(now, draw.uniform(1, 4), draw)
        application = assignment.application
        self.stage.enter(declares_at, lambda then: reviewing.declare(assignment, then))
        self.stage.enter(
            days_after(declares_at, 1, draw),
            lambda then: self._replace(reviewing, application, then),
        )

    def _replace(self, reviewing: Reviewing, application: Application, now: datetime) -> None:
        for assignment in reviewing.replace(application, now):
            self._enter_review(reviewing, assignment, now)

    def without_award(self, but: str) -> list[tuple[Person, Project]]:
        """Return who sent an application for nothing, in the order of the projects.

        Those of the team with the slug `but` are left out.
        """
        unlucky = set(
            self.stage.session.scalars(
                select(Application.applicant_id)
                .join(Application.team)
                .outerjoin(Award, Award.application_id == Application.id)
                .where(Application.call_id == self.call.id, Application.state == State.SUBMITTED)
                .where(Award.id.is_(None), Organisation.slug != but)
            )
        )
        return [(p, x) for x in self.projects if (p := self.people[x.title]).id in unlucky]
