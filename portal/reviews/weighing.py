"""Put a call's applications, their scores and the pot together, for one reader."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from portal.applications.models import Application
from portal.applications.returned import as_sent
from portal.kernel.actor import Actor
from portal.reviews import asks, queries
from portal.reviews.ranking import Pot, Ranking, Scored, rank
from portal.schemes.models import Call


@dataclass(frozen=True, slots=True)
class Weighed:
    """The ranking of a call, and the applications in it by id."""

    call: Call
    ranking: Ranking
    applications: Mapping[UUID, Application]

    @property
    def scored(self) -> int:
        """How many have a score."""
        return sum(row.score is not None for row in self.ranking.rows)


def pot_of(call: Call) -> Pot:
    """Return what the call has to give."""
    return Pot(call.pot_pence, call.pot_wte_months_hundredths)


def weigh(session: Session, call: Call, actor: Actor) -> Weighed:
    """Rank what exists for this reader, as if nothing else had been sent."""
    applications = queries.weighed_with_asks(session, call, actor)
    scores = queries.sent_scores(session, call, actor)
    scored = [
        Scored(
            application_id=one.id,
            reviews=tuple(scores.get(one.id, {}).values()),
            pence=one.asked_pence,
            wte_months_hundredths=asks.wte_months_hundredths(one),
        )
        for one in map(as_sent, applications)
    ]
    document = call.document
    ranking = rank(scored, document.criteria, document.aggregation, pot_of(call))
    return Weighed(call, ranking, {one.id: one for one in applications})
