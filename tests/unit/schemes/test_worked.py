"""What a limit comes to in hours: by nation, unit and date, and no more than is let through."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from portal.costing.scales import Nation
from portal.costing.wte import full_time_hundredths
from portal.schemes.asked import Asked
from portal.schemes.cap_units import CapUnit
from portal.schemes.caps import Cap
from portal.schemes.worked import worked

ENGLAND, SCOTLAND, WALES = Nation.ENGLAND, Nation.SCOTLAND, Nation.WALES
BEFORE, AFTER = date(2026, 3, 31), date(2026, 4, 1)


@pytest.mark.parametrize(
    ("unit", "limit", "nation", "on", "words"),
    [
        (CapUnit.SESSIONS_A_WEEK, 2, WALES, AFTER,
         "In Wales that is 7.5 hours a week: a session is 3.75 hours."),
        (CapUnit.SESSIONS_A_WEEK, 2, SCOTLAND, BEFORE,
         "In Scotland that is 7.4 hours a week: a session is 3.7 hours."),
        (CapUnit.SESSIONS_A_WEEK, 2, SCOTLAND, AFTER,
         "In Scotland that is 7.2 hours a week: a session is 3.6 hours."),
        (CapUnit.WTE, Decimal("0.2"), SCOTLAND, BEFORE,
         "In Scotland that is 7.4 hours a week: full time is 37 hours."),
        (CapUnit.WTE, Decimal("0.2"), SCOTLAND, AFTER,
         "In Scotland that is 7.2 hours a week: full time is 36 hours."),
        (CapUnit.WTE, Decimal("0.2"), WALES, AFTER,
         "In Wales that is 7.5 hours a week: full time is 37.5 hours."),
        (CapUnit.DAYS_A_WEEK, 1, ENGLAND, AFTER,
         "In England that is 7.5 hours a week: a day is 7.5 hours."),
        (CapUnit.DAYS, 38, ENGLAND, AFTER, "In England that is 285 hours: a day is 7.5 hours."),
        (CapUnit.PAS_A_WEEK, 1, ENGLAND, AFTER,
         "In England that is 4 hours a week: a PA is 4 hours."),
        (CapUnit.PAS_A_WEEK, 1, WALES, AFTER, ""),
        (CapUnit.SHARE, Decimal("0.4"), WALES, AFTER,
         "Full time in Wales that is up to 15 hours a week."),
        (CapUnit.PENCE, 2_000_000, WALES, AFTER, ""),
        (CapUnit.MONTHS, 6, WALES, AFTER, ""),
        (CapUnit.WTE, Decimal("0.2"), WALES, date(1800, 1, 1), ""),
    ],
)  # fmt: skip
def test_the_figure(unit, limit, nation, on, words):
    assert worked(Cap(unit, limit), nation, on) == words


@pytest.mark.parametrize("nation", [ENGLAND, SCOTLAND, WALES])
@pytest.mark.parametrize("unit", [CapUnit.SESSIONS_A_WEEK, CapUnit.WTE, CapUnit.DAYS_A_WEEK])
@pytest.mark.parametrize("limit", [Decimal("0.1"), Decimal("0.33"), 1, 2])
def test_the_hours_said_are_let_through_and_a_hundredth_more_is_not(nation, unit, limit):
    cap = Cap(unit, limit)
    said = Fraction(worked(cap, nation, AFTER).split(" that is ")[1].split()[0]) * 100
    full_time = full_time_hundredths(nation, AFTER)

    def check(hundredths):
        asked = Asked(
            hours_hundredths_a_week=int(hundredths),
            full_time_hundredths=full_time,
            contracted_hundredths=full_time,
            nation=nation,
        )
        return cap.check(asked)

    assert check(said).ok
    assert check(said + 1).stops
