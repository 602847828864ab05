"""From requests to true counts. Secret: they go to `table.build` and nowhere else."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from portal.approvals.due import working_days
from portal.approvals.holidays import bank_holidays
from portal.approvals.lifecycle import ApprovalState, Seat
from portal.approvals.wording import RELEASES
from portal.costing.scales import Nation
from portal.schemes.definition import Stage
from portal.uptake.groups import UNKNOWN
from portal.uptake.measures.waiting import Wait
from portal.uptake.tally import group_of

_Key = TypeVar("_Key")


class Outcome(StrEnum):
    """What came of a request, at the moment up to which is counted."""

    AGREED = "agreed"
    REFUSED = "refused"
    NO_ANSWER = "no_answer"
    WAITING = "waiting"  # for an answer, or for the applicant to accept a yes that has conditions


OUTCOMES = {
    ApprovalState.APPROVED: Outcome.AGREED,
    ApprovalState.DECLINED: Outcome.REFUSED,
    ApprovalState.NO_ANSWER: Outcome.NO_ANSWER,
}


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it is counted: asked last on this day, by the job held when applying.

    `answered_on` is None for one without an answer, which was last seen waiting on `seen_on`.
    `seat` and `reason` belong to a yes or no. A person of a host outside has the seat of a guest.
    """

    call_id: UUID
    profession_code: str
    stage: Stage
    outcome: Outcome
    asked_on: date
    answered_on: date | None
    seen_on: date
    seat: Seat | None = None
    reason: str = ""
    had_condition: bool = False

    @property
    def is_release(self) -> bool:
        """Say whether hours are released by it: a manager's or a head of service's answer."""
        return self.stage in RELEASES

    @property
    def is_decided(self) -> bool:
        """Say whether it was answered with yes or no."""
        return self.outcome in (Outcome.AGREED, Outcome.REFUSED)

    def wait(self, nation: Nation) -> Wait:
        """Return how many working days it took, or has waited, from the day of asking."""
        last = self.answered_on or self.seen_on
        days = working_days(self.asked_on, last, bank_holidays(nation))
        return Wait(days, self.answered_on is not None)


@dataclass(frozen=True, slots=True)
class Tally:
    """Requests of one kind: how many of each outcome, how many yeses had a condition, waits."""

    agreed: int = 0
    refused: int = 0
    no_answer: int = 0
    waiting: int = 0
    conditional: int = 0
    waits: tuple[Wait, ...] = ()

    @property
    def decided(self) -> int:
        """The yeses and noes, of which a refusal rate is a part."""
        return self.agreed + self.refused

    @property
    def asked(self) -> int:
        """All of them."""
        return self.decided + self.no_answer + self.waiting


@dataclass(frozen=True, slots=True)
class Counts:
    """All that is counted of a choice of calls.

    All but `stages` are of requests for release alone. `seats` are of yeses and noes, `reasons`
    of noes.
    """

    groups: Mapping[str, Tally] = field(default_factory=dict)
    release: Tally = field(default_factory=Tally)
    stages: Mapping[Stage, Tally] = field(default_factory=dict)
    seats: Mapping[str, int] = field(default_factory=dict)
    reasons: Mapping[str, int] = field(default_factory=dict)


def counts(requests: Sequence[Request], nation: Nation) -> Counts:
    """Count the requests; a group or a stage about which nobody was asked is not in it."""
    release = [each for each in requests if each.is_release]
    decided = [each for each in release if each.is_decided]
    refused = [each for each in release if each.outcome is Outcome.REFUSED]
    return Counts(
        groups=_by(release, lambda each: group_of(each.profession_code, nation), nation),
        release=tally(release, nation),
        stages=_by(requests, lambda each: each.stage, nation),
        seats=Counter(each.seat.value if each.seat else UNKNOWN for each in decided),
        reasons=Counter(each.reason for each in refused),
    )


def by_month(requests: Iterable[Request], nation: Nation) -> dict[date, Tally]:
    """Count requests for release by the month of asking, the first one first.

    A month between without any is in it, empty.
    """
    found = _by(
        [each for each in requests if each.is_release],
        lambda each: each.asked_on.replace(day=1),
        nation,
    )
    return {month: found.get(month, Tally()) for month in _months(found)}


def _months(found: Iterable[date]) -> list[date]:
    ordered = sorted(found)
    if not ordered:
        return []
    first, last = (month.year * 12 + month.month - 1 for month in (ordered[0], ordered[-1]))
    return [date(number // 12, number % 12 + 1, 1) for number in range(first, last + 1)]


def tally(requests: Sequence[Request], nation: Nation) -> Tally:
    """Count requests of one kind."""
    outcomes = Counter(each.outcome for each in requests)
    return Tally(
        agreed=outcomes[Outcome.AGREED],
        refused=outcomes[Outcome.REFUSED],
        no_answer=outcomes[Outcome.NO_ANSWER],
        waiting=outcomes[Outcome.WAITING],
        conditional=sum(each.had_condition for each in requests if each.outcome is Outcome.AGREED),
        waits=tuple(each.wait(nation) for each in requests),
    )


def _by(
    requests: Sequence[Request], key: Callable[[Request], _Key], nation: Nation
) -> dict[_Key, Tally]:
    found: dict[_Key, list[Request]] = {}
    for each in requests:
        found.setdefault(key(each), []).append(each)
    return {name: tally(some, nation) for name, some in found.items()}
