"""Make and stop the address of one's calendar; say yes to several requests."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.approvals.actions import replying
from portal.approvals.models import ApprovalRequest
from portal.approvals.team import policy, queries
from portal.approvals.team.models import TeamFeed
from portal.approvals.team.scope import Scope
from portal.audit.actions import record
from portal.kernel.actor import Actor
from portal.kernel.db import insert
from portal.kernel.ruling import Refused, enforce
from portal.reach.tokens import digest


def make_feed(
    session: Session, scope: Scope | None, token: str, *, actor: Actor, now: datetime
) -> None:
    """Have this token open the person's calendar from now on; the one before opens nothing."""
    enforce(policy.may_see_teams(scope, actor, now))
    assert actor.person_id is not None  # the rule says so
    values = {"token_digest": digest(token), "made_at": now}
    made = insert(session, TeamFeed).values(person_id=actor.person_id, **values)
    session.execute(made.on_conflict_do_update(index_elements=["person_id"], set_=values))
    record(session, actor, "team_feed_made", "person", actor.person_id, now=now)


def stop_feed(session: Session, *, actor: Actor, now: datetime) -> None:
    """Have the address open nothing any more; without one there is nothing to do."""
    feed = queries.feed_of(session, actor.person_id)
    if feed is not None and actor.person_id is not None:
        session.delete(feed)
        record(session, actor, "team_feed_stopped", "person", actor.person_id, now=now)


def agree(
    session: Session, requests: Sequence[ApprovalRequest], *, actor: Actor, now: datetime
) -> tuple[UUID, ...]:
    """Say yes to each by itself, and return those that took it; one that did not stops no other.

    They are held in one order, so that two people who answer at once wait for each other in turn.
    """
    agreed = []
    for request in sorted(requests, key=lambda each: (str(each.application_id), str(each.id))):
        try:
            with session.begin_nested():
                agree_to_one(session, request, actor=actor, now=now)
        except Refused:
            continue
        agreed.append(request.id)
    return tuple(agreed)


def agree_to_one(
    session: Session, request: ApprovalRequest, *, actor: Actor, now: datetime
) -> None:
    """Say yes to one of several, by the action of its own page. Raises Refused."""
    enforce(policy.may_agree_together(request, actor, now))
    replying.approve(session, request, None, actor=actor, now=now)
