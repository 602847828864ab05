"""The panel says what it recommends."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.applications.models import Application
from portal.audit.actions import record
from portal.kernel.actor import Actor
from portal.kernel.language import lazy
from portal.kernel.ruling import HIDDEN, Refused, enforce, no
from portal.reviews import policy, queries
from portal.reviews.actions.locks import hold_call
from portal.reviews.lifecycle import Verdict
from portal.reviews.models import Recommendation
from portal.reviews.ranking import Ranking
from portal.reviews.weighing import Weighed
from portal.schemes.models import Call

OVERTAKEN = lazy(
    "Somebody else changed this after you opened the page. See what they say, then save again."
)


@dataclass(frozen=True, slots=True)
class Said:
    """What one row of the page says. `seen` is the mark of what stood there when it was served."""

    verdict: Verdict | None
    note: str
    seen: str


class Overtaken(Refused):
    """Raised where others changed the same applications since; nothing was kept."""

    def __init__(self, application_ids: Collection[UUID]) -> None:
        super().__init__(no(OVERTAKEN))
        self.application_ids = application_ids


def mark(verdict: Verdict | None, note: str) -> str:
    """Return a short mark of a recommendation; of none it is empty."""
    return sha256(f"{verdict}:{note}".encode()).hexdigest()[:16] if verdict else ""


def recommend_each(
    session: Session, call: Call, said: Mapping[UUID, Said], *, actor: Actor, now: datetime
) -> int:
    """Keep each row that differs from what was served; return how many were changed.

    Rows left as they were served say nothing, so nobody takes back what they never saw. Raises
    Overtaken where a row and somebody else's newer word differ.
    """
    enforce(policy.may_recommend(call, actor, now))
    hold_call(session, call)
    stands = queries.recommendations(session, call, actor)
    known = {one.id: one for one in queries.weighed_page(session, call, actor)}
    meant = {i: one for i, one in said.items() if i in known and _is_changed(one)}
    if lost := [i for i, one in meant.items() if _is_overtaken(one, stands.get(i))]:
        raise Overtaken(lost)
    return sum(
        recommend(session, known[i], one.verdict, one.note, actor=actor, now=now)
        for i, one in meant.items()
    )


def _is_changed(said: Said) -> bool:
    return mark(said.verdict, said.note) != said.seen


def _is_overtaken(said: Said, stands: Recommendation | None) -> bool:
    newest = mark(stands.verdict, stands.note) if stands else ""
    return newest not in {said.seen, mark(said.verdict, said.note)}


def recommend(
    session: Session,
    application: Application,
    verdict: Verdict | None,
    note: str,
    *,
    actor: Actor,
    now: datetime,
) -> bool:
    """Say what the panel recommends, or take it back with None; return whether it changed.

    Whoever calls holds the call, where two may act at once.
    """
    enforce(policy.may_recommend(application.call, actor, now))
    if not queries.is_known_to(session, actor, application.id):
        raise Refused(HIDDEN)
    found = session.scalar(
        select(Recommendation).where(Recommendation.application_id == application.id)
    )
    if verdict is None:
        return _take_back(session, found, actor, now)
    if found is not None and (found.verdict, found.note) == (verdict, note):
        return False
    if found is None:
        found = Recommendation(application_id=application.id)
        session.add(found)
    found.verdict, found.note, found.made_at = verdict, note, now
    if actor.person_id is not None:
        found.made_by_id = actor.person_id
    session.flush()
    facts = {"verdict": verdict.value, "note": note}
    record(session, actor, "recommended", "recommendation", found.id, now=now, **facts)
    return True


def _take_back(session: Session, found: Recommendation | None, actor: Actor, now: datetime) -> bool:
    if found is None:
        return False
    record(session, actor, "took_back_recommendation", "recommendation", found.id, now=now)
    session.delete(found)
    return True


def recommend_line(
    session: Session, weighed: Weighed, *, actor: Actor, now: datetime
) -> Mapping[Verdict, int]:
    """Recommend to fund what stands above the line and not what is below; return the counts.

    Applications that have a recommendation keep it; those without a score get none.
    """
    enforce(policy.may_recommend_line(weighed, actor, now))
    call, ranking = weighed.call, weighed.ranking
    hold_call(session, call)
    made: Counter[Verdict] = Counter()
    said = queries.recommendations(session, call, actor)
    for application_id, verdict in line_verdicts(ranking, said.keys()).items():
        application = weighed.applications[application_id]
        if recommend(session, application, verdict, "", actor=actor, now=now):
            made[verdict] += 1
    return made


def line_verdicts(ranking: Ranking, decided: Collection[UUID]) -> Mapping[UUID, Verdict]:
    """Return what the line says of every scored application that has no recommendation."""
    return {
        row.application_id: Verdict.FUND if row.is_above else Verdict.DO_NOT_FUND
        for row in ranking.rows
        if row.score is not None and row.application_id not in decided
    }
