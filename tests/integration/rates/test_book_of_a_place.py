"""Which figures count at a node, and which choices on a day."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from portal.costing.choices import Choices, Cover
from portal.costing.figures import SHIPPED
from portal.costing.oncosts import NiMode, PensionMode
from portal.costing.scales import Nation
from portal.costing.shipped import NotHeld
from portal.kernel.actor import Role
from portal.people.models import NodeKind
from portal.rates import queries
from tests.conftest import NOW
from tests.factories import people, rates

DAY = date(2026, 11, 23)
WALES = Nation.WALES
SHIPPED_PAY = SHIPPED.scale(WALES, DAY).point("5", 1).annual_pence


@pytest.fixture
def tree(session):
    root = people.node(session, "wales", kind=NodeKind.NATION)
    board = people.node(session, "hafren", root, kind=NodeKind.ORGANISATION)
    keeper = people.staff_with_role(session, Role.ADMINISTRATOR, root)
    return {
        "root": root,
        "board": board,
        "ward": people.node(session, "ward", board),
        "other": people.node(session, "other", root, kind=NodeKind.ORGANISATION),
        "by": keeper,
    }


def pay(session, node, on=DAY):
    return queries.book(session, node).scale(WALES, on).point("5", 1).annual_pence


def test_without_rows_the_book_is_the_shipped_one(session, tree):
    assert queries.book(session, tree["ward"]) == SHIPPED
    assert queries.choices(session, tree["ward"], DAY) == Choices()


def test_a_set_counts_at_its_node_and_below_and_nowhere_else(session, tree):
    rates.scale(session, tree["board"], tree["by"])
    found = {name: pay(session, tree[name]) for name in ("root", "board", "ward", "other")}
    assert found == {
        "root": SHIPPED_PAY, "board": 3_200_000, "ward": 3_200_000, "other": SHIPPED_PAY,
    }  # fmt: skip


def test_an_organisations_own_set_goes_over_that_of_its_root(session, tree):
    rates.scale(session, tree["board"], tree["by"], pay={("5", 1): 1_00}, in_force_at=NOW)
    later = NOW + timedelta(hours=1)
    rates.scale(session, tree["root"], tree["by"], pay={("5", 1): 2_00}, in_force_at=later)
    assert (pay(session, tree["ward"]), pay(session, tree["other"])) == (1_00, 2_00)


@pytest.mark.parametrize(
    ("changes", "counts"),
    [
        ({}, True),
        ({"in_force": False}, False),
        ({"ended_at": NOW}, False),
        ({"starts_on": DAY}, True),
        ({"starts_on": DAY + timedelta(days=1)}, False),
        ({"ends_on": DAY - timedelta(days=1)}, False),
        ({"nation": Nation.ENGLAND}, False),
    ],
)
def test_only_sets_in_force_for_the_day_count(session, tree, changes, counts):
    rates.scale(session, tree["board"], tree["by"], **changes)
    assert (pay(session, tree["board"]) == 3_200_000) is counts


def test_on_costs_of_the_database_go_over_the_shipped_ones(session, tree):
    rates.on_costs(session, tree["root"], tree["by"], ni_millionths=162_500, levy_millionths=0)
    found = queries.book(session, tree["ward"]).on_costs(WALES, DAY)
    assert (found.ni_rate, found.levy_rate) == (Decimal("0.1625"), Decimal(0))
    assert found.ni.source == "A circular"
    assert SHIPPED.on_costs(WALES, DAY).ni_rate == Decimal("0.15")


def test_the_choice_nearest_to_the_node_and_newest_counts(session, tree):
    own = {
        "pension_mode": PensionMode.OWN,
        "pension_own_millionths": 160_000,
        "pension_own_source": "Payroll",
    }
    rates.choices(session, tree["root"], tree["by"], ni_mode=NiMode.IN_FULL, starts_on=DAY)
    rates.choices(session, tree["board"], tree["by"], charges_levy=False)
    rates.choices(session, tree["board"], tree["by"], **own, starts_on=date(2027, 1, 1))
    at_ward = queries.choices(session, tree["ward"], DAY)
    assert (at_ward.charges_levy, at_ward.ni_mode) == (False, NiMode.SHARE_OF_POST)
    assert queries.choices(session, tree["other"], DAY).ni_mode is NiMode.IN_FULL
    assert queries.choices(session, tree["other"], DAY - timedelta(days=1)) == Choices()
    later = queries.choices(session, tree["ward"], date(2027, 1, 1))
    assert later.pension_own.rate == Decimal("0.16")


def test_of_two_choices_of_one_day_the_later_entered_counts(session, tree):
    rates.choices(session, tree["board"], tree["by"], charges_levy=False)
    later = rates.choices(session, tree["board"], tree["by"])
    later.entered_at = NOW + timedelta(minutes=1)
    session.flush()
    assert queries.choices(session, tree["board"], DAY).charges_levy is True


def test_hourly_rates_are_the_organisations_own(session, tree):
    rates.hourly(session, tree["board"], tree["by"])
    rates.hourly(session, tree["board"], tree["by"], band="6", ended_at=NOW)
    found = queries.choices(session, tree["ward"], DAY)
    assert found.hourly_rate(Cover.BANK, "5", DAY).hourly_pence == 2_450
    for band, node in (("6", "ward"), ("5", "other")):
        with pytest.raises(NotHeld):
            queries.choices(session, tree[node], DAY).hourly_rate(Cover.BANK, band, DAY)


@pytest.mark.parametrize("sets", [1, 30])
def test_a_book_costs_as_many_queries_for_many_sets(session, tree, count_queries, sets):
    for _number in range(sets):
        rates.scale(session, tree["board"], tree["by"])
        rates.on_costs(session, tree["board"], tree["by"])
    session.expire_all()
    path = tree["ward"].path
    assert path
    with count_queries() as seen:
        queries.book(session, tree["ward"])
    assert len(seen) == 3
