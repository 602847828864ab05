"""Read decisions and awards, and put together the cases that policies judge."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.applications.lifecycle import State
from portal.applications.models import Application
from portal.approvals import queries as approvals
from portal.approvals.lifecycle import ApprovalState
from portal.approvals.models import ApprovalRequest
from portal.awards.cases import Case, job_group
from portal.awards.lifecycle import DecisionState, OfferState, Outcome
from portal.awards.models import Award, Decision
from portal.awards.policy import Round
from portal.awards.pot import Kept, Pot
from portal.kernel.actor import Actor
from portal.people.models import Employment, Organisation, Person
from portal.people.professions import UptakeGroup
from portal.reviews import queries as reviews
from portal.reviews.models import Assignment, Conflict, Recommendation, Review
from portal.reviews.ranking import Pot as RankedPot
from portal.reviews.ranking import Row, Scored, rank
from portal.schemes.definition import Stage
from portal.schemes.models import Call, Scheme
from portal.schemes.queries import call_by_id

T = TypeVar("T")


def taken(session: Session, call_id: UUID, but: Collection[UUID] = ()) -> tuple[int, int]:
    """Return the pence and hundredths of WTE-months that a call's awards take.

    Pending and released count, turned-down ones do not (`cases.takes` in Python). Those of the
    applications in `but` are left out.
    """
    row = session.execute(select(*_sums()).where(*_stands(call_id, but))).one()
    return int(row[0]), int(row[1])


def count_decided(session: Session, call_id: UUID) -> int:
    """Count the decisions of a call, whether anybody knows them or not."""
    query = (
        select(func.count())
        .select_from(Decision)
        .join(Application, Application.id == Decision.application_id)
        .where(Application.call_id == call_id)
    )
    return session.scalar(query) or 0


def _sums() -> tuple[ColumnElement[int], ColumnElement[int]]:
    return (
        func.coalesce(func.sum(Decision.amount_pence), 0),
        func.coalesce(func.sum(Decision.wte_months_hundredths), 0),
    )


def awards_made(session: Session, call_id: UUID, but: Collection[UUID] = ()) -> int:
    """Return how many awards of a call stand, counted as in `taken`."""
    counted = select(func.count()).select_from(Decision).where(*_stands(call_id, but))
    return session.scalar(counted) or 0


def _stands(call_id: UUID, but: Collection[UUID]) -> tuple[ColumnElement[bool], ...]:
    """Pick the decisions that give an award which was not turned down."""
    of_call = select(Application.id).where(Application.call_id == call_id)
    turned_down = exists().where(
        Award.decision_id == Decision.id, Award.state == OfferState.TURNED_DOWN
    )
    return (
        Decision.application_id.in_(of_call),
        Decision.outcome == Outcome.AWARD,
        Decision.application_id.not_in(but),
        ~turned_down,
    )


def pot_of(session: Session, call: Call, but: Collection[UUID] = ()) -> Pot:
    """Return the pot of a call as it stands, without what the applications in `but` take."""
    pot = Pot(
        call.pot_pence,
        call.pot_wte_months_hundredths,
        kept=tuple(Kept(fence) for fence in call.fences),
    )
    for job, pence, time in _taken_by(session, call.id, but):
        pot = pot.after(pence, time, job)
    return pot


def _taken_by(
    session: Session, call_id: UUID, but: Collection[UUID]
) -> Sequence[tuple[UptakeGroup | None, int, int]]:
    """Return what `taken` adds up, for each profession and nation: pence and time by job group."""
    rows = session.execute(
        select(*_sums(), Application.profession_code, Organisation.nation)
        .select_from(Decision)
        .join(Application, Application.id == Decision.application_id)
        .join(Organisation, Organisation.id == Application.team_id)
        .where(*_stands(call_id, but))
        .group_by(Application.profession_code, Organisation.nation)
    )
    return [(job_group(code, nation), int(pence), int(time)) for pence, time, code, nation in rows]


def round_of(session: Session, call_id: UUID) -> Round | None:
    """Return a call with the case of every application that was sent, by reference.

    Withdrawn ones are among them only while they have a decision.
    """
    found = call_by_id(session, call_id)
    if found is None:
        return None
    decided = exists().where(Decision.application_id == Application.id)
    stays = and_(Application.submitted_at.is_not(None), Application.state == State.WITHDRAWN)
    query = _applications(
        Application.call_id == call_id,
        or_(Application.state == State.SUBMITTED, and_(stays, decided)),
    )
    return Round(found, _cases(session, session.scalars(query).all()))


def case_of(session: Session, application_id: UUID) -> Case | None:
    """Return one case, with the reviewers' words to the applicant."""
    query = _applications(Application.id == application_id)
    for case in _cases(session, session.scalars(query).all()):
        return case.with_comments(comments(session, [application_id]).get(application_id, ()))
    return None


def case_of_letter(session: Session, document_id: UUID) -> Case | None:
    """Return the case whose letter this document is."""
    application_id = session.scalar(
        select(Decision.application_id).where(Decision.letter_id == document_id)
    )
    return case_of(session, application_id) if application_id else None


def comments(session: Session, application_ids: Collection[UUID]) -> Mapping[UUID, Sequence[str]]:
    """Return what reviewers wrote to each applicant, in an order that tells nobody who.

    Sent reviews only, and none of a person with a conflict.
    """
    rows = session.execute(
        select(Assignment.application_id, Review.to_applicant)
        .join(Review, Review.assignment_id == Assignment.id)
        .where(Assignment.application_id.in_(application_ids), Review.sent_at.is_not(None))
        .where(Review.to_applicant != "", ~_is_conflicted())
        .order_by(Review.id)
    )
    return _grouped((application_id, words) for application_id, words in rows)


def ranks(session: Session, call: Call, actor: Actor) -> Mapping[UUID, Row]:
    """Return the rank of each application that exists for this reader, the best first."""
    scores = reviews.sent_scores(session, call, actor)
    weighed = (
        Scored(application.id, tuple(scores.get(application.id, {}).values()))
        for application in reviews.weighed_page(session, call, actor)
    )
    says = call.document
    ranking = rank(tuple(weighed), says.criteria, says.aggregation, RankedPot(call.pot_pence))
    return {row.application_id: row for row in ranking.rows}


def decision_of(session: Session, application_id: UUID) -> Decision | None:
    """Return the decision on an application as it is now. Not for the applicant's pages."""
    return session.scalar(
        select(Decision)
        .where(Decision.application_id == application_id)
        .execution_options(populate_existing=True)
    )


def released(session: Session, application_ids: Collection[UUID]) -> Mapping[UUID, Decision]:
    """Return the decisions that applicants know, by application. Pending ones are never here."""
    return {
        decision.application_id: decision
        for decision in session.scalars(
            select(Decision)
            .where(Decision.application_id.in_(application_ids))
            .where(Decision.state == DecisionState.RELEASED)
        )
    }


def is_released(session: Session, application: Application) -> bool:
    """Say whether the applicant knows a decision. A pending one changes nothing here."""
    return outcome_of(session, application.id) is not None


def outcome_of(session: Session, application_id: UUID) -> Outcome | None:
    """Return the released outcome of an application, or None while nobody may know one."""
    decision = released(session, [application_id]).get(application_id)
    return decision.outcome if decision else None


def approver_of(session: Session, application_id: UUID) -> Person | None:
    """Return the line manager who agreed to the release, or None."""
    return session.scalar(
        select(Person)
        .join(ApprovalRequest, ApprovalRequest.answered_by_id == Person.id)
        .where(ApprovalRequest.application_id == application_id)
        .where(ApprovalRequest.stage == Stage.LINE_MANAGER)
        .where(ApprovalRequest.state == ApprovalState.APPROVED)
    )


def awards(session: Session, application_ids: Collection[UUID]) -> Mapping[UUID, Award]:
    """Return the awards offered to these applications."""
    query = select(Award).where(Award.application_id.in_(application_ids))
    return {award.application_id: award for award in session.scalars(query)}


def has_held(session: Session, person_id: UUID, scheme_id: UUID) -> bool:
    """Say whether a person knows of an award of this scheme that they have not turned down.

    Rehearsals give nothing away, so they do not count.
    """
    return bool(
        session.scalar(
            select(
                exists()
                .where(Award.state != OfferState.TURNED_DOWN)
                .where(Decision.id == Award.decision_id)
                .where(Decision.state == DecisionState.RELEASED)
                .where(Application.id == Award.application_id)
                .where(Application.applicant_id == person_id)
                .where(Call.id == Application.call_id)
                .where(Call.scheme_id == scheme_id, Call.rehearsal.is_(False))
            )
        )
    )


def _applications(*where: ColumnElement[bool]) -> Select[Application]:
    applicant = joinedload(Application.applicant)
    return (
        select(Application)
        .where(*where)
        .order_by(Application.reference, Application.id)
        .options(
            applicant.selectinload(Person.posts).joinedload(Employment.manager),
            joinedload(Application.team),
            # One call for all of them: joined, its document would be read again for every row.
            selectinload(Application.call).joinedload(Call.scheme).joinedload(Scheme.organisation),
            selectinload(Application.call).joinedload(Call.pinned),
            selectinload(Application.periods),
            selectinload(Application.cost_lines),
        )
    )


def _cases(session: Session, applications: Sequence[Application]) -> tuple[Case, ...]:
    ids = [application.id for application in applications]
    decisions = _decisions(session, ids)
    offered = awards(session, ids)
    asked_of = _grouped((r.application_id, r) for r in approvals.requests_of(session, ids))
    conflicted = _conflicted(session, ids)
    reviewers = _reviewers(session, ids)
    recommended = _recommended(session, ids)
    made: list[Case] = []
    for application in applications:
        asked, sent = reviewers.get(application.id, (0, 0))
        said = recommended.get(application.id)
        made.append(
            Case(
                application,
                decisions.get(application.id),
                offered.get(application.id),
                asked_of.get(application.id, ()),
                asked,
                sent,
                said.verdict if said else None,
                said.note if said else "",
                frozenset(conflicted.get(application.id, ())),
            )
        )
    return tuple(made)


def _decisions(session: Session, ids: Collection[UUID]) -> Mapping[UUID, Decision]:
    query = (
        select(Decision)
        .where(Decision.application_id.in_(ids))
        .options(joinedload(Decision.decided_by), joinedload(Decision.letter))
    )
    return {decision.application_id: decision for decision in session.scalars(query)}


def _conflicted(session: Session, ids: Collection[UUID]) -> Mapping[UUID, Sequence[UUID]]:
    rows = session.execute(
        select(Conflict.application_id, Conflict.person_id)
        .where(Conflict.application_id.in_(ids))
        .order_by(Conflict.id)
    )
    return _grouped((application_id, person_id) for application_id, person_id in rows)


def _reviewers(session: Session, ids: Collection[UUID]) -> Mapping[UUID, tuple[int, int]]:
    """Count reviewers without a conflict, and their sent reviews, for each application."""
    rows = session.execute(
        select(Assignment.application_id, func.count(), func.count(Review.sent_at))
        .outerjoin(Review, Review.assignment_id == Assignment.id)
        .where(Assignment.application_id.in_(ids), ~_is_conflicted())
        .group_by(Assignment.application_id)
    )
    return {application_id: (asked, sent) for application_id, asked, sent in rows}


def _is_conflicted() -> ColumnElement[bool]:
    return exists().where(
        Conflict.application_id == Assignment.application_id,
        Conflict.person_id == Assignment.reviewer_id,
    )


def _recommended(session: Session, ids: Collection[UUID]) -> Mapping[UUID, Recommendation]:
    query = select(Recommendation).where(Recommendation.application_id.in_(ids))
    return {each.application_id: each for each in session.scalars(query)}


def _grouped(pairs: Iterable[tuple[UUID, T]]) -> dict[UUID, list[T]]:
    groups: dict[UUID, list[T]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return groups
