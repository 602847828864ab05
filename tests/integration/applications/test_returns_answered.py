"""The answer to a return: once, complete, asked about again where it must be, read by each as they may."""

from datetime import date

import pytest
from sqlalchemy import func, select

from portal.applications import changes, queries, returned
from portal.applications.actions import returning, sending
from portal.applications.models import (
    Submission,
)
from portal.approvals.lifecycle import ApprovalState, CoverMeans
from portal.approvals.models import ApprovalRequest, CoverPlan
from portal.audit.models import TrailEntry
from portal.kernel.ruling import Refused
from portal.notifications.models import Message
from portal.schemes.questions import Audience
from tests.browsing import Browser
from tests.conftest import NOW
from tests.factories import applications, approvals
from tests.factories.returns import Ward, sent_back
from tests.integration.applications.returning import TICKET, act, closed_ward, read, return_it


@pytest.fixture
def ward(app, database):
    return closed_ward(app, database)


def test_the_same_ticket_twice_is_sending_once(app, database, ward):
    return_it(app, database, ward, "project")
    nurse = Browser(app).sign_in(ward["nurse"])
    nurse.go(f"/applications/{ward['id']}/changes")
    where, values = nurse.page.form("Send it without a change")
    nurse.post(where, {**values, "words": "It is right as it is."})
    assert nurse.page.path.endswith("/receipt")
    nurse.post(where, {**values, "words": "It is right as it is."})
    assert nurse.page.path.endswith("/receipt")
    assert read(database, lambda s: s.scalar(select(func.count()).select_from(Submission))) == 2
    verbs = read(database, lambda s: list(s.scalars(select(TrailEntry.verb))))
    assert verbs.count("sent_no_changes") == 1


def test_without_a_change_one_must_say_why(app, database, ward):
    return_it(app, database, ward, "project")
    nurse = Browser(app).sign_in(ward["nurse"])
    nurse.go(f"/applications/{ward['id']}/changes")
    nurse.send({}, "Send it without a change")
    assert nurse.page.errors == ["Say why you do not want to change anything"]
    page = nurse.post_by_hand(f"/applications/{ward['id']}/changes", {"ticket": TICKET})
    assert page.errors == ["Say why you do not want to change anything"]
    assert read(database, lambda s: s.scalar(select(func.count()).select_from(Submission))) == 1


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda s, a: applications.cost(s, a, 1_880_001), "£0.01 over"),
        (lambda s, a: setattr(a.periods[0], "ends_on", date(2027, 10, 6)), "1 day over"),
        (lambda s, a: setattr(a.sections[0], "is_complete", False), "not finished"),
    ],
)
def test_caps_and_gaps_are_looked_at_again(session, spoil, words):
    ward = Ward(session, closed=True)
    sent_back(session, ward.sent, ward.office, "project", "time", "costs")
    spoil(session, ward.sent)
    session.flush()
    with pytest.raises(Refused, match=words):
        returning.answer(
            session, ward.sent, TICKET, "", actor=ward.nurse.as_actor(), arrived_at=NOW
        )


@pytest.mark.parametrize(
    ("keys", "change", "reopens"),
    [
        (("project",), lambda s, a: setattr(a.sections[0], "answers", {"x": "y"}), False),
        (("time",), lambda s, a: setattr(a.periods[0], "ends_on", date(2027, 9, 1)), True),
        (("costs",), lambda s, a: applications.cost(s, a, 100), True),
    ],
)
@pytest.mark.parametrize("state", [ApprovalState.APPROVED, ApprovalState.DECLINED])
def test_an_answer_is_asked_for_again_when_time_or_costs_changed(
    session, keys, change, reopens, state
):
    ward = Ward(session, closed=True)
    made = approvals.waiting(session, ward.sent, ward.manager)
    made.state, made.answered_at, made.answered_by_id = state, NOW, ward.manager.id
    if state is ApprovalState.DECLINED:
        made.reason = "hours"
    else:
        session.add(
            CoverPlan(request=made, means=CoverMeans.BANK, hours_hundredths=750, cost_pence=0)
        )
    session.flush()
    sent_back(session, ward.sent, ward.office, *keys)
    change(session, ward.sent)
    session.flush()
    returning.answer(
        session, ward.sent, TICKET, "Why.", actor=ward.nurse.as_actor(), arrived_at=NOW
    )
    session.flush()
    session.expire_all()
    request = session.scalars(select(ApprovalRequest)).one()
    assert request.state is (ApprovalState.WAITING if reopens else state)
    asked = session.scalars(
        select(Message.body).where(Message.template == "approvals/asked_again")
    ).all()
    assert len(asked) == reopens
    if reopens:
        assert request.cover is None
        assert request.answered_at is None
        assert request.due_at > NOW
        assert ("time" in request.reopened_for, "costs" in request.reopened_for) == (
            "time" in keys,
            "costs" in keys,
        )
        verbs = session.scalars(select(TrailEntry.verb)).all()
        assert "approval_reopened" in verbs


def test_a_reader_sees_only_the_changes_they_may_read(session):
    ward = Ward(session, closed=True)
    sent_back(session, ward.sent, ward.office, "about", "project", "costs")
    for entry in ward.sent.sections:
        if entry.key in {"about", "project"}:
            entry.answers = {key: f"New {key}" for key in entry.answers}
    applications.cost(session, ward.sent, 4_200, label="Secret shopper")
    session.flush()
    returning.answer(session, ward.sent, TICKET, "", actor=ward.nurse.as_actor(), arrived_at=NOW)
    blind = changes.sent(ward.sent, Audience.REVIEWER)
    whole = changes.sent(ward.sent, None)
    assert {c.section.key for c in whole} == {"about", "project", "costs"}
    assert {c.section.key for c in blind} == {"project", "costs"}
    words = str(blind)
    assert "New title" in words
    assert "Secret shopper" not in words
    assert "New job_title" not in words
    for change in blind:
        for label, *_ in change.answers:
            hidden = [q for s in ward.call.document.sections for q in s.questions if str(q.label) == label and not q.is_visible_to(Audience.REVIEWER)]  # fmt: skip
            assert hidden == []


def test_one_may_be_sent_back_again_and_each_has_its_receipt(session):
    ward = Ward(session, closed=True)
    for number in (2, 3):
        sent_back(session, ward.sent, ward.office)
        ticket = f"a-ticket-for-the-returns-{number:06d}"
        made = returning.answer(
            session, ward.sent, ticket, "No.", actor=ward.nurse.as_actor(), arrived_at=NOW
        )
        assert made.number == number
        session.expire(ward.sent)
    assert queries.submission(session, ward.sent.id).number == 3


def test_a_page_of_before_does_not_send_a_second_time(session):
    """The check page of the first time, sent again while it is out: the first receipt, nothing new."""
    ward = Ward(session)
    sent_back(session, ward.sent, ward.office)
    had = sending.submit(
        session,
        ward.sent,
        "another-ticket-of-the-tests",
        actor=ward.nurse.as_actor(),
        arrived_at=NOW,
    )
    assert had.number == 1
    assert returned.out(ward.sent) is not None


def test_costs_that_were_typed_and_not_saved_are_named_before_the_answer(app, database, ward):
    return_it(app, database, ward, "costs")
    nurse = Browser(app).sign_in(ward["nurse"])
    path = f"/applications/{ward['id']}/changes"
    assert "typed and not saved" not in nurse.go(path).main
    act(app, database, lambda s: applications.begun(s, queries.whole(s, ward["id"])))
    assert "are deleted when you send it: A cost: Typing up" in nurse.go(path).main
    assert nurse.go(nurse.page.link("Typing up")).value("label") == "Typing up"
