"""Read the requests that are counted: those of decided calls, at one organisation."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from sqlalchemy import Row, case, exists, func, or_, select
from sqlalchemy.orm import Session

from portal.applications.lifecycle import State
from portal.applications.models import Application
from portal.approvals.lifecycle import ApprovalState
from portal.approvals.models import ApprovalRequest, Condition
from portal.kernel.clock import at_london, london_day
from portal.people.models import Organisation
from portal.people.queries import at_or_below
from portal.schemes.models import Call
from portal.uptake.release.counts import OUTCOMES, Outcome, Request
from portal.uptake.scope import Round, Scope


def requests(session: Session, scope: Scope, rounds: Sequence[Round]) -> list[Request]:
    """Return the requests about applications to these decided calls, by the day of asking.

    What was answered after a call's first decision counts once that month is over: a figure
    that moved with each answer would tell who gave it. Asked again, it counts from then.
    """
    cuts = {each.call.id: _cut(scope, each) for each in rounds if each.decided_at}
    if not cuts:
        return []
    return [
        _request(row, cuts[row.call_id])
        for row in session.execute(_rows(scope, cuts))
        if row.asked_at < cuts[row.call_id]
    ]


def _cut(scope: Scope, each: Round) -> datetime:
    month = at_london(scope.today.replace(day=1), time(0))
    return max(each.decided_at or month, month)


def _rows(scope: Scope, calls: Any) -> Any:
    asked_at = func.coalesce(ApprovalRequest.reopened_at, ApprovalRequest.asked_at)
    had_condition = exists().where(
        Condition.request_id == ApprovalRequest.id,
        Condition.is_accepted,
        Condition.given_at >= asked_at,
    )
    return (
        select(
            Application.call_id,
            Application.profession_code,
            ApprovalRequest.stage,
            ApprovalRequest.state,
            asked_at.label("asked_at"),
            ApprovalRequest.answered_at,
            ApprovalRequest.answered_as,
            ApprovalRequest.reason,
            case((had_condition, 1), else_=0).label("had_condition"),
        )
        .join(Application, Application.id == ApprovalRequest.application_id)
        .join(Call, Call.id == Application.call_id)
        .join(Organisation, Organisation.id == Application.team_id)
        .where(
            Call.id.in_(list(calls)),
            ~Call.rehearsal,
            Application.sent_at.is_not(None),
            # As for who applied: whoever withdraws before the call closes has not.
            or_(Application.state != State.WITHDRAWN, Application.withdrawn_at >= Call.closes_at),
            ApprovalRequest.state != ApprovalState.CLOSED,
            at_or_below(scope.node.path),
        )
        .order_by(asked_at, ApprovalRequest.id)
    )


def _request(row: Row[Any], cut: datetime) -> Request:
    """Return a request as it stood at the cut."""
    is_answered = row.answered_at is not None and row.answered_at < cut
    outcome = OUTCOMES.get(row.state, Outcome.WAITING)
    if outcome in (Outcome.AGREED, Outcome.REFUSED) and not is_answered:
        outcome = Outcome.WAITING
    return Request(
        call_id=row.call_id,
        profession_code=row.profession_code,
        stage=row.stage,
        outcome=outcome,
        asked_on=london_day(row.asked_at),
        answered_on=london_day(row.answered_at) if is_answered else None,
        seen_on=london_day(cut),
        seat=row.answered_as if is_answered else None,
        reason=(row.reason or "") if outcome is Outcome.REFUSED else "",
        had_condition=bool(row.had_condition),
    )
