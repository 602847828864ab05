"""A return that is not answered, and who reads what until then: nothing is lost, nothing leaks."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal import worker
from portal.applications import queries, returned
from portal.applications.actions import returning, withdrawal
from portal.applications.models import (
    Submission,
)
from portal.kernel.clock import at_london, time
from portal.kernel.ruling import Refused
from portal.notifications.models import Message
from tests.browsing import Browser
from tests.conftest import NOW
from tests.factories.returns import BY, Ward, sent_back
from tests.integration.applications.returning import (
    AFTER,
    TICKET,
    act,
    change_all,
    closed_ward,
    content,
    person,
    read,
    return_it,
    shown,
)


@pytest.fixture
def ward(app, database):
    return closed_ward(app, database)


@pytest.mark.parametrize("how", ["cancelled", "passed", "withdrawn"])
def test_without_an_answer_it_is_as_it_was_sent_and_nothing_typed_is_lost(
    app, database, ward, how, at
):
    before = read(database, content)
    return_it(app, database, ward, "project", "time", "costs")
    change_all(app, database, ward)
    assert read(database, content) != before

    def end(session):
        application = queries.whole(session, ward["id"])
        officer, nurse = person(session, ward["office"]), application.applicant
        if how == "cancelled":
            returning.cancel(session, application, "Not needed.", actor=officer.as_actor(), now=NOW)
        elif how == "withdrawn":
            withdrawal.withdraw(session, application, actor=nurse.as_actor(), now=NOW)
        else:
            assert not returning.let_pass(session, application.id, now=NOW)
            assert returning.let_pass(session, application.id, now=AFTER)
            assert not returning.let_pass(session, application.id, now=AFTER)

    act(app, database, end)
    assert read(database, content) == before
    at(AFTER if how == "passed" else NOW)
    nurse = Browser(app).sign_in(ward["nurse"])
    page = nurse.go(f"/applications/{ward['id']}/answers")
    assert "What you typed and did not send" in page.main
    assert "Another title" in page.main
    assert "Paper: £0.99" in page.main
    office = Browser(app).sign_in(ward["office"])
    assert "Another title" not in office.go(f"/applications/{ward['id']}/answers").main
    nurse.go(f"/applications/{ward['id']}/sections/project", status=409)


def test_others_read_it_as_it_was_sent_while_it_is_changed(app, database, ward):
    return_it(app, database, ward, "project", "time", "costs")
    before = read(database, lambda s: shown(s, ward))
    change_all(app, database, ward)
    assert read(database, lambda s: shown(s, ward)) == before
    office, manager = Browser(app).sign_in(ward["office"]), Browser(app).sign_in(ward["manager"])
    for path in (
        f"/applications/{ward['id']}",
        f"/applications/{ward['id']}/answers",
        f"/office/calls/{ward['call']}",
    ):
        page = office.go(path)
        assert "Breathless at home" in page.main
        assert "Another title" not in page.main
        assert "£1,200" in page.main or "answers" not in path
    page = manager.go(f"/requests/{ward['request']}")
    assert "Breathless at home" in page.main
    assert "5 October 2027" in page.main


def test_the_day_passes_and_everybody_is_told_once(app, database, settings, ward, at):
    return_it(app, database, ward, "project")
    change_all(app, database, ward)
    at(AFTER)
    with app.app_context():
        worker.end_unanswered_returns(database)
        worker.end_unanswered_returns(database)
    told = read(
        database,
        lambda s: list(
            s.scalars(select(Message.template).where(Message.template.contains("return_")))
        ),
    )
    assert sorted(told) == ["applications/return_passed", "applications/return_unanswered"]
    nurse, office = Browser(app).sign_in(ward["nurse"]), Browser(app).sign_in(ward["office"])
    assert (
        "No answer came. It stays as it was sent." in nurse.go(f"/applications/{ward['id']}").main
    )
    assert (
        "No answer came. It stays as it was sent." in office.go(f"/applications/{ward['id']}").main
    )
    page = nurse.post_by_hand(
        f"/applications/{ward['id']}/changes", {"ticket": TICKET, "words": "late"}
    )
    assert page.status == 409
    assert "The last day for changes was Friday 4 December 2026." in page.main
    assert read(database, lambda s: s.scalar(select(func.count()).select_from(Submission))) == 1


MIDNIGHT = at_london(BY + timedelta(days=1), time(0))


@pytest.mark.parametrize(
    ("arrives_at", "counts"),
    [
        (MIDNIGHT - timedelta(seconds=1), True),
        (MIDNIGHT, True),
        (MIDNIGHT + timedelta(minutes=10), True),
        (MIDNIGHT + timedelta(minutes=10, microseconds=1), False),
    ],
)
def test_the_london_day_and_the_grace_decide(session, arrives_at, counts):
    ward = Ward(session, closed=True)
    back = sent_back(session, ward.sent, ward.office)
    assert returned.takes_answer(back, arrives_at) is counts
    nurse = ward.nurse.as_actor()
    if not counts:
        with pytest.raises(Refused, match="last day"):
            returning.answer(session, ward.sent, TICKET, "No.", actor=nurse, arrived_at=arrives_at)
        return
    made = returning.answer(session, ward.sent, TICKET, "No.", actor=nurse, arrived_at=arrives_at)
    assert (made.number, made.received_at) == (2, arrives_at)
