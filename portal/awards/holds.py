"""What awards hold of a person: decisions that were released to them, and their awards."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.applications.models import Application
from portal.awards.lifecycle import OFFER_LABELS, OUTCOME_LABELS, DecisionState
from portal.awards.models import Award, Decision
from portal.kernel.holdings import Holder, Part, Record, of
from portal.kernel.language import _
from portal.web.format import hours, moment, money, short_day

COVERS: tuple[str, ...] = ()
LEFT_OUT = {"decisions.decided_by_id": "the record of an act of the office; the letter is signed"}


def tell(session: Session, holder: Holder) -> Iterator[Part]:
    """Tell of released decisions with their feedback, and of offers. Never of one not released."""
    decisions = session.scalars(
        select(Decision)
        .join(Decision.application)
        .where(Application.applicant_id == holder.id, Decision.state == DecisionState.RELEASED)
        .order_by(Decision.released_at, Decision.id)
        .options(joinedload(Decision.application))
    ).all()
    yield Part("decisions", _("Decisions"), [_decision(each) for each in decisions])
    ids = [each.id for each in decisions]
    awards = session.scalars(
        select(Award)
        .where(Award.decision_id.in_(ids))
        .order_by(Award.offered_at, Award.id)
        .options(joinedload(Award.application))
    )
    yield Part("awards", _("Awards"), [_award(each) for each in awards])


def _decision(each: Decision) -> Record:
    facts = [
        (_("Decision"), str(OUTCOME_LABELS[each.outcome])),
        (_("Told to you"), moment(each.released_at) if each.released_at else ""),
        (_("Feedback"), each.feedback),
    ]
    data = of(each, "outcome", "amount_pence", "feedback", "released_at")
    return Record(each.application.title, facts, {"reference": each.application.reference, **data})


def _award(each: Award) -> Record:
    facts = [
        (_("Your answer"), str(OFFER_LABELS[each.state])),
        (_("Money"), money(each.amount_pence)),
        (_("Hours in all"), hours(each.hours_hundredths)),
        (_("First day"), short_day(each.starts_on)),
        (_("Last day"), short_day(each.ends_on)),
    ]
    names = ("amount_pence", "hours_hundredths", "starts_on", "ends_on", "state", "offered_at")
    data = of(each, *names, "answer_by_on", "answered_at")
    return Record(each.application.title, facts, {"reference": each.application.reference, **data})
