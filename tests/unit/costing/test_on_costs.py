"""On-cost rates by nation and year, and one full-time year in pence."""

from datetime import date
from decimal import Decimal
from itertools import product

import pytest

from portal.costing.figures import SHIPPED
from portal.costing.oncosts import (
    FullYear,
    NiMode,
    NoOnCosts,
    PensionMode,
    full_year,
    ni_mode_name,
    pension_mode_name,
    percent,
)
from portal.costing.scales import Nation, pay_year_span

DAY = date(2026, 4, 1)
ENGLAND = SHIPPED.on_costs(Nation.ENGLAND, DAY)


@pytest.mark.parametrize(
    ("nation", "paid", "headline", "status"),
    [
        (Nation.ENGLAND, "14.38%", "23.78%", "sourced"),
        (Nation.WALES, "14.38%", "23.78%", "sourced"),
        (Nation.SCOTLAND, "22.5%", "22.5%", "sourced_secondary"),
        (Nation.NORTHERN_IRELAND, "23.2%", "23.2%", "sourced_conflicting"),
    ],
)
def test_pension_rates_keep_their_status(nation, paid, headline, status):
    rates = SHIPPED.on_costs(nation, DAY)
    assert percent(rates.pension_rate(PensionMode.PAID_BY_EMPLOYER)) == paid
    assert percent(rates.pension_rate(PensionMode.HEADLINE)) == headline
    assert rates.pension.status == status
    assert rates.pension.source


@pytest.mark.parametrize("year", ["2025/26", "2026/27"])
def test_insurance_and_levy_are_the_same_everywhere(year):
    for nation, day in product(Nation, pay_year_span(year)):
        rates = SHIPPED.on_costs(nation, day)
        assert (percent(rates.ni_rate), rates.ni_threshold_pence) == ("15%", 500_000)
        assert percent(rates.levy_rate) == "0.5%"


@pytest.mark.parametrize("year", ["2024/25", "2027/28"])
def test_other_years_are_not_guessed(year):
    with pytest.raises(NoOnCosts, match=f"do not know .* England for {year}"):
        SHIPPED.on_costs(Nation.ENGLAND, pay_year_span(year)[0])


@pytest.mark.parametrize(
    ("ni_mode", "pension_mode", "year"),
    [
        (
            NiMode.SHARE_OF_POST,
            PensionMode.PAID_BY_EMPLOYER,
            FullYear(4_811_700, 646_755, 691_922, 24_059),
        ),
        (
            NiMode.SHARE_OF_POST,
            PensionMode.HEADLINE,
            FullYear(4_811_700, 646_755, 1_144_222, 24_059),
        ),
        (
            NiMode.IN_FULL,
            PensionMode.PAID_BY_EMPLOYER,
            FullYear(4_811_700, 721_755, 691_922, 24_059),
        ),
    ],
)
def test_the_top_of_band_6_in_england(ni_mode, pension_mode, year):
    assert full_year(4_811_700, ENGLAND, ni_mode, pension_mode) == year


def test_the_full_year_of_the_picture():
    year = full_year(4_811_700, ENGLAND, NiMode.SHARE_OF_POST, PensionMode.PAID_BY_EMPLOYER)
    assert year.total_pence == 6_174_436


@pytest.mark.parametrize(
    ("pence", "ni"), [(499_999, 0), (500_000, 0), (500_003, 0), (500_004, 1), (500_100, 15)]
)
def test_insurance_starts_above_the_threshold(pence, ni):
    year = full_year(pence, ENGLAND, NiMode.SHARE_OF_POST, PensionMode.HEADLINE)
    assert year.ni_pence == ni


@pytest.mark.parametrize(
    ("rate", "text"),
    [("0.1438", "14.38%"), ("0.15", "15%"), ("0.005", "0.5%"), ("0.2", "20%"), ("1", "100%")],
)
def test_rates_are_written_plainly(rate, text):
    assert percent(Decimal(rate)) == text


def test_every_choice_has_its_own_words():
    names = [*map(ni_mode_name, NiMode), *map(pension_mode_name, PensionMode)]
    assert len(set(names)) == 5
