"""Find where somebody stands in the pulse, whether they took part, and the totals of rounds."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from portal.kernel.actor import Actor, Role
from portal.people.models import NodeKind, Organisation, Person
from portal.people.queries import at_or_below, person_with_posts, up_from
from portal.pulse.models import PulseTaken, PulseTally
from portal.pulse.policy import Stand, counts
from portal.pulse.results import Key, Totals
from portal.pulse.rounds import round_of


def stand(session: Session, actor: Actor) -> Stand:
    """Return where this actor stands: by the main post, else by a role on the board."""
    person = person_with_posts(session, actor.person_id) if actor.person_id else None
    found = stand_of(session, person)
    if found.organisation is not None:
        return found
    return Stand(person, _of_board(session, actor), None)


def stand_of(session: Session, person: Person | None) -> Stand:
    """Return where a person stands by the main post alone."""
    post = person.post if person else None
    organisation = _organisation_of(session, post.organisation.path) if post else None
    if post is None or organisation is None:
        return Stand(person, None, None)
    job = post.profession.uptake_group_in(organisation.nation)
    return Stand(person, organisation, job)


def _organisation_of(session: Session, path: str) -> Organisation | None:
    return session.scalars(
        select(Organisation)
        .where(Organisation.path.in_(up_from(path)), Organisation.kind == NodeKind.ORGANISATION)
        .order_by(func.length(Organisation.path).desc())
        .limit(1)
    ).one_or_none()


def _of_board(session: Session, actor: Actor) -> Organisation | None:
    """Return the first organisation that this actor is on the board of, or of a part of it."""
    paths = actor.paths_for(Role.BOARD)
    above = [up for path in paths for up in up_from(path)]
    return session.scalars(
        select(Organisation)
        .where(Organisation.kind == NodeKind.ORGANISATION)
        .where(or_(Organisation.path.in_(above), at_or_below(*paths)))
        .order_by(Organisation.path)
        .limit(1)
    ).one_or_none()


def has_taken_part(session: Session, person: Person | None, now: datetime) -> bool:
    """Say whether this person has taken part in the round of this moment."""
    if person is None:
        return False
    taken = select(PulseTaken.id).where(
        PulseTaken.person_id == person.id, PulseTaken.round_on == round_of(now)
    )
    return session.scalar(taken) is not None


def is_asked(session: Session, actor: Actor, now: datetime) -> bool:
    """Say whether this actor may take part in this round and has not."""
    found = stand(session, actor)
    return bool(counts(found)) and not has_taken_part(session, found.person, now)


def totals(session: Session, organisation_id: UUID, rounds: Sequence[date]) -> tuple[Totals, ...]:
    """Return the true totals of an organisation in these rounds, in the same order."""
    rows = session.execute(
        select(
            PulseTally.round_on,
            PulseTally.job,
            PulseTally.question,
            PulseTally.answer,
            PulseTally.number,
        ).where(PulseTally.organisation_id == organisation_id, PulseTally.round_on.in_(rounds))
    )
    numbers: dict[date, dict[Key, int]] = defaultdict(dict)
    for round_on, job, question, answer, number in rows:
        numbers[round_on][job, question, answer] = number
    return tuple(Totals(round_on, numbers[round_on]) for round_on in rounds)
