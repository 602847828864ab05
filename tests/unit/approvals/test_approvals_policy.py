"""Persona x state x moment, over unsaved objects."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from portal.applications.lifecycle import State
from portal.applications.models import Application, ReleasePeriod
from portal.approvals import policy
from portal.approvals.lifecycle import ApprovalState, Seat
from portal.approvals.models import ApprovalRequest
from portal.kernel.actor import ANONYMOUS, Actor, Grant, Role
from portal.kernel.ruling import Refusal
from portal.people.models import Organisation, Person
from portal.schemes.definition import ApprovalStep, Stage
from portal.schemes.models import Call, Scheme, SchemeVersion
from tests.factories.schemes import definition

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
LAST = NOW + timedelta(days=42)
NURSE, MANAGER, DEPUTY = uuid4(), uuid4(), uuid4()
BOARD = "wales/glan-hafren"
OFFICE = frozenset({Grant(Role.OFFICE, BOARD)})
ELSEWHERE = frozenset({Grant(Role.OFFICE, "wales/other"), Grant(Role.OFFICE, f"{BOARD}/ward-7")})

PERSONAS = {
    "nobody": ANONYMOUS,
    "applicant": Actor(NURSE, "Megan"),
    "manager": Actor(MANAGER, "Sam"),
    "other manager": Actor(DEPUTY, "Kim"),
    "office": Actor(uuid4(), "Ffion", OFFICE),
    "office elsewhere": Actor(uuid4(), "Tom", ELSEWHERE),
    "applicant in the office": Actor(NURSE, "Megan", OFFICE),
    "reviewer": Actor(uuid4(), "Ann", frozenset({Grant(Role.REVIEWER, BOARD)})),
}


def request(approver: UUID | None = MANAGER, state=ApprovalState.WAITING, **values):
    """A request about a sent application, as the database would give it."""
    scheme = Scheme(organisation=Organisation(path=BOARD))
    steps = (ApprovalStep(Stage.LINE_MANAGER), ApprovalStep(Stage.FINANCE))
    version = SchemeVersion(definition=definition(approvals=steps).to_json())
    call = Call(scheme=scheme, pinned=version, reviews_due_at=LAST)
    application = Application(
        call=call,
        applicant_id=NURSE,
        applicant=Person(id=NURSE, name="Megan"),
        state=values.pop("application_state", State.SUBMITTED),
        withdrawn_at=values.pop("withdrawn_at", None),
    )
    return ApprovalRequest(
        application=application,
        approver_id=approver,
        holder_id=approver,
        holder=Person(id=approver, name="Sam") if approver else None,
        seat=values.pop("seat", Seat.APPROVER if approver else Seat.OFFICE),
        answered_name="",
        stage=values.pop("stage", Stage.LINE_MANAGER),
        state=state,
        **values,
    )


@pytest.mark.parametrize(
    ("persona", "asked_manager", "asked_office"),
    [
        ("nobody", Refusal.HIDDEN, Refusal.HIDDEN),
        ("applicant", Refusal.HIDDEN, Refusal.HIDDEN),
        ("manager", None, Refusal.HIDDEN),
        ("other manager", Refusal.HIDDEN, Refusal.HIDDEN),
        ("office", Refusal.FORBIDDEN, None),
        ("office elsewhere", Refusal.HIDDEN, Refusal.HIDDEN),
        ("applicant in the office", Refusal.FORBIDDEN, Refusal.FORBIDDEN),
        ("reviewer", Refusal.HIDDEN, Refusal.HIDDEN),
    ],
)
def test_who_may_answer(persona, asked_manager, asked_office) -> None:
    for approver, refusal in ((MANAGER, asked_manager), (None, asked_office)):
        ruling = policy.may_answer(request(approver), PERSONAS[persona], NOW)
        assert (None if ruling else ruling.refusal) == refusal
        if refusal is Refusal.FORBIDDEN:
            assert str(ruling.reason)


@pytest.mark.parametrize(
    ("persona", "sees"),
    [
        ("nobody", False),
        ("applicant", False),
        ("manager", True),
        ("other manager", False),
        ("office", True),
        ("office elsewhere", False),
        ("applicant in the office", False),
        ("reviewer", False),
    ],
)
def test_who_may_see(persona, sees) -> None:
    assert bool(policy.may_see_request(request(), PERSONAS[persona], NOW)) is sees


def test_an_applicant_named_as_approver_cannot_answer() -> None:
    ruling = policy.may_answer(request(NURSE), PERSONAS["applicant"], NOW)
    assert ruling.refusal is Refusal.FORBIDDEN
    assert "your own application" in str(ruling.reason)


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        (
            {"application_state": State.WITHDRAWN, "withdrawn_at": NOW},
            "Megan withdrew the application on 23 November 2026. No answer is needed.",
        ),
        ({"application_state": State.DRAFT}, "The application was not sent yet."),
        (
            {
                "state": ApprovalState.APPROVED,
                "answered_at": NOW,
                "answered_by": Person(name="Sam"),
            },
            "Sam said yes on Monday 23 November 2026, 10am. The first answer counts.",
        ),
        (
            {
                "state": ApprovalState.DECLINED,
                "answered_at": NOW,
                "answered_by": Person(name="Sam"),
            },
            "Sam said no on Monday 23 November 2026, 10am. The first answer counts.",
        ),
        ({"state": ApprovalState.CLOSED}, "This request was closed. No answer is needed."),
    ],
)
def test_a_state_refuses_with_its_reason(values, reason) -> None:
    ruling = policy.may_answer(request(**values), PERSONAS["manager"], NOW)
    assert ruling.refusal is Refusal.CONFLICT
    assert str(ruling.reason) == reason


@pytest.mark.parametrize(("late", "allowed"), [(-1, True), (0, True), (1, False)])
def test_an_answer_counts_until_reviews_are_due(late, allowed) -> None:
    ruling = policy.may_answer(request(), PERSONAS["manager"], LAST + timedelta(microseconds=late))
    assert bool(ruling) is allowed


@pytest.mark.parametrize(
    ("stage", "periods", "wanted"),
    [
        (Stage.LINE_MANAGER, [ReleasePeriod()], True),
        (Stage.LINE_MANAGER, [], False),
        (Stage.FINANCE, [ReleasePeriod()], False),
    ],
)
def test_cover_is_wanted_of_a_manager_who_releases_hours(stage, periods, wanted) -> None:
    asked = request(stage=stage)
    asked.application.periods = periods
    assert policy.wants_cover(asked) is wanted


def answered(*states: tuple[Stage, ApprovalState]) -> list[ApprovalRequest]:
    return [ApprovalRequest(stage=stage, state=state) for stage, state in states]


YES, NO = ApprovalState.APPROVED, ApprovalState.DECLINED


@pytest.mark.parametrize(
    ("requests", "state", "approved"),
    [
        ([], State.SUBMITTED, False),
        ([(Stage.LINE_MANAGER, YES)], State.SUBMITTED, False),
        ([(Stage.LINE_MANAGER, YES), (Stage.FINANCE, NO)], State.SUBMITTED, False),
        ([(Stage.LINE_MANAGER, YES), (Stage.FINANCE, YES)], State.SUBMITTED, True),
        ([(Stage.LINE_MANAGER, YES), (Stage.FINANCE, YES)], State.WITHDRAWN, False),
        ([(Stage.LINE_MANAGER, YES), (Stage.HOST, YES)], State.SUBMITTED, False),
    ],
)
def test_approved_means_every_wanted_approval(requests, state, approved) -> None:
    application = request(application_state=state).application
    assert policy.is_approved(application, answered(*requests)) is approved
