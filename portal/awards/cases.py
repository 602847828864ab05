"""One application before the office: every fact that a decision on it depends on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from portal.applications.asked import hours_in_all
from portal.applications.lifecycle import State
from portal.applications.models import Application
from portal.applications.returned import as_sent
from portal.approvals import policy as approvals
from portal.approvals.models import ApprovalRequest
from portal.awards.lifecycle import DecisionState, OfferState, Outcome
from portal.awards.models import Award, Decision
from portal.costing.scales import Nation
from portal.costing.wte import last_day
from portal.people.professions import UptakeGroup, professions
from portal.reviews import asks
from portal.reviews.lifecycle import Verdict
from portal.schemes.cap_units import CapUnit
from portal.schemes.caps import most
from portal.schemes.definition import Definition

MONTHS_WITHOUT_A_CAP = 12


@dataclass(frozen=True, slots=True)
class Case:
    """An application with what others have said of it.

    `approvals` are what the applicant's own side was asked. `reviewers` counts those who may
    review it, `reviews_sent` those of them who have. `conflicted` are people who may not know
    of it. `comments` are the reviewers' words to the applicant, read only for a letter.
    """

    application: Application
    decision: Decision | None = None
    award: Award | None = None
    approvals: Sequence[ApprovalRequest] = ()
    reviewers: int = 0
    reviews_sent: int = 0
    verdict: Verdict | None = None
    verdict_note: str = ""
    conflicted: frozenset[UUID] = frozenset()
    comments: Sequence[str] = ()

    @property
    def definition(self) -> Definition:
        """What the scheme said when the call opened."""
        return self.application.call.document

    @property
    def path(self) -> str:
        """The node whose office decides."""
        return self.application.call.scheme.organisation.path

    @property
    def is_live(self) -> bool:
        """Say whether it was sent and not withdrawn."""
        return self.application.state is State.SUBMITTED

    @property
    def is_approved(self) -> bool:
        """Say whether the applicant's own side has agreed, where the scheme waits for it."""
        if not self.definition.review_needs_approval:
            return True
        return approvals.is_approved(self.application, self.approvals)

    @property
    def is_rankable(self) -> bool:
        """Say whether it competes in this call, and so must be decided."""
        return self.is_live and self.is_approved

    @property
    def all_reviews_are_in(self) -> bool:
        """Say whether there are reviews, and every reviewer's has been sent."""
        return 0 < self.reviewers <= self.reviews_sent

    @property
    def is_released(self) -> bool:
        """Say whether the applicant may know."""
        return self.decision is not None and self.decision.state is DecisionState.RELEASED

    @property
    def _sent(self) -> Application:
        """The application as it was sent, also while its applicant changes it."""
        return as_sent(self.application)

    @property
    def asked_pence(self) -> int:
        """What the application asks of the scheme, in pence: what others pay is not awarded."""
        return self._sent.asked_pence

    @property
    def job(self) -> UptakeGroup | None:
        """The job group by which it takes from the pot."""
        return job_group(self.application.profession_code, self.application.team.nation)

    @property
    def asked_wte_months_hundredths(self) -> int:
        """The time it asks for."""
        return asks.wte_months_hundredths(self._sent)

    @property
    def hours_hundredths(self) -> int:
        """All hours it asks for, x 100."""
        return hours_in_all(self._sent.periods) or 0

    @property
    def starts_on(self) -> date:
        """The first day of the time asked for; without any, the first day the call allows."""
        return min(
            (period.starts_on for period in self._sent.periods),
            default=self.application.call.earliest_start_on,
        )

    @property
    def ends_on(self) -> date:
        """The last day of the time asked for; without any, of the months the scheme allows."""
        return max(
            (period.ends_on for period in self._sent.periods),
            default=last_day(self.starts_on, self._months),
        )

    @property
    def _months(self) -> int:
        cap = most(self.definition.caps, CapUnit.MONTHS)
        return int(cap.limit) if cap else MONTHS_WITHOUT_A_CAP

    def with_comments(self, comments: Sequence[str]) -> "Case":
        """Return the same case with the reviewers' words."""
        return replace(self, comments=comments)


def job_group(profession_code: str, nation: Nation) -> UptakeGroup | None:
    """Return the job group of a profession in a nation; None for one we do not know."""
    profession = professions().get(profession_code)
    return profession.uptake_group_in(nation) if profession else None


def takes(decision: Decision, award: Award | None) -> tuple[int, int]:
    """Return the pence and the hundredths of a WTE-month that a decision takes from the pot.

    A turned-down award gives both back. `queries.taken` adds the same up in SQL.
    """
    is_back = award is not None and award.state is OfferState.TURNED_DOWN
    if decision.outcome is not Outcome.AWARD or is_back:
        return 0, 0
    return decision.amount_pence, decision.wte_months_hundredths
