"""Pay points, pay years and what is said where we know nothing."""

from datetime import date

import pytest

from portal.costing.figures import SHIPPED
from portal.costing.scales import (
    Nation,
    NoPayPoint,
    TypedPay,
    nation_name,
    pay_year_of,
    pay_year_span,
    point_name,
)
from portal.costing.shipped import caution, pay_rows

ALL_BANDS = ("2", "3", "4", "5", "6", "7", "8a", "8b", "8c", "8d", "9")


@pytest.mark.parametrize(
    ("nation", "year", "band", "step", "pence", "week"),
    [
        (Nation.ENGLAND, "2026/27", "6", 3, 4_811_700, 3750),
        (Nation.ENGLAND, "2025/26", "6", 3, 4_658_000, 3750),
        (Nation.ENGLAND, "2026/27", "2", 1, 2_527_200, 3750),
        (Nation.WALES, "2026/27", "8d", 3, 11_044_800, 3750),
        (Nation.SCOTLAND, "2026/27", "5", 2, 3_691_100, 3600),
        (Nation.SCOTLAND, "2025/26", "5", 2, 4_142_400, 3700),
    ],
)
def test_a_point_has_the_shipped_pay_and_week(nation, year, band, step, pence, week):
    point = SHIPPED.pay_point(nation, year, band, step)
    assert (point.annual_pence, point.full_time_hundredths) == (pence, week)
    assert point.source


def test_every_row_but_the_unknown_one_can_be_found():
    known = [row for row in pay_rows() if row["status"] != "not_found"]
    held = [p for s in SHIPPED.scales for b in s.bands for p in s.steps(b)]
    assert len(held) == len(known) == len(pay_rows()) - 1


@pytest.mark.parametrize(
    ("nation", "years"),
    [
        (Nation.ENGLAND, ("2025/26", "2026/27")),
        (Nation.SCOTLAND, ("2025/26", "2026/27")),
        (Nation.WALES, ("2026/27",)),
        (Nation.NORTHERN_IRELAND, ()),
    ],
)
def test_the_years_held(nation, years):
    assert SHIPPED.pay_years(nation) == years


@pytest.mark.parametrize(
    ("nation", "year", "found"),
    [
        (Nation.ENGLAND, "2026/27", ALL_BANDS),
        (Nation.SCOTLAND, "2025/26", ("5", "6", "7")),
    ],
)
def test_bands_come_lowest_first(nation, year, found):
    assert SHIPPED.scale_of_year(nation, year).bands == found


def test_steps_rise_and_are_named():
    points = SHIPPED.scale_of_year(Nation.ENGLAND, "2026/27").steps("6")
    assert [p.annual_pence for p in points] == [3_995_900, 4_217_000, 4_811_700]
    assert [point_name(p) for p in points] == ["Band 6 entry", "Band 6 middle", "Band 6 top"]


def test_a_band_of_one_step_has_no_step_in_its_name():
    assert point_name(SHIPPED.pay_point(Nation.ENGLAND, "2026/27", "2", 1)) == "Band 2"


@pytest.mark.parametrize(
    ("nation", "year", "band", "step", "said"),
    [
        (
            Nation.NORTHERN_IRELAND,
            "2026/27",
            "5",
            1,
            "We do not know the 2026/27 pay for Northern Ireland yet. Type in the pay for a full year.",
        ),
        (
            Nation.WALES,
            "2025/26",
            "5",
            1,
            "We do not know the 2025/26 pay for Wales yet. Type in the pay for a full year.",
        ),
        (
            Nation.SCOTLAND,
            "2025/26",
            "2",
            1,
            "We do not hold pay for band 2 in Scotland for 2025/26.",
        ),
        (Nation.ENGLAND, "2026/27", "6", 4, "Band 6 in England for 2026/27 has no step 4."),
        (Nation.ENGLAND, "2026/27", "6", 0, "Band 6 in England for 2026/27 has no step 0."),
    ],
)
def test_what_is_not_known_is_said_and_never_guessed(nation, year, band, step, said):
    with pytest.raises(NoPayPoint) as refused:
        SHIPPED.pay_point(nation, year, band, step)
    assert str(refused.value) == said


@pytest.mark.parametrize(
    ("day", "year"),
    [
        (date(2026, 3, 31), "2025/26"),
        (date(2026, 4, 1), "2026/27"),
        (date(2027, 3, 31), "2026/27"),
        (date(2027, 4, 1), "2027/28"),
        (date(2099, 12, 31), "2099/00"),
    ],
)
def test_a_pay_year_turns_on_the_first_of_april(day, year):
    assert pay_year_of(day) == year
    first, last = pay_year_span(year)
    assert first <= day <= last


@pytest.mark.parametrize("text", ["2026", "2026/28", "2026-27", "26/27", "2026/27 ", "2099/100"])
def test_other_words_are_no_pay_year(text):
    with pytest.raises(ValueError, match=text.strip()):
        pay_year_span(text)


@pytest.mark.parametrize(
    ("nation", "day", "year"),
    [
        (Nation.ENGLAND, date(2026, 3, 31), "2025/26"),
        (Nation.ENGLAND, date(2026, 4, 1), "2026/27"),
        (Nation.ENGLAND, date(2027, 4, 6), "2026/27"),
        (Nation.WALES, date(2026, 4, 1), "2026/27"),
    ],
)
def test_a_day_is_costed_with_its_year_or_the_latest_before_it(nation, day, year):
    assert SHIPPED.scale(nation, day).pay_year == year


@pytest.mark.parametrize(
    ("nation", "day"),
    [(Nation.WALES, date(2026, 3, 31)), (Nation.NORTHERN_IRELAND, date(2026, 9, 1))],
)
def test_no_year_before_it_is_said(nation, day):
    with pytest.raises(NoPayPoint, match=nation_name(nation)):
        SHIPPED.scale(nation, day)


@pytest.mark.parametrize(
    ("pence", "inside"),
    [
        (10_550_399, False),
        (10_550_400, True),
        (13_988_200, True),
        (13_988_201, False),
    ],
)
def test_a_consultants_range_where_sourced(pence, inside):
    found = SHIPPED.medical_range(Nation.ENGLAND, "2025/26")
    assert found is not None
    assert found.holds(pence) is inside
    assert found.source


@pytest.mark.parametrize(
    ("nation", "year"), [(Nation.ENGLAND, "2026/27"), (Nation.WALES, "2025/26")]
)
def test_no_range_is_shown_without_a_source(nation, year):
    assert SHIPPED.medical_range(nation, year) is None


@pytest.mark.parametrize(("pence", "week"), [(0, 4000), (-1, 4000), (1, 0)])
def test_typed_pay_is_above_nought(pence, week):
    with pytest.raises(ValueError, match="above nought"):
        TypedPay("Consultant", pence, week)


@pytest.mark.parametrize(
    ("status", "word"),
    [
        ("sourced_single", "one place"),
        ("sourced_secondary", "one place"),
        ("sourced_but_superseded", "changed"),
        ("sourced_conflicting", "Two sources"),
        ("illustrative", "not sure"),
    ],
)
def test_doubt_is_said(status, word):
    assert word in caution(status)


def test_a_sourced_figure_needs_no_caution():
    assert caution("sourced") == ""
