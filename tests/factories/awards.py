"""Applications ready to decide, decisions, and releases, as rows; and cases without a database."""

from datetime import date, timedelta
from functools import cache
from uuid import uuid4

from portal.applications.lifecycle import State
from portal.applications.models import Application, CostKind, CostLine, ReleasePeriod
from portal.approvals.lifecycle import ApprovalState
from portal.approvals.models import ApprovalRequest
from portal.awards import actions
from portal.awards.cases import Case
from portal.awards.lifecycle import DecisionState, OfferState, Outcome
from portal.awards.models import Award, Decision
from portal.costing.scales import Nation
from portal.kernel.actor import Role
from portal.people.models import Organisation, Person
from portal.reviews.lifecycle import Verdict
from portal.reviews.models import Assignment, Recommendation, Review, Score
from portal.schemes.definition import Stage
from portal.schemes.models import Call, Scheme, SchemeVersion
from tests.conftest import NOW
from tests.factories import applications, people, schemes

REVIEWS_DUE = NOW - timedelta(days=1)


# --- rows ---


def decidable_call(session, organisation, key="small-grant", **values) -> Call:
    """A call that closed, whose reviews were due yesterday."""
    return schemes.open_call(
        session,
        organisation,
        key,
        closes_at=NOW - timedelta(days=50),
        approvals_due_at=NOW - timedelta(days=30),
        reviews_due_at=values.pop("reviews_due_at", REVIEWS_DUE),
        panel_on=NOW.date(),
        decisions_on=NOW.date() + timedelta(days=7),
        **values,
    )


def office(session, organisation, name="Ffion Rees") -> Person:
    return people.staff_with_role(session, Role.OFFICE, organisation, name)


def agreed(session, application: Application, state=ApprovalState.APPROVED) -> None:
    """Every approval that the scheme wants, answered by the manager (or the applicant's friend)."""
    post = application.applicant.post
    manager = post.manager if post and post.manager else people.person(session, "A manager")
    for step in application.call.document.approvals:
        session.add(
            ApprovalRequest(
                application=application,
                stage=step.stage,
                approver=manager,
                state=state,
                asked_at=NOW - timedelta(days=40),
                due_at=NOW - timedelta(days=30),
                answered_at=NOW - timedelta(days=35),
                answered_by=manager,
            )
        )
    session.flush()


def ready(session, call: Call, applicant: Person, pence=1_500_000, **answers) -> Application:
    """An application sent and approved, that asks for so many pence."""
    made = applications.submitted_application(
        session, call, applicant, submitted_at=NOW - timedelta(days=51), **answers
    )
    for line in made.cost_lines:
        line.amount_pence = pence
    agreed(session, made)
    session.flush()
    return made


def reviewed(session, application: Application, reviewer: Person, words="", value=4) -> Review:
    """One review, sent, with the same score for every criterion."""
    review = Review(
        assignment=Assignment(
            application=application,
            reviewer=reviewer,
            assigned_at=NOW - timedelta(days=20),
            cleared_at=NOW - timedelta(days=19),
        ),
        to_applicant=words,
        saved_at=NOW - timedelta(days=3),
        sent_at=NOW - timedelta(days=2),
        scores=[
            Score(criterion_key=each.key, value=value, reason="Clear.")
            for each in application.call.document.criteria
        ],
    )
    session.add(review)
    session.flush()
    return review


def recommended(session, application: Application, verdict=Verdict.FUND, by=None, note=""):
    made = Recommendation(
        application=application,
        verdict=verdict,
        note=note,
        made_at=NOW - timedelta(hours=3),
        made_by=by or people.person(session, "A chair"),
    )
    session.add(made)
    session.flush()
    return made


def decided(session, application: Application, outcome=Outcome.AWARD, by=None, **values):
    """A pending decision; an award is of all that was asked."""
    is_award = outcome is Outcome.AWARD
    made = Decision(
        application=application,
        outcome=outcome,
        amount_pence=values.pop("amount_pence", application.asked_pence if is_award else 0),
        decided_at=values.pop("decided_at", NOW - timedelta(hours=2)),
        decided_by=by or people.person(session, "Of the office"),
        **values,
    )
    session.add(made)
    session.flush()
    return made


def released(session, call: Call, by: Person, now=NOW):
    """Release all that is pending in a call."""
    session.flush()
    return actions.release(session, call, actor=by.as_actor(), now=now)


# --- without a database ---


@cache
def _version(key: str, **changes) -> SchemeVersion:
    return SchemeVersion(number=1, definition=schemes.definition(key, **changes).to_json())


def bare_call(key="small-grant", path="wales/glan-hafren", **values) -> Call:
    changes = values.pop("definition", {})
    owner = Organisation(slug="glan-hafren", path=path, nation=Nation.WALES, name_en="Glan Hafren")
    return Call(
        id=uuid4(),
        scheme=Scheme(organisation=owner),
        pinned=_version(key, **changes),
        name_text={"en": "January 2027"},
        reviews_due_at=values.pop("reviews_due_at", REVIEWS_DUE),
        earliest_start_on=date(2027, 4, 1),
        pot_pence=values.pop("pot_pence", 10_000_000),
        pot_wte_months_hundredths=values.pop("pot_wte_months_hundredths", None),
    )


def bare_case(call: Call | None = None, *, state=State.SUBMITTED, pence=1_500_000, **facts) -> Case:
    """A case that can be decided, unless facts say otherwise."""
    applicant_id = facts.pop("applicant_id", None) or uuid4()
    call = call or bare_call()
    application = Application(
        id=uuid4(),
        call=call,
        call_id=call.id,
        applicant_id=applicant_id,
        team=Organisation(slug="ward", path="x", nation=Nation.WALES, name_en="Ward 7"),
        profession_code="NUR-ADULT",
        reference="C0001-0001",
        title="Walking after a hip fracture",
        state=state,
        periods=[
            ReleasePeriod(
                starts_on=date(2027, 4, 6), ends_on=date(2027, 10, 5), hours_hundredths=750
            )
        ],
        cost_lines=[
            CostLine(position=1, kind=CostKind.OTHER, category="x", label="x", amount_pence=pence)
        ],
    )
    facts.setdefault("approvals", [bare_approval()])
    return Case(application, **facts)


def bare_approval(state=ApprovalState.APPROVED) -> ApprovalRequest:
    return ApprovalRequest(stage=Stage.LINE_MANAGER, state=state)


def bare_decision(outcome=Outcome.AWARD, state=DecisionState.PENDING, pence=1_500_000, time=120):
    is_award = outcome is Outcome.AWARD
    return Decision(
        outcome=outcome,
        state=state,
        amount_pence=pence if is_award else 0,
        wte_months_hundredths=time if is_award else 0,
        version=1,
    )


def bare_award(state=OfferState.OFFERED, answer_by_on=date(2026, 12, 7)) -> Award:
    return Award(
        amount_pence=1_500_000, wte_months_hundredths=120, state=state, answer_by_on=answer_by_on
    )
