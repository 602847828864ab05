"""What a team will be able to claim: cover that costs money and is paid back. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from portal.approvals.awarded import Awarded
from portal.approvals.models import CoverPlan
from portal.approvals.team.releases import Release


@dataclass(frozen=True, slots=True)
class Claim:
    """One plan for cover, from its first day to the last of the release."""

    release: Release
    plan: CoverPlan
    first: date
    last: date

    @property
    def is_due(self) -> bool:
        """Say whether the award was accepted, so that it will be claimable."""
        return self.release.told.awarded is Awarded.ACCEPTED

    @property
    def months(self) -> int:
        """How many calendar months have a day of it."""
        return (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1


@dataclass(frozen=True, slots=True)
class Claims:
    """All claims of some teams. `not_said` plans do not say whether the money comes back."""

    claims: tuple[Claim, ...]
    not_said: int = 0

    @property
    def due_pence(self) -> int:
        """What will be claimable of awards that were accepted."""
        return sum(each.plan.cost_pence for each in self.claims if each.is_due)

    @property
    def open_pence(self) -> int:
        """What would be, of releases whose award was not accepted yet."""
        return sum(each.plan.cost_pence for each in self.claims if not each.is_due)

    @property
    def pence(self) -> int:
        """Both together."""
        return self.due_pence + self.open_pence


def claims(releases: Iterable[Release]) -> Claims:
    """Return what these plans say, the accepted first, then by first day and name."""
    priced = [each for each in releases if each.plan is not None and each.plan.cost_pence]
    found = [_claim(each, each.plan) for each in priced if each.plan and each.plan.is_paid_back]
    not_said = sum(each.plan is not None and each.plan.is_paid_back is None for each in priced)
    return Claims(tuple(_ordered(found)), not_said)


def _ordered(found: Sequence[Claim]) -> list[Claim]:
    return sorted(found, key=lambda each: (not each.is_due, each.first, each.release.name))


def _claim(release: Release, plan: CoverPlan) -> Claim:
    first = max(plan.starts_on or release.first, release.first)
    return Claim(release, plan, min(first, release.last), release.last)
