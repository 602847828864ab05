"""What somebody asked to be told of, and whether a call is that. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Self
from uuid import UUID

from portal.people.professions import UptakeGroup
from portal.reach.models import Subscription
from portal.schemes.definition import Kind
from portal.schemes.filters import is_for_job
from portal.schemes.models import Call


@dataclass(frozen=True, slots=True)
class Wanted:
    """One scheme, or the calls that fit these jobs and kinds; empty lets everything through."""

    scheme_id: UUID | None = None
    jobs: tuple[UptakeGroup, ...] = ()
    kinds: tuple[Kind, ...] = ()

    @classmethod
    def of(cls, subscription: Subscription) -> Self:
        """Read a subscription. A word that is no longer known is left out."""
        return cls(
            subscription.scheme_id,
            tuple(job for job in UptakeGroup if job.value in subscription.jobs),
            tuple(kind for kind in Kind if kind.value in subscription.kinds),
        )

    def has(self, call: Call, on: date) -> bool:
        """Say whether a call is what was asked for: a doubt about a job does not keep it back."""
        if self.scheme_id is not None:
            return call.scheme_id == self.scheme_id
        if self.kinds and call.scheme.kind not in self.kinds:
            return False
        rules = call.document.eligibility
        return not self.jobs or any(is_for_job(rules, job, on) for job in self.jobs)


def wanted_calls(wants: Iterable[Wanted], calls: Iterable[Call], on: date) -> list[Call]:
    """Return the calls that any of one person's subscriptions asks for, in their order."""
    asked = list(wants)
    return [call for call in calls if any(each.has(call, on) for each in asked)]
