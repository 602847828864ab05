"""Find schemes and calls: for everybody, for an office, and for features above."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from portal.kernel.actor import Actor, Role
from portal.kernel.language import Text
from portal.people.models import NodeKind, Organisation
from portal.people.queries import at_or_below
from portal.schemes.definition import Kind
from portal.schemes.filters import Filters
from portal.schemes.models import Call, Scheme, SchemeVersion
from portal.schemes.slugs import is_slug

PAGE = 50


@dataclass(frozen=True, slots=True)
class ClosedCall:
    """A line of the list of closed calls: no more than it shows."""

    call_id: UUID
    scheme_slug: str
    scheme_name: Text
    call_slug: str
    call_name: Text
    organisation: Text
    closed_at: datetime


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All that the public may see now. `kinds` and `organisations` are of everything offered."""

    open: tuple[Call, ...]
    coming: tuple[Call, ...]
    closed: tuple[ClosedCall, ...]
    closed_count: int
    kinds: frozenset[Kind]
    organisations: int


def is_public() -> ColumnElement[bool]:
    """Say, of a call joined to its scheme, that the public may know of it."""
    return Scheme.retired_at.is_(None) & Call.rehearsal.is_(False)


def whole_call() -> tuple[ORMOption, ...]:
    """Load with a call all that its page shows: scheme, organisation, version, whose staff."""
    return (
        joinedload(Call.scheme).joinedload(Scheme.organisation),
        joinedload(Call.pinned),
        selectinload(Call.open_to),
    )


def catalogue(session: Session, now: datetime, filters: Filters, page: int = 1) -> Catalogue:
    """Return open calls by closing time, coming ones by opening, closed ones the newest first.

    A call is closed once `closes_at` has passed: the closing instant is still open. The closed
    are filtered by kind and by the words searched for in their names, and paged.
    """
    calls = session.scalars(
        select(Call)
        .join(Call.scheme)
        .where(is_public(), Call.closes_at >= now)
        .order_by(Call.closes_at, Call.id)
        .options(*whole_call())
    ).all()
    wanted = [call for call in calls if filters.lets_through(call, now)]
    closed, closed_count = _closed(session, now, filters, page)
    coming = sorted((c for c in wanted if now < c.opens_at), key=lambda c: (c.opens_at, c.id))
    offered = session.execute(
        select(Scheme.kind, Scheme.organisation_id).join(Scheme.calls).where(is_public()).distinct()
    ).all()
    return Catalogue(
        open=tuple(call for call in wanted if call.opens_at <= now),
        coming=tuple(coming),
        closed=closed,
        closed_count=closed_count,
        kinds=frozenset(kind for kind, _id in offered),
        organisations=len({organisation for _kind, organisation in offered}),
    )


def _of_closed(query: Select[Any], now: datetime, filters: Filters) -> Select[Any]:
    query = query.select_from(Call).join(Call.scheme).where(is_public(), Call.closes_at < now)
    return query.where(Scheme.kind.in_(filters.kinds)) if filters.kinds else query


def _closed(
    session: Session, now: datetime, filters: Filters, page: int
) -> tuple[tuple[ClosedCall, ...], int]:
    """Read only what a line shows: a scheme's whole document is thousands of letters.

    Words are searched for here: neither database folds accents. That reads every closed call's
    names, some hundreds after years; without words the database pages.
    """
    columns = select(
        Call.id,
        Scheme.slug,
        SchemeVersion.definition["name"],
        Call.slug,
        Call.name_text,
        Organisation.name_en,
        Organisation.name_cy,
        Call.closes_at,
    )
    query = (
        _of_closed(columns, now, filters)
        .join(Call.pinned)
        .join(Scheme.organisation)
        .order_by(Call.closes_at.desc(), Call.id)
    )
    start = (page - 1) * PAGE
    if not filters.words:
        rows = session.execute(query.limit(PAGE).offset(start)).all()
        count = session.scalar(_of_closed(select(func.count()), now, filters)) or 0
        return tuple(_line(row) for row in rows), count
    found = [
        line
        for line in map(_line, session.execute(query).all())
        if filters.finds(line.scheme_name.en, line.scheme_name.cy, line.organisation.en)
    ]
    return tuple(found[start : start + PAGE]), len(found)


def _line(row: Any) -> ClosedCall:
    call_id, slug, name, call, called, en, cy, at = row
    return ClosedCall(
        call_id, slug, Text.from_json(name), call, Text.from_json(called), Text(en, cy), at
    )


def scheme_by_slug(session: Session, slug: str) -> Scheme | None:
    """Return a scheme with its calls, if the public may know of it: one has been set up."""
    if not is_slug(slug):
        return None  # PostgreSQL takes no NUL, and an address may carry one
    public_call = exists().where(Call.scheme_id == Scheme.id, Call.rehearsal.is_(False))
    return session.scalar(
        select(Scheme)
        .where(Scheme.slug == slug, public_call)
        .options(joinedload(Scheme.organisation), selectinload(Scheme.calls))
    )


def call_by_id(session: Session, call_id: UUID) -> Call | None:
    """Return a call with scheme, organisation, pinned version and `open_to`. Asks nobody who."""
    return session.scalar(select(Call).where(Call.id == call_id).options(*whole_call()))


def call_by_prefix(session: Session, prefix: str) -> Call | None:
    """Return the call whose references start so."""
    return session.scalar(select(Call).where(Call.prefix == prefix))


def slugs(session: Session) -> frozenset[str]:
    """Return every scheme's slug."""
    return frozenset(session.scalars(select(Scheme.slug)))


def prefixes(session: Session) -> frozenset[str]:
    """Return every call's prefix."""
    return frozenset(session.scalars(select(Call.prefix)))


def _of_office(actor: Actor) -> ColumnElement[bool]:
    """Say, of an organisation, that the actor is its office: at its node or one above."""
    return at_or_below(*actor.paths_for(Role.OFFICE))


def office_nodes(session: Session, actor: Actor) -> Sequence[Organisation]:
    """Return every node down to directorates that the actor is the office of, by path."""
    return session.scalars(
        select(Organisation)
        .where(_of_office(actor), Organisation.kind != NodeKind.TEAM)
        .order_by(Organisation.path)
    ).all()


def office_schemes(session: Session, actor: Actor, page: int = 1) -> Sequence[Scheme]:
    """Return a page of the actor's schemes with versions and calls, by slug."""
    return session.scalars(
        select(Scheme)
        .join(Scheme.organisation)
        .where(_of_office(actor))
        .order_by(Scheme.retired_at.is_not(None), Scheme.slug)
        .options(
            joinedload(Scheme.organisation),
            selectinload(Scheme.versions),
            selectinload(Scheme.calls),
        )
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    ).all()


def count_office_schemes(session: Session, actor: Actor) -> int:
    """Count the actor's schemes."""
    query = select(func.count()).select_from(Scheme).join(Scheme.organisation)
    return session.scalar(query.where(_of_office(actor))) or 0


def office_scheme(session: Session, _actor: Actor, scheme_id: UUID) -> Scheme | None:
    """Return a scheme with versions, their makers, and calls; the policy says who may see it."""
    return session.scalar(
        select(Scheme)
        .where(Scheme.id == scheme_id)
        .options(
            joinedload(Scheme.organisation),
            selectinload(Scheme.versions).joinedload(SchemeVersion.made_by),
            selectinload(Scheme.calls).joinedload(Call.pinned),
        )
    )


def the_call(session: Session, _actor: Actor, call_id: UUID) -> Call | None:
    """Return a call for a guard; the guard's rule says who may see it."""
    return call_by_id(session, call_id)
