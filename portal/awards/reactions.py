"""What awards do when an application is withdrawn, and what they say when they are asked.

`create_app` connects them.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.applications.models import Application
from portal.approvals.awarded import Awarded, Told
from portal.awards import actions, policy, queries
from portal.awards.lifecycle import OfferState, Outcome
from portal.awards.models import Award, Decision
from portal.awards.policy import pot_problems as problems_of
from portal.kernel.actor import Actor
from portal.kernel.reactions import answers, on
from portal.kernel.ruling import enforce
from portal.schemes.models import Call
from portal.schemes.problems import Problem


def connect() -> None:
    """Put the handlers on; a second time changes nothing."""
    on("application_withdrawing", withdrawing)
    on("application_withdrawn", withdrawn)
    on("application_returning", returning)
    answers("held_before", held_before)
    answers("decisions_made", decisions_made)
    answers("pot_problems", pot_problems)
    answers("awards_told", awards_told)
    answers("is_released", is_released)


def withdrawing(session: Session, *, application: Application, **_facts: object) -> None:
    """Refuse where the applicant has been told; a decision nobody knows says nothing here."""
    enforce(
        policy.may_be_withdrawn(queries.released(session, [application.id]).get(application.id))
    )


def returning(session: Session, *, application: Application, **_facts: object) -> None:
    """Refuse where there is a decision, known or not: it was about what was sent."""
    enforce(policy.may_be_returned(queries.decision_of(session, application.id)))


def withdrawn(session: Session, *, application: Application, actor: Actor, now: datetime) -> None:
    """Drop a decision that nobody knows yet; refuse where the applicant has been told.

    A rehearsal that has ended takes all with it, told or not.
    """
    if application.call.ended_at is not None:
        return
    actions.drop_on_withdrawal(session, application, actor=actor, now=now)


def held_before(session: Session, *, person_id: UUID, scheme_id: UUID) -> bool | None:
    """Say that somebody had an award of a scheme; None where no award says so."""
    return queries.has_held(session, person_id, scheme_id) or None


def decisions_made(session: Session, *, call: Call) -> int:
    """Count the decisions of a call, whether anybody knows them or not."""
    return queries.count_decided(session, call.id)


def is_released(session: Session, *, application: Application) -> bool:
    """Say whether the applicant may know what was decided."""
    return application.id in queries.released(session, [application.id])


def pot_problems(
    session: Session, *, call: Call, pence: int, wte_months_hundredths: int | None
) -> tuple[Problem, ...]:
    """Say why the pot of a call cannot become this much. Whoever asks holds the call."""
    return problems_of(queries.pot_of(session, call), pence, wte_months_hundredths)


def awards_told(session: Session, *, application_ids: Collection[UUID]) -> Mapping[UUID, Told]:
    """Say what these applicants have been told; of a decision that is not released, nothing."""
    offers = queries.awards(session, application_ids)
    return {
        application_id: _told(decision, offers.get(application_id))
        for application_id, decision in queries.released(session, application_ids).items()
    }


OFFERS = {
    OfferState.OFFERED: Awarded.OFFERED,
    OfferState.ACCEPTED: Awarded.ACCEPTED,
    OfferState.TURNED_DOWN: Awarded.NONE,
}


def _told(decision: Decision, award: Award | None) -> Told:
    if decision.outcome is Outcome.AWARD and award is not None:
        at = award.answered_at or award.offered_at
        return Told(OFFERS[award.state], at, decision.version + award.version)
    is_over = decision.outcome is Outcome.DECLINE
    awarded = Awarded.NONE if is_over else Awarded.NOT_YET
    return Told(awarded, decision.released_at, decision.version)
