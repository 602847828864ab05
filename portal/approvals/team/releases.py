"""How one release stands for the team: agreed or asked for, covered or not, awarded or not. Pure.

Nothing is said here of a decision that its applicant does not know.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from portal.applications.models import Application
from portal.applications.returned import as_sent
from portal.approvals.awarded import AWARDED_WORDS, NOTHING_TOLD, Awarded, Told
from portal.approvals.calendar import Bar, Look, Row
from portal.approvals.lifecycle import ApprovalState, CoverMeans
from portal.approvals.models import ApprovalRequest, CoverPlan
from portal.approvals.policy import counts_as_given, step_of
from portal.approvals.release import full_time, row
from portal.kernel.language import lazy


class Cover(StrEnum):
    """The state of the cover for one release."""

    PLAN = "plan"
    ABSORBED = "absorbed"
    NO_PLAN = "no_plan"
    ASKED = "asked"
    CONDITIONAL = "conditional"


COVER_WORDS = {
    Cover.PLAN: lazy("Plan made"),
    Cover.ABSORBED: lazy("Absorbed"),
    Cover.NO_PLAN: lazy("No plan"),
    Cover.ASKED: lazy("Asked for"),
    Cover.CONDITIONAL: lazy("Yes, if accepted"),
}
LOOKS = {
    Cover.PLAN: Look.SOLID,
    Cover.ABSORBED: Look.SOLID,
    Cover.NO_PLAN: Look.EMPTY,
    Cover.ASKED: Look.ASKED,
    Cover.CONDITIONAL: Look.IF,
}
FROM_WITHIN = frozenset({CoverMeans.ABSORBED, CoverMeans.NONE_NEEDED, CoverMeans.ACTIVITY_REDUCED})


@dataclass(frozen=True, slots=True)
class Release:
    """One person's release, as their team sees it."""

    application: Application
    requests: tuple[ApprovalRequest, ...]
    cover: Cover
    told: Told
    bars: tuple[Bar, ...]

    @property
    def name(self) -> str:
        """Who is released."""
        return self.application.applicant.name

    @property
    def plan(self) -> CoverPlan | None:
        """The plan for cover that was made."""
        return next((each.cover for each in self.requests if each.cover is not None), None)

    @property
    def state_words(self) -> str:
        """Say how it stands in a few words: of the cover, then of the award."""
        cover = str(COVER_WORDS[self.cover])
        if self.cover in {Cover.ASKED, Cover.CONDITIONAL}:
            return cover
        return f"{cover}, {AWARDED_WORDS[self.told.awarded]}"

    @property
    def row(self) -> Row:
        """The row of the drawing."""
        return Row(self.name, self.state_words, self.bars, look=LOOKS[self.cover])

    @property
    def first(self) -> date:
        """The first day."""
        return min(bar.starts_on for bar in self.bars)

    @property
    def last(self) -> date:
        """The last day."""
        return max(bar.ends_on for bar in self.bars)

    @property
    def most_hours(self) -> int:
        """The most hours of any week, x 100: where stretches overlap, their sum."""
        return max(self._hours_on(bar.starts_on) for bar in self.bars)

    def _hours_on(self, day: date) -> int:
        return sum(b.hours_hundredths for b in self.bars if b.starts_on <= day <= b.ends_on)

    def touches(self, first: date, last: date) -> bool:
        """Say whether any of these days, both included, is in it."""
        return any(bar.starts_on <= last and first <= bar.ends_on for bar in self.bars)


def release_of(
    application: Application, requests: Collection[ApprovalRequest], told: Told = NOTHING_TOLD
) -> Release | None:
    """Return how a release stands; None where nobody is out by it, and nobody is asked.

    That is where no hours are asked for, somebody said no, or the applicant has no award.
    """
    cover = cover_of(requests)
    if cover is None or told.awarded is Awarded.NONE or not as_sent(application).periods:
        return None
    bars = row(application).bars
    condition = _condition(requests) if cover is Cover.CONDITIONAL else None
    if condition:
        week = full_time(application)
        bars = tuple(_bar(period, week) for period in condition) or bars
    return Release(application, tuple(requests), cover, told, bars)


def cover_of(requests: Collection[ApprovalRequest]) -> Cover | None:
    """Return the state of cover that these answers add up to; None where it is off.

    Nobody's answer is as the scheme says: agreed without a plan, or off.
    """
    states = {each.state for each in requests}
    if ApprovalState.DECLINED in states:
        return None
    if ApprovalState.CONDITIONAL in states:
        return Cover.CONDITIONAL
    plan = next((each.cover for each in requests if each.cover is not None), None)
    if plan is not None:
        return Cover.ABSORBED if plan.means in FROM_WITHIN else Cover.PLAN
    if any(counts_as_given(each, step_of(each)) for each in requests):
        return Cover.NO_PLAN
    return Cover.ASKED if ApprovalState.WAITING in states else None


def _condition(requests: Collection[ApprovalRequest]) -> list[Mapping[str, Any]]:
    found = (each.condition for each in requests if each.state is ApprovalState.CONDITIONAL)
    return next((condition.periods for condition in found if condition is not None), [])


def _bar(period: Mapping[str, Any], week: int) -> Bar:
    first, last = (date.fromisoformat(period[key]) for key in ("starts_on", "ends_on"))
    return Bar(first, last, int(period["hours_hundredths"]), week)


def by_application(
    requests: Collection[ApprovalRequest],
) -> Mapping[UUID, tuple[ApprovalRequest, ...]]:
    """Group requests by what they are about, in their order."""
    found: dict[UUID, tuple[ApprovalRequest, ...]] = {}
    for each in requests:
        found[each.application_id] = (*found.get(each.application_id, ()), each)
    return found
