"""Read the applications of a call a batch at a time, with all that their rows show."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.applications.models import Application, Submission
from portal.desk.queries import sent_to
from portal.desk.standing import Case, stage_of
from portal.kernel.actor import Actor
from portal.people.models import NodeKind, Organisation, Person
from portal.people.queries import up_from
from portal.schemes.models import Call
from portal.schemes.questions import Round

BATCH = 200
# What only a row needs: let go when its batch is written, so that memory does not grow with a call.
WIDE = ("cost_lines", "periods")


@dataclass(frozen=True, slots=True)
class Entry:
    """An application as the office may know it, its employer, and when it was last sent again."""

    case: Case
    employer: str = ""
    again_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose list it is: a call, the reader, the instant, and a stage of the board or all."""

    call: Call
    actor: Actor
    now: datetime
    stage: str = ""
    employers: dict[str, str] = field(default_factory=dict)


def entries(session: Session, asked: Asked) -> Iterator[Entry]:
    """Yield what the board lists for this reader and stage, by reference.

    The same few queries are asked for each batch. An entry is whole until the next is asked for.
    """
    found = sent_to(session, asked.actor, asked.call)
    shown = [case for case in found if asked.stage in {"", stage_of(case, asked.now).value}]
    for start in range(0, len(shown), BATCH):
        yield from _batch(session, asked, shown[start : start + BATCH])


def _batch(session: Session, asked: Asked, cases: Sequence[Case]) -> Iterator[Entry]:
    _load(session, cases)
    again = _sent_again(session, [case.application.id for case in cases])
    _learn_employers(session, asked, {case.application.team.path for case in cases})
    for case in cases:
        application = case.application
        employer = asked.employers[application.team.path]
        yield Entry(case, employer, again.get(application.id))
        session.expire(application, WIDE)


def _load(session: Session, cases: Sequence[Case]) -> None:
    session.scalars(
        select(Application)
        .where(Application.id.in_([case.application.id for case in cases]))
        .order_by(Application.id)
        .options(
            joinedload(Application.applicant).selectinload(Person.posts),
            joinedload(Application.team),
            selectinload(Application.periods),
            selectinload(Application.cost_lines),
        )
        .execution_options(populate_existing=True)
    ).all()


def _sent_again(session: Session, ids: Sequence[UUID]) -> Mapping[UUID, datetime]:
    """Return when each was last sent after it had been sent whole (`returned.is_again`)."""
    rows = session.execute(
        select(Submission.application_id, func.max(Submission.received_at))
        .join(Application, Application.id == Submission.application_id)
        .where(Submission.application_id.in_(ids), Submission.stage == Round.FULL)
        .where(Submission.received_at > Application.submitted_at)
        .group_by(Submission.application_id)
    )
    return {row[0]: row[1] for row in rows}


def _learn_employers(session: Session, asked: Asked, teams: set[str]) -> None:
    """Name the organisation that each team is part of; the team itself where it is of none."""
    above = {path for team in teams for path in up_from(team)}
    nodes = session.scalars(select(Organisation).where(Organisation.path.in_(above)))
    by_path = {node.path: node for node in nodes}
    for team in teams:
        line = [by_path[path] for path in up_from(team) if path in by_path]
        of = [node for node in line if node.kind is NodeKind.ORGANISATION] or line
        asked.employers[team] = str(of[-1].name)
