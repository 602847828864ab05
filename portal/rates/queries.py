"""The book and the choices of a place, and the sets that an administrator looks through."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select, true, union_all
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.audit.models import TrailEntry
from portal.costing.book import Book
from portal.costing.choices import Choices
from portal.costing.figures import SHIPPED
from portal.kernel.actor import Actor, Role
from portal.people.models import NodeKind, Organisation
from portal.people.queries import at_or_below, up_from
from portal.rates.models import ChoiceSet, HourlySet, OnCostSet, RateImport, ScaleSet
from portal.rates.values import choices_of, on_costs_of, scale_of

PAGE = 50
SUBJECT = "rates"  # in the trail: all of it is told of the place that the figures are for
Set = TypeVar("Set", ScaleSet, OnCostSet)
AnySet = ScaleSet | OnCostSet
KINDS: tuple[type[ScaleSet], type[OnCostSet]] = (ScaleSet, OnCostSet)


def book(session: Session, organisation: Organisation) -> Book:
    """Return every figure that counts at a node: the shipped ones, under those put in force.

    Sets of the node and of all above it count, those above first.
    """
    return book_of(*in_force(session, organisation))


def in_force(
    session: Session, organisation: Organisation
) -> tuple[Sequence[ScaleSet], Sequence[OnCostSet]]:
    """Return the sets that count at a node, in the order in which they go into the book."""
    path = organisation.path
    return _in_force(session, ScaleSet, path), _in_force(session, OnCostSet, path)


def book_of(scales: Iterable[ScaleSet], rates: Iterable[OnCostSet]) -> Book:
    """Return the book with these sets over the shipped figures."""
    return SHIPPED.over(map(scale_of, scales), map(on_costs_of, rates))


def choices(session: Session, organisation: Organisation, on: date) -> Choices:
    """Return what was chosen for a node on a day: its own choice, else that of the next above."""
    above = up_from(organisation.path)
    hourly = session.scalars(
        select(HourlySet)
        .join(HourlySet.organisation)
        .where(Organisation.path.in_(above), HourlySet.ended_at.is_(None))
        .order_by(func.length(Organisation.path), HourlySet.entered_at, HourlySet.id)
    ).all()
    return choices_of(chosen(session, organisation, on), hourly)


def chosen(session: Session, organisation: Organisation, on: date) -> ChoiceSet | None:
    """Return the row of choices that counts at a node on a day; None for the shipped ones."""
    return session.scalars(
        select(ChoiceSet)
        .join(ChoiceSet.organisation)
        .where(Organisation.path.in_(up_from(organisation.path)), ChoiceSet.starts_on <= on)
        .order_by(
            func.length(Organisation.path).desc(),
            ChoiceSet.starts_on.desc(),
            ChoiceSet.entered_at.desc(),
            ChoiceSet.id,
        )
        .limit(1)
    ).first()


def places(session: Session, actor: Actor) -> Sequence[Organisation]:
    """Return the nodes whose figures this administrator keeps: roots and organisations."""
    return session.scalars(
        select(Organisation)
        .where(at_or_below(*actor.paths_for(Role.ADMINISTRATOR)), _is_place())
        .order_by(Organisation.path)
    ).all()


def place(session: Session, _actor: Actor, place_id: UUID) -> Organisation | None:
    """Load a root or an organisation; the rule says who may see its figures."""
    return session.scalar(select(Organisation).where(Organisation.id == place_id, _is_place()))


def figures(session: Session, _actor: Actor, set_id: UUID) -> AnySet | None:
    """Load a set of either kind, with its place, its points and who entered it."""
    return _one(session, ScaleSet, set_id) or _one(session, OnCostSet, set_id)


def scale(session: Session, _actor: Actor, set_id: UUID) -> ScaleSet | None:
    """Load a pay scale."""
    return _one(session, ScaleSet, set_id)


def on_costs(session: Session, _actor: Actor, set_id: UUID) -> OnCostSet | None:
    """Load a set of on-costs."""
    return _one(session, OnCostSet, set_id)


def file_of(session: Session, found: ScaleSet) -> RateImport | None:
    """Return the file that was sent for a draft and waits to be applied."""
    return session.scalar(select(RateImport).where(RateImport.scale_id == found.id))


def entered(session: Session, where: Organisation, number: int) -> tuple[AnySet, ...]:
    """Return a page of the sets entered for a place itself, the last one entered first."""
    return _whole(session, _entered(where).offset((number - 1) * PAGE))


def count_entered(session: Session, where: Organisation) -> int:
    """Count the sets entered for a place itself."""
    return session.scalar(select(func.count()).select_from(_entered(where).subquery())) or 0


def drafts(session: Session, where: Organisation) -> tuple[AnySet, ...]:
    """Return the drafts of a place, the last one entered first; not more than a page of them."""
    return _whole(session, _entered(where, only_drafts=True))


def _entered(where: Organisation, *, only_drafts: bool = False) -> Select[Any]:
    """Return the ids of sets of both kinds, in order."""
    parts = [
        select(kind.id, kind.entered_at).where(
            kind.organisation_id == where.id,
            kind.in_force_at.is_(None) if only_drafts else true(),
        )
        for kind in KINDS
    ]
    every = union_all(*parts).subquery()
    return select(every.c.id, every.c.entered_at).order_by(every.c.entered_at.desc(), every.c.id)


def _whole(session: Session, page: Select[Any]) -> tuple[AnySet, ...]:
    """Load a page of sets of both kinds, in the order of their ids."""
    ids = [row.id for row in session.execute(page.limit(PAGE))]
    found: dict[UUID, AnySet] = {}
    found |= {made.id: made for made in _by_id(session, ScaleSet, ids)}
    found |= {made.id: made for made in _by_id(session, OnCostSet, ids)}
    return tuple(found[each] for each in ids)


def _by_id(session: Session, kind: type[Set], ids: Sequence[UUID]) -> Sequence[Set]:
    query = select(kind).where(kind.id.in_(ids)).options(joinedload(kind.entered_by))
    return session.scalars(query).all()


def replaced_by(session: Session, found: AnySet) -> Sequence[AnySet]:
    """Return the sets in force that this one replaces: of its place and nation, within its days."""
    if isinstance(found, ScaleSet):
        return _replaced(session, ScaleSet, found)
    return _replaced(session, OnCostSet, found)


def _replaced(session: Session, kind: type[Set], found: Set) -> Sequence[Set]:
    return session.scalars(
        select(kind)
        .where(
            kind.organisation_id == found.organisation_id,
            kind.nation == found.nation,
            kind.starts_on >= found.starts_on,
            kind.ends_on <= found.ends_on,
            kind.id != found.id,
            *_counts(kind),
        )
        .order_by(kind.starts_on, kind.in_force_at, kind.id)
        .options(joinedload(kind.entered_by))
    ).all()


def choice_sets(session: Session, where: Organisation, number: int) -> Sequence[ChoiceSet]:
    """Return a page of the choices entered for a place, newest days first."""
    return session.scalars(
        select(ChoiceSet)
        .where(ChoiceSet.organisation_id == where.id)
        .order_by(ChoiceSet.starts_on.desc(), ChoiceSet.entered_at.desc(), ChoiceSet.id)
        .options(joinedload(ChoiceSet.entered_by))
        .limit(PAGE)
        .offset((number - 1) * PAGE)
    ).all()


def count_choices(session: Session, where: Organisation) -> int:
    """Count the choices entered for a place."""
    found = select(func.count()).where(ChoiceSet.organisation_id == where.id)
    return session.scalar(found) or 0


def hourly_sets(session: Session, where: Organisation) -> Sequence[HourlySet]:
    """Return the hourly rates in use at a place, by cover and band, newest days first."""
    return session.scalars(
        select(HourlySet)
        .where(HourlySet.organisation_id == where.id, HourlySet.ended_at.is_(None))
        .order_by(
            HourlySet.cover, HourlySet.band, HourlySet.starts_on.desc(), HourlySet.entered_at.desc()
        )
    ).all()


def hourly(session: Session, _actor: Actor, hourly_id: UUID) -> HourlySet | None:
    """Load an hourly rate with its place."""
    query = select(HourlySet).where(HourlySet.id == hourly_id)
    return session.scalar(query.options(joinedload(HourlySet.organisation)))


def happened(session: Session, where: Organisation, number: int) -> Sequence[TrailEntry]:
    """Return a page of what was done to the figures of a place, newest first."""
    return session.scalars(
        _trail(where).order_by(TrailEntry.number.desc()).limit(PAGE).offset((number - 1) * PAGE)
    ).all()


def count_happened(session: Session, where: Organisation) -> int:
    """Count what was done to the figures of a place."""
    return session.scalar(select(func.count()).select_from(_trail(where).subquery())) or 0


def _trail(where: Organisation) -> Select[TrailEntry]:
    return select(TrailEntry).where(
        TrailEntry.subject_kind == SUBJECT, TrailEntry.subject_id == where.id
    )


def _is_place() -> ColumnElement[bool]:
    return or_(Organisation.parent_id.is_(None), Organisation.kind == NodeKind.ORGANISATION)


def _counts(kind: type[Set]) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return kind.in_force_at.is_not(None), kind.ended_at.is_(None)


def _one(session: Session, kind: type[Set], set_id: UUID) -> Set | None:
    whole = (joinedload(kind.organisation), joinedload(kind.entered_by))
    return session.scalar(select(kind).where(kind.id == set_id).options(*whole))


def _in_force(session: Session, kind: type[Set], path: str) -> Sequence[Set]:
    query = (
        select(kind)
        .join(kind.organisation)
        .where(Organisation.path.in_(up_from(path)), *_counts(kind))
        .order_by(func.length(Organisation.path), kind.in_force_at, kind.id)
        .options(joinedload(kind.entered_by))
    )
    if kind is ScaleSet:
        query = query.options(selectinload(ScaleSet.points))
    return session.scalars(query).all()
