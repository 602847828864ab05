"""Posts over days whose pay changes, posts of other employers, and work by the hour."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.costing.figures import SHIPPED
from portal.costing.lines import Months, Weeks
from portal.costing.oncosts import NiMode, PensionMode
from portal.costing.posts import (
    Load,
    OnTop,
    Stretch,
    elsewhere_line,
    end_of,
    hourly_line,
    post_line,
    turns,
)
from portal.costing.scales import Nation, TypedPay

ENGLAND = Nation.ENGLAND
RATES = SHIPPED.on_costs(ENGLAND, date(2026, 4, 1))
OLD, NEW = (SHIPPED.pay_point(ENGLAND, year, "6", 3) for year in ("2025/26", "2026/27"))
SHARE, FULL = NiMode.SHARE_OF_POST, NiMode.IN_FULL
PAID = PensionMode.PAID_BY_EMPLOYER
DAY = Load(750, Months(6))


def stretch(first, last, pay=NEW, year="2026/27"):
    return Stretch(first, last, pay, RATES, year, year)


def texts(line):
    return [step.text for step in line.working]


def test_a_line_over_two_pay_years_is_split_by_days():
    # 1 January to 30 June 2026: 90 days at 46,580 and 91 at 48,117
    # 2025/26: 46,580 + 6,237 + 6,698.20 + 232.90 = 59,748.10; x 0.2 x 6/12 x 90/181 = 2,970.90
    # 2026/27: 61,744.36 x 0.2 x 6/12 x 91/181 = 3,104.27
    line, parts = post_line(
        [
            stretch(date(2026, 1, 1), date(2026, 3, 31), OLD, "2025/26"),
            stretch(date(2026, 4, 1), date(2026, 6, 30)),
        ],
        DAY,
        SHARE,
        PAID,
    )
    assert parts == (297_090, 310_427)
    assert line.amount_pence == 607_517
    assert "× 90/181" in texts(line) and "× 91/181" in texts(line)
    assert [s.label for s in line.working if s.is_total][1] == "At 2025/26 pay"


def test_one_stretch_is_the_line_of_one_year():
    line, parts = post_line([stretch(date(2026, 4, 1), date(2026, 9, 30))], DAY, SHARE, PAID)
    assert (line.amount_pence, parts) == (617_444, (617_444,))


def test_several_people_are_so_many_times_one():
    line, _parts = post_line(
        [stretch(date(2026, 4, 1), date(2026, 9, 30))], replace(DAY, people=2), SHARE, PAID
    )
    assert line.amount_pence == 1_234_887  # 61,744.36 x 0.2 x 6/12 x 2, rounded once
    assert "× 2" in texts(line)


def test_days_on_which_figures_turn():
    found = turns(SHIPPED, Nation.SCOTLAND, date(2024, 3, 1), date(2026, 5, 1))
    assert found == (
        date(2024, 3, 1), date(2024, 4, 1), date(2025, 4, 1), date(2026, 4, 1),
    )  # fmt: skip
    assert turns(SHIPPED, ENGLAND, date(2026, 4, 1), date(2027, 3, 31)) == (date(2026, 4, 1),)


@pytest.mark.parametrize(
    ("first", "duration", "last"),
    [
        (date(2027, 4, 6), Months(6), date(2027, 10, 5)),
        (date(2027, 4, 6), Weeks(26), date(2027, 10, 4)),
        (date(2027, 1, 31), Months(1), date(2027, 2, 28)),
    ],
)
def test_the_last_day_of_a_line(first, duration, last):
    assert end_of(first, duration) == last


def test_somebody_elsewhere_has_what_their_employer_adds_and_nothing_of_ours():
    # 40,000 + 27.5% = 51,000; 7 of 35 hours, half a year, 2 people
    pay = TypedPay("Lecturer", 4_000_000, 3500)
    line = elsewhere_line(pay, Decimal("0.275"), Load(700, Months(6), 2))
    assert line.amount_pence == 1_020_000
    assert "What their employer adds: 27.5%" in [step.label for step in line.working]


# 24.10 x 7.5 x 26 = 4,699.50. Pay only, in full: 15% = 704.93; 14.38% = 675.79; 0.5% = 23.50.
# A share of a post: less 5,000 x 0.2 x 182/365 = 498.63 of threshold, so 15% of 4,200.87 = 630.13
HOURLY = [
    (None, 1, Weeks(26), 469_950),
    (FULL, 1, Weeks(26), 610_372),
    (SHARE, 1, Weeks(26), 602_892),
    (None, 2, Weeks(26), 939_900),
    (None, 1, Months(12), 942_482),  # 24.10 x 7.5 x 365/7
]


@pytest.mark.parametrize(("mode", "people", "duration", "pence"), HOURLY)
def test_work_by_the_hour(mode, people, duration, pence):
    on_top = OnTop(RATES, mode, PAID, 3750) if mode else None
    line = hourly_line(2410, Load(750, duration, people), on_top)
    assert line.amount_pence == pence
    assert line.working[-1].amount_pence == pence


@pytest.mark.parametrize("rate", [0, -1])
def test_a_rate_is_above_nought(rate):
    with pytest.raises(ValueError, match="above nought"):
        hourly_line(rate, DAY, None)


@pytest.mark.parametrize(("hours", "people"), [(-1, 1), (750, 0)])
def test_a_load_is_of_somebody(hours, people):
    with pytest.raises(ValueError, match="at least one person"):
        Load(hours, Months(1), people)


@settings(deadline=None)
@given(
    st.integers(0, 16_800),
    st.integers(1, 50),
    st.integers(1, 500),
    st.integers(1, 500),
    st.sampled_from([SHARE, FULL]),
)
def test_what_is_shown_adds_up(hours, people, before, after, mode):
    stretches = [
        stretch(date(2026, 4, 1), date.fromordinal(date(2026, 4, 1).toordinal() + before - 1), OLD),
        stretch(date(2027, 4, 1), date.fromordinal(date(2027, 4, 1).toordinal() + after - 1)),
    ]
    line, parts = post_line(stretches, Load(hours, Months(6), people), mode, PAID)
    assert sum(parts) == line.amount_pence == line.working[-1].amount_pence
    ends = [s.amount_pence for s in line.working if s.is_total and s.label.startswith("At ")]
    assert tuple(ends) == parts


@settings(deadline=None)
@given(st.integers(1, 100_000), st.integers(0, 16_800), st.integers(1, 50), st.integers(1, 520))
def test_pay_by_the_hour_and_what_is_added_are_the_line(rate, hours, people, weeks):
    load = Load(hours, Weeks(weeks), people)
    line = hourly_line(rate, load, OnTop(RATES, FULL, PAID, 3750))
    pay = next(i for i, step in enumerate(line.working) if step.is_total)
    parts = [step.amount_pence for step in line.working[pay:-1]]
    assert sum(parts) == line.amount_pence
    assert all(isinstance(part, int) for part in parts)
