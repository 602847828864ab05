"""Requests for release in every state, as rows, and the team they are about."""

from dataclasses import dataclass
from datetime import date, timedelta

from portal.applications.models import Application, CostKind
from portal.approvals.lifecycle import ApprovalState, CoverMeans, DeclineReason, Seat, Why
from portal.approvals.models import ApprovalRequest, Condition, CoverPlan, Handover
from portal.kernel.actor import Role
from portal.people.models import Organisation, Person
from portal.schemes.definition import Stage
from portal.schemes.models import Call
from tests.conftest import NOW
from tests.factories import applications as apps
from tests.factories import people, schemes

PAY_PENCE = 617_444


@dataclass(frozen=True)
class Ward:
    """A ward of a health board with its manager, the office, and an open call."""

    board: Organisation
    team: Organisation
    manager: Person
    office: Person
    call: Call

    def nurse(self, session, name: str, **values) -> Person:
        return people.employee(session, self.team, name=name, manager=self.manager, **values)


def ward(session, key="small-grant", *, limit: int | None = 60, **values) -> Ward:
    """Ward 7 of Glan Hafren; at most 0.60 WTE may be out at once."""
    board = people.node(session)
    team = people.node(
        session, "ward-7", board, name_en="Ward 7, Respiratory", release_limit_hundredths=limit
    )
    manager = people.employee(
        session, team, name="Sam Whittaker", job_title="Ward manager", band="7"
    )
    office = people.staff_with_role(session, Role.OFFICE, board, "Ffion Rees")
    call = schemes.open_call(session, board, key, **values)
    return Ward(board, team, manager, office, call)


def sent(session, where: Ward, name="Megan Prosser", *, pay=PAY_PENCE, **values) -> Application:
    """An application of a nurse of the ward for one day a week, with its pay line."""
    applicant = values.pop("applicant", None) or where.nurse(session, name)
    made = apps.submitted_application(session, values.pop("call", where.call), applicant)
    made.title = "Breathless at home: what helps after a hospital stay"
    for period in list(made.periods):
        session.delete(period)
    session.flush()
    dates = {"starts_on": date(2027, 4, 6), "ends_on": date(2027, 10, 1)}
    apps.period(session, made, **{**dates, **values})
    if pay:
        apps.cost(session, made, pay, kind=CostKind.SALARY, label="Backfill")
    session.refresh(made)
    return made


def waiting(session, application: Application, approver: Person | None, **values):
    """A request that waits for an answer."""
    seat = values.pop("seat", Seat.APPROVER if approver else Seat.OFFICE)
    made = ApprovalRequest(
        application=application,
        stage=values.pop("stage", Stage.LINE_MANAGER),
        approver=approver,
        holder=values.pop("holder", approver),
        seat=seat,
        state=values.pop("state", ApprovalState.WAITING),
        asked_at=values.pop("asked_at", NOW - timedelta(hours=2)),
        due_at=values.pop("due_at", NOW + timedelta(days=14)),
        **values,
    )
    session.add(made)
    session.add(
        Handover(
            request=made,
            number=1,
            at=made.asked_at,
            seat=seat,
            why=Why.ASKED if approver else Why.UNKNOWN,
            person=made.holder,
            due_at=made.due_at,
        )
    )
    session.flush()
    return made


def approved(session, application: Application, by: Person, **values) -> ApprovalRequest:
    """A request answered with yes, by bank shifts."""
    made = waiting(
        session,
        application,
        by,
        state=ApprovalState.APPROVED,
        answered_at=NOW - timedelta(hours=1),
        answered_by=by,
        **values,
    )
    session.add(
        CoverPlan(
            request=made,
            means=CoverMeans.BANK,
            hours_hundredths=750,
            cost_pence=PAY_PENCE,
            cost_centre="R70412",
            when_busy="The day moves.",
        )
    )
    session.flush()
    return made


def conditional(session, application: Application, by: Person, **values) -> ApprovalRequest:
    """A request answered with yes, for half the hours, for the applicant to accept."""
    terms = [
        {
            "starts_on": period.starts_on.isoformat(),
            "ends_on": period.ends_on.isoformat(),
            "hours_hundredths": period.hours_hundredths // 2,
        }
        for period in application.periods
    ]
    made = waiting(
        session,
        application,
        by,
        state=ApprovalState.CONDITIONAL,
        answered_at=NOW - timedelta(hours=1),
        answered_by=by,
        answered_as=Seat.APPROVER,
        **values,
    )
    session.add(Condition(request=made, given_at=made.answered_at, given_by=by, periods=terms))
    session.flush()
    return made


def declined(session, application: Application, by: Person, **values) -> ApprovalRequest:
    """A request answered with no, because of winter."""
    return waiting(
        session,
        application,
        by,
        state=ApprovalState.DECLINED,
        answered_at=NOW - timedelta(hours=1),
        answered_by=by,
        reason=values.pop("reason", DeclineReason.WINTER_PRESSURE),
        comment=values.pop("comment", "Ask again in spring."),
        **values,
    )
