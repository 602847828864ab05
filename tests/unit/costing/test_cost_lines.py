"""Cost lines to the penny, their workings, and totals that add up."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.costing.figures import SHIPPED
from portal.costing.lines import (
    Months,
    Weeks,
    salary_line,
    unit_line,
)
from portal.costing.oncosts import NiMode, PensionMode
from portal.costing.scales import Nation, TypedPay

DAY = date(2026, 4, 1)
BAND_6_TOP = SHIPPED.pay_point(Nation.ENGLAND, "2026/27", "6", 3)
ENGLAND = replace(SHIPPED.on_costs(Nation.ENGLAND, DAY), pension_own_rate=Decimal("0.16"))
SHARE, IN_FULL = NiMode.SHARE_OF_POST, NiMode.IN_FULL
PAID, HEADLINE = PensionMode.PAID_BY_EMPLOYER, PensionMode.HEADLINE

PAY = st.integers(1, 20_000_000).map(lambda pence: TypedPay("Post", pence, 3750))
HOURS = st.integers(0, 6000)
DURATIONS = st.one_of(st.integers(1, 60).map(Months), st.integers(1, 260).map(Weeks))
MODES = st.tuples(st.sampled_from(NiMode), st.sampled_from(PensionMode))


def cost(pay, hours, duration, modes=(SHARE, PAID)):
    return salary_line(pay, ENGLAND, hours, 3750, duration, *modes).amount_pence


@pytest.mark.parametrize(
    ("hours", "duration", "ni_mode", "pension_mode", "pence"),
    [
        (750, Months(6), SHARE, PAID, 617_444),
        (750, Months(6), SHARE, HEADLINE, 662_674),
        (750, Months(6), IN_FULL, PAID, 624_944),
        (3750, Months(12), SHARE, PAID, 6_174_436),
        (750, Weeks(26), SHARE, PAID, 615_752),  # 61,744.36 x 0.2 x 182/365 = 6,157.519...
        (3750, Months(24), SHARE, PAID, 12_348_872),
        (0, Months(6), IN_FULL, PAID, 0),
    ],
)
def test_the_top_of_band_6(hours, duration, ni_mode, pension_mode, pence):
    line = salary_line(BAND_6_TOP, ENGLAND, hours, 3750, duration, ni_mode, pension_mode)
    assert line.amount_pence == pence


def test_the_research_assistant_of_the_picture():
    entry = SHIPPED.pay_point(Nation.ENGLAND, "2026/27", "5", 1)
    assert cost(entry, 1125, Months(6)) == 613_596


@pytest.mark.parametrize(("hours", "fits"), [(2429, True), (2430, False)])
def test_how_much_of_a_post_twenty_thousand_pounds_buy(hours, fits):
    assert (cost(BAND_6_TOP, hours, Months(6)) <= 2_000_000) is fits


def test_the_working_reads_like_the_picture():
    line = salary_line(BAND_6_TOP, ENGLAND, 750, 3750, Months(6), SHARE, PAID)
    assert [(s.label, s.text, s.is_total) for s in line.working] == [
        ("Salary, band 6 top", "£48,117.00", False),
        ("Employer National Insurance: 15% of pay above £5,000", "£6,467.55", False),
        ("Pension: 14.38%", "£6,919.22", False),
        ("Apprenticeship levy: 0.5%", "£240.59", False),
        ("Full time, one year", "£61,744.36", True),
        ("Your share: 7.5 of 37.5 hours (0.20 WTE)", "× 0.20", False),
        ("6 of 12 months", "× 6/12", False),
        ("This line", "£6,174.44", True),
    ]


def test_the_working_says_when_insurance_is_due_on_all_pay():
    line = salary_line(BAND_6_TOP, ENGLAND, 750, 3750, Months(6), IN_FULL, HEADLINE)
    assert line.working[1].label == "Employer National Insurance: 15% of all pay"
    assert line.working[1].text == "£7,217.55"
    assert line.working[2].label == "Pension: 23.78%"


@pytest.mark.parametrize(
    ("hours", "factor"),
    [(750, "× 0.20"), (800, "× 8/37.5"), (3750, "× 1.00"), (725, "× 7.25/37.5")],
)
def test_a_share_is_never_shown_rounded(hours, factor):
    line = salary_line(BAND_6_TOP, ENGLAND, hours, 3750, Months(6), SHARE, PAID)
    assert line.working[5].text == factor


@pytest.mark.parametrize(
    ("duration", "label", "factor"),
    [
        (Months(1), "1 of 12 months", "× 1/12"),
        (Months(12), "12 of 12 months", "× 12/12"),
        (Months(13), "13 months, 12 to a year", "× 13/12"),
        (Weeks(1), "1 week: 7 of 365 days", "× 7/365"),
        (Weeks(26), "26 weeks: 182 of 365 days", "× 182/365"),
        (Weeks(52), "52 weeks: 364 of 365 days", "× 364/365"),
        (Weeks(53), "53 weeks, 365 days to a year", "× 371/365"),
    ],
)
def test_how_a_duration_is_shown(duration, label, factor):
    step = salary_line(BAND_6_TOP, ENGLAND, 750, 3750, duration, SHARE, PAID).working[6]
    assert (step.label, step.text) == (label, factor)


def test_typed_pay_is_named_as_typed():
    consultant = TypedPay("consultant", 12_000_000, 4000)
    line = salary_line(consultant, ENGLAND, 400, 4000, Months(12), SHARE, PAID)
    assert line.working[0].label == "Salary, consultant"
    # 120,000 + 17,250 + 17,256 + 600 = 155,106, a tenth of it
    assert line.amount_pence == 1_551_060


def test_a_band_of_one_step_is_named_without_it():
    band_2 = SHIPPED.pay_point(Nation.ENGLAND, "2026/27", "2", 1)
    line = salary_line(band_2, ENGLAND, 750, 3750, Months(6), SHARE, PAID)
    assert line.working[0].label == "Salary, band 2"


def test_a_rate_the_organisation_set_is_charged_and_shown():
    own = replace(ENGLAND, pension_paid_rate=Decimal("0.2"))
    line = salary_line(BAND_6_TOP, own, 3750, 3750, Months(12), SHARE, PAID)
    assert (line.working[2].label, line.working[2].text) == ("Pension: 20%", "£9,623.40")


@pytest.mark.parametrize(("hours", "week"), [(-1, 3750), (750, 0), (750, -1)])
def test_impossible_hours_are_refused(hours, week):
    with pytest.raises(ValueError, match="nought"):
        salary_line(BAND_6_TOP, ENGLAND, hours, week, Months(6), SHARE, PAID)


@pytest.mark.parametrize("kind", [Months, Weeks])
def test_a_duration_is_at_least_one(kind):
    assert kind(1).count == 1
    with pytest.raises(ValueError, match="at least one"):
        kind(0)


@pytest.mark.parametrize(
    ("quantity", "unit", "pence"),
    [
        (12, 7200, 86_400),
        (410, 45, 18_450),
        (48, 2500, 120_000),
        (1, 39_000, 39_000),
        (Decimal("0.5"), 45, 23),  # 22.5 goes up
        (Decimal("2.49"), 10, 25),
        (Decimal("2.44"), 10, 24),
        (0, 500, 0),
    ],
)
def test_so_many_at_a_price(quantity, unit, pence):
    assert unit_line(quantity, unit).amount_pence == pence


def test_the_working_of_so_many_at_a_price():
    assert [s.text for s in unit_line(1410, 45).working] == ["£0.45", "× 1,410", "£634.50"]


@pytest.mark.parametrize(("quantity", "unit"), [(-1, 45), (Decimal("-0.01"), 45), (1, -1)])
def test_less_than_nothing_is_refused(quantity, unit):
    with pytest.raises(ValueError, match="nought or more"):
        unit_line(quantity, unit)


@settings(deadline=None)
@given(PAY, HOURS, st.integers(1, 2000), DURATIONS, MODES)
def test_more_hours_never_cost_less(pay, hours, more, duration, modes):
    assert cost(pay, hours, duration, modes) <= cost(pay, hours + more, duration, modes)


@settings(deadline=None)
@given(PAY, HOURS, DURATIONS)
def test_a_share_of_insurance_never_costs_more_than_all_of_it(pay, hours, duration):
    assert cost(pay, hours, duration, (SHARE, PAID)) <= cost(pay, hours, duration, (IN_FULL, PAID))


@settings(deadline=None)
@given(PAY, HOURS, DURATIONS)
def test_the_headline_pension_never_costs_less(pay, hours, duration):
    assert cost(pay, hours, duration, (SHARE, PAID)) <= cost(
        pay, hours, duration, (SHARE, HEADLINE)
    )


@settings(deadline=None)
@given(PAY, HOURS, DURATIONS, DURATIONS)
def test_the_longer_of_two_durations_never_costs_less(pay, hours, one, other):
    shorter, longer = sorted((one, other), key=lambda d: d.of_a_year)
    assert cost(pay, hours, shorter) <= cost(pay, hours, longer)


@settings(deadline=None)
@given(PAY, HOURS, st.integers(1, 36))
def test_a_month_lies_between_four_weeks_and_five(pay, hours, months):
    whole = cost(pay, hours, Months(months))
    assert cost(pay, hours, Weeks(4 * months)) <= whole <= cost(pay, hours, Weeks(5 * months))


@settings(deadline=None)
@given(PAY, HOURS, DURATIONS, MODES)
def test_the_parts_that_are_shown_add_up_to_the_year_that_is_shown(pay, hours, duration, modes):
    working = salary_line(pay, ENGLAND, hours, 3750, duration, *modes).working
    assert sum(step.amount_pence for step in working[:4]) == working[4].amount_pence
