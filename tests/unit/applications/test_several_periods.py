"""Several periods: their sums against a count day by day, and what is said of them."""

from datetime import date, timedelta
from fractions import Fraction
from types import SimpleNamespace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from portal.applications import periods as flat
from portal.applications import time_words as words
from portal.applications.asked import asked, cap_checks
from portal.applications.pages import time as pages
from portal.applications.timing import Given, ask, hours_to_cover, is_level, overlaps
from portal.applications.weeks import week_of
from portal.costing.scales import Nation
from portal.costing.wte import TimeUnit
from portal.people.models import Contract, Employment
from portal.schemes.asked import Asked
from portal.schemes.cap_units import UNITS, CapUnit
from portal.schemes.caps import Cap
from tests.unit.applications.drafts import FIRST, LAST, draft, period

DAY = timedelta(days=1)
EDGES = [
    date(2027, 3, 28),  # clocks go forward
    date(2027, 3, 31),
    date(2027, 4, 1),
    date(2027, 10, 31),  # clocks go back
    date(2027, 12, 31),
    date(2028, 2, 28),
    date(2028, 2, 29),
]
DAYS = st.sampled_from(EDGES) | st.dates(date(2027, 1, 1), date(2029, 6, 30))
LENGTHS = st.integers(0, 40) | st.integers(0, 500)


@st.composite
def asks(draw, week):
    first = draw(DAYS)
    last = first + draw(LENGTHS) * DAY
    days = (last - first).days + 1
    unit = draw(st.sampled_from([Given.HOURS, Given.DAYS, Given.SESSIONS, Given.DAYS_IN_ALL]))
    most = min(days * 100, 5_000) if unit is Given.DAYS_IN_ALL else 1_000
    return ask(draw(st.integers(1, most)), unit, first, last, week)


WEEK = week_of(draft(), FIRST)


def month_ends(first: date, day: date) -> bool:
    """Say whether a month counted from `first` is full with this day."""
    following = day + DAY
    length = (date(day.year + day.month // 12, day.month % 12 + 1, 1) - DAY).day
    if first.day == 1 or length < first.day:
        return following.day == 1
    return following.day == first.day


@given(st.lists(asks(WEEK), min_size=1, max_size=flat.MOST_PERIODS))
def test_sums_agree_with_a_count_of_every_day(periods):
    application = draft()
    facts = asked(application, periods)
    first, last = min(p.starts_on for p in periods), max(p.ends_on for p in periods)
    most, in_all, months, years = 0, Fraction(0), 0, set()
    day = first
    while day <= last:
        here = [p for p in periods if p.starts_on <= day <= p.ends_on]
        most = max(most, sum(p.hours_hundredths for p in here))
        in_all += sum(
            Fraction(p.hours_hundredths, 7)
            if p.in_all_hundredths is None
            else Fraction(p.in_all_hundredths, (p.ends_on - p.starts_on).days + 1)
            for p in here
        )
        months += month_ends(first, day) and day > first
        if here:
            years.add(day.year if (day.month, day.day) >= (4, 1) else day.year - 1)
        day += DAY
    assert facts.hours_hundredths_a_week == most
    assert abs(facts.hours_hundredths_in_all - in_all) <= Fraction(len(periods), 2)
    assert facts.months[0] == months
    assert (facts.starts_on, facts.ends_on, facts.days) == (first, last, (last - first).days + 1)
    measured = {unit: UNITS[unit].measure(facts, None) for unit in (CapUnit.WTE, CapUnit.DAYS)}
    assert measured[CapUnit.WTE] == Fraction(most, 3750)
    assert measured[CapUnit.DAYS] == Fraction(facts.hours_hundredths_in_all, 750)
    assert UNITS[CapUnit.FINANCIAL_YEARS].measure(facts, None) == len(years)


@given(st.lists(asks(WEEK), max_size=6))
def test_overlaps_are_the_days_with_two_or_more(periods):
    doubled = set()
    for first, last in overlaps(periods):
        assert first <= last
        doubled |= {first + n * DAY for n in range((last - first).days + 1)}
    days = {
        p.starts_on + n * DAY for p in periods for n in range((p.ends_on - p.starts_on).days + 1)
    }
    assert doubled == {d for d in days if sum(p.starts_on <= d <= p.ends_on for p in periods) > 1}
    rates = {
        sum(p.hours_hundredths for p in periods if p.starts_on <= d <= p.ends_on) for d in days
    }
    assert is_level(periods) is (len(rates) <= 1)


@example(ask(1, Given.DAYS_IN_ALL, date(2027, 3, 28), date(2027, 7, 18), WEEK))
@given(asks(WEEK))
def test_days_in_all_are_kept_to_the_hundredth(time):
    if time.unit is Given.DAYS_IN_ALL:
        assert time.total_hundredths == -(-time.given_amount * 15 // 2) or (
            abs(time.total_hundredths - Fraction(time.given_amount * 15, 2)) <= Fraction(1, 2)
        )
        assert 0 < time.hours_hundredths <= 16_800


def test_a_gap_of_a_whole_financial_year_is_not_counted():
    two = [period(starts_on=date(2027, 5, 1), ends_on=date(2027, 6, 1))]
    two.append(period(starts_on=date(2029, 5, 1), ends_on=date(2029, 6, 1)))
    assert asked(draft(), two).financial_years == 2


@pytest.mark.parametrize(
    ("amount", "first", "last", "hours_a_week", "in_all"),
    [
        # 30 days of 7.5 hours over 183 days: 225 x 7 / 183
        (3_000, FIRST, LAST, 861, 22_500),
        # 2 days in 2 days are 15 hours that week, not a week of 52.5
        (200, FIRST, FIRST + DAY, 1_500, 1_500),
        (700, FIRST, FIRST + 6 * DAY, 5_250, 5_250),
        (100, date(2028, 2, 29), date(2028, 2, 29), 750, 750),
    ],
)
def test_days_in_all_are_spread(amount, first, last, hours_a_week, in_all):
    found = ask(amount, Given.DAYS_IN_ALL, first, last, WEEK)
    assert (found.hours_hundredths, found.total_hundredths) == (hours_a_week, in_all)


def test_how_days_in_all_were_spread_is_said():
    time = ask(3_000, Given.DAYS_IN_ALL, FIRST, LAST, WEEK)
    assert words.period_words(time, WEEK) == (
        "30 days are 225 hours. Spread evenly over 26 weeks and 1 day that is 8.61 hours a week "
        "on average: 0.23 WTE."
    )


@pytest.mark.parametrize(("days", "stops"), [(3_000, False), (3_001, True)])
def test_a_cap_of_days_in_all_is_exact(days, stops):
    application = draft(changes={"caps": (Cap(CapUnit.DAYS, 30),)})
    time = ask(days, Given.DAYS_IN_ALL, FIRST, LAST, WEEK)
    checks = pages.checks(application, [time])
    assert [check.stops for check in checks] == [stops]


def test_the_box_over_several_periods():
    two = [
        ask(100, Given.DAYS, date(2027, 4, 6), date(2027, 5, 31), WEEK),
        ask(50, Given.DAYS, date(2027, 5, 25), date(2027, 7, 31), WEEK),
    ]
    box = pages.box(draft(), [*two, None])
    assert box.left == "At most 0.30 WTE, 1½ days a week."
    assert "That is 30% of your 37.5 hours a week." in box.rest
    assert "Periods overlap from 25 May 2027 to 31 May 2027. There we add them up." in box.lines
    assert "Not counted yet: period 3." in box.lines
    notes = pages.period_notes(draft(), [*two, None])
    assert notes[0] == "0.20 WTE, one day a week. 60 hours in all."
    assert notes[2] == ""


def _warned(hours, **post):
    application = draft(**post)
    return words.beyond_contract([period(hours)], week_of(application, FIRST))


@pytest.mark.parametrize(
    ("hours", "contracted", "says"),
    [
        (750, 750, ""),
        (751, 750, "The other 0.01 are extra hours: put them into the costs"),
        (2_000, 1_500, "You ask for 20 hours a week and work 15."),
        (750, 0, "You cannot be released from hours that are not fixed."),
    ],
)
def test_more_than_one_works_is_a_warning(hours, contracted, says):
    found = _warned(hours, hours_hundredths=contracted)
    assert (says in found) if says else found == ""


def test_the_warning_stops_nothing():
    application = draft(hours_hundredths=500)
    application.periods = [period()]
    assert not any(check.stops for check in cap_checks(application))


def test_several_posts_are_one_week():
    application = draft(hours_hundredths=1_500)
    application.applicant.posts.append(
        Employment(
            hours_hundredths=1_000,
            contract=Contract.FIXED_TERM,
            starts_on=date(2026, 1, 1),
            ends_on=date(2027, 6, 30),
            is_main=False,
        )
    )
    before, after = (week_of(application, day) for day in (FIRST, date(2027, 7, 1)))
    assert (before.contracted, after.contracted) == (2_500, 1_500)
    assert (
        words.share_words([period(500)], before) == "That is 20% of your 25 hours a week in 2 posts"
    )


def test_nobody_without_a_post_is_told_a_share():
    application = draft()
    application.applicant.posts.clear()
    box = pages.box(application, [ask(100, Given.DAYS, FIRST, LAST, WEEK)])
    assert "no fixed hours with us" in box.rest


@pytest.mark.parametrize(
    ("nation", "hours", "says"),
    [
        (Nation.ENGLAND, 4_000, "That is 20% of your 10 PAs a week, which are 40 hours"),
        (Nation.ENGLAND, 2_400, "That is 33.33% of your 6 PAs a week, which are 24 hours"),
        (Nation.WALES, 3_750, "That is 21.33% of your 37.5 hours a week"),
        (Nation.SCOTLAND, 4_000, "That is 20% of your 40 hours a week"),
    ],
)
def test_a_job_plan_is_said_in_pas_where_we_know_them(nation, hours, says):
    application = draft(nation, grade="Consultant", salary_pence=1, hours_hundredths=hours)
    assert words.share_words([period(800)], week_of(application, FIRST)) == says


@pytest.mark.parametrize(
    ("nation", "says"),
    [
        (Nation.ENGLAND, ""),
        (
            Nation.WALES,
            (
                "We do not know how long a PA is in Wales. Give the time in hours. "
                "We count full time as 37.5 hours a week."
            ),
        ),
    ],
)
def test_hours_stand_in_for_pas_and_it_is_said(nation, says):
    application = draft(nation, grade="Consultant", salary_pence=1)
    week = week_of(application, FIRST)
    assert words.stand_in_words((TimeUnit.PAS,), week) == says
    assert words.stand_in_words((TimeUnit.HOURS,), week) == ""


@pytest.mark.parametrize(
    ("days", "unit", "place"),
    [
        ((31, 60), CapUnit.MONTHS, (1, "ends")),
        ((60, 31), CapUnit.MONTHS, (0, "ends")),
        ((31, 60), CapUnit.WTE, (0, "amount")),
        ((31, 60), CapUnit.DAYS, (1, "amount")),
    ],
)
def test_a_broken_limit_is_said_beside_the_period_that_can_mend_it(days, unit, place):
    first, second = (
        ask(amount, Given.HOURS, FIRST, FIRST + length * DAY, WEEK)
        for amount, length in zip((1_000, 900), days, strict=True)
    )
    assert pages.place_of(SimpleNamespace(cap=SimpleNamespace(unit=unit)), [first, second]) == place


def test_cover_is_for_all_the_hours():
    two = [
        period(1_000, date(2027, 4, 5), date(2027, 4, 11)),
        period(500, date(2027, 4, 19), date(2027, 4, 25)),
    ]
    assert hours_to_cover(two) == 500  # 15 hours in three weeks
    assert hours_to_cover(two[:1]) == 1_000
    assert hours_to_cover([]) is None


def test_the_summary_of_several():
    application = draft()
    application.periods = [
        period(750, date(2027, 4, 5), date(2027, 4, 18)),
        period(750, date(2027, 5, 3), date(2027, 5, 9)),
    ]
    assert pages.summary(application) == "2 periods, 22.5 hours in all: 0.20 WTE, one day a week"
    application.periods[1].hours_hundredths = 375
    assert pages.summary(application) == (
        "2 periods, 18.75 hours in all: at most 0.20 WTE, one day a week"
    )


TEXTS = st.fixed_dictionaries({name: st.text(max_size=8) for name in flat.FIELDS})


@given(st.lists(TEXTS, min_size=1, max_size=flat.MOST_PERIODS))
def test_what_was_typed_stays_as_it_was(typed):
    assert flat.apart(flat.together(typed)) == typed


@given(st.lists(TEXTS, min_size=1, max_size=flat.MOST_PERIODS), st.integers(0, 99))
def test_adding_and_removing_leave_the_others_alone(typed, number):
    kept = flat.apart(flat.without(flat.together(typed), number))
    if len(typed) > 1:
        assert kept == [each for at, each in enumerate(typed, 1) if at != number]
    more = flat.apart(flat.with_one_more(flat.together(typed)))
    assert more[: len(typed)] == typed
    assert len(more) == min(len(typed) + 1, flat.MOST_PERIODS)


@pytest.mark.parametrize(
    "name", ["p0-amount", "p01-amount", "p100-amount", "p2-", "p2-reason", "p٢-amount", "q2-amount"]
)
def test_names_that_are_no_periods_add_none(name):
    assert flat.how_many([name]) == 1


def test_never_more_periods_than_allowed():
    assert flat.how_many(["p99-amount"]) == flat.MOST_PERIODS


def test_without_financial_years_the_span_counts():
    facts = Asked(starts_on=date(2027, 3, 31), ends_on=date(2027, 4, 1))
    assert UNITS[CapUnit.FINANCIAL_YEARS].measure(facts, None) == 2
