"""Sent back for changes: by whom, what unlocks, what the office and the applicant see of it."""

import pytest
from sqlalchemy import func, select

from portal.applications import queries
from portal.applications.actions import withdrawal
from portal.applications.lifecycle import State
from portal.applications.models import (
    Application,
)
from portal.applications.returns import Return
from portal.audit.models import TrailEntry
from portal.kernel.ruling import Refused
from portal.notifications.models import Message
from tests.browsing import Browser
from tests.conftest import NOW
from tests.factories import applications, people, reviews, schemes
from tests.factories.returns import Ward, sent_back
from tests.integration.applications.returning import (
    act,
    closed_ward,
    content,
    person,
    read,
    return_it,
)


@pytest.fixture
def ward(app, database):
    return closed_ward(app, database)


def test_the_office_sends_it_back_and_the_applicant_changes_and_sends_it(app, database, ward):
    office, nurse = Browser(app).sign_in(ward["office"]), Browser(app).sign_in(ward["nurse"])
    office.go(f"/applications/{ward['id']}")
    office.click("Send back for changes")
    office.send({"sections": ["project"], "answer_by_on-day": "4", "answer_by_on-month": "12", "answer_by_on-year": "2026"}, "Send it back")  # fmt: skip
    assert office.page.errors == ["Say what they should change, and why"]
    office.send(
        {"reason_project": "Say who takes part.", "note": "Ring if unsure."}, "Send it back"
    )
    assert "Sent back for changes" in office.page.main
    nurse.go("/")
    assert "Change “Breathless at home” and send it again" in nurse.page.main
    assert "By the end of Friday 4 December 2026" in nurse.page.main
    nurse.click("Change “Breathless")
    assert "Say who takes part." in nurse.page.main
    assert "Ring if unsure." in nurse.page.main
    assert "Nobody asked you to change this" in nurse.page.main
    project = f"/applications/{ward['id']}/sections/project"
    nurse.go(project)
    nurse.send({"q_title": "Breathless at work"}, "Save and continue")
    office.go(f"/applications/{ward['id']}/answers")
    assert "Breathless at work" not in office.page.main
    nurse.click("Check and send your changes")
    assert "Breathless at work" in nurse.page.main
    nurse.send({"words": "I asked the team."}, "Send your changes")
    assert nurse.page.path.endswith("/receipt")
    assert ward["reference"] in nurse.page.main
    assert "You first sent it on Saturday 21 November 2026" in nurse.page.main
    office.go(f"/applications/{ward['id']}/answers")
    assert "Changed after it was sent, 23 November 2026" in office.page.main
    assert "Breathless at home" in office.page.main
    assert "Breathless at work" in office.page.main
    assert "I asked the team." in office.page.main

    def stored(session):
        application = session.get_one(Application, ward["id"])
        sent = queries.submissions(session, ward["id"])
        return (
            application.reference, application.submitted_at, application.state, application.title,
            [(s.number, s.received_at) for s in sent],
        )  # fmt: skip

    assert read(database, stored) == (
        ward["reference"], ward["sent_at"], State.SUBMITTED, "Breathless at work",
        [(2, NOW), (1, ward["sent_at"])],
    )  # fmt: skip
    verbs = read(
        database, lambda s: list(s.scalars(select(TrailEntry.verb).order_by(TrailEntry.number)))
    )
    assert [v for v in verbs if v in {"sent_back", "sent_changes"}] == ["sent_back", "sent_changes"]
    mail = read(database, lambda s: set(s.scalars(select(Message.template))))
    assert {
        "applications/sent_back",
        "applications/changes_received",
        "applications/changes_came",
    } <= mail


@pytest.mark.parametrize(
    ("keys", "path", "status"),
    [
        (("project",), "sections/project", 200),
        (("project",), "sections/about", 409),
        (("project",), "time", 409),
        (("project",), "costs", 409),
        (("project",), "costs/other", 409),
        (("time",), "time", 200),
        (("time",), "sections/project", 409),
        (("costs",), "costs", 200),
        (("costs",), "costs/other", 200),
        (("costs",), "time", 409),
        ((), "sections/project", 409),
    ],
)
def test_only_what_was_named_unlocks(app, database, ward, keys, path, status):
    if keys:
        return_it(app, database, ward, *keys)
    nurse = Browser(app).sign_in(ward["nurse"])
    nurse.go(f"/applications/{ward['id']}/{path}", status=status)
    if status == 409 and keys:
        assert "Only the sections that were sent back to you can be changed now." in nurse.page.main


@pytest.mark.parametrize("path", ["sections/about", "time", "costs", "costs/other"])
def test_what_was_not_named_cannot_be_saved_by_hand(app, database, ward, path):
    return_it(app, database, ward, "project")
    before = read(database, content)
    nurse = Browser(app).sign_in(ward["nurse"])
    page = nurse.post_by_hand(
        f"/applications/{ward['id']}/{path}", {"q_job_title": "X", "label": "X"}
    )
    assert page.status == 409
    assert read(database, content) == before


def test_not_once_reviews_have_begun_unless_the_office_says_so(app, database):
    with app.app_context(), database.scope() as session:
        ward = Ward(session, closed=True)
        reviewer = reviews.reviewer(session, people.node(session, "lab", ward.node), "Tomasz Lewis")
        reviews.assignment(session, ward.sent, reviewer)
        sent_id, email = ward.sent.id, ward.office.email
        session.commit()
        with pytest.raises(Refused, match="Reviewers have started"):
            sent_back(session, ward.sent, ward.office)
        session.rollback()
    office = Browser(app).sign_in(email)
    office.go(f"/office/applications/{sent_id}/return")
    assert "Reviewers have started" in office.page.main
    typed = {"sections": ["project"], "reason_project": "More.", "answer_by_on-day": "4", "answer_by_on-month": "12", "answer_by_on-year": "2026"}  # fmt: skip
    office.send(typed, "Send it back")
    assert office.page.errors == [
        "Reviewers have started to read it. Tick this if you want to go on."
    ]
    assert office.page.value("reason_project") == "More."
    office.send({**typed, "insists": "yes"}, "Send it back")
    assert read(database, lambda s: s.scalar(select(func.count()).select_from(Return))) == 1


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"sections": []}, ["Choose at least one section"]),
        ({"answer_by_on-day": "23", "answer_by_on-month": "11"}, ["The last day must be after today, and at most 60 days away"]),
        ({"answer_by_on-month": "2", "answer_by_on-day": "1", "answer_by_on-year": "2027"}, ["The last day must be after today, and at most 60 days away"]),
        ({"answer_by_on-year": "99999999999999999999"}, ["Year must have 4 numbers, like 2027"]),
        ({"answer_by_on-day": ""}, ["The last day to answer must include a day"]),
        ({"sections": ["made-up"]}, ["Choose at least one section"]),
        ({"reason_project": "\x00 \ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace")}, None),
        ({"reason_project": "x" * 2_001}, None),
    ],
)  # fmt: skip
def test_bad_input_is_told_beside_the_field_and_changes_nothing(app, database, ward, typed, errors):
    office = Browser(app).sign_in(ward["office"])
    office.go(f"/office/applications/{ward['id']}/return")
    right = {"sections": ["project"], "reason_project": "More.", "answer_by_on-day": "4", "answer_by_on-month": "12", "answer_by_on-year": "2026"}  # fmt: skip
    office.send({**right, **typed}, "Send it back")
    assert office.page.errors
    if errors is not None:
        assert office.page.errors == errors
    assert read(database, lambda s: s.scalar(select(func.count()).select_from(Return))) == 0


def test_sending_it_back_twice_is_once_and_another_must_wait(app, database, ward):
    office = Browser(app).sign_in(ward["office"])
    office.go(f"/office/applications/{ward['id']}/return")
    where, values = office.page.form("Send it back")
    right = {**values, "sections": ["project"], "reason_project": "More.", "answer_by_on-day": "4", "answer_by_on-month": "12", "answer_by_on-year": "2026"}  # fmt: skip
    office.post(where, right)
    office.post(where, right)
    page = office.post(where, {**right, "reason_project": "Something else."}, status=409)
    assert "sent back already" in page.main
    assert read(database, lambda s: s.scalar(select(func.count()).select_from(Return))) == 1
    assert (
        read(
            database,
            lambda s: s.scalar(
                select(func.count()).where(Message.template == "applications/sent_back")
            ),
        )
        == 1
    )


def test_who_may_send_back_and_what(app, database, ward):
    draft_id, elsewhere = act(app, database, lambda s: strangers(s, ward))
    for email, status in (
        (ward["manager"], 404),
        (ward["nurse"], 404),
        (elsewhere, 404),
        (ward["office"], 200),
    ):
        browser = Browser(app).sign_in(email)
        browser.go(f"/office/applications/{ward['id']}/return", status=status)
        browser.go(f"/office/applications/{draft_id}/return", status=404)
    act(app, database, lambda s: withdraw_it(s, ward))
    browser.go(f"/office/applications/{ward['id']}/return", status=409)
    browser.go(f"/office/applications/{ward['id']}/return/cancel", status=409)


def strangers(session, ward):
    nurse = person(session, ward["nurse"])
    other = people.staff_with_role(session, "office", people.node(session, "other"), "Other office")
    node = session.get_one(people.Organisation, nurse.post.organisation_id)
    return applications.draft(session, schemes.open_call(session, node), nurse).id, other.email


def withdraw_it(session, ward):
    application = queries.whole(session, ward["id"])
    withdrawal.withdraw(session, application, actor=application.applicant.as_actor(), now=NOW)


def test_an_officer_in_conflict_does_not_find_it(app, database, ward):
    act(
        app,
        database,
        lambda s: reviews.conflict(s, queries.whole(s, ward["id"]), person(s, ward["office"])),
    )
    office = Browser(app).sign_in(ward["office"])
    office.go(f"/office/applications/{ward['id']}/return", status=404)
    page = office.post_by_hand(f"/office/applications/{ward['id']}/return", {"sections": "project"})
    assert page.status == 404


def test_the_board_counts_it_and_says_for_whom_it_waits(app, database, ward):
    return_it(app, database, ward, "project")
    office = Browser(app).sign_in(ward["office"])
    page = office.go(f"/office/calls/{ward['call']}?stage=returned")
    assert "Breathless at home" in page.main
    assert "Megan Prosser" in page.main
    assert "Changes by Friday 4 December 2026" in page.main


def test_the_list_of_a_board_costs_the_same_with_returns(app, database, count_queries):
    def asked(count):
        with app.app_context(), database.scope() as session:
            node = session.scalars(select(people.Organisation)).first() or people.node(session)
            officer = people.staff_with_role(session, "office", node, "Officer")
            call = schemes.open_call(session, node)
            for _ in range(count):
                sent = applications.submitted_application(
                    session, call, people.employee(session, node)
                )
                sent_back(session, sent, officer)
            session.commit()
            email, call_id = officer.email, call.id
        browser = Browser(app).sign_in(email)
        with count_queries() as seen:
            browser.go(f"/office/calls/{call_id}")
        return len(seen)

    assert asked(1) == asked(12)
