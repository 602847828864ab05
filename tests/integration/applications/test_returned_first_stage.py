"""A first stage sent back: it waits for its applicant, and only then for the office again."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from portal.applications import changes, queries, returned
from portal.applications.actions import returning, withdrawal
from portal.applications.inviting import actions
from portal.applications.lifecycle import State
from portal.applications.models import Application, Submission
from portal.kernel.actor import Role
from portal.kernel.clock import at_london, time
from portal.kernel.ruling import Refused
from portal.notifications.models import Message
from portal.schemes.models import Call
from portal.schemes.questions import Round
from tests.browsing import Browser
from tests.conftest import NOW
from tests.factories import applications, people, reviews, schemes
from tests.factories.returns import sent_back
from tests.integration.applications.returning import AFTER, act, person, read, return_it

SENT_AT = NOW - timedelta(hours=2)
CLOSES = at_london(date(2027, 2, 20), time(17))
TICKET = "a-ticket-for-a-first-stage-01"


@pytest.fixture
def ward(app, database):
    """Two first stages of a call that takes no more; Megan's is the one of which we speak."""
    with app.app_context(), database.scope() as session:
        node = people.node(session)
        nurse = people.employee(session, node, name="Megan Prosser")
        other = people.employee(session, node, name="Nia Rees")
        office = people.staff_with_role(session, Role.OFFICE, node, "Ffion Rees")
        later = {"approvals_due_at": NOW + timedelta(days=100)}
        later["reviews_due_at"] = NOW + timedelta(days=120)
        later |= {"panel_on": date(2027, 5, 1), "decisions_on": date(2027, 5, 10)}
        later["earliest_start_on"] = date(2027, 6, 1)
        later |= {"opens_at": NOW - timedelta(days=9), "closes_at": NOW - timedelta(hours=1)}
        call = schemes.open_call(session, node, "research-time", **later)
        sent, beside = (applications.first_sent(session, call, who) for who in (nurse, other))
        session.commit()
        return {
            "id": sent.id, "beside": beside.id, "nurse": nurse.email, "office": office.email,
            "call": call.id, "list": f"/office/calls/{call.id}/first-stage",
            "one": f"/office/first-stage/{sent.id}", "base": f"/applications/{sent.id}",
        }  # fmt: skip


def untitled(app, database, ward):
    """A title comes with the second step."""

    def work(session):
        application = queries.whole(session, ward["id"])
        application.title = ""
        for back in application.returns:
            back.title = ""

    act(app, database, work)


RIGHT = {"sections": ["idea"], "reason_idea": "For whom?", "answer_by_on-day": "4", "answer_by_on-month": "12", "answer_by_on-year": "2026"}  # fmt: skip


def test_the_office_asks_for_changes_reads_the_answer_and_invites(app, database, ward):
    untitled(app, database, ward)
    office, nurse = Browser(app).sign_in(ward["office"]), Browser(app).sign_in(ward["nurse"])
    office.go(ward["one"])
    page = office.click("Send back for changes")
    choices = {each["value"] for each in page.soup.select("input[name=sections]")}
    assert choices == {"about", "idea", "difference", "time", "approver"}
    office.send(RIGHT, "Send it back")
    assert office.page.path == ward["one"]
    assert "Sent back for changes on" in office.page.main and "For whom?" in office.page.main
    assert "was asked for changes. Wait for the answer, or take that back." in office.page.main
    assert not office.page.soup.find("a", string="Invite")

    assert "To do now" in nurse.go("/applications").main
    assert "Waiting for You" in nurse.page.main or "You" in nurse.page.main
    nurse.go("/")
    nurse.click("and send it again")
    assert nurse.page.path == f"{ward['base']}/tasks"
    assert "For whom?" in nurse.page.main
    nurse.go(f"{ward['base']}/sections/difference", status=409)
    nurse.go(f"{ward['base']}/sections/idea")
    page = nurse.send({"q_idea": "For children.", "complete": "yes"}, "Save and continue")
    assert page.path == f"{ward['base']}/tasks"  # and not the next page, which is shut
    assert "For children." not in office.go(ward["one"]).main
    nurse.click("Check and send your changes")
    assert "For children." in nurse.page.main
    nurse.send({}, "Send your changes")
    assert "We have your first step" in nurse.page.main
    assert "You first sent it on" in nurse.page.main

    office.go(ward["one"])
    assert "For children." in office.page.main
    assert "Changed after it was sent" in office.page.main
    assert "answer to the request for changes came" in office.page.main
    office.click("Invite")
    office.send(
        {"closes_on-day": "20", "closes_on-month": "2", "closes_on-year": "2027", "closes_time": "17:00"},
        "Invite 1 person",
    )  # fmt: skip

    def stored(session):
        application = session.get_one(Application, ward["id"])
        sent = session.scalars(
            select(Submission).where(Submission.application_id == ward["id"]).order_by(Submission.number)
        )  # fmt: skip
        return (
            application.state, application.first_sent_at, application.submitted_at,
            [(each.number, each.stage, each.received_at) for each in sent],
            returned.newest(application), changes.sent(application, None),
        )  # fmt: skip

    assert read(database, stored) == (
        State.INVITED, SENT_AT, None,
        [(1, Round.FIRST, SENT_AT), (2, Round.FIRST, NOW)], None, (),
    )  # fmt: skip
    assert "Second of two steps" in nurse.go(f"{ward['base']}/tasks").main
    assert "For children." in office.go(ward["one"]).main
    mails = read(database, lambda s: {m.template: m.body for m in s.scalars(select(Message))})
    assert ward["one"] in mails["applications/changes_came"]
    assert "“”" not in "".join(mails.values())


def test_the_list_says_for_whom_each_waits(app, database, ward):
    return_it(app, database, ward, "idea")
    office = Browser(app).sign_in(ward["office"])
    page = office.go(ward["list"])
    assert "1 waiting, 1 sent back for changes, 0 invited" in page.main
    assert "Nia Rees" in page.main and "Megan Prosser" not in page.main
    page = office.click("Sent back for changes")
    assert "Megan Prosser" in page.main and "Nia Rees" not in page.main
    assert "Changes by Friday 4 December 2026." in page.main
    assert page.soup.select("input[type=checkbox]") == []
    assert "Invite those chosen" not in page.main
    page = office.go(f"{ward['list']}?show=all")
    boxes = page.soup.select("input[type=checkbox]")
    assert [each["value"] for each in boxes] == [str(ward["beside"])]


@pytest.mark.parametrize("way", ["invite", "turn-away"])
def test_one_that_is_out_stops_the_letters_of_all(app, database, ward, way):
    office = Browser(app).sign_in(ward["office"])
    where = f"{ward['list']}/{way}"
    office.go(f"{where}?a={ward['id']}&a={ward['beside']}")
    _, values = office.page.form()
    return_it(app, database, ward, "idea")
    page = office.post(where, {**values, "reason": "No.", "a": [ward["id"], ward["beside"]]}, 409)
    assert "Megan Prosser was asked for changes. Wait for the answer" in page.main
    assert "1 letter" in page.main
    found = read(database, lambda s: set(s.scalars(select(Application.state))))
    assert found == {State.FIRST_SENT}
    assert office.go(f"{where}?a={ward['id']}").path == ward["list"]


@pytest.mark.parametrize("how", ["cancelled", "passed", "withdrawn"])
def test_without_an_answer_it_is_the_first_stage_that_was_sent(app, database, ward, how):
    return_it(app, database, ward, "idea", "time")
    nurse = Browser(app).sign_in(ward["nurse"])
    nurse.go(f"{ward['base']}/sections/idea")
    nurse.send({"q_idea": "For children.", "complete": "yes"}, "Save and continue")

    def end(session):
        application = queries.whole(session, ward["id"])
        officer = person(session, ward["office"]).as_actor()
        if how == "cancelled":
            returning.cancel(session, application, "Not needed.", actor=officer, now=NOW)
        elif how == "passed":
            assert returning.let_pass(session, application.id, now=AFTER)
        else:
            who = application.applicant.as_actor()
            withdrawal.withdraw(session, application, actor=who, now=NOW)
            return
        call = session.get_one(Call, ward["call"])
        actions.invite(session, call, [ward["id"]], CLOSES, actor=officer, now=NOW)

    act(app, database, end)

    def idea(session):
        application = queries.whole(session, ward["id"])
        return next(e for e in application.sections if e.key == "idea").answers["idea"]

    assert "For children." not in read(database, idea)
    state = State.WITHDRAWN if how == "withdrawn" else State.INVITED
    assert read(database, lambda s: s.get_one(Application, ward["id"]).state) is state


def test_sent_without_a_change_and_twice_is_once(app, database, ward):
    return_it(app, database, ward, "idea")
    nurse = Browser(app).sign_in(ward["nurse"])
    nurse.go(f"{ward['base']}/changes")
    where, values = nurse.page.form("Send it without a change")
    for _ in range(2):
        nurse.post(where, {**values, "words": "It is right."})
        assert nurse.page.path.endswith("/receipt")
    sent = read(database, lambda s: len(queries.submissions(s, ward["id"])))
    assert sent == 2
    office = Browser(app).sign_in(ward["office"])
    assert "It is right." in office.go(ward["one"]).main


def test_the_office_takes_it_back(app, database, ward):
    return_it(app, database, ward, "idea")
    office = Browser(app).sign_in(ward["office"])
    untitled(app, database, ward)
    office.go(ward["one"])
    office.click("Take this request back")
    assert office.page.link("Time to grow as a researcher")
    office.send({"reason": "We found it."}, "Take")
    assert office.page.path == ward["one"]
    assert "and took that back" in office.page.main
    assert office.page.link("Invite")


@pytest.mark.parametrize("said", [{"closes_at": CLOSES}, {"reason": "Too large."}])
def test_not_once_it_has_had_an_answer(app, database, ward, said):
    def answered(session):
        officer = person(session, ward["office"])
        applications.answered_first(
            session, session.get_one(Application, ward["id"]), officer, **said
        )

    act(app, database, answered)
    office = Browser(app).sign_in(ward["office"])
    page = office.go(f"/office{ward['base']}/return", status=409)
    assert "Megan Prosser has had an answer already." in page.main
    assert "Send back for changes" not in office.go(ward["one"]).main
    with app.app_context(), pytest.raises(Refused, match="had an answer"):
        act(app, database, lambda s: sent_back(s, queries.whole(s, ward["id"]), person(s, ward["office"]), "idea"))  # fmt: skip


def test_who_may_not(app, database, ward):
    nurse = Browser(app).sign_in(ward["nurse"])
    nurse.go(f"/office{ward['base']}/return", status=404)
    act(
        app, database,
        lambda s: reviews.conflict(s, queries.whole(s, ward["id"]), person(s, ward["office"])),
    )  # fmt: skip
    office = Browser(app).sign_in(ward["office"])
    office.go(f"/office{ward['base']}/return", status=404)
    return_it_by_another(app, database, ward)
    assert "0 sent back for changes" in office.go(ward["list"]).main


def return_it_by_another(app, database, ward):
    def work(session):
        application = queries.whole(session, ward["id"])
        node = application.call.scheme.organisation
        officer = people.staff_with_role(session, Role.OFFICE, node, "Another")
        sent_back(session, application, officer, "idea")

    act(app, database, work)


def test_what_changed_of_the_first_is_no_change_of_the_whole(app, database, ward):
    """The second stage came after it: its readers are not told of what was asked before."""
    return_it(app, database, ward, "idea")

    def go_on(session):
        application = queries.whole(session, ward["id"])
        entry = next(e for e in application.sections if e.key == "idea")
        entry.answers = {"idea": "For children."}
        session.flush()
        nurse = application.applicant.as_actor()
        returning.answer(session, application, TICKET, "", actor=nurse, arrived_at=NOW)
        first = changes.sent(application, None)
        applications.answered_first(
            session, application, person(session, ward["office"]), closes_at=CLOSES
        )
        application.state, application.submitted_at = State.SUBMITTED, NOW + timedelta(days=9)
        session.flush()
        return len(first), changes.sent(application, None), returned.newest(application)

    assert act(app, database, go_on) == (1, (), None)


def test_the_list_costs_the_same_with_returns(app, database, ward, count_queries):
    office = Browser(app).sign_in(ward["office"])

    def asked():
        with count_queries() as seen:
            office.go(f"{ward['list']}?show=all")
        return len(seen)

    office.go("/")
    return_it(app, database, ward, "idea")
    one = asked()

    def more(session):
        call = session.get_one(Call, ward["call"])
        node, officer = call.scheme.organisation, person(session, ward["office"])
        for _ in range(9):
            sent = applications.first_sent(session, call, people.employee(session, node))
            sent_back(session, sent, officer, "idea")

    act(app, database, more)
    assert asked() == one
