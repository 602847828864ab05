"""A call after it has opened: its close moves, its pot changes, one person is let in."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from portal.applications.models import Application, Submission
from portal.audit.models import TrailEntry
from portal.awards.lifecycle import Outcome
from portal.kernel.actor import Role
from portal.notifications.models import Message
from portal.schemes.models import Call, CallExtension, LatePass, Scheme
from tests.browsing import Browser
from tests.conftest import NOW
from tests.factories import applications, awards, people, schemes

DAY = timedelta(days=1)
REASON = "The network was down for a day."


@pytest.fixture
def rows(app, database):
    """An open call with two drafts and one sent; a coming one; a nurse in another board."""
    with app.app_context(), database.scope() as s:
        here, there = people.node(s), people.node(s, "bae")
        of = schemes.scheme(s, here)
        opened = schemes.call(
            s, of, slug="opened", closes_at=datetime(2026, 12, 3, 17, tzinfo=UTC),
            approvals_due_at=datetime(2026, 12, 17, 17, tzinfo=UTC),
            reviews_due_at=datetime(2027, 1, 14, 17, tzinfo=UTC),
            panel_on=date(2027, 1, 21), decisions_on=date(2027, 1, 28),
            ring_fences=[{"jobs": ["nurses"], "pence": 4_000_000, "wte_months_hundredths": None}],
        )  # fmt: skip
        coming = schemes.call(s, of, slug="coming", opens_at=NOW + DAY, closes_at=NOW + 30 * DAY)
        nurse = people.employee(s, here, name="Megan Prosser")
        welsh = people.employee(s, here, name="Nia Gwilym")
        welsh.language = "cy"
        draft = applications.complete_draft(s, opened, nurse)
        applications.draft(s, opened, welsh)
        applications.submitted_application(s, opened, people.employee(s, here))
        s.commit()
        return {
            "office": people.staff_with_role(s, Role.OFFICE, here).email,
            "second": people.staff_with_role(s, Role.OFFICE, here, "Second Officer").email,
            "nurse": nurse.email, "draft": draft.id, "welsh": welsh.email,
            "late": people.employee(s, here, name="Late Comer").email,
            "elsewhere": people.employee(s, there).email,
            "scheme": of.id, "opened": opened.id, "coming": coming.id, "slug": of.slug,
            "_": s.commit(),
        }  # fmt: skip


@pytest.fixture
def office(app, rows):
    return Browser(app).sign_in(rows["office"])


def day(name, text):
    return dict(zip((f"{name}-year", f"{name}-month", f"{name}-day"), text.split("-"), strict=True))


def read(database, what):
    with database.scope(read_only=True) as s:
        return what(s)


def close_of(database, call_id):
    return read(database, lambda s: s.get_one(Call, call_id).closes_at)


def mails(database, template):
    query = select(Message).where(Message.template == template).order_by(Message.to_address)
    return read(database, lambda s: s.scalars(query).all())


def verbs(database):
    query = select(TrailEntry.verb, TrailEntry.facts).order_by(TrailEntry.number)
    return read(database, lambda s: [(verb, facts) for verb, facts in s.execute(query)])


def move(office, rows, on="2026-12-10", at="17:00", reason=REASON, **more):
    office.go(f"/office/calls/{rows['opened']}/close")
    return office.send({**day("closes_on", on), "closes_time": at, "reason": reason, **more})


# --- the close ---


def test_an_extension_is_shown_confirmed_and_told_to_everybody_with_a_draft(
    app, database, rows, office
):
    page = move(office, rows)
    assert page.errors == [] and page.h1 == "Extend the call?"
    assert "from Thursday 3 December 2026, 5pm, UK time to Thursday 10 December" in page.main
    assert "2 people have started and not sent." in page.main and REASON in page.main
    assert "none of them moves" in page.main
    assert close_of(database, rows["opened"]).day == 3, "nothing changes before it is confirmed"
    page = office.send(button="Extend the call")
    assert page.path == f"/office/calls/{rows['opened']}/settings"
    assert REASON in page.main and "How the close has moved" in page.main
    assert close_of(database, rows["opened"]) == datetime(2026, 12, 10, 17, tzinfo=UTC)
    told = mails(database, "applications/close_later")
    assert {mail.to_address for mail in told} == {rows["nurse"], rows["welsh"]}
    assert {mail.language for mail in told} == {"en", "cy"}
    assert all(REASON in mail.body for mail in told)
    facts = dict(verbs(database))["extended_call"]
    assert (facts["reason"], facts["to_at"]) == (REASON, "2026-12-10T17:00:00+00:00")


def test_everybody_reads_that_it_was_extended_and_what_is_kept(app, rows, office):
    public = Browser(app)
    page = public.go(f"/schemes/{rows['slug']}")
    assert "Extended" not in page.main
    assert "£40,000 of it is kept for: Nurses." in page.main
    move(office, rows)
    office.send(button="Extend the call")
    words = "Extended from Thursday 3 December 2026, 5pm, UK time to Thursday 10 December 2026, 5pm"
    assert words in public.go(f"/schemes/{rows['slug']}").main


def test_pressing_twice_extends_and_tells_once(database, rows, office):
    move(office, rows)
    action, values = office.page.form("Extend the call")
    office.post(action, values)
    again = office.post(action, values)
    assert again.path.endswith("/settings"), "the second press finds it done"
    assert read(database, lambda s: s.scalar(select(func.count(CallExtension.id)))) == 1
    assert len(mails(database, "applications/close_later")) == 2


def test_two_officers_who_move_it_at_once(app, database, rows, office):
    second = Browser(app).sign_in(rows["second"])
    move(office, rows)
    move(second, rows, on="2026-12-11")
    office.send(button="Extend the call")
    page = second.send(button="Extend the call")
    assert "Somebody else has moved the close meanwhile." in page.error_beside("closes_on")
    assert page.value("reason") == REASON
    assert close_of(database, rows["opened"]).day == 10


def test_later_dates_that_would_be_out_of_order_are_proposed_and_can_be_changed(
    database, rows, office
):
    page = move(office, rows, on="2026-12-18")
    assert "would be out of order" in page.main
    assert page.value("approvals_due_on-day") == "1" and page.value("approvals_due_time") == "17:00"
    page = office.send({"approvals_due_on-day": "17", "approvals_due_on-month": "12",
                        "approvals_due_on-year": "2026"}, "Extend the call")  # fmt: skip
    assert "Managers must have until the call closes" in page.error_beside("approvals_due_on")
    assert close_of(database, rows["opened"]).day == 3
    office.send(day("approvals_due_on", "2027-01-04"), "Extend the call")
    call = read(database, lambda s: s.get_one(Call, rows["opened"]))
    assert (call.closes_at.day, call.approvals_due_at.date()) == (18, date(2027, 1, 4))


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        (day("closes_on", "2026-12-03"), "closes_on", "The call closes then already."),
        (day("closes_on", "2026-11-22"), "closes_on", "must be in the future"),
        ({**day("closes_on", "2026-11-23"), "closes_time": "10:00"}, "closes_on", "in the future"),
        (day("closes_on", "9999-12-31"), "closes_on", "2036 or before"),
        (day("closes_on", "2027-02-29"), "closes_on", "must be a real date"),
        (day("closes_on", "2026-10-01"), "closes_on", "must"),
        ({**day("closes_on", "2027-03-28"), "closes_time": "01:30"}, "closes_time", "02:00"),
        ({"closes_time": "sNaN"}, "closes_time", "must be like 13:00"),
        ({"reason": ""}, "reason", "Say why"),
        ({"reason": "x" * 40_000}, "reason", "500 characters or fewer"),
        ({"reason": "a\x00b"}, "reason", "cannot store"),
    ],
)
def test_a_close_that_cannot_be(database, rows, office, typed, field, words):
    page = move(office, rows, **typed)
    assert words in page.error_beside(field), page.errors
    assert close_of(database, rows["opened"]).day == 3


def test_an_hour_that_comes_twice_is_asked_about_and_said(database, rows, office):
    moved = {**day("closes_on", "2027-10-31"), "closes_time": "1:30am"}
    page = move(office, rows, **moved)
    assert "01:30 comes twice on 31 October 2027" in page.error_beside("closes_which")
    page = office.send({"closes_which": "second"})
    assert "1:30am (after the clocks go back)" in page.main
    office.send(button="Extend the call")
    assert close_of(database, rows["opened"]) == datetime(2027, 10, 31, 1, 30, tzinfo=UTC)
    office.go(f"/office/calls/{rows['opened']}/settings")
    assert "Sunday 31 October 2027, 1:30am (after the clocks go back)" in office.page.main


def test_an_earlier_close_warns_and_tells(database, rows, office):
    page = move(office, rows, on="2026-11-30")
    assert "Earlier than you said" in page.main and "Some will lose their chance." in page.main
    assert page.soup.select_one(".nhsuk-warning-callout")
    office.send(button="Close the call earlier")
    assert close_of(database, rows["opened"]).day == 30
    told = mails(database, "applications/close_earlier")
    assert len(told) == 2 and all(REASON in mail.body for mail in told)


def test_a_confirmation_left_open_never_closes_into_the_past(app, database, rows, office, at):
    move(office, rows, on="2026-11-23", at="10:30")
    at(NOW + timedelta(minutes=31))
    page = office.send(button="Close the call earlier")
    assert "must be in the future" in page.error_beside("closes_on")
    assert (page.value("closes_time"), page.value("reason")) == ("10:30", REASON)
    assert close_of(database, rows["opened"]).day == 3


@pytest.mark.parametrize(
    ("days", "allowed"), [(-21, False), (0, True), (30, True), (52.2, True), (52.3, False)]
)
def test_until_when_a_close_moves(app, database, rows, at, days, allowed):
    at(NOW + timedelta(days=days))
    page = Browser(app).sign_in(rows["office"]).go(f"/office/calls/{rows['opened']}/close", None)
    assert (page.status == 200) is allowed


def test_once_something_is_decided_the_close_stays(app, database, rows, office):
    with app.app_context(), database.scope() as s:
        sent = s.scalars(select(Application).where(Application.submitted_at.is_not(None))).one()
        officer = people.person(s, "Decider")
        awards.decided(s, sent, Outcome.DECLINE, officer)
        s.commit()
    page = office.go(f"/office/calls/{rows['opened']}/close", 409)
    assert "something has been decided" in page.main


def test_a_closed_call_that_is_extended_opens_again(app, database, rows, at):
    at(datetime(2026, 12, 5, 9, tzinfo=UTC))
    nurse = Browser(app).sign_in(rows["nurse"])
    nurse.go(f"/applications/{rows['draft']}/sections/about", 409)
    office = Browser(app).sign_in(rows["office"])
    assert "It opens again at once." in move(office, rows).main
    office.send(button="Extend the call")
    nurse.go(f"/applications/{rows['draft']}/sections/about")


# --- late passes ---


def give(office, rows, email, on="2026-12-05", at="12:00", reason="Ill that week.", **more):
    office.go(f"/office/calls/{rows['opened']}/passes/new")
    values = {"email": email, **day("until_on", on), "until_time": at, "reason": reason}
    return office.send({**values, **more})


def test_a_late_pass_lets_one_person_send_and_says_so_on_the_record(
    app, database, rows, office, at
):
    page = give(office, rows, rows["nurse"].upper())
    assert page.errors == [] and "Megan Prosser has a late pass." in page.main
    (mail,) = mails(database, "schemes/late_pass")
    assert mail.to_address == rows["nurse"] and "Ill that week." not in mail.body
    assert "Saturday 5 December 2026, 12 noon" in mail.body
    at(datetime(2026, 12, 5, 12, tzinfo=UTC))
    other = Browser(app).sign_in(rows["late"])
    assert "closed" in other.go(f"/calls/{rows['opened']}/apply").main
    nurse = Browser(app).sign_in(rows["nurse"])
    assert "Closes for you" in nurse.go(f"/calls/{rows['opened']}/apply").main
    assert "Saturday 5 December 2026, 12 noon" in nurse.go("/").main
    nurse.go(f"/applications/{rows['draft']}/check")
    assert nurse.send(button="Send").path.endswith("/receipt")
    query = select(Submission.content).where(Submission.application_id == rows["draft"])
    content = read(database, lambda s: s.scalar(query))
    assert content["late_pass"] == "2026-12-05T12:00:00+00:00"
    assert "submitted_late" in dict(verbs(database))
    office.sign_in(rows["office"])
    page = office.go(f"/office/calls/{rows['opened']}/settings")
    assert "Used" in page.main and "Take it back" not in page.main


def test_what_is_sent_in_time_is_not_late_with_a_pass_in_hand(app, database, rows, office):
    give(office, rows, rows["nurse"])
    nurse = Browser(app).sign_in(rows["nurse"])
    nurse.go(f"/applications/{rows['draft']}/check")
    nurse.send(button="Send")
    assert "submitted_late" not in dict(verbs(database))


def test_a_pass_ends_at_its_instant_and_has_no_grace(app, rows, office, at):
    give(office, rows, rows["nurse"])
    at(datetime(2026, 12, 5, 12, 0, 1, tzinfo=UTC))
    nurse = Browser(app).sign_in(rows["nurse"])
    nurse.go(f"/applications/{rows['draft']}/check")
    assert "ask the R&D office for a late pass" in nurse.page.main


def test_a_pass_is_taken_back_before_it_is_used(app, database, rows, office, at):
    give(office, rows, rows["nurse"])
    page = office.click("Take it back")
    assert "Megan Prosser can then send nothing" in page.main
    office.send(button="Take it back")
    assert read(database, lambda s: s.scalars(select(LatePass)).all()) == []
    assert len(mails(database, "schemes/late_pass_over")) == 1
    at(datetime(2026, 12, 5, 11, tzinfo=UTC))
    nurse = Browser(app).sign_in(rows["nurse"])
    nurse.go(f"/applications/{rows['draft']}/sections/about", 409)


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"email": "nobody@example.nhs.uk"}, "email", "Nobody in the staff list"),
        ({"email": "{elsewhere}"}, "email", "not for the staff"),
        ({"email": "{office}"}, "email", "You cannot let yourself in."),
        ({"email": "not an address"}, "email", "correct format"),
        ({"email": ""}, "email", "Enter their work email"),
        ({"email": "a\x00@b.c"}, "email", "cannot store"),
        (day("until_on", "2026-12-03") | {"until_time": "17:00"}, "until_on", "end after that"),
        (day("until_on", "2026-11-01"), "until_on", "must end in the future"),
        (day("until_on", "2027-01-15"), "until_on", "Reviews are in by"),
        (day("until_on", "9999-01-15"), "until_on", "Reviews are in by"),
        ({"reason": "x" * 40_000}, "reason", "500 characters"),
    ],
)
def test_a_pass_that_cannot_be(database, rows, office, typed, field, words):
    typed = {name: text.format(**rows) for name, text in typed.items()}
    page = give(office, rows, **{"email": rows["nurse"], **typed})
    assert words in page.error_beside(field), page.errors
    assert read(database, lambda s: s.scalars(select(LatePass)).all()) == []


def test_a_pass_is_given_once(database, rows, office):
    give(office, rows, rows["nurse"])
    give(office, rows, rows["nurse"])
    page = give(office, rows, rows["nurse"], reason="Again.")
    assert "has a pass until" in page.error_beside("email")
    assert len(mails(database, "schemes/late_pass")) == 1


# --- the pot ---


def test_the_pot_is_raised_and_lowered_with_a_reason_and_never_below_what_is_kept(
    database, rows, office
):
    office.go(f"/office/calls/{rows['opened']}/pot")
    page = office.send({"pot_pence": "39,999.99", "reason": "Cut."})
    assert "The parts come to £40,000" in page.error_beside("pot_pence")
    page = office.send({"pot_pence": "40,000"})
    assert page.path.endswith("/settings") and "£40,000.00" in page.main
    facts = dict(verbs(database))["changed_pot"]
    assert (facts["before_pence"], facts["pot_pence"]) == (10_000_000, 4_000_000)


def test_the_pot_is_never_below_what_is_awarded_or_promised(app, database, rows, office):
    with app.app_context(), database.scope() as s:
        sent = s.scalars(select(Application).where(Application.submitted_at.is_not(None))).one()
        awards.decided(
            s, sent, Outcome.AWARD, people.person(s, "Decider"), amount_pence=5_000_000,
            wte_months_hundredths=120,
        )  # fmt: skip
        s.commit()
    office.go(f"/office/calls/{rows['opened']}/pot")
    page = office.send({"pot_pence": "49,999", "reason": "Cut."})
    assert "£50,000 is awarded, promised or kept." in page.error_beside("pot_pence")
    page = office.send({"pot_pence": "50,000", "pot_wte_months_hundredths": "1.19"})
    assert "1.20 WTE-months is awarded" in page.error_beside("pot_wte_months_hundredths")
    assert office.send({"pot_wte_months_hundredths": "1.2"}).path.endswith("/settings")


def test_two_officers_change_the_pot(app, rows, office):
    second = Browser(app).sign_in(rows["second"])
    for browser in (office, second):
        browser.go(f"/office/calls/{rows['opened']}/pot")
    office.send({"pot_pence": "70,000", "reason": "One."})
    page = second.send({"pot_pence": "60,000", "reason": "Two."})
    assert "It has £70,000 now." in page.errors[0]
    assert (page.value("pot_pence"), page.value("reason")) == ("60,000", "Two.")
    assert "£60,000.00" in second.send().main


def test_the_record_is_read_by_office_and_auditor_and_not_by_the_chair(app, database, rows, office):
    office.go(f"/office/calls/{rows['opened']}/pot")
    office.send({"pot_pence": "90,000", "reason": "Finance cut it."})
    with app.app_context(), database.scope() as s:
        here = s.get_one(Scheme, rows["scheme"]).organisation
        made = {
            role: people.staff_with_role(s, role, here).email for role in (Role.CHAIR, Role.AUDITOR)
        }
        s.commit()
    told = {
        who: "Finance cut it."
        in Browser(app).sign_in(email).go(f"/office/calls/{rows['opened']}").main
        for who, email in {**made, "office": rows["office"]}.items()
    }
    assert told == {"office": True, "auditor": True, "chair": False}


def test_a_kept_part_is_opened_with_a_reason(database, rows, office):
    office.go(f"/office/calls/{rows['opened']}/settings")
    page = office.click("Open it to everybody")
    assert "£40,000 is kept for: Nurses." in page.main
    assert office.send().error_beside("reason") == "Error: Say why"
    page = office.send({"reason": "No nurse applied."})
    assert "Kept for" not in page.main
    assert dict(verbs(database))["opened_fence"]["pence"] == 4_000_000
    office.go(f"/office/calls/{rows['opened']}/fences/nurses/open", 404)
    office.go(f"/office/calls/{rows['opened']}/fences/%00/open", 404)


# --- before it opens ---


def test_two_officers_edit_a_call_at_once_and_the_second_sees_both(app, database, rows, office):
    second = Browser(app).sign_in(rows["second"])
    for browser in (office, second):
        browser.go(f"/office/calls/{rows['coming']}/edit")
    office.send({"name": "Spring round", "pot_pence": "1,000"})
    page = second.send({"name": "Summer round"})
    assert "Somebody else changed this call." in page.errors[0]
    assert "Spring round" in page.main and "You typed: Summer round" in page.main
    assert page.value("name") == "Summer round"
    kept = read(database, lambda s: s.get_one(Call, rows["coming"]).name.en)
    assert kept == "Spring round", "nothing is overwritten"
    assert second.send().errors == []
    assert read(database, lambda s: s.get_one(Call, rows["coming"]).name.en) == "Summer round"


def test_a_coming_call_is_cancelled_with_a_reason(app, database, rows, office):
    page = office.go(f"/office/calls/{rows['coming']}/cancel")
    assert office.send().error_beside("reason") == "Error: Say why"
    page = office.send({"reason": "No money."}, "Cancel the call")
    assert page.path == f"/office/schemes/{rows['scheme']}"
    assert read(database, lambda s: s.get(Call, rows["coming"])) is None
    assert dict(verbs(database))["cancelled_call"]["reason"] == "No money."
    office.go(f"/office/calls/{rows['opened']}/cancel", 409)


def test_parts_of_the_pot_are_added_one_by_one_and_nothing_typed_is_lost(database, rows, office):
    office.go(f"/office/schemes/{rows['scheme']}/calls/new")
    page = office.send({"name": "Kept name", "pot_pence": "1000"}, "Add a part")
    assert (page.value("name"), page.value("slots")) == ("Kept name", "1")
    assert page.errors == []
    page = office.send({"fences-0-jobs": ["nurses", "midwives"], "fences-0-pence": "1001"})
    assert "The parts come to £1,001" in page.error_beside("fences-0-pence")
    page = office.send({"fences-0-pence": "1000"}, "Add a part")
    page = office.send({"fences-1-jobs": ["nurses"], "fences-1-pence": "0"})
    assert "are in another part" in page.error_beside("fences-1-jobs")
    page = office.send({"fences-1-jobs": [], "fences-1-pence": ""}, "Save this call")
    assert page.errors == []
    call = read(
        database,
        lambda s: s.scalar(select(Call).where(Call.name_text["en"].as_string() == "Kept name")),
    )
    assert call.ring_fences == [
        {"jobs": ["nurses", "midwives"], "pence": 100_000, "wte_months_hundredths": None}
    ]


def test_all_that_is_wrong_is_said_at_once(rows, office):
    office.go(f"/office/schemes/{rows['scheme']}/calls/new")
    page = office.send(
        {"name": "", "pot_pence": "1" + "0" * 15, **day("closes_on", "2026-01-01"),
         **day("decisions_on", "2026-01-01")}
    )  # fmt: skip
    assert [
        page.error_beside(name) != "" for name in ("name", "pot_pence", "closes_on", "decisions_on")
    ] == [True] * 4
    order = [a["href"] for a in page.soup.select(".nhsuk-error-summary__list a")]
    assert order == ["#name", "#closes_on-day", "#decisions_on-day", "#pot_pence"]


def test_a_copy_has_everything_but_its_dates_and_prefix(database, rows, office):
    office.go(f"/office/calls/{rows['opened']}/settings")
    page = office.click("Copy it")
    assert "This is a copy of January 2027" in page.main
    assert (
        page.value("closes_on-day"),
        page.value("closes_on-month"),
        page.value("closes_on-year"),
    ) == ("2", "12", "2027")
    assert (page.value("pot_pence"), page.value("fences-0-pence")) == ("100,000", "40,000")
    assert office.send().errors == []
    assert read(database, lambda s: len(s.get_one(Scheme, rows["scheme"]).calls)) == 3


def test_the_page_of_a_call_asks_the_same_with_1_and_30_passes(
    app, database, rows, office, count_queries
):
    def asked() -> int:
        with count_queries() as seen:
            office.go(f"/office/calls/{rows['opened']}/settings")
        return len(seen)

    def more(number: int) -> None:
        with app.app_context(), database.scope() as s:
            call = s.get_one(Call, rows["opened"])
            for _ in range(number):
                schemes.late_pass(s, call, people.employee(s, call.scheme.organisation))
            s.commit()

    more(1)
    once = asked()
    more(29)
    assert asked() == once
