"""Find one's own answers; and count, for uptake alone, what a set of people said."""

from collections import Counter
from collections.abc import Collection
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from portal.costing.scales import Nation
from portal.kernel.actor import Actor
from portal.monitoring.models import EqualityAnswers, EqualityTotal
from portal.monitoring.policy import Own, kept_from
from portal.monitoring.questions import group
from portal.monitoring.seal import Seal
from portal.people.queries import person_with_posts

BATCH = 500

Tally = Counter[tuple[str, str]]


def own(session: Session, actor: Actor) -> Own | None:
    """Return whoever asks, with the nation of their post; England's questions without one."""
    person = person_with_posts(session, actor.person_id) if actor.person_id else None
    if person is None:
        return None
    return Own(person, person.post.organisation.nation if person.post else Nation.ENGLAND)


def answers(session: Session, seal: Seal, who: Own) -> dict[str, Any] | None:
    """Return the person's own answers; None where none are kept."""
    return session.scalar(
        select(EqualityAnswers.answers).where(EqualityAnswers.seal == seal.of(who.person.id))
    )


def has_old(session: Session, now: datetime) -> bool:
    """Say whether there are answers older than we promise to keep."""
    old = select(EqualityAnswers.seal).where(EqualityAnswers.month_on < kept_from(now))
    return session.scalar(old.limit(1)) is not None


def tally(session: Session, seal: Seal, people: Collection[UUID]) -> Tally:
    """Count each answer to each question that these people gave. Secret: for uptake to protect.

    No row, and nothing that joins two questions, leaves this function.
    """
    counted: Tally = Counter()
    seals = sorted(map(seal.of, people))
    for first in range(0, len(seals), BATCH):
        some = EqualityAnswers.seal.in_(seals[first : first + BATCH])
        kept = select(EqualityAnswers.answers).where(some)
        for said in session.scalars(kept):
            counted.update((question, group(str(answer))) for question, answer in said.items())
    return counted


def released(session: Session, organisation_id: UUID) -> list[EqualityTotal]:
    """Return the totals released of an organisation, the latest year first."""
    return list(
        session.scalars(
            select(EqualityTotal)
            .where(EqualityTotal.organisation_id == organisation_id)
            .order_by(EqualityTotal.year_on.desc(), EqualityTotal.question, EqualityTotal.answer)
        )
    )


def released_in(year_on: date) -> Select[UUID]:
    """Select the ids of the organisations whose totals of a year have been released."""
    return select(EqualityTotal.organisation_id).where(EqualityTotal.year_on == year_on)
