"""One application as its applicant writes it: section by section, and then sent."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from portal.applications import approver, costing, queries
from portal.applications.actions.costs import add_cost, save_costs
from portal.applications.actions.sections import save_section
from portal.applications.actions.sending import new_ticket, submit
from portal.applications.actions.starting import start
from portal.applications.actions.time import TimeSaved, save_time
from portal.applications.actions.withdrawal import withdraw
from portal.applications.costing import Other, Salary
from portal.applications.models import Application
from portal.applications.money import Pot
from portal.applications.opening import Opening
from portal.applications.pay import Whose
from portal.applications.periods import together
from portal.applications.timing import TimeAsked, ask
from portal.applications.weeks import week_of
from portal.costing.oncosts import NiMode
from portal.costing.wte import last_day
from portal.demo import filed
from portal.demo.moments import waking
from portal.demo.projects import Item, Project
from portal.demo.stage import Stage
from portal.kernel.actor import Actor
from portal.kernel.amounts import plain
from portal.people.models import Person
from portal.schemes.models import Call
from portal.schemes.questions import QuestionKind, Section, SectionKind

LEAST_AMOUNT = 50  # half a day


@dataclass(slots=True)
class Writing:
    """An application in the making. `unfinished` names sections that are left in progress.

    `starts_on` is the first day asked for; without one, the first that the call allows.
    """

    stage: Stage
    call: Call
    person: Person
    project: Project
    unfinished: frozenset[SectionKind] = frozenset()
    starts_on: date | None = None
    application: Application = field(init=False)

    @property
    def actor(self) -> Actor:
        """Who writes."""
        return self.stage.actor(self.person)

    def start(self, now: datetime) -> None:
        """Start the draft."""
        opening = Opening(self.call, self.person)
        self.application = start(self.stage.session, opening, actor=self.actor, now=now)

    def save(self, section: Section, now: datetime) -> None:
        """Answer one section."""
        match section.kind:
            case SectionKind.TIME:
                self._save_time(section, now)
            case SectionKind.COSTS:
                self._save_costs(section, now)
            case SectionKind.FILES:
                self._save_files(section, now)
            case _:
                self._save_answers(section, now)

    def send(self, now: datetime) -> None:
        """Send it."""
        submit(self.stage.session, self.application, new_ticket(), actor=self.actor, arrived_at=now)

    def withdraw(self, now: datetime) -> None:
        """Take it back."""
        withdraw(self.stage.session, self.application, actor=self.actor, now=now)

    def _save_files(self, section: Section, now: datetime) -> None:
        filed.add_some(self.stage.session, self.application, section, actor=self.actor, now=now)
        self._save_answers(section, now)

    def _save_answers(self, section: Section, now: datetime) -> None:
        save_section(
            self.stage.session,
            self.application,
            section,
            self._answers(section),
            is_complete=section.kind not in self.unfinished,
            seen_version=0,
            actor=self.actor,
            now=now,
        )

    def _answers(self, section: Section) -> dict[str, Any]:
        post = self.person.post
        assert post is not None
        own = {"job_title": post.job_title, "team": str(post.organisation.name)}
        known = own if section.kind is SectionKind.ABOUT else {}
        if approver.is_asked(section):
            known = {approver.CHOICE: approver.MANAGER}
        given = self.project.answers
        return {
            **known,
            **{
                q.key: "yes" if q.kind is QuestionKind.YES_NO else given.get(q.key, "")
                for q in section.questions
                if q.kind is not QuestionKind.FILE
            },
        }

    def _save_time(self, section: Section, now: datetime) -> None:
        times = self._times()
        typed = {**together([_typed(time) for time in times]), "reason": ""}
        saved = TimeSaved(typed, times, is_complete=True, seen_version=0)
        save_time(self.stage.session, self.application, section, saved, actor=self.actor, now=now)

    def _times(self) -> list[TimeAsked]:
        """Ask for the project's time, and for its last month where that has more."""
        time, more = self._time(), self.project.last_month_hundredths
        if not more:
            return [time]
        first = last_day(time.starts_on, self.project.months - 1) + timedelta(days=1)
        week = week_of(self.application, first)
        return [time, ask(more, self.project.unit, first, time.ends_on, week)]

    def _time(self) -> TimeAsked:
        """Ask for the project's time, less of it where pay would go beyond the scheme's money."""
        first = self.starts_on or self.call.earliest_start_on
        last = last_day(first, self.project.months)
        week = week_of(self.application, first)
        amount = self.project.amount_hundredths
        time = ask(amount, self.project.unit, first, last, week)
        while amount > LEAST_AMOUNT and self._is_too_dear(time):
            amount -= LEAST_AMOUNT
            time = ask(amount, self.project.unit, first, last, week)
        return time

    def _is_too_dear(self, time: TimeAsked) -> bool:
        mine = [item for item in self.project.costs if item.pot is Pot.SCHEME]
        rest = sum(item.quantity * item.unit_pence for item in mine)
        limits = [c.limit for c in self.call.document.caps if c.unit == "pence"]
        pay = self._pay(time.hours_hundredths, time.starts_on).amount_pence
        return any(pay + rest > limit for limit in limits)

    def _save_costs(self, section: Section, now: datetime) -> None:
        period = self.application.periods[0]
        costed = [
            self._pay(period.hours_hundredths, period.starts_on),
            *(costing.cost_other(_other(item)) for item in self.project.costs),
        ]
        for line in costed:
            add_cost(self.stage.session, self.application, section, line, actor=self.actor, now=now)
        if section.kind not in self.unfinished:
            self._finish_costs(section, now)

    def _finish_costs(self, section: Section, now: datetime) -> None:
        session = self.stage.session
        entry = queries.entry(session, self.application.id, section.key)
        save_costs(
            session,
            self.application,
            section,
            answers={**self._answers(section), "reason": ""},
            is_complete=True,
            seen_version=entry.version if entry else 0,
            actor=self.actor,
            now=now,
        )

    def _pay(self, hours_hundredths: int, starts_on: date) -> costing.Costed:
        post = self.person.post
        assert post is not None
        category = next(c.key for c in self.call.document.cost_categories if c.is_pay)
        wanted = Salary(
            label="Cover for my time",
            category=category,
            whose=Whose.OWN if post.band else Whose.DOCTOR,
            hours_hundredths=hours_hundredths,
            length=self.project.months,
            length_unit="months",
            ni_mode=NiMode.SHARE_OF_POST,
            pay_pence=post.salary_pence or 0,
        )
        nation = post.organisation.nation
        return costing.cost_salary(wanted, nation, starts_on, post, post.grade or "")


def _other(item: Item) -> Other:
    return Other(
        label=item.what,
        category=item.category,
        quantity_hundredths=item.quantity * 100,
        unit_pence=item.unit_pence,
        pot=item.pot,
        pot_name=item.pot_name,
    )


def _typed(time: TimeAsked) -> dict[str, str]:
    """Return what was typed for one period, as the form keeps it."""
    days = {
        f"{name}-{part}": str(getattr(day, part))
        for name, day in (("starts", time.starts_on), ("ends", time.ends_on))
        for part in ("day", "month", "year")
    }
    return {"amount": plain(time.given_amount), "unit": time.unit.value, **days}


def enter_writing(
    writing: Writing, begins_at: datetime, ends_at: datetime, kinds: Sequence[Section]
) -> None:
    """Enter the start of a draft and these sections of it, from the first instant to the last."""
    stage = writing.stage
    stage.enter(begins_at, writing.start)
    step = (ends_at - begins_at) / (len(kinds) + 1)
    instants = sorted(waking(begins_at + step * n) for n in range(1, len(kinds) + 1))
    for instant, section in zip(instants, kinds, strict=True):
        within = min(max(instant, begins_at), ends_at)
        stage.enter(within, partial(writing.save, section))
