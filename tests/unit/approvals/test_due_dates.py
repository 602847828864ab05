"""By when an answer is wanted, and how many working days are left."""

from datetime import UTC, date, datetime

import pytest

from portal.approvals.due import due_at, working_days_left
from portal.approvals.wording import days_left

FAR = datetime(2030, 1, 1, tzinfo=UTC)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("asked", "days", "latest", "due"),
    [
        (utc(2027, 1, 15, 9), 10, FAR, utc(2027, 1, 29, 17)),  # a Friday to a Friday
        (utc(2027, 1, 16, 9), 1, FAR, utc(2027, 1, 18, 17)),  # a Saturday to the Monday
        (utc(2027, 1, 15, 9), 0, FAR, utc(2027, 1, 15, 17)),
        (utc(2027, 3, 26, 9), 1, FAR, utc(2027, 3, 29, 16)),  # the clocks went forward: 5pm is 4
        (utc(2027, 7, 1, 23, 30), 1, FAR, utc(2027, 7, 5, 16)),  # in the UK it is Friday already
        (utc(2027, 1, 15, 9), 10, utc(2027, 1, 29, 17), utc(2027, 1, 29, 17)),
        (utc(2027, 1, 15, 9), 10, utc(2027, 1, 29, 16, 59), utc(2027, 1, 29, 16, 59)),
    ],
)
def test_due_at_5pm_and_never_after_the_call_says(asked, days, latest, due) -> None:
    assert due_at(asked, days, latest) == due


def test_known_holidays_are_no_working_days() -> None:
    easter = frozenset({date(2027, 3, 26), date(2027, 3, 29)})
    assert due_at(utc(2027, 3, 25, 9), 1, FAR, easter) == utc(2027, 3, 30, 16)
    assert working_days_left(utc(2027, 3, 25, 9), utc(2027, 3, 30, 16), easter) == 1


@pytest.mark.parametrize(
    ("now", "left", "words"),
    [
        (utc(2027, 1, 15, 9), 10, "10 working days left"),
        (utc(2027, 1, 24, 9), 5, "5 working days left"),
        (utc(2027, 1, 28, 18), 1, "1 working day left"),
        (utc(2027, 1, 29, 9), 0, "Due today"),
        (utc(2027, 1, 29, 17), 0, "Due today"),
        (utc(2027, 1, 29, 17, 0, 1), None, "Late"),
    ],
)
def test_working_days_left(now, left, words) -> None:
    due = utc(2027, 1, 29, 17)
    assert working_days_left(now, due) == left
    assert days_left(due, now) == words
