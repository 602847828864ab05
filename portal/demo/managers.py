"""How managers answer: with a plan for cover, with a coded no, or not at all."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial
from random import Random
from typing import Any

from sqlalchemy import select

from portal.applications.models import Application
from portal.approvals import policy
from portal.approvals.actions.replying import approve, decline
from portal.approvals.cover import Plan
from portal.approvals.lifecycle import NEEDS_NOBODY, CoverMeans, DeclineReason
from portal.approvals.models import ApprovalRequest
from portal.approvals.release import wanted
from portal.demo.moments import days_after
from portal.demo.organisation import content
from portal.demo.stage import Stage
from portal.people.professions import UptakeGroup

COST_CENTRES = ("R70412", "R70418", "R70425", "R70501", "R70533")
BANDS = ("3", "5", "5", "6")
PAID_BACK = 0.8
LOWER_BAND = "3"  # below everybody who applies
LEAST_DAYS, MOST_DAYS = 1.0, 11.0


class Reply(StrEnum):
    """What a manager will do."""

    YES = "yes"
    NO = "no"
    NOTHING = "nothing"


# How often a manager says no: those whose rotas are hardest to cover, most often.
REFUSALS: Mapping[UptakeGroup, float] = {
    UptakeGroup.NURSES: 0.2,
    UptakeGroup.MIDWIVES: 0.2,
    UptakeGroup.SUPPORT: 0.3,
    UptakeGroup.AHPS: 0.1,
    UptakeGroup.DOCTORS: 0.02,
}
OTHER_REFUSALS = 0.06
SILENCE = 0.03


@dataclass(frozen=True, slots=True)
class Manager:
    """Whoever is asked about one application. `chance` decides when and in what words.

    `within` is the most days that an answer takes, before it is moved into office hours.
    """

    stage: Stage
    reply: Reply
    chance: Random
    within: float = MOST_DAYS

    def enter_answers(self, application: Application, now: datetime) -> None:
        """Enter an answer to each request that sending has just made."""
        if self.reply is Reply.NOTHING:
            return
        for request in self.stage.session.scalars(
            select(ApprovalRequest)
            .where(ApprovalRequest.application_id == application.id)
            .order_by(ApprovalRequest.stage)
        ).all():
            at = days_after(now, self.chance.uniform(LEAST_DAYS, self.within), self.chance)
            self.stage.enter(at, partial(self.answer, request))

    def answer(self, request: ApprovalRequest, now: datetime) -> None:
        """Answer a request, unless the application was withdrawn meanwhile."""
        asked = None if request.is_with_office else request.holder
        actor = self.stage.actor(asked) if asked else self.stage.office
        if not policy.may_answer(request, actor, now):
            return
        session = self.stage.session
        if self.reply is Reply.NO:
            row = self.chance.choice(content("decline_reasons")["declines"])
            reason = DeclineReason(row["reason_code"])
            decline(session, request, reason, row["words"], actor=actor, now=now)
        else:
            plan = self._plan(request) if policy.wants_cover(request) else None
            approve(session, request, plan, actor=actor, now=now)

    def _plan(self, request: ApprovalRequest) -> Plan:
        asked = wanted(request.application)
        row: dict[str, Any] = self.chance.choice(content("decline_reasons")["cover_plans"])
        means = CoverMeans(row["means"])
        if means in NEEDS_NOBODY:
            return Plan(means=means, who=row["who"], cost_pence=0, when_busy=row["escalation"])
        share = self.chance.choice((80, 90, 95, 100))
        return Plan(
            means=means,
            who=row["who"],
            band=LOWER_BAND if means is CoverMeans.SKILL_MIX else self.chance.choice(BANDS),
            hours_hundredths=asked.hours_hundredths,
            cost_pence=asked.pay_pence * share // 100,
            cost_centre=self.chance.choice(COST_CENTRES),
            when_busy=row["escalation"],
            is_paid_back=self.chance.random() < PAID_BACK,
        )


def reply_for(group: UptakeGroup, chance: Random) -> Reply:
    """Draw what a manager says to somebody of this group."""
    drawn = chance.random()
    refusal = REFUSALS.get(group, OTHER_REFUSALS)
    if drawn < refusal:
        return Reply.NO
    return Reply.NOTHING if drawn < refusal + SILENCE else Reply.YES
