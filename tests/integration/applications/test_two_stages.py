"""Two stages over HTTP: the first page by page, the office's answer, the full form, and the end."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from portal.applications import queries
from portal.applications.inviting import actions
from portal.applications.lifecycle import State
from portal.applications.models import Application, Invitation, Submission
from portal.approvals.models import ApprovalRequest
from portal.audit.models import TrailEntry
from portal.kernel.actor import Role
from portal.kernel.ruling import Refused
from portal.notifications.models import Message
from portal.people.models import Person
from portal.schemes.models import Call
from portal.schemes.questions import Round
from tests.browsing import Browser
from tests.conftest import NOW
from tests.factories import applications, people, reviews, schemes

FULL_CLOSES = NOW + timedelta(days=40)
CLOSE = {
    "closes_on-day": "20", "closes_on-month": "2", "closes_on-year": "2027", "closes_time": "17:00",
}  # fmt: skip
IDEA = "I want to ask why people stop."
TIME = {
    "amount": "1", "unit": "days",
    "starts-day": "1", "starts-month": "6", "starts-year": "2027",
    "ends-day": "30", "ends-month": "11", "ends-year": "2027",
}  # fmt: skip


@pytest.fixture
def place(app, database):
    """A call in two stages, open, whose managers answer in two months."""
    with app.app_context(), database.scope() as session:
        node = people.node(session)
        manager = people.employee(session, node, name="Sam Whittaker")
        nurse = people.employee(session, node, name="Megan Prosser", manager=manager)
        office = people.staff_with_role(session, Role.OFFICE, node, "Ffion Rees")
        later = {"approvals_due_at": NOW + timedelta(days=100)}
        later["reviews_due_at"] = NOW + timedelta(days=120)
        later |= {"panel_on": date(2027, 5, 1), "decisions_on": date(2027, 5, 10)}
        later["earliest_start_on"] = date(2027, 6, 1)
        call = schemes.open_call(session, node, "research-time", **later)
        found = {"nurse": nurse.email, "office": office.email, "office_id": office.id}
        found |= {"call": call.id, "node": node.id, "manager_id": manager.id}
        session.commit()
    return found


def sent_first(app, database, place, count=1) -> list:
    with app.app_context(), database.scope() as session:
        node = session.get_one(
            type(session.get_one(Call, place["call"]).scheme.organisation), place["node"]
        )
        call = session.get_one(Call, place["call"])
        made = [
            applications.first_sent(
                session, call, people.employee(session, node, name=f"Nurse {n}")
            )
            for n in range(count)
        ]
        ids = [each.id for each in made]
        session.commit()
    return ids  # fmt: skip


def states(database) -> list[State]:
    with database.scope(read_only=True) as session:
        return sorted(session.scalars(select(Application.state)))


def mails(database, template: str) -> int:
    with database.scope(read_only=True) as session:
        query = select(func.count()).where(Message.template == f"applications/{template}")
        return session.scalar(query)


def write_first(app, place) -> Browser:
    """Start, and answer page after page by Continue."""
    nurse = Browser(app).sign_in(place["nurse"])
    nurse.go(f"/calls/{place['call']}/apply")
    assert nurse.send(button="Start").path.endswith("/sections/about")
    assert nurse.page.value("q_job_title")  # filled in from the staff list
    assert nurse.send(button="Continue").path.endswith("/sections/idea")
    assert nurse.send({"q_idea": IDEA}, button="Continue").path.endswith("/sections/difference")
    page = nurse.send({"q_difference": "Fewer people come back."}, button="Continue")
    assert page.path.endswith("/time")
    assert nurse.send(TIME, button="Continue").path.endswith("/sections/approver")
    assert "Sam Whittaker" in nurse.page.main
    assert nurse.send(button="Continue").path.endswith("/check")
    return nurse


def test_the_first_stage_is_written_page_by_page_and_sent_once(app, database, place):
    nurse = write_first(app, place)
    assert IDEA in nurse.page.main
    where, values = nurse.page.form("Send the first step")
    receipt = nurse.send(button="Send the first step")
    assert receipt.path.endswith("/receipt")
    assert "We have your first step" in receipt.main
    assert nurse.post(where, values).path == receipt.path  # the second press
    assert states(database) == [State.FIRST_SENT]
    with database.scope(read_only=True) as session:
        sent = session.scalars(select(Submission)).one()
        application = session.scalars(select(Application)).one()
        assert sent.stage is Round.FIRST
        assert set(sent.content["sections"]) == {"about", "idea", "difference", "time", "approver"}
        assert application.reference
        assert application.submitted_at is None
        assert application.sent_at == NOW
        assert session.scalar(select(Application.sent_at)) == NOW
        assert session.scalar(select(func.count()).select_from(ApprovalRequest)) == 0
    assert mails(database, "received_first") == 1
    assert nurse.go(receipt.path.replace("receipt", "tasks")).path.endswith("/receipt")


def test_wrong_input_shows_its_errors_and_keeps_what_was_typed(app, database, place):
    nurse = Browser(app).sign_in(place["nurse"])
    nurse.go(f"/calls/{place['call']}/apply")
    nurse.send(button="Start")
    nurse.send(button="Continue")
    page = nurse.send({"q_idea": "word " * 151}, button="Continue")
    assert page.path.endswith("/sections/idea")
    assert "150 words or fewer" in page.errors[0]
    assert nurse.go(page.path).value("q_idea").split() == ["word"] * 151
    assert nurse.send({"q_idea": ""}, button="Continue").errors


def test_coming_back_later_leads_to_the_same_question_with_its_text(app, database, place):
    nurse = Browser(app).sign_in(place["nurse"])
    nurse.go(f"/calls/{place['call']}/apply")
    nurse.send(button="Start")
    nurse.send(button="Continue")
    tasks = nurse.send({"q_idea": IDEA}, button="Save and come back later")
    assert tasks.path.endswith("/tasks")
    assert "First of two steps" in tasks.main
    assert "Only if you are invited" in tasks.main
    home = nurse.go("/")
    page = nurse.go(home.link("Go on with your application"))
    assert page.path.endswith("/sections/idea")
    assert page.value("q_idea") == IDEA
    assert nurse.go(f"/calls/{place['call']}/apply").link("Go to your application")


@pytest.mark.parametrize(
    ("values", "errors", "shown"),
    [
        ({"q_approver": "other"}, 2, ""),
        ({"q_approver": "other", "q_approver_name": "Ann", "q_approver_email": "no"}, 1, ""),
        (
            {"q_approver": "other", "q_approver_name": "Ann", "q_approver_email": "ann@nhs.uk"},
            0,
            "ann@nhs.uk",
        ),
        ({"q_approver": "unknown"}, 0, "I do not know"),
        ({"q_approver": "manager", "q_approver_email": "not asked"}, 0, "My manager"),
        ({"q_approver": "somebody"}, 1, ""),
    ],
)
def test_who_approves_is_the_manager_somebody_else_or_not_known(
    app, database, place, values, errors, shown
):
    nurse = write_first(app, place)
    nurse.go(nurse.page.path.replace("check", "sections/approver"))
    page = nurse.send(values, button="Continue")
    assert len(page.errors) == errors
    if shown:
        assert shown in page.main
        assert "not asked" not in page.main


def test_sections_of_the_second_step_are_not_there_yet(app, place):
    nurse = write_first(app, place)
    base = nurse.page.path.removesuffix("/check")
    for later in ("sections/project", "sections/declarations", "costs"):
        assert nurse.go(f"{base}/{later}", status=404).status == 404


def test_the_office_invites_and_the_full_form_is_written_and_sent(app, database, place, at):
    nurse = write_first(app, place)
    base = nurse.send(button="Send the first step").path.removesuffix("/receipt")
    office = Browser(app).sign_in(place["office"])
    office.go(f"/office/calls/{place['call']}")
    office.click("First steps")
    assert "1 waiting" in office.page.main
    page = office.click("Read it")
    assert IDEA in page.main
    page = office.click("Invite")
    assert "This sends 1 letter" in page.main
    page = office.send(CLOSE, button="Invite 1 person")
    assert "1 letter is on its way" in page.text
    assert mails(database, "invited") == 1
    with database.scope(read_only=True) as session:
        facts = session.scalars(select(TrailEntry.facts).where(TrailEntry.verb == "invited")).one()
        assert facts["closes_at"].startswith("2027-02-20T17:00")

    assert "Second of two steps" in nurse.go(f"{base}/tasks").main
    for key in ("about", "idea", "difference", "approver"):
        assert "Have you completed this section?" in nurse.go(f"{base}/sections/{key}").main
    # What is being written now is hers alone: the office reads the first step as it was sent.
    nurse.go(f"{base}/sections/idea")
    nurse.send({"q_idea": "Another idea.", "complete": "yes"}, button="Save and continue")
    office.go(f"/office/first-stage/{base.rpartition('/')[2]}")
    assert IDEA in office.page.main
    assert "Another idea." not in office.page.main
    assert office.go(f"{base}/answers", status=404).status == 404
    _write_the_rest(nurse, base)
    at(NOW + timedelta(days=30))  # the call has closed; the full form has not
    nurse = Browser(app).sign_in(place["nurse"])
    nurse.go(f"{base}/check")
    receipt = nurse.send(button="Send your application")
    assert "We have your application" in receipt.main
    assert states(database) == [State.SUBMITTED]
    with database.scope(read_only=True) as session:
        stages = session.scalars(select(Submission.stage).order_by(Submission.received_at)).all()
        assert stages == [Round.FIRST, Round.FULL]
        assert session.scalar(select(func.count()).select_from(ApprovalRequest)) == 2
        asked = set(session.scalars(select(ApprovalRequest.approver_id)))
        assert asked == {place["manager_id"], None}


def _write_the_rest(nurse: Browser, base: str) -> None:
    yes = {"complete": "yes"}
    texts = ("title", "summary", "problem", "career", "host_support", "involvement")
    project = {f"q_{key}": "Some words." for key in texts} | {"q_work_kind": "research"}
    for key, values in (
        ("project", project | yes),
        ("release", {"q_cover": "The bank."} | yes),
        ("people", {"q_mentor": "Ann."} | yes),
        ("declarations", {"q_true": "y", "q_share": "y"}),
    ):
        nurse.go(f"{base}/sections/{key}")
        assert nurse.send(values, button="Save and continue").errors == []
    nurse.go(f"{base}/costs")
    nurse.send(yes, button="Save and continue")


def test_a_no_has_its_reason_and_ends_it(app, database, place):
    (application_id,) = sent_first(app, database, place)
    office = Browser(app).sign_in(place["office"])
    office.go(f"/office/calls/{place['call']}/first-stage/turn-away?a={application_id}")
    assert office.send(button="Tell 1 person").errors == ["Say why they are not invited"]
    office.send({"reason": "It needs a scanner."}, button="Tell 1 person")
    assert states(database) == [State.NOT_INVITED]
    assert mails(database, "not_invited") == 1
    with database.scope(read_only=True) as session:
        email = session.scalars(
            select(Person.email).join(Application, Application.applicant_id == Person.id)
        ).one()
    nurse = Browser(app).sign_in(email)
    assert "It needs a scanner." in nurse.go(f"/applications/{application_id}/receipt").main
    assert nurse.go(f"/applications/{application_id}/sections/idea", status=409).status == 409
    assert "has been decided" in nurse.go(f"/applications/{application_id}/withdraw").main


def test_many_are_answered_at_once_with_the_letters_counted(app, database, place):
    ids = sent_first(app, database, place, 3)
    office = Browser(app).sign_in(place["office"])
    office.go(
        f"/office/calls/{place['call']}/first-stage/invite?" + "&".join(f"a={i}" for i in ids)
    )
    assert "This sends 3 letters" in office.page.main
    office.post(
        f"/office/calls/{place['call']}/first-stage/invite",
        {**CLOSE, "a": [str(i) for i in ids], "csrf_token": office.token()},
    )
    assert states(database) == [State.INVITED] * 3
    assert mails(database, "invited") == 3


def test_nobody_chosen_leads_back_to_the_list(app, place):
    office = Browser(app).sign_in(place["office"])
    for query in ("", "?a=nonsense", "?a=00000000-0000-0000-0000-000000000000"):
        page = office.go(f"/office/calls/{place['call']}/first-stage/invite{query}")
        assert page.path.endswith("/first-stage")
        assert "Choose somebody first" in page.text


def test_one_who_withdrew_meanwhile_stops_the_letters_of_all(app, database, place):
    first, second = sent_first(app, database, place, 2)
    office = Browser(app).sign_in(place["office"])
    where = f"/office/calls/{place['call']}/first-stage/invite"
    office.go(f"{where}?a={first}&a={second}")
    with app.app_context(), database.scope() as session:
        gone = session.get_one(Application, first)
        gone.state, gone.withdrawn_at = State.WITHDRAWN, NOW
        session.commit()
    data = {**CLOSE, "a": [str(first), str(second)], "csrf_token": office.token()}
    page = office.post(where, data, status=409)
    assert "has withdrawn" in page.main
    assert "This sends 1 letter" in page.main
    assert mails(database, "invited") == 0
    data["a"] = [str(first)]
    assert "has withdrawn" in office.post(where, data, status=409).main
    data["a"] = [str(second)]
    office.post(where, data)
    assert mails(database, "invited") == 1
    assert "has had an answer already" in office.post(where, data, status=409).main
    assert mails(database, "invited") == 1


def test_a_second_press_at_the_same_instant_sends_no_second_letter(app, database, place):
    (application_id,) = sent_first(app, database, place)

    def press(_number: int) -> str:
        with app.app_context(), database.scope() as session:
            call = session.get_one(Call, place["call"])
            office = session.get_one(Person, place["office_id"]).as_actor()
            try:
                actions.invite(session, call, [application_id], FULL_CLOSES, actor=office, now=NOW)
                session.commit()
            except Refused:
                session.rollback()
                return "refused"
            return "done"

    with ThreadPoolExecutor(4) as pool:
        became = sorted(pool.map(press, range(4)))
    assert became == ["done", "refused", "refused", "refused"]
    assert mails(database, "invited") == 1
    with database.scope(read_only=True) as session:
        assert session.scalar(select(func.count()).select_from(Invitation)) == 1


def test_who_is_in_conflict_finds_no_row_no_count_and_no_page(app, database, place):
    seen, hidden = sent_first(app, database, place, 2)
    with app.app_context(), database.scope() as session:
        office = session.get_one(Person, place["office_id"])
        reviews.conflict(session, session.get_one(Application, hidden), office)
        session.commit()
    office = Browser(app).sign_in(place["office"])
    page = office.go(f"/office/calls/{place['call']}/first-stage")
    assert "1 waiting" in page.main
    assert str(seen) in str(page.soup)
    assert str(hidden) not in str(page.soup)
    assert office.go(f"/office/first-stage/{hidden}", status=404).status == 404
    page = office.go(f"/office/calls/{place['call']}/first-stage/invite?a={hidden}")
    assert "Choose somebody first" in page.text


def test_the_list_asks_as_much_for_thirty_as_for_one(app, database, place, count_queries):
    office = Browser(app).sign_in(place["office"])
    asked = []
    for more in (1, 29):
        sent_first(app, database, place, more)
        with count_queries() as seen:
            office.go(f"/office/calls/{place['call']}/first-stage")
        asked.append(len(seen))
    assert asked[0] == asked[1]


@pytest.mark.parametrize(("again", "kept"), [(False, True), (True, True)])
def test_withdrawing_between_the_stages_lets_one_start_again(app, database, place, again, kept):
    nurse = write_first(app, place)
    base = nurse.send(button="Send the first step").path.removesuffix("/receipt")
    nurse.go(f"{base}/withdraw")
    nurse.send(button="Withdraw it")
    assert states(database) == [State.WITHDRAWN]
    assert mails(database, "withdrawn") == 1
    if again:
        nurse.go(f"/calls/{place['call']}/apply")
        assert nurse.send(button="Start").path.endswith("/sections/about")
        assert states(database) == [State.DRAFT, State.WITHDRAWN]


def test_check_answers_lists_each_gap_with_its_field_and_words_that_name(app, place):
    nurse = Browser(app).sign_in(place["nurse"])
    nurse.go(f"/calls/{place['call']}/apply")
    base = nurse.send(button="Start").path.removesuffix("/sections/about")
    nurse.go(f"{base}/sections/idea")
    nurse.send({"q_idea": "I am Megan Prosser and will ask Sam Whittaker."}, button="Continue")
    page = nurse.go(f"{base}/check")
    assert page.link("What difference will it make?").endswith(
        f"{base}/sections/difference#q_difference"
    )
    assert page.link("not started")
    assert "“Megan”" in page.main
    assert "“Sam Whittaker”" in page.main
    assert "I am Megan Prosser and will ask Sam Whittaker." in page.main


def test_the_page_of_a_scheme_says_that_it_has_two_steps(app, database, place):
    with database.scope(read_only=True) as session:
        slug = session.get_one(Call, place["call"]).scheme.slug
    page = Browser(app).go(f"/schemes/{slug}")
    assert (
        "Two steps: 8 questions, about 10 minutes; a fuller form if you are invited." in page.main
    )
    assert "Second step, if you are invited" in page.main


def test_who_has_sent_the_first_stage_has_applied(app, database, place):
    sent_first(app, database, place)
    with database.scope(read_only=True) as session:
        assert queries.count_in(session, place["call"]) == (0, 1)
        assert len(queries.who_sent(session, place["call"])) == 1
