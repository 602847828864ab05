from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from portal.people.models import Organisation
from portal.schemes.models import Call, Scheme
from portal.uptake.scope import Round, Scope, Wanted, staff_month

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
BOARD = Organisation(slug="hafren", path="wales/hafren", name_en="Hafren")
WARD = Organisation(slug="ward", path="wales/hafren/ward", name_en="Ward")
OTHER = Organisation(slug="dyfed", path="wales/dyfed", name_en="Dyfed")


def made(number, where=BOARD, opened=(2026, 1, 10), decided=(2026, 6, 1)):
    scheme = Scheme(organisation=where)
    call = Call(
        id=UUID(int=number), scheme=scheme, opens_at=datetime(*opened, 9, tzinfo=UTC), open_to=[]
    )
    return Round(call, datetime(*decided, 9, tzinfo=UTC) if decided else None)


def of(rounds, show="", node="", nodes=(BOARD, WARD)):
    return Scope.of(nodes, rounds, Wanted(show, node), NOW)


def numbers(scope):
    return [each.call.id.int for each in scope.counted]


ROUNDS = (
    made(4, decided=None),
    made(3, opened=(2026, 5, 1), decided=(2026, 9, 1)),
    made(2),
    made(1, opened=(2025, 2, 1), decided=(2025, 8, 1)),
)


@pytest.mark.parametrize(
    ("show", "counted", "opened_on"),
    [
        ("", [3, 2], date(2026, 1, 10)),
        ("2026", [3, 2], date(2026, 1, 10)),
        ("2025", [1], date(2025, 2, 1)),
        (str(UUID(int=3)), [3], date(2026, 5, 1)),
        (str(UUID(int=1)), [1], date(2025, 2, 1)),
        (str(UUID(int=4)), [], date(2026, 1, 10)),
    ],
)
def test_a_call_or_a_year_is_chosen(show, counted, opened_on):
    scope = of(ROUNDS, show)
    assert numbers(scope) == counted
    assert scope.opened_on == opened_on
    assert scope.show == (show or "2026")


@pytest.mark.parametrize(
    ("show", "node"),
    [
        ("2024", ""),
        ("twenty", ""),
        ("2026\0", ""),
        (str(UUID(int=9)), ""),
        ("", "wales"),
        ("", "x"),
    ],
)
def test_what_is_not_offered_is_not_found(show, node):
    assert of(ROUNDS, show, node) is None


def test_nothing_decided_is_this_year_and_staff_are_those_of_today():
    scope = of((made(4, decided=None),))
    assert (scope.year, scope.years, scope.counted) == (2026, (2026,), ())
    assert scope.opened_on == date(2026, 11, 23)


def test_a_year_is_that_of_the_uk():
    late = Round(made(1).call, datetime(2025, 12, 31, 23, 59, tzinfo=UTC))
    summer = Round(made(1).call, datetime(2025, 6, 30, 23, 30, tzinfo=UTC))
    assert (late.year, summer.year) == (2025, 2025)
    assert Round(made(1).call, datetime(2026, 1, 1, 0, 0, tzinfo=UTC)).year == 2026


def test_a_call_counts_only_where_its_staff_are():
    rounds = (made(1, where=OTHER), made(2, where=WARD))
    assert numbers(of(rounds, node="wales/hafren")) == [2]
    assert numbers(of(rounds, node="wales/hafren/ward")) == [2]
    assert of(rounds, str(UUID(int=1)), "wales/hafren") is None
    assert of(rounds, str(UUID(int=1)), nodes=(BOARD, OTHER)).node is OTHER


def test_without_any_node_there_is_nothing():
    assert of(ROUNDS, nodes=()) is None


@pytest.mark.parametrize(
    ("opened_on", "chosen"),
    [
        (date(2026, 1, 30), date(2026, 3, 31)),
        (date(2026, 3, 30), date(2026, 3, 31)),
        (date(2026, 3, 31), date(2026, 3, 31)),
        (date(2026, 4, 29), date(2026, 3, 31)),
        (date(2026, 4, 30), date(2026, 4, 30)),
        (date(2027, 1, 1), date(2026, 4, 30)),
    ],
)
def test_staff_are_of_the_last_month_end_at_the_opening(opened_on, chosen):
    assert staff_month([date(2026, 4, 30), date(2026, 3, 31)], opened_on) == chosen


def test_without_staff_numbers_there_is_no_month():
    assert staff_month([], date(2026, 1, 1)) is None
