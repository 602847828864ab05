"""An organisation's choices: offered with their pounds, kept from a day on, never edited."""

from datetime import date

import pytest
from sqlalchemy import select

from portal.costing.oncosts import PensionMode
from portal.costing.scales import Nation
from portal.kernel.actor import Role
from portal.people.models import Organisation
from portal.rates.models import ChoiceSet, HourlySet
from tests.browsing import Browser
from tests.factories import people

HOURLY = {
    "cover": "bank", "band": "5", "rate": "24.50", "source": "The bank office",
    "starts_on-day": "1", "starts_on-month": "4", "starts_on-year": "2026",
    "ends_on-day": "31", "ends_on-month": "3", "ends_on-year": "2027",
}  # fmt: skip


@pytest.fixture
def world(app, database):
    with app.app_context(), database.scope() as session:
        board = people.node(session, nation=Nation.ENGLAND)
        keeper = people.staff_with_role(session, Role.ADMINISTRATOR, board)
        session.commit()
        return {"at": f"/rates/{board.id}/choices", "board": board.id, "keeper": keeper.email}


@pytest.fixture
def keeper(app, world):
    return Browser(app).sign_in(world["keeper"])


def kept(database, kind):
    with database.scope(read_only=True) as session:
        return session.scalars(select(kind).order_by(kind.entered_at)).all()


def test_each_choice_shows_what_it_comes_to(keeper, world):
    page = keeper.go(f"{world['at']}/change")
    for words in (
        "its share of National Insurance The example comes to £6,174",
        "National Insurance on all of it The example comes to £6,249",
        "The part of the pension that we pay: 14.38% The example comes to £6,174",
        "The whole pension rate: 23.78% The example comes to £6,627",
        "No The example comes to £6,150",
    ):
        assert words in page.main


def test_a_choice_counts_from_its_day_and_what_was_before_stays(database, keeper, world):
    keeper.go(f"{world['at']}/change")
    page = keeper.send({"ni_mode": "in_full"}, button="Keep these choices")
    assert "£6,249" in page.main
    page = keeper.go(f"{world['at']}/change")
    assert "pay The example comes to" not in page.main
    page = keeper.send({"levy": "no", "starts_on-year": "2027"}, button="Keep these choices")
    assert "£6,249" in page.main, "not yet"
    first, second = kept(database, ChoiceSet)
    assert (first.starts_on, first.charges_levy) == (date(2026, 11, 23), True)
    assert (second.starts_on, second.charges_levy) == (date(2027, 11, 23), False)


@pytest.mark.parametrize(
    ("said", "errors"),
    [
        ({"pension_mode": "own"}, ["Enter your own rate", "Say where your own rate is from"]),
        (
            {"pension_mode": "own", "pension_own": "lots", "pension_own_source": "Payroll"},
            ["Enter a rate in per cent, like 14.38"],
        ),
        (
            {"pension_mode": "own", "pension_own": "101", "pension_own_source": "Payroll"},
            ["Your own rate must be 100% or less"],
        ),
        ({"pension_mode": "mine"}, ["Choose a pension rate"]),
        ({"starts_on-year": "9999"}, ["The day must be between 2000 and 2100"]),
    ],
)
def test_a_wrong_choice_is_said_and_not_kept(database, keeper, world, said, errors):
    keeper.go(f"{world['at']}/change")
    page = keeper.send(said, button="Keep these choices")
    assert page.errors == errors
    assert kept(database, ChoiceSet) == []


def test_an_own_rate_is_kept_with_its_source(database, keeper, world):
    keeper.go(f"{world['at']}/change")
    said = {"pension_mode": "own", "pension_own": "16", "pension_own_source": "Payroll"}
    page = keeper.send(said, button="Keep these choices")
    assert "A pension rate of our own 16%. Payroll" in page.main
    assert "£6,252" in page.main
    page = keeper.go(f"{world['at']}/change")
    assert page.value("pension_own") == "16"
    keeper.send({"pension_mode": "headline", "pension_own": "lots"}, button="Keep these choices")
    modes = {made.pension_mode for made in kept(database, ChoiceSet)}
    assert modes == {PensionMode.OWN, PensionMode.HEADLINE}


def test_without_pay_no_example_is_shown(app, database, keeper, world):
    with database.scope() as session:
        session.get(Organisation, world["board"]).nation = Nation.NORTHERN_IRELAND
        session.commit()
    page = keeper.go(f"{world['at']}/change")
    assert "so we can show no example in pounds" in page.main
    assert "comes to" not in page.main


def test_an_hourly_rate_is_added_and_stopped(database, keeper, world):
    page = keeper.go(world["at"])
    assert "None is guessed." in page.main
    keeper.click("Add an hourly rate")
    page = keeper.send({**HOURLY, "rate": "1000.01"}, button="Add the rate")
    assert page.errors == ["The rate must be £1,000 or less"]
    page = keeper.send(HOURLY, button="Add the rate")
    assert "Bank, band 5 An hour £24.50" in page.main
    page = keeper.send(button="Stop using bank, band 5")
    assert "used no more" in page.text
    (made,) = kept(database, HourlySet)
    assert made.ended_at
    assert keeper.post_by_hand(f"/rates/hourly/{made.id}/end").status == 409


def test_a_keeper_of_two_places_chooses_one(app, database, keeper, world):
    with database.scope() as session:
        other = people.node(session, "other", nation=Nation.ENGLAND)
        by = session.scalars(select(people.Person)).first()
        people.grant(session, by, Role.ADMINISTRATOR, other)
        session.commit()
    keeper.go("/rates")
    assert "Pay and on-costs" in keeper.click("Other").main
