"""What an organisation chose: its pension rate, its levy, its hourly rates."""

from datetime import date
from decimal import Decimal

import pytest

from portal.costing.choices import Choices, Cover, HourlyRate, OwnRate, cover_name
from portal.costing.figures import SHIPPED
from portal.costing.lines import Months, salary_line
from portal.costing.oncosts import NiMode, PensionMode
from portal.costing.scales import Nation
from portal.costing.shipped import NotHeld, caution

DAY = date(2026, 4, 1)
RATES = SHIPPED.on_costs(Nation.ENGLAND, DAY)
POINT = SHIPPED.pay_point(Nation.ENGLAND, "2026/27", "6", 3)
OWN = Choices(pension_mode=PensionMode.OWN, pension_own=OwnRate(Decimal("0.16"), "Payroll"))


def line(choices):
    rates = choices.over(RATES)
    modes = (choices.ni_mode, choices.pension_mode)
    return salary_line(POINT, rates, 750, 3750, Months(6), *modes)


@pytest.mark.parametrize(
    ("choices", "pence"),
    [
        (Choices(), 617_444),
        (Choices(pension_mode=PensionMode.HEADLINE), 662_674),
        (Choices(ni_mode=NiMode.IN_FULL), 624_944),
        (OWN, 625_239),  # 48,117 + 6,467.55 + 7,698.72 + 240.59 = 62,523.86; a tenth of it
        (Choices(charges_levy=False), 615_038),  # 61,744.36 - 240.59 = 61,503.77
    ],
)
def test_what_is_chosen_changes_the_line(choices, pence):
    assert line(choices).amount_pence == pence


def test_a_levy_not_charged_is_not_in_the_working():
    assert any("levy" in step.label for step in line(Choices()).working)
    assert not any("levy" in step.label for step in line(Choices(charges_levy=False)).working)


def test_an_own_rate_keeps_its_source_and_needs_no_caution():
    pension = OWN.over(RATES).pension
    assert (pension.source, caution(pension.status)) == ("Payroll", "")
    assert "Pension: 16%" in [step.label for step in line(OWN).working]


def test_an_own_rate_not_chosen_is_not_used():
    kept = Choices(pension_own=OWN.pension_own)
    assert kept.over(RATES) == RATES


def test_an_own_rate_chosen_and_not_given_is_refused():
    with pytest.raises(ValueError, match="none is given"):
        Choices(pension_mode=PensionMode.OWN)
    with pytest.raises(ValueError, match="no pension rate"):
        RATES.pension_rate(PensionMode.OWN)


def rate(pence, first, last, cover=Cover.BANK, band="5"):
    return HourlyRate(cover, band, pence, "Bank office", first, last)


HOURLY = Choices(
    hourly=(
        rate(2_000, date(2026, 4, 1), date(2027, 3, 31)),
        rate(2_100, date(2026, 10, 1), date(2027, 3, 31)),
        rate(2_200, date(2026, 10, 1), date(2027, 3, 31)),
    )
)


@pytest.mark.parametrize(
    ("on", "pence"),
    [(date(2026, 4, 1), 2_000), (date(2026, 9, 30), 2_000), (date(2026, 10, 1), 2_200)],
)
def test_an_hourly_rate_is_that_of_its_day(on, pence):
    assert HOURLY.hourly_rate(Cover.BANK, "5", on).hourly_pence == pence


@pytest.mark.parametrize(
    ("cover", "band", "on"),
    [
        (Cover.AGENCY, "5", date(2026, 4, 1)),
        (Cover.BANK, "6", date(2026, 4, 1)),
        (Cover.BANK, "5", date(2027, 4, 1)),
    ],
)
def test_no_hourly_rate_is_guessed(cover, band, on):
    with pytest.raises(NotHeld, match=f"not given an? {cover_name(cover).lower()} rate"):
        HOURLY.hourly_rate(cover, band, on)
