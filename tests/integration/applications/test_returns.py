"""Sent back for changes: what unlocks, who reads what meanwhile, and the four ways it ends."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from portal import worker
from portal.applications import changes, queries, returned
from portal.applications.actions import returning, sending, withdrawal
from portal.applications.lifecycle import State
from portal.applications.models import (
    Application,
    CostLine,
    ReleasePeriod,
    SectionEntry,
    Submission,
)
from portal.applications.returns import Return
from portal.approvals.lifecycle import ApprovalState, CoverMeans
from portal.approvals.models import ApprovalRequest, CoverPlan
from portal.audit.models import TrailEntry
from portal.kernel.clock import at_london, time
from portal.kernel.ruling import Refused
from portal.notifications.models import Message
from portal.schemes.questions import Audience
from tests.browsing import Browser
from tests.conftest import NOW
from tests.factories import applications, approvals, people, reviews, schemes
from tests.factories.returns import BY, Ward, sent_back

TICKET = "a-ticket-for-the-returns-000001"
AFTER = at_london(BY + timedelta(days=1), time(1))  # grace of ten minutes is over, too


@pytest.fixture
def ward(app, database):
    """Ids and addresses of a sent application whose call has closed, and of its people."""
    with app.app_context(), database.scope() as session:
        made = Ward(session, closed=True)
        request = approvals.waiting(session, made.sent, made.manager)
        session.commit()
        return {
            "id": made.sent.id, "nurse": made.nurse.email, "office": made.office.email,
            "manager": made.manager.email, "request": request.id, "call": made.call.id,
            "sent_at": made.sent.submitted_at, "reference": made.sent.reference,
        }  # fmt: skip


def act(app, database, work):
    with app.app_context(), database.scope() as session:
        found = work(session)
        session.commit()
        return found


def return_it(app, database, ward, *keys, **more):
    def work(session):
        application = queries.whole(session, ward["id"])
        sent_back(session, application, person(session, ward["office"]), *keys, **more)

    act(app, database, work)


def person(session, email):
    return session.scalars(select(people.Person).where(people.Person.email == email)).one()


def read(database, work):
    with database.scope(read_only=True) as session:
        return work(session)


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


def content(session):
    """All that an application holds, but for when it was saved."""
    entries = session.execute(
        select(SectionEntry.key, SectionEntry.answers, SectionEntry.is_complete).order_by(
            SectionEntry.key
        )
    )
    periods = session.execute(
        select(ReleasePeriod.id, ReleasePeriod.ends_on, ReleasePeriod.hours_hundredths)
    )
    lines = session.execute(
        select(CostLine.id, CostLine.label, CostLine.amount_pence).order_by(CostLine.position)
    )
    title = session.scalars(select(Application.title).order_by(Application.id))
    return [list(map(tuple, rows)) for rows in (entries, periods, lines)], list(title)


def change_all(app, database, ward):
    """Change the project, the time and the costs, as the applicant."""

    def work(session):
        application = queries.whole(session, ward["id"])
        entry = next(e for e in application.sections if e.key == "project")
        entry.answers = {**entry.answers, "title": "Another title"}
        application.title = "Another title"
        application.periods[0].ends_on = date(2027, 9, 30)
        session.delete(application.cost_lines[0])
        session.expire(application, ["cost_lines"])
        applications.cost(session, application, 99, label="Paper")

    act(app, database, work)


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


def shown(session, ward):
    sent = returned.as_sent(queries.whole(session, ward["id"]))
    return (
        sent.title, sent.cost_pence, [(p.starts_on, p.ends_on, p.hours_hundredths) for p in sent.periods],
        {e.key: e.answers for e in sent.sections}, [(c.label, c.amount_pence) for c in sent.cost_lines],
    )  # fmt: skip


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
