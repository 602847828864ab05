"""What happened last time, for the pages of schemes: the figures of the uptake page, fewer."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from flask import url_for
from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session

from portal.applications.lifecycle import State
from portal.applications.models import Application
from portal.awards.lifecycle import DecisionState
from portal.awards.models import Award, Decision
from portal.kernel.language import _
from portal.kernel.reactions import answers
from portal.schemes.last_time import LastTime, Tally
from portal.schemes.models import Call
from portal.uptake import methods, pages, queries
from portal.uptake.disclosure import MARK, MOST_HIDDEN, NEAREST, protect
from portal.uptake.pages import Evidence
from portal.uptake.scope import Scope, Wanted
from portal.uptake.stages import StageRow
from portal.web.format import day
from portal.web.pieces import Column, Table


def connect() -> None:
    """Answer what the pages of schemes ask."""
    answers("last_time", last_time)
    answers("tallies", tallies)


def last_time(session: Session, *, scheme_id: UUID, now: datetime) -> LastTime | None:
    """Return the figures of a scheme's newest decided call, at the node they are shown for."""
    rounds = queries.rounds(session, now)
    decided = [r for r in rounds if r.call.scheme_id == scheme_id and r.decided_at]
    nodes = queries.nodes(session)
    if not decided or not nodes:
        return None
    scope = Scope.of(nodes, rounds, Wanted(str(decided[0].call.id)), now)
    if scope is None:
        return None
    staff = queries.staff(session, scope)
    found = pages.evidence(scope, staff, queries.counts(session, scope, staff))
    return LastTime(_table(found), url_for("uptake.page", show=scope.show, node=scope.node.path))


def _table(found: Evidence) -> Table:
    stages = found.table.stages
    return Table(
        caption=methods.period(found.scope),
        note=_note(found),
        columns=(
            Column(_("Job")),
            Column(_("Applied"), numeric=True),
            Column(_("Awarded"), numeric=True),
            Column(_("Staff in this job"), numeric=True),
        ),
        rows=tuple(_row(row) for row in stages.rows),
        foot=(_row(stages.total),),
        tight=True,
    )


def _note(found: Evidence) -> str:
    month = found.staff.month_end_on
    rule = _(
        "People, to the nearest %(five)s. %(mark)s means 1 to %(most)s people.",
        five=NEAREST,
        mark=MARK,
        most=MOST_HIDDEN,
    )
    return f"{rule} {_('Staff on %(day)s.', day=day(month))}" if month else rule


def _row(row: StageRow) -> tuple[object, ...]:
    *_before, applied, _approved, awarded = row.counts
    return (row.label, str(applied), str(awarded), str(row.counts[0]))


def tallies(session: Session, *, call_ids: tuple[UUID, ...]) -> Mapping[UUID, Tally]:
    """Return the protected totals of the decided calls among these, in one question."""
    released = func.sum(case((Decision.state == DecisionState.RELEASED, 1), else_=0))
    rows = session.execute(
        select(
            Application.call_id,
            func.count(Application.applicant_id.distinct()),
            func.count(case((queries.is_awarded(), Application.applicant_id)).distinct()),
            released,
        )
        .join(Call, Call.id == Application.call_id)
        .outerjoin(Decision, Decision.application_id == Application.id)
        .outerjoin(Award, Award.decision_id == Decision.id)
        .where(
            Application.call_id.in_(call_ids),
            ~Call.rehearsal,
            Application.sent_at.is_not(None),
            or_(Application.state != State.WITHDRAWN, Application.withdrawn_at >= Call.closes_at),
        )
        .group_by(Application.call_id)
    )
    return {
        call_id: Tally(str(protect(applied)), str(protect(awarded)))
        for call_id, applied, awarded, decided in rows
        if decided
    }
