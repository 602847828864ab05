"""Caps: the number in the guidance is the number enforced, to the penny, the minute and the day."""

import re
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.costing.scales import Nation
from portal.costing.wte import last_day
from portal.kernel.language import Text
from portal.schemes.asked import Asked, months_and_days
from portal.schemes.cap_units import UNITS, CapUnit
from portal.schemes.caps import Cap, Standing, check_all, most

APRIL_6 = date(2027, 4, 6)


def weekly(hundredths, **facts):
    week = {
        "full_time_hundredths": 3750,
        "contracted_hundredths": 3000,
        "nation": Nation.ENGLAND,
    }
    return Asked(hours_hundredths_a_week=hundredths, **(week | facts))


def until(last, first=APRIL_6, **facts):
    return Asked(starts_on=first, ends_on=last, **facts)


# unit, limit, what fits to the last drop, what is over by the smallest step
EDGES = [
    (CapUnit.MONTHS, 6, until(date(2027, 10, 5)), until(date(2027, 10, 6))),
    (CapUnit.WEEKS, 26, until(date(2027, 10, 4)), until(date(2027, 10, 5))),
    (CapUnit.FINANCIAL_YEARS, 1, until(date(2028, 3, 31)), until(date(2028, 4, 1))),
    (CapUnit.DAYS_A_WEEK, 1, weekly(750), weekly(751)),
    (CapUnit.SESSIONS_A_WEEK, 2, weekly(750), weekly(751)),
    (
        CapUnit.SESSIONS_A_WEEK,
        2,
        weekly(800, session_hundredths=400),
        weekly(801, session_hundredths=400),
    ),
    (CapUnit.PAS_A_WEEK, 1, weekly(400), weekly(401)),
    (CapUnit.PAS_A_WEEK, 1, weekly(375, pa_hundredths=375), weekly(376, pa_hundredths=375)),
    (
        CapUnit.SESSIONS_A_WEEK,
        2,
        weekly(720, full_time_hundredths=3600, nation=Nation.SCOTLAND),
        weekly(721, full_time_hundredths=3600, nation=Nation.SCOTLAND),
    ),
    (CapUnit.WTE, Decimal("0.2"), weekly(750), weekly(751)),
    (CapUnit.SHARE, Decimal("0.4"), weekly(1200), weekly(1201)),
    (
        CapUnit.DAYS,
        38,
        Asked(hours_hundredths_in_all=28500, nation=Nation.WALES, full_time_hundredths=3750),
        Asked(hours_hundredths_in_all=28501, nation=Nation.WALES, full_time_hundredths=3750),
    ),
    (CapUnit.PENCE, 2_000_000, Asked(pence_total=2_000_000), Asked(pence_total=2_000_001)),
    (
        CapUnit.PENCE_A_YEAR,
        450_000,
        Asked(pence_by_year={"2027/28": 450_000, "2028/29": 450_000}),
        Asked(pence_by_year={"2027/28": 1, "2028/29": 450_001}),
    ),
    (CapUnit.APPLICATIONS, 1, Asked(applications=1), Asked(applications=2)),
    (CapUnit.AWARDS, 6, Asked(awards=6), Asked(awards=7)),
]


@pytest.mark.parametrize(("unit", "limit", "fits", "over"), EDGES)
def test_the_limit_itself_fits_and_one_step_more_does_not(unit, limit, fits, over):
    cap = Cap(unit, limit)
    assert cap.check(fits).ok
    assert cap.check(fits).left == 0
    assert cap.check(over).standing is Standing.OVER
    assert cap.check(over).stops
    assert not cap.check(Asked()).ok
    assert not cap.check(Asked()).fails


def test_a_unit_whose_length_is_not_known_neither_fits_nor_fails():
    check = Cap(CapUnit.PAS_A_WEEK, 1).check(weekly(4000, nation=Nation.WALES))
    assert (check.ok, check.fails, check.stops) == (False, False, False)


def test_every_unit_has_an_edge():
    assert {edge[0] for edge in EDGES} | {CapUnit.PENCE_IN_CATEGORY} == set(CapUnit) == set(UNITS)


@pytest.mark.parametrize(
    ("spent", "ok"), [({"travel": 100_000}, True), ({"travel": 100_001}, False), ({}, True)]
)
def test_a_cap_on_a_category_counts_that_category(spent, ok):
    cap = Cap(CapUnit.PENCE_IN_CATEGORY, 100_000, category="travel")
    assert cap.check(Asked(pence_by_category=spent | {"salaries": 9_000_000})).ok is ok


@pytest.mark.parametrize(
    ("cap", "words"),
    [
        (Cap(CapUnit.PENCE, 2_000_000), "Up to £20,000"),
        (Cap(CapUnit.PENCE, 18_450), "Up to £184.50"),
        (Cap(CapUnit.PENCE_A_YEAR, 450_000), "Up to £4,500 a year"),
        (Cap(CapUnit.MONTHS, 6), "Up to 6 months"),
        (Cap(CapUnit.MONTHS, 1), "Up to 1 month"),
        (Cap(CapUnit.MONTHS, 24, least=3), "3 to 24 months"),
        (Cap(CapUnit.MONTHS, 40, one_of=(24, 30, 40)), "24, 30 or 40 months"),
        (Cap(CapUnit.MONTHS, 24, one_of=(24,)), "24 months"),
        (
            Cap(CapUnit.MONTHS, 18, route="bespoke", title=Text("Bespoke")),
            "Bespoke: up to 18 months",
        ),
        (Cap(CapUnit.FINANCIAL_YEARS, 1), "Up to 1 year from April to March"),
        (Cap(CapUnit.WEEKS, 26), "Up to 26 weeks"),
        (Cap(CapUnit.DAYS, 38), "Up to 38 days in all"),
        (Cap(CapUnit.DAYS_A_WEEK, Decimal("0.5")), "Up to 0.5 days a week"),
        (Cap(CapUnit.SESSIONS_A_WEEK, 2), "Up to 2 sessions a week"),
        (Cap(CapUnit.PAS_A_WEEK, 1), "Up to 1 PA a week"),
        (Cap(CapUnit.WTE, Decimal("0.2")), "Up to 0.20 WTE"),
        (Cap(CapUnit.SHARE, 1, least=Decimal("0.4")), "40% to 100% of your hours"),
        (Cap(CapUnit.APPLICATIONS, 1), "Up to 1 application for each person"),
        (Cap(CapUnit.AWARDS, 6), "Up to 6 awards in this call"),
        (
            Cap(CapUnit.PENCE, 1_200_000, hard=False),
            "Up to £12,000, or more if you say why",
        ),
        (
            Cap(CapUnit.PENCE_IN_CATEGORY, 100_000, category="t", title=Text("Training")),
            "Training: up to £1,000",
        ),
    ],
)
def test_guidance(cap, words):
    assert cap.guidance() == words


@pytest.mark.parametrize(
    ("cap", "asked", "words"),
    [
        (
            Cap(CapUnit.PENCE, 2_000_000),
            Asked(pence_total=1_494_890),
            "£5,051.10 left of £20,000",
        ),
        (
            Cap(CapUnit.PENCE, 2_000_000),
            Asked(pence_total=2_031_000),
            "Your costs are £310.00 over the £20,000 limit. Lower them or remove a cost.",
        ),
        (
            Cap(CapUnit.PENCE, 1_200_000, hard=False),
            Asked(pence_total=1_200_001),
            "Your costs are £0.01 over the £12,000 limit. You can still ask. Say why you need it.",
        ),
        (
            Cap(CapUnit.PENCE_A_YEAR, 450_000),
            Asked(pence_by_year={"2027/28": 450_100}),
            "Your costs in one year are £1.00 over the £4,500 limit. Lower them or remove a cost.",
        ),
        (
            Cap(CapUnit.PENCE_IN_CATEGORY, 100_000, category="t", title=Text("Training")),
            Asked(pence_by_category={"t": 57_450}),
            "Training: £425.50 left of £1,000",
        ),
        (Cap(CapUnit.MONTHS, 6), until(date(2027, 10, 5)), "6 months, of up to 6 months"),
        (
            Cap(CapUnit.MONTHS, 6),
            until(date(2027, 9, 17)),
            "5 months and 12 days, of up to 6 months",
        ),
        (
            Cap(CapUnit.MONTHS, 6),
            until(date(2027, 10, 6)),
            (
                "Your dates are 1 day over the limit of 6 months."
                " Choose 5 October 2027 or an earlier last day."
            ),
        ),
        (
            Cap(CapUnit.MONTHS, 24, least=3),
            until(date(2027, 7, 4)),
            "You ask for 2 months and 29 days. Ask for 3 months or more.",
        ),
        (Cap(CapUnit.WEEKS, 2), until(date(2027, 4, 9)), "4 days, of up to 2 weeks"),
        (
            Cap(CapUnit.WTE, Decimal("0.2")),
            weekly(751),
            (
                "Your time is 0.01 hours a week over the limit of 0.20 WTE."
                " Ask for 7.5 hours a week or fewer."
            ),
        ),
        (
            Cap(CapUnit.SHARE, 1, least=Decimal("0.4")),
            weekly(1199),
            "You ask for 39.97% of your hours. Ask for 40% of your hours or more.",
        ),
        (
            Cap(CapUnit.DAYS, 10),
            Asked(hours_hundredths_in_all=7600, nation=Nation.WALES, full_time_hundredths=3750),
            (
                "Your time is 1 hour over the limit of 10 days in all."
                " Ask for 75 hours in all or fewer."
            ),
        ),
        (
            Cap(CapUnit.APPLICATIONS, 1),
            Asked(applications=2),
            "You have already applied. The limit is 1 application for each person.",
        ),
        (Cap(CapUnit.PENCE, 2_000_000), Asked(), "Up to £20,000"),
    ],
)
def test_words_on_the_field_and_at_submission(cap, asked, words):
    assert cap.check(asked).message == words


def test_a_soft_cap_asks_a_reason_and_a_hard_one_stops():
    asked = Asked(pence_total=101)
    soft, hard = Cap(CapUnit.PENCE, 100, hard=False), Cap(CapUnit.PENCE, 100)
    assert [(c.stops, c.asks_reason) for c in check_all((soft, hard), asked)] == [
        (False, True),
        (True, False),
    ]
    assert most((soft, hard), CapUnit.PENCE) is hard
    assert most((soft, hard), CapUnit.WTE) is None


@given(limit=st.integers(1, 10**9), pence=st.integers(0, 2 * 10**9))
def test_money_is_ok_when_and_only_when_it_fits(limit, pence):
    check = Cap(CapUnit.PENCE, limit).check(Asked(pence_total=pence))
    assert check.ok is (pence <= limit)
    assert check.used == pence
    assert check.left - check.over == limit - pence


@given(limit=st.integers(1, 10**9))
def test_the_pounds_in_the_guidance_are_the_pounds_enforced(limit):
    cap = Cap(CapUnit.PENCE, limit)
    said = re.fullmatch(r"Up to £([\d,]+(?:\.\d\d)?)", cap.guidance())[1].replace(",", "")
    pence = int(Decimal(said) * 100)
    assert cap.check(Asked(pence_total=pence)).ok
    assert not cap.check(Asked(pence_total=pence + 1)).ok


@given(
    limit=st.decimals("0.05", 1, places=2),
    full_time=st.integers(3600, 4000),
    worked=st.integers(1, 4000),
)
def test_wte_is_compared_exactly_and_the_named_hours_fit(limit, full_time, worked):
    cap = Cap(CapUnit.WTE, limit)
    check = cap.check(weekly(worked, full_time_hundredths=full_time))
    assert check.ok is (Fraction(worked, full_time) <= Fraction(limit))
    if not check.ok:
        named = re.search(r"Ask for ([\d.]+) hours? a week or fewer", check.message)[1]
        hundredths = int(Decimal(named) * 100)
        assert cap.check(weekly(hundredths, full_time_hundredths=full_time)).ok
        assert not cap.check(weekly(hundredths + 1, full_time_hundredths=full_time)).ok


@given(
    first=st.dates(date(2024, 1, 1), date(2032, 12, 31)),
    months=st.integers(1, 48),
    beyond=st.integers(-40, 40),
)
def test_months_fit_up_to_their_last_day(first, months, beyond):
    last = last_day(first, months)
    check = Cap(CapUnit.MONTHS, months).check(until(last + timedelta(days=beyond), first))
    assert check.ok is (beyond <= 0)
    assert check.ok is (check.used <= months)


@pytest.mark.parametrize(
    ("first", "months", "last"),
    [
        (date(2027, 4, 6), 6, date(2027, 10, 5)),
        (date(2027, 4, 1), 12, date(2028, 3, 31)),
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2027, 1, 28), 1, date(2027, 2, 27)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2027, 12, 1), 1, date(2027, 12, 31)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
    ],
)
def test_last_day_of_a_period_of_months(first, months, last):
    assert last_day(first, months) == last
    assert months_and_days(first, last)[:2] == (months, 0)
    assert months_and_days(first, last + timedelta(days=1))[:2] == (months, 1)


def test_a_period_that_ends_before_it_starts_is_no_time():
    assert months_and_days(date(2027, 4, 6), date(2026, 1, 1))[:2] == (0, 0)
    assert until(date(2027, 4, 1)).days == 0


@pytest.mark.parametrize(
    ("asked", "hundredths"),
    [
        (until(date(2027, 10, 4), hours_hundredths_a_week=750), 19_500),
        (until(date(2027, 4, 12), hours_hundredths_a_week=750), 750),
        (until(date(2027, 4, 13), hours_hundredths_a_week=700), 800),
        (until(date(2027, 4, 5), hours_hundredths_a_week=750), None),
        (Asked(hours_hundredths_in_all=42), 42),
        (Asked(hours_hundredths_a_week=750), None),
    ],
)
def test_hours_in_all(asked, hundredths):
    assert asked.hours_in_all == hundredths


@pytest.mark.parametrize(
    "cap",
    [
        Cap(CapUnit.WTE, Decimal("0.2")),
        Cap(CapUnit.PENCE, 2_000_000, hard=False),
        Cap(CapUnit.PENCE_IN_CATEGORY, 1, category="travel"),
        Cap(CapUnit.SHARE, 1, least=Decimal("0.4")),
    ],
)
def test_a_cap_is_read_back_equal(cap):
    assert Cap.from_json(cap.to_json()) == cap


@pytest.mark.parametrize(
    ("months", "standing"),
    [
        (23, Standing.BETWEEN),
        (24, Standing.WITHIN),
        (25, Standing.BETWEEN),
        (30, Standing.WITHIN),
        (40, Standing.WITHIN),
        (41, Standing.OVER),
    ],
)
def test_of_the_lengths_there_are_to_choose_from_one_must_be_met_to_the_day(months, standing):
    cap = Cap(CapUnit.MONTHS, 40, one_of=(24, 30, 40))
    check = cap.check(until(last_day(APRIL_6, months)))
    assert check.standing is standing
    assert check.stops is (standing is not Standing.WITHIN)
    if standing is Standing.BETWEEN:
        assert check.message == f"You ask for {months} months. Choose 24, 30 or 40 months."
    a_day_more = cap.check(until(last_day(APRIL_6, months) + timedelta(days=1)))
    assert a_day_more.standing in {Standing.BETWEEN, Standing.OVER}


@pytest.mark.parametrize(
    ("route", "standings"),
    [
        ("full", [Standing.WITHIN]),
        ("bespoke", [Standing.OVER]),
        (None, [Standing.UNKNOWN, Standing.UNKNOWN]),
    ],
)
def test_a_cap_of_a_route_is_for_those_who_choose_it(route, standings):
    caps = (Cap(CapUnit.MONTHS, 36, route="full"), Cap(CapUnit.MONTHS, 18, route="bespoke"))
    asked = until(last_day(APRIL_6, 36), route=route)
    assert [check.standing for check in check_all(caps, asked)] == standings


def test_the_remedy_for_too_many_financial_years_is_a_31st_of_march_that_fits():
    cap = Cap(CapUnit.FINANCIAL_YEARS, 1)
    check = cap.check(until(date(2028, 4, 1)))
    assert "31 March 2028" in check.message
    assert cap.check(until(date(2028, 3, 31))).ok


@pytest.mark.parametrize(
    ("contracted", "hours", "standing"),
    [
        (3750, 1875, Standing.WITHIN),
        (3750, 1874, Standing.UNDER),
        (3750, 1876, Standing.OVER),
        (3625, 1812, Standing.WITHIN),
        (3625, 1811, Standing.UNDER),
        (3625, 1813, Standing.OVER),
    ],
)
def test_an_exact_share_of_odd_hours_can_be_asked_for(contracted, hours, standing):
    half = Cap(CapUnit.SHARE, Decimal("0.5"), least=Decimal("0.5"))
    assert half.guidance() == "Exactly 50% of your hours"
    assert half.check(weekly(hours, contracted_hundredths=contracted)).standing is standing
