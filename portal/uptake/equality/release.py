"""Release a year: count who applied and who got an award, protect, and keep what may be shown.

A year is released once, three months after its last day, for each organisation. It is never
counted again: answers that are changed later change no page.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.applications.lifecycle import State
from portal.applications.models import Application
from portal.awards.models import Award, Decision
from portal.kernel.clock import at_london, london_day
from portal.monitoring import actions, queries
from portal.monitoring.queries import Tally
from portal.monitoring.questions import PREFER_NOT, Question, questions
from portal.monitoring.seal import Seal
from portal.people.models import NodeKind, Organisation
from portal.people.queries import at_or_below
from portal.schemes.models import Call
from portal.uptake.equality import protect
from portal.uptake.equality.protect import NO_ANSWER
from portal.uptake.queries import is_awarded

PEOPLE, APPLIED = "people", "answered"  # the row that says of how many a year's tables are
LAG_MONTHS = 3

Total = tuple[str, str, int | None, int | None]


def last_year(now: datetime) -> date:
    """Return the first day of the newest financial year that may be released."""
    today = london_day(now)
    due = date(today.year, 4 + LAG_MONTHS, 1)
    return date(today.year - 1 if today >= due else today.year - 2, 4, 1)


def due(session: Session, now: datetime) -> Sequence[Organisation]:
    """Return the organisations whose last year has not been released yet, by path."""
    return session.scalars(
        select(Organisation)
        .where(Organisation.kind == NodeKind.ORGANISATION)
        .where(Organisation.id.not_in(queries.released_in(last_year(now))))
        .order_by(Organisation.path)
    ).all()


def release(session: Session, organisation: Organisation, seal: Seal, now: datetime) -> None:
    """Release the last year of an organisation."""
    year_on = last_year(now)
    applied, awarded = _people(session, organisation, year_on)
    who, got = (
        Counted(len(some), queries.tally(session, seal, some)) for some in (applied, awarded)
    )
    totals = (
        (PEOPLE, APPLIED, protect.people(who.people).shown, protect.people(got.people).shown),
        *_totals(questions(organisation.nation), who, got),
    )
    actions.release(session, organisation.id, year_on, totals, now)


@dataclass(frozen=True, slots=True)
class Counted:
    """So many people, and what those of them who answered said. Secret."""

    people: int
    said: Tally

    def by_answer(self, question: Question) -> dict[str, int]:
        """Return the people by answer, those without one too: they add up to all."""
        keys = (*(option.key for option in question.options), PREFER_NOT)
        found = {key: self.said[question.key, key] for key in keys}
        return {**found, NO_ANSWER: self.people - sum(found.values())}


def _totals(asks: Sequence[Question], who: Counted, got: Counted) -> Iterator[Total]:
    for question in asks:
        for line in protect.lines(who.by_answer(question), got.by_answer(question)):
            yield question.key, line.answer, line.applied.shown, line.awarded.shown


def _people(
    session: Session, organisation: Organisation, year_on: date
) -> tuple[frozenset[UUID], frozenset[UUID]]:
    """Return who applied in a year from an organisation's teams, and who of them got an award."""
    begins, ends = (at_london(date(year_on.year + plus, 4, 1), time(0)) for plus in (0, 1))
    rows = session.execute(
        select(Application.applicant_id, is_awarded())
        .join(Call, Call.id == Application.call_id)
        .join(Organisation, Organisation.id == Application.team_id)
        .outerjoin(Decision, Decision.application_id == Application.id)
        .outerjoin(Award, Award.decision_id == Decision.id)
        .where(
            ~Call.rehearsal,
            Application.sent_at >= begins,
            Application.sent_at < ends,
            or_(Application.state != State.WITHDRAWN, Application.withdrawn_at >= Call.closes_at),
            at_or_below(organisation.path),
        )
    ).all()
    return (
        frozenset(person for person, _got in rows),
        frozenset(person for person, got in rows if got),
    )
