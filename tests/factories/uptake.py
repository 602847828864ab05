"""A board with staff numbers, and many applications at once: what uptake counts."""

from datetime import date, timedelta
from itertools import count

from portal.applications.lifecycle import State
from portal.applications.models import Application
from portal.approvals.lifecycle import ApprovalState
from portal.approvals.models import ApprovalRequest
from portal.awards.lifecycle import DecisionState, OfferState, Outcome
from portal.awards.models import Award, Decision
from portal.people.models import Person
from tests.conftest import NOW
from tests.factories import people, schemes

_numbers = count(1)
RELEASED_AT = NOW - timedelta(days=20)
CLOSES_AT = NOW - timedelta(days=100)

STAFF = {
    "NUR-ADULT": 5197,
    "MID": 565,
    "AHP-PHY": 1243,
    "HCS-BMS": 296,
    "PHARM": 729,
    "MED-CONS": 1557,
    "HCSW": 3750,
    "ADMIN": 3567,
    "EST": 1355,
}


def board(session, staff=None, month_end_on=date(2026, 6, 30), **values):
    """An organisation with staff numbers at one month's end, before `closed_call` opens."""
    root = people.node(session, **values)
    for code, headcount in (STAFF if staff is None else staff).items():
        people.workforce(session, root, code, headcount, month_end_on)
    return root


def closed_call(session, organisation, key="small-grant", **values):
    """A call that closed a hundred days ago, thirty days after it opened (on 16 July 2026)."""
    return schemes.open_call(session, organisation, key, closes_at=CLOSES_AT, **values)


def somebody(session) -> Person:
    """A person without a password: quick to make."""
    number = next(_numbers)
    made = Person(
        name=f"Somebody {number}", email=f"somebody{number}@example.nhs.uk", created_at=NOW
    )
    session.add(made)
    return made


def sent(session, call, team, profession="NUR-ADULT", *, person=None, approved=True, **values):
    """One application sent, with an answer from everyone its scheme asks. Not flushed."""
    number = next(_numbers)
    person = person or somebody(session)
    made = Application(
        call=call,
        applicant=person,
        team=team,
        profession_code=profession,
        pay_label="Band 6",
        reference=f"U{number:06d}",
        state=values.pop("state", State.SUBMITTED),
        started_at=values.pop("started_at", call.opens_at + timedelta(hours=1)),
        submitted_at=values.pop("submitted_at", call.closes_at - timedelta(days=1)),
        **values,
    )
    session.add(made)
    for step in call.document.approvals:
        _answered(session, made, step.stage, approved)
    return made


def _answered(session, application, stage, approved) -> None:
    state = ApprovalState.APPROVED if approved else ApprovalState.WAITING
    session.add(
        ApprovalRequest(
            application=application,
            stage=stage,
            state=state,
            asked_at=NOW - timedelta(days=99),
            due_at=NOW - timedelta(days=90),
            answered_at=NOW - timedelta(days=95) if approved else None,
            answered_by=application.applicant if approved else None,
        )
    )


def decided(session, application, outcome=Outcome.AWARD, *, released_at=RELEASED_AT, **values):
    """A decision on it: released, unless `released_at` is None; an award makes an offer."""
    pence = values.pop("pence", 1_000_000) if outcome is Outcome.AWARD else 0
    offer = values.pop("offer", OfferState.ACCEPTED)
    made = Decision(
        application=application,
        outcome=outcome,
        state=DecisionState.RELEASED if released_at else DecisionState.PENDING,
        amount_pence=pence,
        decided_at=NOW - timedelta(days=30),
        decided_by=application.applicant,
        released_at=released_at,
    )
    session.add(made)
    if released_at and outcome is Outcome.AWARD:
        session.add(
            Award(
                decision=made,
                application=application,
                amount_pence=pence,
                hours_hundredths=values.pop("hours", 10_000),
                wte_months_hundredths=100,
                starts_on=date(2027, 4, 1),
                ends_on=date(2027, 9, 30),
                state=offer,
                offered_at=released_at,
                answer_by_on=date(2026, 12, 18),
                answered_at=None if offer is OfferState.OFFERED else NOW - timedelta(days=10),
            )
        )
    return made


def group(session, call, team, profession, applied, approved, awarded) -> None:
    """So many people of a profession who applied, of whom so many were agreed and awarded."""
    for number in range(applied):
        made = sent(session, call, team, profession, approved=number < approved)
        decided(session, made, Outcome.AWARD if number < awarded else Outcome.DECLINE)
    session.flush()
