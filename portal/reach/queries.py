"""Find subscriptions, and the calls that are told of and fed to others."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session, joinedload

from portal.audit.models import TrailEntry
from portal.reach.models import Subscription
from portal.reach.policy import KEPT_AFTER_STOPPING, LINK_LASTS
from portal.reach.tokens import digest
from portal.schemes.models import Call, Scheme
from portal.schemes.queries import is_public, whole_call


def by_token(session: Session, token: str) -> Subscription | None:
    """Return the subscription that this link of a first mail is for."""
    return session.scalar(
        select(Subscription)
        .where(Subscription.token_digest == digest(token))
        .options(joinedload(Subscription.scheme))
    )


def by_id(session: Session, subscription_id: UUID) -> Subscription | None:
    """Return a subscription with its scheme."""
    return session.scalar(
        select(Subscription)
        .where(Subscription.id == subscription_id)
        .options(joinedload(Subscription.scheme).selectinload(Scheme.versions))
    )


def asked_from(session: Session, asker: str, now: datetime) -> int:
    """Count what was asked from a network address (as its digest) in the last hour."""
    return _count(
        session,
        and_(Subscription.asked_from == asker, Subscription.asked_at > now - timedelta(hours=1)),
    )


def mailed(session: Session, email: str, now: datetime) -> int:
    """Count the links sent to an address in the last day."""
    return _count(
        session, and_(Subscription.email == email, Subscription.asked_at > now - timedelta(days=1))
    )


def _count(session: Session, condition: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(Subscription).where(condition)) or 0


def same_wish(session: Session, of: Subscription) -> Sequence[Subscription]:
    """Return an address's other subscriptions to the same thing that have not ended."""
    same = Subscription.scheme_id == of.scheme_id
    return session.scalars(
        select(Subscription)
        .where(
            Subscription.email == of.email,
            same if of.scheme_id else Subscription.scheme_id.is_(None),
            Subscription.ended_at.is_(None),
            Subscription.id != of.id,
        )
        .order_by(Subscription.id)
    ).all()


def going_to(session: Session, email: str) -> Sequence[Subscription]:
    """Return all subscriptions of an address that have not ended, for writing."""
    return session.scalars(
        select(Subscription)
        .where(Subscription.email == email, Subscription.ended_at.is_(None))
        .order_by(Subscription.id)
        .with_for_update()
    ).all()


def live_emails(session: Session, after: str, limit: int) -> Sequence[str]:
    """Return the next addresses, in order, that alerts go to."""
    return session.scalars(
        select(Subscription.email)
        .where(_is_live(), Subscription.email > after)
        .distinct()
        .order_by(Subscription.email)
        .limit(limit)
    ).all()


def live_of(session: Session, emails: Iterable[str]) -> dict[str, list[Subscription]]:
    """Return the live subscriptions of these addresses, by address, the oldest first."""
    rows = session.scalars(
        select(Subscription)
        .where(_is_live(), Subscription.email.in_(list(emails)))
        .order_by(Subscription.confirmed_at, Subscription.id)
    )
    found: dict[str, list[Subscription]] = {}
    for row in rows:
        found.setdefault(row.email, []).append(row)
    return found


def _is_live() -> ColumnElement[bool]:
    return and_(Subscription.confirmed_at.is_not(None), Subscription.ended_at.is_(None))


def is_to_forget(now: datetime) -> ColumnElement[bool]:
    """Say, of a subscription, that its address is to be deleted: never confirmed, or long ended."""
    unconfirmed = and_(
        Subscription.confirmed_at.is_(None), Subscription.asked_at < now - LINK_LASTS
    )
    return or_(unconfirmed, Subscription.ended_at < now - KEPT_AFTER_STOPPING)


def is_due(session: Session, now: datetime) -> bool:
    """Say whether a call is to be told of, or an address to be forgotten."""
    to_tell = exists().where(
        Scheme.id == Call.scheme_id, is_public(), Call.announced_at.is_(None), Call.opens_at <= now
    )
    to_forget = exists().where(is_to_forget(now))
    return bool(session.scalar(select(or_(to_tell, to_forget))))


def to_announce(session: Session, now: datetime) -> Sequence[Call]:
    """Return the public calls that opened at one same instant and were not told of: the earliest.

    What opened at one instant is told of in one mail; that set can never change, since a call
    is fixed once it has opened.
    """
    waiting = (is_public(), Call.announced_at.is_(None), Call.opens_at <= now)
    first = select(func.min(Call.opens_at)).join(Call.scheme).where(*waiting).scalar_subquery()
    return session.scalars(
        select(Call)
        .join(Call.scheme)
        .where(*waiting, Call.opens_at == first)
        .order_by(Call.closes_at, Call.id)
        .options(*whole_call())
    ).all()


def offered(session: Session, now: datetime) -> Sequence[Call]:
    """Return every public call that is open or coming, by closing time."""
    return session.scalars(
        select(Call)
        .join(Call.scheme)
        .where(is_public(), Call.closes_at >= now)
        .order_by(Call.closes_at, Call.id)
        .options(*whole_call())
    ).all()


def calls_of(session: Session, scheme: Scheme) -> Sequence[Call]:
    """Return a scheme's public calls, past ones too, the newest first."""
    return session.scalars(
        select(Call)
        .join(Call.scheme)
        .where(is_public(), Call.scheme_id == scheme.id)
        .order_by(Call.closes_at.desc(), Call.id)
        .options(*whole_call())
    ).all()


def public_call(session: Session, slug: str, call_slug: str) -> Call | None:
    """Return one public call by the slugs of its page's address."""
    if "\0" in slug + call_slug:
        return None  # PostgreSQL takes no NUL, and an address may carry one
    return session.scalar(
        select(Call)
        .join(Call.scheme)
        .where(is_public(), Scheme.slug == slug, Call.slug == call_slug)
        .options(*whole_call())
    )


def changed_at(session: Session, calls: Sequence[Call]) -> Mapping[UUID, datetime]:
    """Return when each call, or its scheme, was last changed, as the trail has it."""
    subjects = {call.id for call in calls} | {call.scheme_id for call in calls}
    rows = session.execute(
        select(TrailEntry.subject_id, func.max(TrailEntry.at))
        .where(TrailEntry.subject_id.in_(subjects))
        .group_by(TrailEntry.subject_id)
    )
    last = {subject: at for subject, at in rows}  # noqa: C416 -- rows are not pairs to mypy
    return {
        call.id: max(
            last.get(call.id, call.pinned.made_at),
            last.get(call.scheme_id, call.pinned.made_at),
        )
        for call in calls
    }
