"""Working days over Easter, Christmas and each nation's own days, as gov.uk lists them."""

from datetime import UTC, date, datetime

import pytest

from portal.approvals.due import due_at, first_reminder, last_reminder, working_days
from portal.approvals.holidays import bank_holidays
from portal.costing.scales import Nation

ENGLAND, WALES = Nation.ENGLAND, Nation.WALES
SCOTLAND, NORTHERN_IRELAND = Nation.SCOTLAND, Nation.NORTHERN_IRELAND
EVERYWHERE = (ENGLAND, WALES, SCOTLAND, NORTHERN_IRELAND)

# (day, where it is a bank holiday), from gov.uk/bank-holidays
DAYS = [
    (date(2026, 4, 3), EVERYWHERE),  # Good Friday
    (date(2026, 4, 6), (ENGLAND, WALES, NORTHERN_IRELAND)),  # Easter Monday
    (date(2027, 3, 26), EVERYWHERE),
    (date(2027, 3, 29), (ENGLAND, WALES, NORTHERN_IRELAND)),
    (date(2026, 12, 25), EVERYWHERE),
    (date(2026, 12, 28), EVERYWHERE),  # Boxing Day, a Saturday, on the Monday
    (date(2027, 12, 27), EVERYWHERE),  # Christmas Day, a Saturday
    (date(2027, 12, 28), EVERYWHERE),  # Boxing Day, a Sunday
    (date(2027, 1, 1), EVERYWHERE),
    (date(2027, 1, 4), (SCOTLAND,)),  # 2 January, a Saturday, on the Monday
    (date(2026, 11, 30), (SCOTLAND,)),  # St Andrew's
    (date(2027, 11, 30), (SCOTLAND,)),
    (date(2026, 3, 17), (NORTHERN_IRELAND,)),  # St Patrick's
    (date(2026, 7, 13), (NORTHERN_IRELAND,)),  # 12 July, a Sunday, on the Monday
    (date(2027, 7, 12), (NORTHERN_IRELAND,)),
    (date(2026, 8, 3), (SCOTLAND,)),  # summer, first Monday
    (date(2026, 8, 31), (ENGLAND, WALES, NORTHERN_IRELAND)),  # summer, last Monday
    (date(2026, 5, 4), EVERYWHERE),
    (date(2026, 5, 25), EVERYWHERE),
    (date(2026, 12, 24), ()),
]


@pytest.mark.parametrize(("day", "nations"), DAYS, ids=str)
def test_days_that_gov_uk_lists(day, nations) -> None:
    assert tuple(n for n in EVERYWHERE if day in bank_holidays(n)) == nations


@pytest.mark.parametrize(
    ("nation", "first", "last", "days"),
    [
        (ENGLAND, date(2027, 3, 25), date(2027, 3, 31), 2),  # Thursday to Wednesday over Easter
        (SCOTLAND, date(2027, 3, 25), date(2027, 3, 31), 3),
        (WALES, date(2026, 12, 24), date(2027, 1, 5), 5),
        (SCOTLAND, date(2026, 12, 24), date(2027, 1, 5), 4),
        (SCOTLAND, date(2026, 11, 27), date(2026, 12, 1), 1),
        (ENGLAND, date(2026, 11, 27), date(2026, 12, 1), 2),
        (NORTHERN_IRELAND, date(2026, 7, 10), date(2026, 7, 14), 1),
        (ENGLAND, date(2026, 7, 10), date(2026, 7, 14), 2),
    ],
)
def test_working_days_over_them(nation, first, last, days) -> None:
    assert working_days(first, last, bank_holidays(nation)) == days
    asked = datetime(first.year, first.month, first.day, 12, tzinfo=UTC)
    assert due_at(asked, days, None, bank_holidays(nation)).date() == last


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "due", "first", "last"),
    [
        # ten working days: half-way, and the morning of the last day
        (utc(2027, 1, 15, 9), utc(2027, 1, 29, 17), utc(2027, 1, 22, 9), utc(2027, 1, 29, 9)),
        # over Christmas in Scotland: 29 December is half of four days
        (utc(2026, 12, 24, 9), utc(2027, 1, 5, 17), utc(2026, 12, 30, 9), utc(2027, 1, 5, 9)),
        # one day: only on its morning, also if asked at the weekend before nine
        (utc(2027, 1, 16, 7), utc(2027, 1, 18, 17), utc(2027, 1, 18, 9), utc(2027, 1, 18, 9)),
        (utc(2027, 1, 18, 10), utc(2027, 1, 18, 17), None, None),
    ],
)
def test_reminders(now, due, first, last) -> None:
    assert first_reminder(now, due, bank_holidays(SCOTLAND)) == first
    assert last_reminder(now, due) == last
