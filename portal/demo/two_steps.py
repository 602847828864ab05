"""The call in two steps: first steps that wait for the office, one sent back, invited, or not."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from portal.applications.inviting.actions import invite, turn_away
from portal.costing.wte import TimeUnit
from portal.demo import filed
from portal.demo.applications import Writing, enter_writing
from portal.demo.calls import GROWING
from portal.demo.moments import waking
from portal.demo.organisation import content
from portal.demo.projects import Project
from portal.demo.returned import ask_again
from portal.demo.stage import Stage
from portal.kernel.clock import london
from portal.people.models import Person
from portal.schemes.models import Call
from portal.schemes.questions import Round, SectionKind

TO_INVITE = "Kofi Mensah"  # a persona, so that whoever tries the demo finds the full form
ANSWERED_DAYS_AGO = 2
DAYS_FOR_MANAGERS = 21
SECTIONS_BEGUN = 2  # of a draft


@dataclass(slots=True)
class TwoSteps:
    """The story of the call. Days are counted back from today."""

    stage: Stage
    people: list[tuple[Person, dict[str, Any]]]

    @classmethod
    def cast(cls, stage: Stage) -> "TwoSteps":
        """Employ those who are not personas."""
        named = stage.board.personas
        found = []
        for row in content("first_steps")["people"]:
            who = named.get(row.get("who", "")) or stage.newcomer(row["profession_code"])
            found.append((who, row))
        return cls(stage, found)

    @property
    def call(self) -> Call:
        """The call, once it is set up."""
        return self.stage.calls[GROWING]

    def open(self) -> None:
        """Enter what people have written and sent by today, and what the office said."""
        for days, (person, row) in enumerate(self.people, start=1):
            writing = Writing(self.stage, self.call, person, _project(row))
            ends_at = self._ago(
                days if row["answer"] in {"none", "draft", "back"} else ANSWERED_DAYS_AGO + 2, 13
            )
            begins_at = ends_at - timedelta(minutes=9)
            first = self.call.document.sections_in(Round.FIRST)
            begun = first[:SECTIONS_BEGUN] if row["answer"] == "draft" else first
            enter_writing(writing, begins_at, ends_at, begun)
            if row["answer"] != "draft":
                self.stage.enter(ends_at, writing.send)
            self._answer(writing, row)

    def _ago(self, days: float, hour: int) -> datetime:
        then = self.stage.now - timedelta(days=days)
        return max(waking(london(then).replace(hour=hour)), self.call.opens_at + timedelta(hours=1))

    def _answer(self, writing: Writing, row: dict[str, Any]) -> None:
        answered_at = self._ago(ANSWERED_DAYS_AGO, 10)
        if row["answer"] == "yes":
            self.stage.enter(answered_at, partial(self._invite, writing))
            begun = self.call.document.section("project")
            assert begun is not None
            self.stage.enter(self._ago(1, 19), partial(writing.save, begun))
            self.stage.enter(self._ago(1, 20), partial(self._add_files, writing))
        elif row["answer"] == "back":
            back = partial(ask_again, self.stage, self.call, writing.person)
            self.stage.enter(self._ago(1, 11), back)
        elif row["answer"] == "no":
            self.stage.enter(answered_at, partial(self._turn_away, writing, row["reason"]))

    def _add_files(self, writing: Writing, now: datetime) -> None:
        """Have somebody who was invited add a plan and a letter."""
        sections = self.call.document.sections
        section = next(each for each in sections if each.kind is SectionKind.FILES)
        for key in (filed.PLAN, filed.LETTER):
            filed.add(
                self.stage.session,
                writing.application,
                section,
                key,
                actor=writing.actor,
                now=now,
            )

    def _invite(self, writing: Writing, now: datetime) -> None:
        closes_at = self.call.approvals_due_at - timedelta(days=DAYS_FOR_MANAGERS)
        ids = [writing.application.id]
        session, office = self.stage.session, self.stage.office
        invite(session, self.call, ids, closes_at, actor=office, now=now)

    def _turn_away(self, writing: Writing, reason: str, now: datetime) -> None:
        ids = [writing.application.id]
        session, office = self.stage.session, self.stage.office
        turn_away(session, self.call, ids, reason, actor=office, now=now)


def _project(row: dict[str, Any]) -> Project:
    return Project(
        profession_code=row["profession_code"],
        answers={"title": "", **row["answers"]},
        quality=4,
        amount_hundredths=row["days_a_week"] * 100,
        unit=TimeUnit.DAYS,
        months=row["months"],
    )
