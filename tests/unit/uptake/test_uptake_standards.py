from dataclasses import replace

import pytest

from portal.schemes.cap_units import CapUnit
from portal.schemes.caps import Cap
from portal.schemes.gallery import template
from portal.uptake.standards import amount_rules, standard_hours, standard_pence


def scheme(*caps):
    return replace(template("small-grant").definition, caps=tuple(Cap(*cap) for cap in caps))


@pytest.mark.parametrize(
    ("caps", "pence"),
    [
        ([(CapUnit.PENCE, 500_000)], 500_000),
        ([(CapUnit.PENCE, 500_000), (CapUnit.PENCE_A_YEAR, 900_000)], 500_000),
        ([(CapUnit.PENCE_A_YEAR, 600_000), (CapUnit.MONTHS, 24)], 1_200_000),
        ([(CapUnit.PENCE, 0)], 2_000_000),
        ([], 2_000_000),
    ],
)
def test_a_standard_award_is_the_most_one_may_ask_for(caps, pence):
    assert standard_pence(scheme(*caps)) == pence


@pytest.mark.parametrize(
    ("caps", "hours"),
    [
        ([(CapUnit.DAYS, 10)], 75_00),
        ([(CapUnit.WTE, 1), (CapUnit.MONTHS, 12)], 1950_00),
        ([(CapUnit.SESSIONS_A_WEEK, 2), (CapUnit.MONTHS, 12)], 390_00),
        ([(CapUnit.SESSIONS_A_WEEK, 4), (CapUnit.DAYS_A_WEEK, 1), (CapUnit.MONTHS, 12)], 390_00),
        ([(CapUnit.MONTHS, 6)], 195_00),
        ([(CapUnit.WEEKS, 26)], 195_00),
        ([], 390_00),
    ],
)
def test_a_standard_time_is_the_most_hours_for_the_most_months(caps, hours):
    assert abs(standard_hours(scheme(*caps)) - hours) <= 1


def test_of_several_schemes_the_largest_standard_is_taken():
    small = scheme((CapUnit.PENCE, 100_000), (CapUnit.DAYS, 100))
    large = scheme((CapUnit.PENCE, 900_000), (CapUnit.DAYS, 2))
    rules = amount_rules([small, large])
    assert (rules.standard_pence, rules.standard_hours) == (900_000, 750_00)


def test_without_a_scheme_there_is_still_a_size():
    rules = amount_rules([])
    assert rules.standard_pence > 0
    assert rules.standard_hours > 0
