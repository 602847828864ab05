"""The worker over requests that wait: reminders, the next in line, no answer; once, and not twice."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from portal import worker
from portal.approvals import stuck
from portal.approvals.actions import asking, chasing
from portal.approvals.lifecycle import ApprovalState, Seat, Why
from portal.approvals.models import Absence, ApprovalRequest, Condition
from portal.kernel import clock
from portal.kernel.actor import SYSTEM, Role
from portal.notifications.lifecycle import MessageState
from portal.notifications.models import Message
from portal.schemes.definition import ApprovalStep, NoAnswer, Stage
from tests.conftest import NOW
from tests.factories import approvals as made
from tests.factories import people
from tests.factories.schemes import definition


def day(month: int, number: int, hour: int = 12, year: int = 2026) -> datetime:
    return datetime(year, month, number, hour, tzinfo=UTC)


@pytest.fixture
def ward(session):
    """Sam of ward 7 has Rhian above; the office is Ffion, its administrator Carys."""
    found = made.ward(session)
    found.manager.post.manager = people.employee(session, found.board, name="Rhian Price")
    people.staff_with_role(session, Role.ADMINISTRATOR, found.board, "Carys Ellis")
    session.flush()
    return found


def asked(session, ward, name="Megan Prosser") -> ApprovalRequest:
    application = made.sent(session, ward, name)
    (request,) = asking.ask(session, application, actor=SYSTEM, now=NOW)
    return request


def away(session, who, starts, ends, deputy=None, *, is_away=True) -> Absence:
    row = Absence(
        person=who,
        deputy=deputy,
        starts_on=starts.date(),
        ends_on=ends.date(),
        is_away=is_away,
        made_at=NOW,
    )
    session.add(row)
    session.flush()
    return row


def work(session, at) -> None:
    """All that is due, twice: what was done is not done again, nor looked at."""
    for ids in stuck.together(session, at):
        assert chasing.chase(session, *ids, now=at)
        session.flush()
    session.expire_all()
    assert stuck.to_chase(session, at) == []


def mail(session, template=None):
    found = session.scalars(select(Message).order_by(Message.created_at, Message.to_name)).all()
    return [
        (m.template.removeprefix("approvals/"), m.to_name)
        for m in found
        if template is None or m.template == f"approvals/{template}"
    ]


def where(request) -> tuple:
    return request.seat, request.holder.name, request.handovers[-1].why


def test_a_request_goes_the_whole_way(session, ward) -> None:
    request = asked(session, ward)
    away(session, ward.manager, NOW, day(12, 31), ward.nurse(session, "Dai Deputy"), is_away=False)
    assert request.due_at == day(12, 7, 17)
    work(session, day(11, 29))
    assert mail(session, "reminder") == []
    work(session, day(11, 30))  # half-way, in working days
    work(session, day(12, 7))  # the morning of the last day
    assert mail(session, "reminder") == [("reminder", "Sam Whittaker")] * 2
    work(session, day(12, 8))
    assert where(request) == (Seat.DEPUTY, "Dai Deputy", Why.LATE)
    work(session, day(12, 12))
    assert where(request) == (Seat.ABOVE, "Rhian Price", Why.LATE)
    work(session, day(12, 18))
    assert where(request) == (Seat.OFFICE, "Ffion Rees", Why.LATE)
    work(session, day(1, 2, year=2027))
    assert request.state is ApprovalState.NO_ANSWER
    told = [name for template, name in mail(session) if template == "not_answered"]
    assert told == ["Megan Prosser"]
    handed = [name for template, name in mail(session) if template == "handed_on"]
    assert handed == ["Dai Deputy", "Rhian Price", "Ffion Rees"]


def test_the_deputy_of_somebody_away_gives_it_back(session, ward) -> None:
    deputy = ward.nurse(session, "Dai Deputy")
    request = asked(session, ward)
    away(session, ward.manager, NOW, day(11, 27), deputy)
    work(session, NOW)
    assert where(request) == (Seat.DEPUTY, "Dai Deputy", Why.AWAY)
    work(session, day(11, 28))
    assert where(request) == (Seat.APPROVER, "Sam Whittaker", Why.LEFT)
    (message,) = session.scalars(
        select(Message).where(Message.template == "approvals/deputy_over")
    ).all()
    assert message.to_name == "Ffion Rees"
    assert "Dai Deputy cannot answer any more. It waits for: Sam Whittaker." in message.body


def test_whoever_is_back_in_time_keeps_it_where_nobody_deputises(session, ward) -> None:
    request = asked(session, ward)
    row = away(session, ward.manager, NOW, NOW + timedelta(days=3))
    assert stuck.to_chase(session, NOW) == []
    row.ends_on = day(12, 9).date()
    session.flush()
    work(session, NOW)
    assert where(request) == (Seat.ABOVE, "Rhian Price", Why.AWAY)


def test_somebody_who_left_hands_on_to_who_took_over(session, ward) -> None:
    request = asked(session, ward)
    new = people.employee(session, ward.team, name="New Manager")
    request.application.applicant.post.manager = new
    session.flush()
    assert stuck.to_chase(session, NOW) == []  # who was asked answers, while they are there
    ward.manager.is_active = False
    session.flush()
    work(session, NOW)
    assert where(request) == (Seat.APPROVER, "New Manager", Why.LEFT)
    assert request.approver is new


@pytest.mark.parametrize("how", ["left", "role"])
def test_an_officer_who_goes_hands_on_to_another(session, ward, how) -> None:
    request = asked(session, ward)
    ward.manager.is_active = ward.manager.post.manager.is_active = False
    session.flush()
    work(session, NOW)
    assert where(request) == (Seat.OFFICE, "Ffion Rees", Why.LEFT)
    if how == "left":
        ward.office.is_active = False
    else:
        for grant in list(ward.office.grants):
            session.delete(grant)
    session.flush()
    session.expire_all()
    work(session, NOW)
    assert where(request) == (Seat.OFFICE, "Carys Ellis", Why.LEFT)


def test_one_person_has_one_message_of_all_that_is_due(session, ward) -> None:
    names = ("Megan Prosser", "Bethan Jones", "Kofi Mensah")
    requests = [asked(session, ward, name) for name in names]
    work(session, day(11, 30))
    (message,) = session.scalars(
        select(Message).where(Message.template == "approvals/several")
    ).all()
    assert message.subject == "3 requests for release wait for your answer"
    for name, request in zip(names, requests, strict=True):
        assert name in message.body
        assert f"http://localhost/requests/{request.id}" in message.body
    assert mail(session, "reminder") == []


@pytest.mark.parametrize(
    ("error", "moves"),
    [
        ("SMTPRecipientsRefused: {'a@b': (550, b'No such user')}", True),
        ("SMTPDataError: (554, b'Refused')", True),
        ("ValueError: not an address: 'a@'", True),
        ("ConnectionRefusedError: [Errno 111]", False),  # our own way out: nobody is wrong
        ("SMTPSenderRefused: (550, b'Who?', 'us')", False),
    ],
)
def test_mail_that_never_arrived_takes_it_to_the_office_once(session, ward, error, moves) -> None:
    request = asked(session, ward)
    message = session.scalars(select(Message).where(Message.to_name == "Sam Whittaker")).one()
    message.state, message.last_error = MessageState.FAILED, error
    session.flush()
    work(session, NOW + timedelta(minutes=1))
    if not moves:
        assert request.seat is Seat.APPROVER
        return
    assert where(request) == (Seat.OFFICE, "Ffion Rees", Why.BOUNCED)
    assert request.handovers[-1].note.startswith(ward.manager.email)
    told = session.scalars(select(Message).where(Message.template == "approvals/handed_on")).all()
    assert [m.to_name for m in told] == ["Ffion Rees"]
    assert ward.manager.email in told[0].body
    if "550" in error:
        assert "550 No such user" in told[0].body
    # Nothing else is lost: who was asked may answer if they see it here.
    from portal.approvals import policy

    assert policy.may_answer(request, ward.manager.as_actor(), NOW)


def test_a_condition_that_nobody_accepts_ends(session, ward) -> None:
    request = asked(session, ward)
    request.state, request.answered_at = ApprovalState.CONDITIONAL, NOW
    request.answered_by, request.answered_as = ward.manager, Seat.APPROVER
    request.due_at, request.remind_at = day(11, 30, 17), day(11, 30, 9)
    session.add(Condition(request=request, given_at=NOW, given_by=ward.manager))
    session.flush()
    work(session, day(11, 30))
    work(session, day(12, 1))
    assert request.state is ApprovalState.NO_ANSWER
    assert request.condition.ended_at == day(12, 1)
    assert [t for t, _name in mail(session)][-2:] == ["reminder_to_accept", "accept_lapsed"]


@pytest.mark.parametrize("outcome", NoAnswer)
def test_no_answer_goes_on_or_stops_in_order(session, outcome) -> None:
    steps = (ApprovalStep(Stage.LINE_MANAGER, 5, no_answer=outcome), ApprovalStep(Stage.FINANCE, 5))
    changes = {"approvals": steps, "approvals_in_order": True}
    says = definition(**changes)
    ward = made.ward(session, definition=changes)
    assert says.review_needs_approval
    request = asked(session, ward)
    work(session, day(12, 1))  # to the office
    work(session, day(12, 20))
    assert request.state is ApprovalState.NO_ANSWER
    stages = set(session.scalars(select(ApprovalRequest.stage)))
    assert (Stage.FINANCE in stages) is (outcome is NoAnswer.GOES_ON)


def test_one_that_cannot_be_chased_does_not_stop_the_rest(
    app, database, monkeypatch, caplog
) -> None:
    with app.app_context(), database.scope() as session:
        ward, other = made.ward(session), people.node(session, "other")
        good = asked(session, ward).id
        wrong = made.waiting(session, made.sent(session, ward, "A"), None, holder=ward.office)
        wrong.due_at = good_due = NOW + timedelta(days=1)
        wrong_id = wrong.id
        assert other
        assert good_due
        session.commit()
    chase = chasing.chase

    def breaks(session, *ids, now):
        if wrong_id in ids:
            raise RuntimeError("broken")
        return chase(session, *ids, now=now)

    monkeypatch.setattr(chasing, "chase", breaks)
    monkeypatch.setattr(clock, "now", lambda: day(12, 8))
    with app.app_context():
        worker.chase_approvals(database)
    assert "could not be chased" in caplog.text
    with app.app_context(), database.scope(read_only=True) as session:
        assert session.get_one(ApprovalRequest, good).seat is Seat.OFFICE
