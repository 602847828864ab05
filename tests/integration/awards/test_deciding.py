"""Deciding over HTTP: the list, one decision, the pot, and who may not."""

from uuid import uuid4

import pytest
from sqlalchemy import func, select

from portal.applications.models import Application
from portal.audit.models import TrailEntry
from portal.awards import queries
from portal.awards.lifecycle import DecisionState, OfferState, Outcome
from portal.awards.models import Award, Decision
from portal.people.models import Person
from portal.schemes.models import Call
from tests.factories import applications, awards, people

FORM = {"outcome": "award", "amount": "15,000", "reason": "", "feedback": ""}


def form_of(world, at=0) -> str:
    return f"/office/applications/{world.ids[at]}/decision"


def decisions(database) -> list[Decision]:
    with database.scope(read_only=True) as session:
        return list(session.scalars(select(Decision)))


def test_the_list_shows_rank_recommendation_and_what_is_left(world, as_):
    page = as_(world.office).go(f"/office/calls/{world.call}/decisions")
    assert "Money in the pot £30,000.00 Left £30,000.00" in page.main
    rows = [row.get_text(" ", strip=True) for row in page.soup.select("tbody tr")]
    assert [name in row for name, row in zip(("Lowri", "Tomos", "Nia"), rows, strict=True)] == [
        True
    ] * 3
    assert "Rank 1" in rows[0]
    assert "5.00" in rows[0]
    assert "Panel says Award" in rows[0]
    assert "£15,000" in rows[0]
    assert "1.20 WTE-months" in rows[0]
    assert "Not decided: 3." in page.main


def test_a_decision_is_kept_and_takes_from_the_pot(world, as_, database):
    office = as_(world.office)
    office.go(form_of(world))
    page = office.send({"outcome": "award", "amount": "£14,000", "feedback": "Well done."})
    assert "The decision is kept" in page.text
    assert "Left £16,000.00" in page.main
    (made,) = decisions(database)
    assert (made.outcome, made.state) == (Outcome.AWARD, DecisionState.PENDING)
    assert (made.amount_pence, made.wte_months_hundredths) == (1_400_000, 120)
    assert made.feedback == "Well done."
    assert made.decided_by_id == world.office_id


def test_a_pending_decision_can_be_changed(world, as_, database):
    office = as_(world.office)
    office.go(form_of(world))
    office.send(FORM)
    page = office.go(form_of(world))
    assert page.value("amount") == "15,000"
    office.send({"outcome": "decline", "reason": "They left us."})
    (made,) = decisions(database)
    assert (made.outcome, made.amount_pence, made.wte_months_hundredths) == (Outcome.DECLINE, 0, 0)


@pytest.mark.parametrize(
    ("values", "field", "says"),
    [
        ({"amount": "15,000.01"}, "amount", "asks for £15,000. Enter that or less."),
        ({"amount": ""}, "amount", "Enter how much the award is"),
        ({"amount": "1e3"}, "amount", "Enter an amount in pounds"),
        ({"amount": "-5"}, "amount", "Enter an amount in pounds"),
        ({"amount": "sNaN"}, "amount", "Enter an amount in pounds"),
        ({"outcome": "decline"}, "reason", "other than the panel recommended"),
        ({"outcome": "fund"}, "outcome", "Choose what you decide"),
        ({"outcome": ""}, "outcome", "Choose what you decide"),
        ({"feedback": "word " * 301}, "feedback", "300 words"),
        ({"feedback": "bad \x00"}, "feedback", "cannot store"),
    ],
)
def test_bad_input_is_told_beside_the_field_and_kept(values, field, says, world, as_, database):
    office = as_(world.office)
    office.go(form_of(world))
    page = office.send({**FORM, "reason": "", "feedback": "Kept word for word.", **values})
    assert says in page.error_beside(field)
    if field != "feedback":
        assert page.value("feedback") == "Kept word for word."
    assert page.value("amount") == values.get("amount", "15,000")
    assert page.value("version") == "0"
    assert decisions(database) == []


def test_a_penny_beyond_the_pot_is_refused_in_words(world, as_, database):
    with database.scope() as session:
        session.get_one(Call, world.call).pot_pence = 2_999_999
        session.commit()
    office = as_(world.office)
    office.go(form_of(world, 0))
    office.send(FORM)
    office.go(form_of(world, 1))
    page = office.send({**FORM, "reason": "A second."})
    assert page.error_beside("amount").endswith(
        "This award needs £15,000.00, and the pot has £14,999.99 left."
    )
    assert page.value("amount") == "15,000"
    page = office.send({"amount": "14,999.99"})
    assert not page.errors
    assert sum(made.amount_pence for made in decisions(database)) == 2_999_999


def test_time_beyond_the_pot_is_refused(world, as_, database):
    with database.scope() as session:
        session.get_one(Call, world.call).pot_wte_months_hundredths = 239
        session.commit()
    office = as_(world.office)
    for at, refused in ((0, False), (1, True)):
        office.go(form_of(world, at))
        page = office.send({**FORM, "reason": "Both."})
        assert ("1.19 WTE-months left" in page.error_beside("amount")) is refused


def test_changing_an_award_does_not_count_it_twice(world, as_, database):
    with database.scope() as session:
        session.get_one(Call, world.call).pot_pence = 1_500_000
        session.commit()
    office = as_(world.office)
    for amount in ("10,000", "15,000"):
        office.go(form_of(world))
        assert not office.send({**FORM, "amount": amount}).errors
    assert decisions(database)[0].amount_pence == 1_500_000


def test_the_second_of_two_officers_sees_who_decided_what(world, as_, app, database):
    with app.app_context(), database.scope() as session:
        other = awards.office(
            session, session.get_one(Call, world.call).scheme.organisation, "Sioned Wyn"
        )
        session.commit()
        email = other.email
    first, second = as_(world.office), as_(email)
    first.go(form_of(world))
    second.go(form_of(world))
    first.send({**FORM, "amount": "12,000"})
    page = second.send({**FORM, "outcome": "decline", "reason": "No."}, status=409)
    assert "Ffion Rees decided this on Monday 23 November 2026 at 10am: Award." in page.main
    assert decisions(database)[0].amount_pence == 1_200_000


def test_hand_made_decisions_change_nothing(world, as_, app, database):
    with app.app_context(), database.scope() as session:
        call, team = (
            session.get_one(Call, world.call),
            session.get_one(Person, world.people[0]).post.organisation,
        )
        draft = applications.complete_draft(session, call, people.employee(session, team)).id
        unasked = applications.submitted_application(
            session, call, people.employee(session, team)
        ).id
        gone = applications.withdrawn_application(session, call, people.employee(session, team)).id
        session.commit()
    send = {**FORM, "version": "0"}
    office, applicant = as_(world.office), as_(world.emails[0])
    asked = [
        (office, f"/office/applications/{draft}/decision", 409),
        (office, f"/office/applications/{unasked}/decision", 409),
        (office, f"/office/applications/{gone}/decision", 409),
        (office, f"/office/applications/{uuid4()}/decision", 404),
        (applicant, form_of(world), 404),
        (as_(world.chair), form_of(world), 404),
        (as_(world.auditor), form_of(world), 404),
        (as_(world.manager), form_of(world), 404),
        (applicant, f"/office/calls/{world.call}/release", 404),
        (applicant, f"/office/calls/{world.call}/decisions/fill", 404),
        (as_(world.chair), f"/office/calls/{world.call}/release", 404),
        (office, f"/office/calls/{world.call}/release", 409),  # nothing decided
        (office, f"/applications/{world.ids[0]}/offer/accept", 404),
        (applicant, f"/applications/{world.ids[0]}/offer/accept", 404),  # nothing offered
    ]
    for browser, path, status in asked:
        assert browser.post_by_hand(path, send).status == status, path
    assert decisions(database) == []


def test_a_decision_needs_its_token(world, as_, database):
    office = as_(world.office)
    office.go(form_of(world))
    assert office.post(form_of(world), {**FORM, "version": "0"}, None).status == 400
    assert decisions(database) == []


def test_the_office_cannot_decide_on_its_own_application(world, as_, app, database):
    with app.app_context(), database.scope() as session:
        call = session.get_one(Call, world.call)
        officer = session.get_one(Person, world.office_id)
        own = awards.ready(session, call, officer).id
        awards.decided(
            session, session.get_one(Application, own), by=session.get_one(Person, world.people[0])
        )
        session.commit()
    office = as_(world.office)
    for path in (f"/office/applications/{own}/decision", f"/office/applications/{own}/letter"):
        assert office.go(path, None).status == 403
    assert office.post_by_hand(f"/office/applications/{own}/decision", FORM).status == 403
    assert office.post_by_hand(f"/office/calls/{world.call}/release").status == 403
    assert office.post_by_hand(f"/office/calls/{world.call}/decisions/fill").status == 403
    page = office.go(f"/office/calls/{world.call}/decisions")
    assert str(own) not in page.data.decode()
    assert len(page.soup.select("tbody tr")) == 3


def test_filling_in_follows_the_panel_and_leaves_what_is_decided(world, as_, database):
    office = as_(world.office)
    office.go(form_of(world, 2))
    office.send({"outcome": "reserve", "reason": "Kept by hand."})
    office.go(f"/office/calls/{world.call}/decisions")
    page = office.send(button="Fill in from the recommendations")
    assert "2 decisions filled in." in page.text
    assert "1 award, 2 reserves, 0 regrets. Not decided: 0." in page.main
    found = {made.application_id: made for made in decisions(database)}
    assert [found[each].outcome for each in world.ids] == [
        Outcome.AWARD,
        Outcome.RESERVE,
        Outcome.RESERVE,
    ]
    assert found[world.ids[2]].reason == "Kept by hand."
    assert office.post_by_hand(f"/office/calls/{world.call}/decisions/fill").status == 409


def test_filling_in_past_the_pot_changes_nothing(world, as_, database):
    with database.scope() as session:
        session.get_one(Call, world.call).pot_pence = 1_499_999
        session.commit()
    office = as_(world.office)
    office.go(f"/office/calls/{world.call}/decisions")
    page = office.send(button="Fill in")
    assert f"{world.references[0]}: This award needs £15,000.00" in page.text
    assert decisions(database) == []


def test_sql_and_python_agree_on_what_is_taken(session):
    from portal.awards.cases import takes

    board = people.node(session)
    call = awards.decidable_call(session, board, pot_pence=10**9)
    expected = [0, 0]
    states = [None, *OfferState]
    for number, outcome in enumerate([*Outcome, Outcome.AWARD, Outcome.AWARD, Outcome.AWARD]):
        application = awards.ready(session, call, people.employee(session, board), 100_000 + number)
        time = 100 + number if outcome is Outcome.AWARD else 0
        decision = awards.decided(session, application, outcome, wte_months_hundredths=time)
        state = states[number - 2] if number > 2 else None
        award = offered(session, decision, state) if state else None
        pence, months = takes(decision, award)
        expected = [expected[0] + pence, expected[1] + months]
    session.flush()
    assert session.scalar(select(func.count()).select_from(Award)) == 3
    assert queries.taken(session, call.id) == tuple(expected)


def offered(session, decision, state):
    from tests.conftest import NOW

    decision.state, decision.released_at = DecisionState.RELEASED, NOW
    award = Award(
        decision=decision, application=decision.application, amount_pence=decision.amount_pence,
        hours_hundredths=0, wte_months_hundredths=decision.wte_months_hundredths,
        starts_on=NOW.date(), ends_on=NOW.date(), state=state, offered_at=NOW,
        answer_by_on=NOW.date(), answered_at=None if state is OfferState.OFFERED else NOW,
    )  # fmt: skip
    session.add(award)
    return award


def test_the_trail_of_a_pending_decision_is_not_the_applications(world, as_, database):
    office = as_(world.office)
    office.go(form_of(world))
    office.send(FORM)
    with database.scope(read_only=True) as session:
        kinds = {
            (v, k) for v, k in session.execute(select(TrailEntry.verb, TrailEntry.subject_kind))
        }
    assert ("decided", "decision") in kinds
    assert not {kind for verb, kind in kinds if verb != "decided"} & {"application", "decision"}


def test_the_list_asks_as_many_queries_for_30_as_for_3(world, as_, app, database, count_queries):
    office = as_(world.office)
    path = f"/office/calls/{world.call}/decisions"
    office.go(path)
    with count_queries() as few:
        office.go(path)
    with app.app_context(), database.scope() as session:
        call, team = (
            session.get_one(Call, world.call),
            session.get_one(Person, world.people[0]).post.organisation,
        )
        for _ in range(27):
            application = awards.ready(session, call, people.employee(session, team))
            awards.recommended(session, application)
            awards.decided(session, application, Outcome.RESERVE)
        session.commit()
    with count_queries() as many:
        page = office.go(path)
    assert len(page.soup.select("tbody tr")) == 30
    assert len(many) == len(few)
