"""The section of people sent back: another mentor is asked, agrees, and is read once it is answered."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal import worker
from portal.applications import companion_policy as rules
from portal.applications import queries, returned
from portal.applications.actions import returning, withdrawal
from portal.applications.companions import Collaborator, MentorRequest, Standing
from portal.approvals.models import ApprovalRequest
from portal.approvals.policy import interest_of
from portal.kernel.actor import Role
from portal.notifications.models import Message
from portal.reviews.bonds import asked_of
from tests.browsing import Browser
from tests.conftest import NOW
from tests.factories import applications, approvals, people, together
from tests.integration.applications.returning import AFTER, act, person, read, return_it
from tests.integration.applications.test_together import links

ROOM = {"mentees": "2", "hours": "1.5", "statement": "We meet each month."}
DAY = timedelta(days=1)


@pytest.fixture
def ward(app, database):
    """What Megan sent: Dr Evans is the mentor, Ana helps, and Will was asked and never answered."""
    with app.app_context(), database.scope() as session:
        node = people.node(session)
        evans = people.employee(session, node, name="Dr Evans")
        nurse = people.employee(session, node, name="Megan Prosser", manager=evans)
        call = together.people_call(session, node, opens_at=NOW - 9 * DAY, closes_at=NOW - DAY)
        sent = applications.submitted_application(
            session, call, nurse, submitted_at=NOW - 2 * DAY, title="Breathless at home"
        )
        ana, will = (people.employee(session, node, name=name) for name in ("Ana", "Will"))
        mentor = together.mentor_request(session, sent, evans, Standing.AGREED)
        helper = together.collaborator(session, sent, ana, part="Counts")
        together.collaborator(session, sent, will, Standing.WAITING, token="a token of Will")
        request = approvals.waiting(session, sent, evans)
        office = people.staff_with_role(session, Role.OFFICE, node, "Ffion Rees")
        other = people.employee(session, node, name="Dr Okoro")
        session.commit()
        return {
            "id": sent.id, "nurse": nurse.email, "office": office.email, "manager": evans.email,
            "request": request.id, "other": other.email, "ana": ana.email, "will": will.email,
            "mentor": mentor.id, "helper": helper.id, "call": call.id, "okoro": other.id,
        }  # fmt: skip


def ask_mentor(nurse, ward, status=200):
    nurse.go(f"/applications/{ward['id']}/people/mentor", status=status)
    return nurse.send({"name": "Dr Okoro", "email": ward["other"], "note": "Please."})


def agree(app, database, ward):
    mentor = Browser(app).sign_in(ward["other"])
    mentor.go(links(database, "applications/mentor_asked")[-1])
    return mentor.send(ROOM)


def stand(database, kind):
    def found(session):
        return {each.name: each.standing for each in session.scalars(select(kind))}

    return read(database, found)


def test_a_mentor_is_changed_and_read_once_it_is_answered(app, database, ward):
    return_it(app, database, ward, "people")
    nurse, office = Browser(app).sign_in(ward["nurse"]), Browser(app).sign_in(ward["office"])
    nurse.go(f"/applications/{ward['id']}/tasks")
    assert "Please say more in people." in nurse.page.main
    page = ask_mentor(nurse, ward)
    assert "Dr Okoro" in page.main
    mentor = Browser(app).sign_in(ward["other"])
    assert "By Friday 4 December 2026" in mentor.page.main  # not 14 days: it is wanted before
    assert "Waiting for Dr Okoro to agree" in nurse.go(f"/applications/{ward['id']}/tasks").main
    mentor.go(links(database, "applications/mentor_asked")[-1])
    assert "4 December 2026" in mentor.page.main
    nurse.go(f"/applications/{ward['id']}/changes")
    assert "People and mentor" in nurse.page.main or "not finished" in nurse.page.main
    refused = nurse.post_by_hand(
        f"/applications/{ward['id']}/changes", {"ticket": "a-ticket-for-the-people-00001"}
    )
    assert refused.status == 409
    manager = Browser(app).sign_in(ward["manager"])
    for browser, path in (
        (office, f"/applications/{ward['id']}/answers"),
        (manager, f"/requests/{ward['request']}"),
    ):
        browser.go(path)
        assert "Dr Evans. Mentors" in browser.page.main
        assert "Dr Okoro" not in browser.page.main
    assert "You are the mentor of Megan Prosser" in agree(app, database, ward).h1
    assert "Dr Okoro" not in office.go(f"/applications/{ward['id']}/answers").main

    nurse.go(f"/applications/{ward['id']}/tasks")
    nurse.click("Check and send your changes")
    assert "Dr Okoro. Mentors 2 people now" in nurse.page.main
    assert "Dr Evans. Mentors" in nurse.page.main
    nurse.send({}, "Send your changes")
    office.go(f"/applications/{ward['id']}/answers")
    assert "Changed after it was sent" in office.page.main
    assert "Dr Okoro. Mentors 2 people now" in office.page.main
    sent = read(database, lambda s: queries.submission(s, ward["id"]))
    assert sent.content["mentor"]["name"] == "Dr Okoro"
    ask = nurse.go(f"/applications/{ward['id']}/people/mentor", status=409)
    assert "cannot be changed now" in ask.main


@pytest.mark.parametrize("agreed", [False, True])
@pytest.mark.parametrize("how", ["cancelled", "passed", "withdrawn"])
def test_without_an_answer_the_mentor_is_who_it_was(app, database, ward, how, agreed):
    return_it(app, database, ward, "people")
    nurse = Browser(app).sign_in(ward["nurse"])
    ask_mentor(nurse, ward)
    if agreed:
        agree(app, database, ward)
    link = links(database, "applications/mentor_asked")[-1]

    def end(session):
        application = queries.whole(session, ward["id"])
        if how == "cancelled":
            officer = person(session, ward["office"]).as_actor()
            returning.cancel(session, application, "Not needed.", actor=officer, now=NOW)
        elif how == "passed":
            assert returning.let_pass(session, application.id, now=AFTER)
        else:
            who = application.applicant.as_actor()
            withdrawal.withdraw(session, application, actor=who, now=NOW)

    act(app, database, end)
    over = Standing.REMOVED if agreed else Standing.CANCELLED
    assert stand(database, MentorRequest) == {"Dr Evans": Standing.AGREED, "Dr Okoro": over}
    Browser(app).sign_in(ward["other"]).go(link, status=410)
    page = nurse.go(f"/applications/{ward['id']}/answers")
    assert "What you typed and did not send" in page.main and "Dr Okoro" in page.main
    if how != "withdrawn":
        office = Browser(app).sign_in(ward["office"]).go(f"/applications/{ward['id']}/answers")
        assert "Dr Evans" in office.main and "Dr Okoro" not in office.main

    def bound(session):
        call = queries.whole(session, ward["id"]).call
        return (ward["id"], ward["okoro"]) in asked_of(session, call, MentorRequest)

    assert read(database, bound)


def test_who_joins_or_is_taken_off_meanwhile(app, database, ward):
    """Whoever joined goes with the return; whoever was taken off does not come back in."""
    return_it(app, database, ward, "people")
    nurse, will = Browser(app).sign_in(ward["nurse"]), Browser(app).sign_in(ward["will"])
    will.go("/invitations/a%20token%20of%20Will")
    will.send({})
    assert stand(database, Collaborator) == {"Ana": Standing.AGREED, "Will": Standing.AGREED}
    will.go(f"/applications/{ward['id']}/tasks")
    nurse.go(f"/applications/{ward['id']}/people/{ward['helper']}")
    nurse.send({"part": "Talks to people"})
    office = Browser(app).sign_in(ward["office"])
    read_by = office.go(f"/applications/{ward['id']}/answers").main
    assert "Ana: Counts" in read_by and "Will" not in read_by
    nurse.post_by_hand(f"/applications/{ward['id']}/people/{ward['helper']}/end")
    Browser(app).sign_in(ward["ana"]).go(f"/applications/{ward['id']}/tasks", status=404)
    assert "Ana" not in office.go(f"/applications/{ward['id']}/answers").main

    def cancel(session):
        officer = person(session, ward["office"]).as_actor()
        application = queries.whole(session, ward["id"])
        returning.cancel(session, application, "No.", actor=officer, now=NOW)

    act(app, database, cancel)
    assert stand(database, Collaborator) == {"Ana": Standing.REMOVED, "Will": Standing.REMOVED}
    assert read(database, lambda s: s.get_one(Collaborator, ward["helper"]).part) == "Counts"
    will.go(f"/applications/{ward['id']}/tasks", status=404)


def test_whoever_was_asked_before_stays_asked(app, database, ward):
    return_it(app, database, ward, "people")

    def pass_by(session):
        assert returning.let_pass(session, ward["id"], now=AFTER)

    act(app, database, pass_by)
    assert stand(database, Collaborator) == {"Ana": Standing.AGREED, "Will": Standing.WAITING}


def test_nothing_of_people_opens_where_something_else_was_sent_back(app, database, ward):
    return_it(app, database, ward, "project")
    nurse = Browser(app).sign_in(ward["nurse"])
    for path in ("people/mentor", "people/invite", f"people/{ward['helper']}"):
        page = nurse.go(f"/applications/{ward['id']}/{path}", status=409)
        assert "Only the sections that were sent back" in page.main
    Browser(app).sign_in(ward["will"]).go("/invitations/a%20token%20of%20Will", status=410)
    assert nurse.go(f"/applications/{ward['id']}/people").status == 200


@pytest.mark.parametrize(("who", "may"), [("manager", False), ("nurse", True)])
def test_a_mentor_does_not_leave_what_was_sent_by_themselves(app, database, ward, who, may):
    return_it(app, database, ward, "people")

    def ruling(session):
        one = session.get_one(MentorRequest, ward["mentor"])
        return bool(rules.may_end(one, person(session, ward[who]).as_actor(), NOW))

    assert read(database, ruling) is may


def test_a_manager_who_was_the_mentor_is_not_free_of_it_meanwhile(app, database, ward):
    return_it(app, database, ward, "people")
    ask_mentor(Browser(app).sign_in(ward["nurse"]), ward)

    def interest(session):
        request = session.get_one(ApprovalRequest, ward["request"])
        live = request.application.mentor.name
        return live, interest_of(request, person(session, ward["manager"]).as_actor())

    assert read(database, interest) == ("Dr Okoro", "mentor")


def test_whoever_is_asked_meanwhile_finds_it_and_is_reminded(app, database, ward, at):
    return_it(app, database, ward, "people", by=(NOW + 30 * DAY).date())
    ask_mentor(Browser(app).sign_in(ward["nurse"]), ward)
    assert "Megan Prosser" in Browser(app).sign_in(ward["other"]).go("/").main
    at(NOW + 8 * DAY)
    with app.app_context():
        worker.remind_mentors(database)

    def reminded(session):
        asked = select(Message.to_address).where(Message.template == "applications/mentor_reminded")
        return list(session.scalars(asked))

    assert read(database, reminded) == [ward["other"]]


def test_one_who_cannot_answer_any_more_is_not_reminded(app, database, ward, at):
    """A mentor asked before it was sent, in a scheme that can do without: another part is out."""

    def ask(session):
        application = queries.whole(session, ward["id"])
        application.mentor.standing = Standing.REMOVED
        session.flush()
        together.mentor_request(session, application, name="Dr Late")

    act(app, database, ask)
    return_it(app, database, ward, "project", by=(NOW + 30 * DAY).date())
    at(NOW + 8 * DAY)
    with app.app_context():
        worker.remind_mentors(database)
    assert read(database, lambda s: s.scalars(select(Message.template)).all()) == [
        "applications/sent_back"
    ]


def test_what_nobody_changed_is_no_change(app, database, ward):
    return_it(app, database, ward, "people")
    page = Browser(app).sign_in(ward["nurse"]).go(f"/applications/{ward['id']}/changes")
    assert "Send it without a change" in page.main

    def same(session):
        application = queries.whole(session, ward["id"])
        sent = returned.as_sent(application)
        return sent.mentor.name, [each.name for each in sent.joined], sent.mentor in session

    assert read(database, same) == ("Dr Evans", ["Ana"], False)
