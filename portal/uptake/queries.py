"""Read the rows that are counted: nodes with staff numbers, calls, staff, applications."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.applications.lifecycle import State
from portal.applications.models import Application
from portal.approvals.queries import is_approved
from portal.awards.lifecycle import DecisionState, OfferState, Outcome
from portal.awards.models import Award, Decision
from portal.kernel.actor import Actor, Role
from portal.people.models import NodeKind, Organisation, WorkforceCount
from portal.people.queries import at_or_below, up_from
from portal.schemes.models import Call, Scheme, SchemeView
from portal.uptake.counts import GroupCounts
from portal.uptake.scope import Round, Scope, staff_month
from portal.uptake.tally import Seen, Sent, group_counts


@dataclass(frozen=True, slots=True)
class Staff:
    """Staff numbers of one node at one month's end, by profession, and where they are from."""

    month_end_on: date | None
    headcounts: dict[str, int]
    is_illustrative: bool
    sources: tuple[str, ...]


def nodes(session: Session) -> Sequence[Organisation]:
    """Return the nodes that have staff numbers of their own, by path."""
    numbered = exists().where(WorkforceCount.organisation_id == Organisation.id)
    return session.scalars(select(Organisation).where(numbered).order_by(Organisation.path)).all()


def organisations(
    session: Session, actor: Actor, roles: Collection[Role]
) -> Sequence[Organisation]:
    """Return the organisations at, above or below the nodes where the actor holds such a role."""
    paths = actor.paths_for(*roles)
    if not paths:
        return ()
    above = [up for path in paths for up in up_from(path)]
    return session.scalars(
        select(Organisation)
        .where(Organisation.kind == NodeKind.ORGANISATION)
        .where(or_(Organisation.path.in_(above), at_or_below(*paths)))
        .order_by(Organisation.path)
    ).all()


def rounds(session: Session, now: datetime) -> Sequence[Round]:
    """Return the calls that have opened, newest first; never one held as a rehearsal."""
    first = (
        select(Application.call_id, func.min(Decision.released_at).label("released_at"))
        .join(Application, Application.id == Decision.application_id)
        .where(Decision.state == DecisionState.RELEASED)
        .group_by(Application.call_id)
        .subquery()
    )
    rows = session.execute(
        select(Call, first.c.released_at)
        .outerjoin(first, first.c.call_id == Call.id)
        .where(~Call.rehearsal, Call.opens_at <= now)
        .order_by(Call.opens_at.desc(), Call.id)
        .options(
            joinedload(Call.scheme).joinedload(Scheme.organisation),
            joinedload(Call.pinned),
            selectinload(Call.open_to),
        )
    )
    return [Round(call, released_at) for call, released_at in rows]


def staff(session: Session, scope: Scope) -> Staff:
    """Return the staff numbers that go with this choice; see `scope.staff_month`.

    They are the node's own: what nodes below it have is in them already.
    """
    own = WorkforceCount.organisation_id == scope.node.id
    month_ends = session.scalars(select(WorkforceCount.month_end_on).where(own).distinct()).all()
    month = staff_month(month_ends, scope.opened_on)
    rows = session.execute(
        select(
            WorkforceCount.profession_code,
            WorkforceCount.headcount,
            WorkforceCount.is_illustrative,
            WorkforceCount.source,
        )
        .where(own, WorkforceCount.month_end_on == month)
        .order_by(WorkforceCount.profession_code)
    ).all()
    return Staff(
        month_end_on=month,
        headcounts={row.profession_code: row.headcount for row in rows},
        is_illustrative=any(row.is_illustrative for row in rows),
        sources=tuple(sorted({row.source for row in rows if row.source})),
    )


def counts(session: Session, scope: Scope, employed: Staff) -> list[GroupCounts]:
    """Return the true counts of each job group. Secret: they go to `table.build` only."""
    sent, seen = _sent(session, scope), _seen(session, scope)
    return group_counts(employed.headcounts, sent, scope.node.nation, seen)


def _seen(session: Session, scope: Scope) -> list[Seen] | None:
    """Return who saw the calls that count; None where a call has no views: it opened before any
    were counted.
    """  # noqa: D205 -- one thought
    counted = {each.call.id for each in scope.counted}
    if not counted:
        return None
    rows = session.execute(
        select(SchemeView.call_id, SchemeView.person_id, SchemeView.profession_code, _is_at(scope))
        .outerjoin(Organisation, Organisation.id == SchemeView.team_id)
        .where(SchemeView.call_id.in_(counted))
        .order_by(SchemeView.seen_at, SchemeView.id)
    ).all()
    if {row.call_id for row in rows} != counted:
        return None
    return [Seen(person, code) for _call, person, code, here in rows if here]


def _is_at(scope: Scope) -> ColumnElement[bool]:
    return at_or_below(scope.node.path).label("here")


def _sent(session: Session, scope: Scope) -> list[Sent]:
    """Return the applications that count, those to the earliest call first."""
    counted = scope.counted
    if not counted:
        return []
    approved = or_(*(_is_approved_for(each.call) for each in counted))
    rows = session.execute(
        select(
            Application.applicant_id,
            Application.profession_code,
            approved,
            is_awarded(),
            func.coalesce(Award.amount_pence, 0),
            func.coalesce(Award.hours_hundredths, 0),
        )
        .join(Call, Call.id == Application.call_id)
        .join(Organisation, Organisation.id == Application.team_id)
        .outerjoin(Decision, Decision.application_id == Application.id)
        .outerjoin(Award, Award.decision_id == Decision.id)
        .where(
            Call.id.in_([each.call.id for each in counted]),
            Application.sent_at.is_not(None),  # the first of two stages counts
            # A person who withdraws before the call closes has not applied.
            or_(Application.state != State.WITHDRAWN, Application.withdrawn_at >= Call.closes_at),
            at_or_below(scope.node.path),
        )
        .order_by(Call.opens_at, Application.started_at, Application.id)
    )
    return [
        Sent(person, code, bool(agreed), bool(awarded), pence, hours)
        for person, code, agreed, awarded, pence, hours in rows
    ]


def _is_approved_for(call: Call) -> ColumnElement[bool]:
    return and_(Application.call_id == call.id, is_approved(call.document.approvals))


def is_awarded() -> ColumnElement[bool]:
    """Say that an award was made, that people know it, and that it was not turned down."""
    return and_(
        Decision.state == DecisionState.RELEASED,
        Decision.outcome == Outcome.AWARD,
        or_(Award.id.is_(None), Award.state != OfferState.TURNED_DOWN),
    )
