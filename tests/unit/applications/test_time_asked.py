"""Time: from an amount in a unit to hours, WTE and share, and to the caps of the scheme."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from portal.applications.asked import OF_TIME, asked, cap_checks, fits, of
from portal.applications.pages import time as pages
from portal.applications.time_words import share_words, week_words
from portal.applications.timing import ask, units_for
from portal.applications.weeks import week_of
from portal.costing.scales import Nation
from portal.costing.wte import TimeUnit
from portal.schemes.cap_units import CapUnit
from portal.schemes.caps import Cap
from tests.unit.applications.drafts import FIRST, LAST, draft, period

CONSULTANT = {"grade": "Consultant", "salary_pence": 12_000_000}
EVERY_UNIT = tuple(TimeUnit)


@pytest.mark.parametrize(
    ("nation", "post", "amount", "unit", "hours", "week", "share"),
    [
        (Nation.WALES, {}, 100, "days", 750, "0.20 WTE, one day a week", "20%"),
        (Nation.WALES, {}, 200, "sessions", 750, "0.20 WTE, one day a week", "20%"),
        (Nation.WALES, {}, 100, "sessions", 375, "0.10 WTE, half a day a week", "10%"),
        (
            Nation.WALES,
            {"hours_hundredths": 3000},
            750,
            "hours",
            750,
            "0.20 WTE, one day a week",
            "25%",
        ),
        (
            Nation.SCOTLAND,
            {"hours_hundredths": 3600},
            100,
            "days",
            720,
            "0.20 WTE, one day a week",
            "20%",
        ),
        (
            Nation.SCOTLAND,
            {"hours_hundredths": 3600},
            750,
            "hours",
            750,
            "0.21 WTE, 7.5 hours a week",
            "20.83%",
        ),
        (
            Nation.ENGLAND,
            {**CONSULTANT, "hours_hundredths": 4000},
            200,
            "pas",
            800,
            "0.20 WTE, one day a week",
            "20%",
        ),
        (Nation.ENGLAND, {}, 200, "pas", 800, "0.21 WTE, 8 hours a week", "21.33%"),
    ],
)
def test_hours_wte_and_share(nation, post, amount, unit, hours, week, share):
    whose = week_of(draft(nation, **post), FIRST)
    found = ask(amount, TimeUnit(unit), FIRST, LAST, whose)
    assert found.hours_hundredths == hours
    assert week_words([found], whose) == week
    assert f"That is {share} of your" in share_words([found], whose)


def test_nobody_is_told_a_share_of_a_week_that_is_not_known():
    whose = week_of(draft(hours_hundredths=0), FIRST)
    assert "no fixed hours with us" in share_words([period()], whose)


@pytest.mark.parametrize(
    ("nation", "units"),
    [
        (Nation.ENGLAND, ("hours", "days", "sessions", "pas")),
        (Nation.WALES, ("hours", "days", "sessions")),
    ],
)
def test_the_units_are_those_that_the_nation_has(nation, units):
    assert units_for(EVERY_UNIT, week_of(draft(nation), FIRST)) == units


def test_hours_stand_in_where_no_unit_of_the_scheme_is_known():
    assert units_for((TimeUnit.PAS,), week_of(draft(Nation.WALES), FIRST)) == (TimeUnit.HOURS,)


@pytest.mark.parametrize(("ends_on", "is_over"), [(LAST, False), (LAST + timedelta(days=1), True)])
def test_a_day_over_six_months_is_over(ends_on, is_over):
    application = draft()
    application.periods = [period(ends_on=ends_on)]
    checks = of(cap_checks(application), OF_TIME)
    assert [check.stops for check in checks] == [is_over]
    assert bool(fits(checks, "")) is not is_over
    box = pages.box(application, application.periods)
    assert box.over is is_over
    words = "Your dates are 1 day over the limit of 6 months. Choose 5 October 2027 or an earlier last day."
    assert box.lines == ((words,) if is_over else ("Time: 6 months of 6.",))


def test_the_box_says_what_the_time_comes_to():
    application = draft()
    box = pages.box(application, [period()])
    assert box.left == "0.20 WTE, one day a week."
    # 183 days are 26 weeks and 1 day: 7.5 x 183/7 = 196.07 hours
    assert box.rest == "196.07 hours in all. That is 20% of your 37.5 hours a week."


def test_no_time_yet_says_what_the_limit_is():
    box = pages.box(draft(), [])
    assert (box.left, box.lines, box.over) == ("No time yet.", ("Time: up to 6 months.",), False)


@pytest.mark.parametrize(("hours", "fits_in"), [(750, True), (751, False)])
def test_sessions_and_wte_are_held_to_the_minute(hours, fits_in):
    application = draft(scheme="protected-time")
    application.periods = [period(hours)]
    stopping = [check.cap.unit for check in cap_checks(application) if check.stops]
    assert stopping == ([] if fits_in else [CapUnit.SESSIONS_A_WEEK, CapUnit.WTE])


@pytest.mark.parametrize(("reason", "may"), [("", False), ("   ", False), ("A long visit", True)])
def test_a_soft_limit_asks_for_a_reason(reason, may):
    soft = Cap(CapUnit.WTE, Decimal("0.1"), hard=False)
    application = draft(changes={"caps": (soft,)})
    application.periods = [period()]
    assert bool(fits(cap_checks(application), reason)) is may


@pytest.mark.parametrize(
    ("periods", "most", "in_all"),
    [
        ([], None, None),
        ([(750, date(2027, 4, 5), date(2027, 5, 2))], 750, 3000),
        (
            [(750, date(2027, 4, 5), date(2027, 5, 2)), (300, date(2027, 5, 3), date(2027, 5, 9))],
            750,
            3300,
        ),
        (
            [(750, date(2027, 4, 5), date(2027, 5, 2)), (300, date(2027, 5, 2), date(2027, 5, 8))],
            1050,
            3300,
        ),
    ],
)
def test_periods_together(periods, most, in_all):
    application = draft()
    application.periods = [period(*each) for each in periods]
    facts = asked(application)
    assert (facts.hours_hundredths_a_week, facts.hours_hundredths_in_all) == (most, in_all)


def test_the_full_time_week_is_that_of_the_first_day():
    application = draft(Nation.SCOTLAND)
    application.periods = [period(starts_on=date(2026, 3, 30), ends_on=date(2026, 6, 1))]
    assert asked(application).full_time_hundredths == 3700
    application.periods = [period(starts_on=date(2026, 4, 1), ends_on=date(2026, 6, 1))]
    assert asked(application).full_time_hundredths == 3600


def test_the_summary():
    application = draft()
    assert pages.summary(application) == "How much time you ask for, and when"
    application.periods = [period()]
    assert pages.summary(application) == "7.5 hours a week for 26 weeks: 0.20 WTE, one day a week"
    application.periods = [period(800)]
    assert pages.summary(application) == "8 hours a week for 26 weeks: 0.21 WTE"
