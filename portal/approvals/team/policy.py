"""Who may have a team calendar, and what may be answered together with other requests. Pure."""

from datetime import datetime

from portal.approvals import policy
from portal.approvals.models import ApprovalRequest
from portal.approvals.team.scope import Scope
from portal.kernel.actor import Actor
from portal.kernel.language import _
from portal.kernel.ruling import HIDDEN, Ruling, no, yes_if


def may_see_teams(scope: Scope | None, actor: Actor, _now: datetime) -> Ruling:
    """Allow whoever sees a team, whose scope it is, to look and to have it on their phone."""
    return yes_if(scope is not None and actor.is_person(scope.person_id), HIDDEN)


def may_agree_together(request: ApprovalRequest, actor: Actor, now: datetime) -> Ruling:
    """Allow a yes beside others where it needs no plan for cover, and no second thought.

    Whoever helps with an application answers on its own page, where that is said.
    """
    return (
        policy.may_answer(request, actor, now)
        and yes_if(
            not policy.wants_cover(request),
            no(_("A yes needs a cover plan. Answer it on its own page.")),
        )
        and yes_if(
            not policy.interest_of(request, actor),
            no(_("You help with this application. Answer it on its own page.")),
        )
    )
