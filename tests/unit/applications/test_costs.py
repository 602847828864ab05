"""Costs: worked figures, caps to the penny, and sums that always agree."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.applications.asked import asked, cap_checks, pence_by_year
from portal.applications.costing import (
    Other,
    Salary,
    Whose,
    cost_other,
    cost_salary,
    doctors_range,
)
from portal.applications.models import CostKind
from portal.applications.pages import costs as pages
from portal.applications.pages.cost_lines import how_much, notes, working
from portal.costing.oncosts import NiMode, NoOnCosts
from portal.costing.scales import Nation, NoPayPoint
from portal.costing.shipped import NotHeld
from tests.unit.applications.drafts import FIRST, draft, line, period

DAY = Salary(
    label="Cover for your time",
    category="salaries",
    whose=Whose.OWN,
    hours_hundredths=750,
    length=6,
    length_unit="months",
    ni_mode=NiMode.SHARE_OF_POST,
)
CONSULTANT = {"grade": "Consultant", "salary_pence": 12_000_000}


def costed(asked_for, nation=Nation.WALES, starts_on=FIRST, **post):
    application = draft(nation, **post)
    return cost_salary(asked_for, nation, starts_on, application.applicant.post)


# Each worked out by hand from the scale and the rates, part by part:
# Wales 6 top:    48,841 + 6,576.15 + 7,023.34 + 244.21 = 62,684.70
# Scotland 6 top: 52,679 + 7,151.85 + 11,852.78 + 263.40 = 71,947.03
# England typed:  120,000 + 17,250 + 17,256 + 600 = 155,106
# England 6 top:  48,117 + 6,467.55 + 6,919.22 + 240.59 = 61,744.36; in full: 48,117 x 15% = 7,217.55
FIGURES = [
    (Nation.WALES, {}, {}, 626_847),
    (Nation.WALES, {"hours_hundredths": 3000}, {}, 626_847),
    (Nation.SCOTLAND, {}, {"hours_hundredths": 720}, 719_470),
    (Nation.ENGLAND, {}, {}, 617_444),
    (Nation.ENGLAND, {}, {"ni_mode": NiMode.IN_FULL}, 624_944),
    (Nation.ENGLAND, {}, {"length": 26, "length_unit": "weeks"}, 615_752),
    (
        Nation.ENGLAND,
        CONSULTANT,
        {"whose": Whose.DOCTOR, "pay_pence": 12_000_000, "hours_hundredths": 800, "length": 12},
        3_102_120,
    ),
    (
        Nation.WALES,
        {},
        {"whose": Whose.BAND, "band": "6", "step": 3, "hours_hundredths": 375},
        313_424,
    ),
]


@pytest.mark.parametrize(("nation", "post", "change", "pence"), FIGURES)
def test_worked_figures(nation, post, change, pence):
    assert costed(replace(DAY, **change), nation, **post).amount_pence == pence


def test_the_working_adds_up_to_the_line():
    found = costed(DAY, Nation.ENGLAND)
    amounts = [row["amount_pence"] for row in found.working]
    assert sum(amounts[:4]) == amounts[4] == 6_174_436
    assert [row["factor"] for row in found.working[5:7]] == ["× 0.20", "× 6/12"]
    assert amounts[-1] == found.amount_pence


NO_RISE = (
    "We will use 2027/28 pay when it is published, and show you the change. "
    "Until then it is 2026/27 pay, with no rise."
)


@pytest.mark.parametrize(
    ("starts_on", "year", "note"),
    [
        (date(2026, 4, 1), "2026/27", ""),
        (
            date(2027, 3, 31),
            "2026/27",
            NO_RISE,
        ),
        (
            date(2027, 4, 1),
            "2026/27",
            NO_RISE,
        ),
    ],
)
def test_pay_that_is_not_published_yet_is_said(starts_on, year, note):
    found = costed(DAY, starts_on=starts_on)
    stored = line(
        found.amount_pence, kind=CostKind.SALARY, details=found.details, working=found.working
    )
    assert found.details["pay_year"] == year
    assert (note in working(stored).notes) is bool(note)


@pytest.mark.parametrize(
    ("nation", "post", "words"),
    [
        (Nation.NORTHERN_IRELAND, {}, "Type in the pay for a full year"),
        (Nation.WALES, {"band": "6", "step": 9}, "has no step 9"),
        (Nation.ENGLAND, CONSULTANT, "We do not know your band"),
    ],
)
def test_pay_we_do_not_hold_is_said_in_a_plain_sentence(nation, post, words):
    with pytest.raises(NotHeld, match=words):
        costed(DAY, nation, **post)


def test_pay_is_typed_where_no_scale_is_held_and_the_unsure_rate_is_marked():
    found = costed(replace(DAY, whose=Whose.TYPED, pay_pence=4_800_000), Nation.NORTHERN_IRELAND)
    # 48,000 + 6,450 + 11,136 + 240 = 65,826; a fifth of half a year
    assert found.amount_pence == 658_260
    stored = line(1, kind=CostKind.SALARY, details=found.details, working=found.working)
    assert "Pension: Two sources give two figures. Check it first." in working(stored).notes


def test_typed_pay_says_which_years_rates_stand_in():
    typed = replace(DAY, whose=Whose.TYPED, pay_pence=4_800_000)
    later = costed(typed, starts_on=date(2027, 4, 1))
    said = "We do not know the 2027/28 rates on top of pay yet. We used those of 2026/27."
    assert notes(later.details)[0] == said
    assert said in notes(costed(typed, starts_on=date(2027, 3, 31)).details)  # it runs into April
    assert said not in notes(costed(typed, starts_on=date(2026, 4, 1)).details)


def test_rates_five_years_away_are_not_used():
    typed = replace(DAY, whose=Whose.TYPED, pay_pence=4_800_000)
    assert costed(typed, starts_on=date(2031, 4, 1)).details["pay_year"] == "2026/27"
    with pytest.raises(NoOnCosts, match="2032/33"):
        costed(typed, starts_on=date(2032, 4, 1))


def test_before_our_figures_begin_nothing_is_made_up():
    with pytest.raises(NoPayPoint):
        costed(DAY, starts_on=date(2020, 1, 1))


def test_consultants_have_a_range_where_one_was_found():
    year, paid = doctors_range(Nation.ENGLAND, FIRST)
    assert (year, paid.low_pence, paid.high_pence) == ("2025/26", 10_550_400, 13_988_200)
    assert doctors_range(Nation.WALES, FIRST) is None


@pytest.mark.parametrize(
    ("quantity", "counted", "price", "pence", "words"),
    [
        (41_000, "miles", 45, 18_450, "410 miles at 45p"),
        (1_200, "interviews", 7_200, 86_400, "12 interviews at £72.00"),
        (100, "place", 39_000, 39_000, "1 place"),
        (250, "", 1_001, 2_503, "2.5 at £10.01"),
        (10_000_000, "", 100, 10_000_000, "100,000 at £1.00"),
    ],
)
def test_other_costs(quantity, counted, price, pence, words):
    found = cost_other(
        Other(
            label="A",
            category="research",
            quantity_hundredths=quantity,
            unit_pence=price,
            counted=counted,
        )
    )
    assert found.amount_pence == pence
    assert how_much(line(pence, details=found.details)) == words


def test_how_much_of_a_salary():
    found = costed(DAY, Nation.ENGLAND)
    stored = line(1, kind=CostKind.SALARY, details=found.details, working=found.working)
    assert how_much(stored) == "Band 6 top, 0.20 WTE (one day a week), 6 months"
    assert (
        working(stored).about
        == "One full-time post, band 6 top, for one year. England, 2026/27 pay."
    )


@pytest.mark.parametrize(
    ("pence", "left", "over"),
    [
        (0, "£20,000.00 left", False),
        (1_999_999, "£0.01 left", False),
        (2_000_000, "£0.00 left", False),
        (2_000_001, "£0.01 over", True),
        (2_031_000, "£310.00 over", True),
    ],
)
def test_the_whole_limit_to_the_penny(pence, left, over):
    application = draft()
    application.cost_lines = [line(pence)] if pence else []
    box = pages.box(application)
    assert (box.left, box.over) == (left, over)
    assert any(check.stops for check in cap_checks(application)) is over


@pytest.mark.parametrize(
    ("pence", "words", "over"),
    [
        (100_000, "Training and travel: £0.00 left of £1,000.00.", False),
        (100_001, "Training and travel: £0.01 over the limit of £1,000.00.", True),
    ],
)
def test_the_limit_of_a_kind_to_the_penny(pence, words, over):
    application = draft()
    application.cost_lines = [line(pence, "training_travel")]
    box = pages.box(application)
    assert words in box.lines
    assert box.over is over


def test_a_scheme_without_a_limit_says_so():
    application = draft(changes={"caps": ()})
    application.cost_lines = [line(150)]
    box = pages.box(application)
    assert (box.left, box.over) == ("£1.50 in all.", False)
    assert pages.summary(application) == "£1.50 so far"


KINDS = ("salaries", "involvement", "research", "training_travel", "gone")
LINES = st.lists(st.tuples(st.sampled_from(KINDS), st.integers(0, 10**9)), max_size=30)


@settings(deadline=None)
@given(LINES)
def test_totals_by_kind_add_up_to_the_costs_whatever_they_are(drawn):
    application = draft()
    application.cost_lines = [line(pence, kind) for kind, pence in drawn]
    totals = pages.category_totals(application)
    assert sum(total.pence for total in totals) == application.cost_pence
    assert application.cost_pence == sum(pence for _kind, pence in drawn)
    assert asked(application).pence_total == application.cost_pence
    assert sum(asked(application).pence_by_category.values()) == application.cost_pence


@settings(deadline=None)
@given(st.integers(0, 10**9), st.integers(1, 520), st.dates(date(2026, 4, 1), date(2030, 1, 1)))
def test_pay_spread_over_years_loses_no_penny(pence, weeks, starts_on):
    pay = line(pence, kind=CostKind.SALARY, details={"length": weeks, "length_unit": "weeks"})
    assert sum(pence_by_year([pay, line(7)], starts_on).values()) == pence + 7


def test_pay_is_spread_by_days_and_other_costs_fall_into_the_first_year():
    pay = line(36_500, kind=CostKind.SALARY, details={"length": 12, "length_unit": "months"})
    found = pence_by_year([pay, line(50)], date(2026, 4, 1))
    assert found == {"2026/27": 36_550}
    # 365 days from 1 October 2026: 182 before April, 183 after
    assert pence_by_year([pay, line(50)], date(2026, 10, 1)) == {
        "2026/27": 18_250,
        "2027/28": 18_300,
    }


def test_the_summary_says_how_far_the_money_goes():
    application = draft()
    assert pages.summary(application) == "Pay for cover, and anything else you need"
    application.cost_lines = [line(1_494_890)]
    assert pages.summary(application) == "£14,948.90 of £20,000.00 so far"


def test_rows_say_every_line_and_nothing_to_press():
    application = draft()
    application.periods = [period()]
    application.cost_lines = [line(7, "gone", label="Old kind"), line(8)]
    rows = pages.cost_rows(application)
    assert [(r.label, r.kind, r.amount, r.links) for r in rows] == [
        ("Old kind", "gone", "£0.07", ()),
        ("A cost", "Research costs", "£0.08", ()),
    ]
