"""Find mentors, who is paired with whom, and how many."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, Subquery, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.kernel.actor import Actor
from portal.mentors.lifecycle import LIVE, PairingState
from portal.mentors.models import Mentor, Pairing
from portal.mentors.policy import Reader, Shown
from portal.people.models import Employment, Person
from portal.people.queries import at_or_below, person_with_posts

PAGE = 50
UNMET_AFTER = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a mentor is looked for: each part left empty asks for nothing."""

    group: str = ""
    words: str = ""
    has_room: bool = False
    welsh: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of the directory before its person is loaded."""

    id: UUID
    topics: str
    methods: str
    professions: Sequence[str]
    speaks_welsh: bool
    room: int  # 0 while paused


@dataclass(frozen=True, slots=True)
class Counts:
    """How a profession stands at some nodes: pairs now, requests that found nobody, mentors."""

    profession_code: str
    pairs: int = 0
    unmet: int = 0


def reader(session: Session, actor: Actor) -> Reader | None:
    """Return whoever is signed in, with what they offer."""
    person = person_with_posts(session, actor.person_id) if actor.person_id else None
    return Reader(person, of_person(session, person.id)) if person else None


def of_person(session: Session, person_id: UUID) -> Mentor | None:
    """Return what a person offers or offered."""
    return session.scalar(
        select(Mentor).where(Mentor.person_id == person_id).options(joinedload(Mentor.person))
    )


def listed(session: Session) -> Sequence[Listed]:
    """Return everybody in the directory, by id, with the places that are left."""
    taken = _taken()
    rows = session.execute(
        select(Mentor, func.coalesce(taken.c.number, 0))
        .join(Mentor.person)
        .outerjoin(taken, taken.c.mentor_id == Mentor.id)
        .where(Mentor.left_at.is_(None), Person.is_active)
        .order_by(Mentor.id)
    )
    return [
        Listed(
            each.id,
            each.topics,
            each.methods,
            each.professions,
            each.speaks_welsh,
            0 if each.paused_at else max(each.places - number, 0),
        )
        for each, number in rows
    ]


def _taken() -> Subquery:
    return (
        select(Pairing.mentor_id, func.count().label("number"))
        .where(Pairing.state == PairingState.PAIRED)
        .group_by(Pairing.mentor_id)
        .subquery()
    )


def fits(each: Listed, wanted: Wanted) -> bool:
    """Say whether a mentor is what is looked for. Somebody for no profession is for all."""
    said = f"{each.topics} {each.methods}".casefold()
    return (
        (not wanted.group or not each.professions or wanted.group in each.professions)
        and all(word in said for word in wanted.words.casefold().split())
        and (not wanted.has_room or each.room > 0)
        and (not wanted.welsh or each.speaks_welsh)
    )


def in_turn(found: Sequence[Listed], on: date) -> list[Listed]:
    """Return them in an order that is another each day, so that nobody is always first.

    The same all day, so that pages of a list do not shift under whoever reads them.
    """
    return sorted(found, key=lambda each: hashlib.sha256(f"{on}{each.id}".encode()).digest())


def with_people(session: Session, ids: Sequence[UUID]) -> Sequence[Mentor]:
    """Return these mentors, in this order, with the posts of each."""
    found = session.scalars(
        select(Mentor)
        .where(Mentor.id.in_(ids))
        .options(
            joinedload(Mentor.person).selectinload(Person.posts).joinedload(Employment.organisation)
        )
    )
    by_id = {each.id: each for each in found}
    return [by_id[each] for each in ids if each in by_id]


def with_room(session: Session, actor: Actor) -> Sequence[Mentor]:
    """Return the mentors who have room, but for the actor, by name, to choose from."""
    ids = [each.id for each in listed(session) if each.room]
    return session.scalars(
        select(Mentor)
        .join(Mentor.person)
        .where(Mentor.id.in_(ids), Mentor.person_id != actor.person_id)
        .order_by(Person.name, Mentor.id)
        .options(joinedload(Mentor.person))
    ).all()


def shown(session: Session, actor: Actor, mentor_id: UUID) -> Shown | None:
    """Return one mentor as they stand before this actor."""
    who = person_with_posts(session, actor.person_id) if actor.person_id else None
    mentor = session.scalar(
        select(Mentor)
        .where(Mentor.id == mentor_id)
        .options(
            joinedload(Mentor.person).selectinload(Person.posts).joinedload(Employment.organisation)
        )
    )
    return stand(session, mentor, who) if mentor and who else None


def stand(session: Session, mentor: Mentor, who: Person) -> Shown:
    """Return how a mentor stands before a person, as it is now."""
    live = select(Pairing).where(Pairing.mentee_id == who.id, Pairing.state.in_(LIVE))
    asked = select(func.count()).where(
        Pairing.mentee_id == who.id, Pairing.state == PairingState.ASKED
    )
    return Shown(
        mentor,
        who,
        taken(session, mentor.id),
        session.scalar(asked) or 0,
        session.scalar(live.where(Pairing.mentor_id == mentor.id)),
    )


def taken(session: Session, mentor_id: UUID) -> int:
    """Count who has a place with a mentor."""
    counted = select(func.count()).where(
        Pairing.mentor_id == mentor_id, Pairing.state == PairingState.PAIRED
    )
    return session.scalar(counted) or 0


def held(session: Session, mentor_id: UUID) -> Mentor:
    """Return a mentor for a change, and keep others from taking a place meanwhile."""
    return session.scalars(
        select(Mentor)
        .where(Mentor.id == mentor_id)
        .with_for_update(of=Mentor, key_share=True)
        .execution_options(populate_existing=True)
    ).one()


def pairing(session: Session, _actor: Actor, pairing_id: UUID) -> Pairing | None:
    """Return a pairing for a guard; the guard's rule says who may see it."""
    return session.scalar(
        select(Pairing)
        .where(Pairing.id == pairing_id)
        .options(
            joinedload(Pairing.mentor).joinedload(Mentor.person),
            joinedload(Pairing.mentee),
            selectinload(Pairing.meetings),
        )
    )


def of_actor(session: Session, actor: Actor, limit: int, offset: int = 0) -> Sequence[Pairing]:
    """Return the requests and pairings of a person, on either side: those that live first."""
    live = Pairing.state.in_(LIVE)
    return session.scalars(
        _of(actor)
        .order_by(live.desc(), Pairing.asked_at.desc(), Pairing.id)
        .limit(limit)
        .offset(offset)
        .options(joinedload(Pairing.mentor).joinedload(Mentor.person), joinedload(Pairing.mentee))
    ).all()


def _of(actor: Actor) -> Select[Pairing]:
    return (
        select(Pairing)
        .join(Pairing.mentor)
        .where(or_(Pairing.mentee_id == actor.person_id, Mentor.person_id == actor.person_id))
    )


def count_of_actor(session: Session, actor: Actor) -> int:
    """Count them."""
    return session.scalar(select(func.count()).select_from(_of(actor).subquery())) or 0


def waiting_for(session: Session, actor: Actor) -> Sequence[Pairing]:
    """Return the requests that this person has to answer, the oldest first."""
    return session.scalars(
        select(Pairing)
        .join(Pairing.mentor)
        .where(Mentor.person_id == actor.person_id, Pairing.state == PairingState.ASKED)
        .order_by(Pairing.asked_at, Pairing.id)
        .options(joinedload(Pairing.mentee))
    ).all()


def requests_to(session: Session, mentor_id: UUID) -> Sequence[Pairing]:
    """Return the requests to a mentor that wait, the oldest first."""
    return session.scalars(
        select(Pairing)
        .where(Pairing.mentor_id == mentor_id, Pairing.state == PairingState.ASKED)
        .order_by(Pairing.asked_at, Pairing.id)
        .options(joinedload(Pairing.mentee), joinedload(Pairing.mentor))
    ).all()


def pairs_among(session: Session, people: Sequence[UUID]) -> frozenset[frozenset[UUID]]:
    """Return each two of these people who are or were mentor and mentee. For conflicts."""
    rows = session.execute(
        select(Mentor.person_id, Pairing.mentee_id)
        .join(Pairing.mentor)
        .where(Pairing.state.in_((PairingState.PAIRED, PairingState.ENDED)))
        .where(Mentor.person_id.in_(people), Pairing.mentee_id.in_(people))
    )
    return frozenset(frozenset(row) for row in rows)


def counts(session: Session, paths: Sequence[str], now: datetime) -> tuple[Counts, ...]:
    """Count pairs, and people who asked and found nobody, by the mentee's profession.

    Of those whose main post is at or below one of these paths. Unmet is somebody without a
    mentor who was declined, or who has waited 14 days. People are counted, not requests.
    """
    rows = session.execute(
        select(Pairing.mentee_id, Pairing.profession_code, Pairing.state, Pairing.asked_at)
        .join(Employment, Employment.person_id == Pairing.mentee_id)
        .join(Employment.organisation)
        .where(Employment.is_main, at_or_below(*paths))
        .order_by(Pairing.asked_at, Pairing.id)
    ).all()
    paired = {row.mentee_id for row in rows if row.state is PairingState.PAIRED}
    had = {row.mentee_id for row in rows if row.state is PairingState.ENDED} | paired
    unmet = {
        row.mentee_id: row.profession_code
        for row in rows
        if row.mentee_id not in had and _is_unmet(row.state, row.asked_at, now)
    }
    pairs = Counter(row.profession_code for row in rows if row.state is PairingState.PAIRED)
    missed = Counter(unmet.values())
    return tuple(
        Counts(code, pairs[code], missed[code]) for code in sorted(pairs.keys() | missed.keys())
    )


def _is_unmet(state: PairingState, asked_at: datetime, now: datetime) -> bool:
    waits = state is PairingState.ASKED and asked_at <= now - UNMET_AFTER
    return waits or state is PairingState.DECLINED


def places_at(session: Session, paths: Sequence[str]) -> tuple[int, int]:
    """Count the mentors with their main post at or below these paths, and the places left."""
    here = (
        select(Employment.person_id)
        .join(Employment.organisation)
        .where(Employment.is_main, at_or_below(*paths))
    )
    ids = set(session.scalars(select(Mentor.id).where(Mentor.person_id.in_(here))))
    found = [each for each in listed(session) if each.id in ids]
    return len(found), sum(each.room for each in found)
