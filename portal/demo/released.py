"""The respiratory ward and those who agree: late, away, passed on, agreed if, never answered.

All is done by the portal's own actions.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial

from sqlalchemy import select

from portal.applications.models import Application
from portal.applications.terms import Term
from portal.approvals import stuck
from portal.approvals.absences import actions as absences
from portal.approvals.absences.policy import Answerer
from portal.approvals.absences.policy import Plan as Away
from portal.approvals.actions import chasing, conditions, moving
from portal.approvals.cover import Plan
from portal.approvals.due import CLOSE_OF_DAY
from portal.approvals.lifecycle import CoverMeans
from portal.approvals.models import ApprovalRequest
from portal.approvals.offering import Offer
from portal.demo import projects
from portal.demo.applications import Writing
from portal.demo.calls import FINISHED, OPEN
from portal.demo.journey import Journey
from portal.demo.managers import Reply
from portal.demo.moments import waking, weekday
from portal.demo.stage import Stage, chance
from portal.kernel.clock import at_london, london, london_day
from portal.people.models import Person
from portal.schemes.models import Call

WARD, MANAGER, AWAY_TEAM = "respiratory-ward", "Sam Whittaker", "physiotherapy"
WINTER = timedelta(weeks=28)  # after the first day that the open call gives time for
LATE, PASSED_ON, IF, WINTERS = range(4)
SENT_DAYS_AGO = (11, 6, 5, 8)
NURSE = "NUR-ADULT"


@dataclass(frozen=True, slots=True)
class Released:
    """Four nurses of the ward, who apply to the open call."""

    stage: Stage
    people: tuple[Person, ...]

    @classmethod
    def cast(cls, stage: Stage) -> "Released":
        """Employ them."""
        return cls(stage, tuple(stage.newcomer(NURSE, WARD) for _ in SENT_DAYS_AGO))

    def open(self) -> None:
        """Enter what they send, and what becomes of it."""
        nursing = [each for each in projects.small() if each.profession_code == NURSE]
        chosen = chance("ward").sample(nursing, len(self.people))
        for number, (person, project) in enumerate(zip(self.people, chosen, strict=True)):
            is_winter = number == WINTERS
            Journey(
                Writing(self.stage, self.call, person, project, starts_on=self._first(number)),
                self._ago(SENT_DAYS_AGO[number] + 2.5, 19),
                self._ago(SENT_DAYS_AGO[number], 13),
                reply=Reply.YES if is_winter else Reply.NOTHING,
                within=3,
            ).enter()
        self._at(timedelta(days=2), partial(self._let_be_late, self.people[LATE]))
        self._at(timedelta(days=3), partial(self._pass_on, self.people[PASSED_ON]))
        self._at(timedelta(days=1), partial(self._agree_if, self.people[IF]))
        self._at(timedelta(hours=5), self._go_away)

    @property
    def call(self) -> Call:
        """The open call."""
        return self.stage.calls[OPEN]

    def _first(self, number: int) -> date:
        first = self.call.earliest_start_on
        return weekday(first + (WINTER if number == WINTERS else timedelta(weeks=number)))

    def _ago(self, days: float, hour: int) -> datetime:
        then = self.stage.now - timedelta(days=days)
        return max(waking(london(then).replace(hour=hour)), self.call.opens_at)

    def _at(self, ago: timedelta, act: Callable[[datetime], object]) -> None:
        self.stage.enter(self.stage.now - ago, act)

    def _request(self, person: Person) -> ApprovalRequest:
        return self.stage.session.scalars(
            select(ApprovalRequest)
            .join(ApprovalRequest.application)
            .where(Application.call_id == self.call.id, Application.applicant_id == person.id)
        ).one()

    def _let_be_late(self, person: Person, now: datetime) -> None:
        """Have the ward manager be late: their answer was wanted by yesterday."""
        due_on = london_day(now + timedelta(days=1))
        self._request(person).due_at = at_london(due_on, CLOSE_OF_DAY)

    def _pass_on(self, person: Person, now: datetime) -> None:
        manager = self.stage.board.personas[MANAGER]
        head = manager.post.manager if manager.post else None
        words = "This nurse is lent to another ward until April. You know better than I do."
        moving.pass_on(
            self.stage.session, self._request(person), head, words,
            actor=self.stage.actor(manager), now=now,
        )  # fmt: skip

    def _agree_if(self, person: Person, now: datetime) -> None:
        """Agree to half the hours, from a month later: the applicant has not answered yet."""
        request = self._request(person)
        manager = self.stage.actor(self.stage.board.personas[MANAGER])
        terms = tuple(
            Term(each.starts_on + timedelta(days=28), each.ends_on, each.hours_hundredths // 2)
            for each in request.application.periods
        )
        words = "We can give half of it, once the new starters are on the rota."
        plan = Plan(
            means=CoverMeans.ABSORBED,
            cost_pence=0,
            when_busy="The day moves inside the same week.",
        )
        offered = Offer(terms, words=words)
        conditions.offer(self.stage.session, request, offered, plan, actor=manager, now=now)

    def _go_away(self, now: datetime) -> None:
        """Have the physiotherapists' lead be away: the ward manager stands in."""
        lead = self.stage.board.leads[AWAY_TEAM]
        today = london_day(now)
        deputy = self.stage.board.personas[MANAGER].email
        plan = Away(True, today, today + timedelta(days=30), deputy)
        absences.set_absence(
            self.stage.session, Answerer(lead), plan, actor=self.stage.actor(lead), now=now
        )


def enter_silence(stage: Stage) -> None:
    """Record of the finished call whom nobody answered, an hour after answers stopped counting."""
    call = stage.calls[FINISHED]
    stage.enter(call.reviews_due_at + timedelta(hours=1), partial(_record_silence, stage))


def _record_silence(stage: Stage, now: datetime) -> None:
    for request_ids in stuck.together(stage.session, now):
        chasing.chase(stage.session, *request_ids, now=now)
