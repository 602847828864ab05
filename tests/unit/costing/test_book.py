"""The book: which figures are in force on a day, and what is said where there are none."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from portal.costing.figures import SHIPPED
from portal.costing.oncosts import NoOnCosts
from portal.costing.scales import Nation, NoPayPoint

ENGLAND = Nation.ENGLAND
SCALE = SHIPPED.scale_of_year(ENGLAND, "2026/27")
RATES = SHIPPED.on_costs(ENGLAND, date(2026, 4, 1))


def paid(first, last, pence, **changes):
    points = tuple(replace(point, annual_pence=pence) for point in SCALE.points)
    return replace(SCALE, starts_on=first, ends_on=last, points=points, **changes)


AWARD = paid(date(2026, 8, 1), date(2027, 3, 31), 111)
CORRECTED = paid(date(2026, 8, 1), date(2027, 3, 31), 222)
YEAR = paid(date(2026, 4, 1), date(2027, 3, 31), 333)


@pytest.mark.parametrize(
    ("added", "on", "pence"),
    [
        ((), date(2026, 8, 1), 4_811_700),
        ((AWARD,), date(2026, 7, 31), 4_811_700),
        ((AWARD,), date(2026, 8, 1), 111),
        ((AWARD, CORRECTED), date(2026, 8, 1), 222),  # the one put in last
        ((CORRECTED, YEAR), date(2026, 8, 1), 222),  # the one that started last
        ((CORRECTED, YEAR), date(2026, 7, 31), 333),
        ((AWARD,), date(2027, 4, 1), 111),  # nothing for that day: the last one before it
    ],
)
def test_the_set_that_started_last_is_in_force(added, on, pence):
    book = SHIPPED.over(scales=added)
    assert book.scale(ENGLAND, on).point("6", 3).annual_pence == pence
    assert SHIPPED.scale(ENGLAND, date(2026, 8, 1)).point("6", 3).annual_pence == 4_811_700


def test_other_nations_keep_their_own():
    book = SHIPPED.over(scales=[YEAR])
    on = date(2026, 8, 1)
    assert book.scale(Nation.WALES, on) == SHIPPED.scale(Nation.WALES, on)


@pytest.mark.parametrize(("on", "covered"), [(date(2027, 3, 31), True), (date(2027, 4, 1), False)])
def test_a_figure_that_only_stands_in_says_so(on, covered):
    assert SHIPPED.scale(ENGLAND, on).covers(on) is covered
    assert SHIPPED.on_costs_held(ENGLAND, on).covers(on) is covered
    assert SHIPPED.on_costs_held(ENGLAND, on).year_used(on) == "2026/27"


def test_figures_five_years_old_stand_in_and_older_ones_do_not():
    assert SHIPPED.scale(ENGLAND, date(2032, 3, 31)).pay_year == "2026/27"
    with pytest.raises(NoPayPoint, match="2032/33"):
        SHIPPED.scale(ENGLAND, date(2032, 4, 1))
    with pytest.raises(NoOnCosts, match="2032/33"):
        SHIPPED.on_costs_held(ENGLAND, date(2032, 4, 1))


@pytest.mark.parametrize(("on", "rate"), [(date(2026, 4, 5), "0.15"), (date(2026, 4, 6), "0.16")])
def test_a_rate_that_changes_in_the_tax_year_starts_on_its_day(on, rate):
    changed = replace(RATES, starts_on=date(2026, 4, 6), ni_rate=Decimal("0.16"))
    assert SHIPPED.over(rates=[changed]).on_costs(ENGLAND, on).ni_rate == Decimal(rate)


@pytest.mark.parametrize(
    ("added", "nation", "turns"),
    [
        ((), ENGLAND, [("2026-04-01", 4_811_700)]),
        ((), Nation.NORTHERN_IRELAND, [("2026-04-01", None)]),
        ((AWARD,), ENGLAND, [("2026-04-01", 4_811_700), ("2026-08-01", 111)]),
        (
            (paid(date(2026, 8, 1), date(2026, 9, 30), 444),),
            ENGLAND,
            [("2026-04-01", 4_811_700), ("2026-08-01", 444), ("2026-10-01", 4_811_700)],
        ),
        (
            (replace(AWARD, nation=Nation.NORTHERN_IRELAND, ends_on=date(2026, 12, 31)),),
            Nation.NORTHERN_IRELAND,
            [("2026-04-01", None), ("2026-08-01", 111), ("2027-01-01", None)],
        ),
    ],
)
def test_a_year_is_told_by_what_is_in_force_and_its_gaps(added, nation, turns):
    first, last = date(2026, 4, 1), date(2027, 3, 31)
    found = SHIPPED.over(scales=added).scales_through(nation, first, last)
    assert [
        (each.starts_on.isoformat(), each.entry and each.entry.point("6", 3).annual_pence)
        for each in found
    ] == turns
    assert found[-1].ends_on == last


def test_a_scale_brings_its_full_time_week():
    points = tuple(replace(point, full_time_hundredths=3600) for point in SCALE.points)
    book = SHIPPED.over(scales=[replace(SCALE, starts_on=date(2026, 10, 1), points=points)])
    assert book.full_time(ENGLAND, date(2026, 9, 30)) == 3750
    assert book.full_time(ENGLAND, date(2026, 10, 1)) == 3600
    assert book.full_time(ENGLAND, date(2027, 4, 1)) == 3750


def test_a_scale_not_all_sourced_says_the_worse():
    assert SHIPPED.scale_of_year(ENGLAND, "2025/26").status == "sourced"
    assert SHIPPED.scale_of_year(Nation.SCOTLAND, "2025/26").status != "sourced"
