"""The phase of a call on both sides of every date, its grace, and dates out of order."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest

from portal.schemes.dates import problems
from portal.schemes.lifecycle import (
    PHASE_LABELS,
    Phase,
    is_in_grace,
    last_moment,
    phase,
    takes_applications,
)


@dataclass(frozen=True)
class Call:
    opens_at: datetime = datetime(2026, 11, 9, 9, tzinfo=UTC)
    closes_at: datetime = datetime(2027, 1, 15, 17, tzinfo=UTC)
    approvals_due_at: datetime = datetime(2027, 1, 29, 17, tzinfo=UTC)
    reviews_due_at: datetime = datetime(2027, 2, 19, 17, tzinfo=UTC)
    panel_on: date = date(2027, 3, 11)
    decisions_on: date = date(2027, 4, 1)  # British Summer Time: the day ends at 23:00 UTC
    earliest_start_on: date = date(2027, 4, 6)
    grace_minutes: int = 10


CALL = Call()
STEP = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (CALL.opens_at - STEP, Phase.COMING),
        (CALL.opens_at, Phase.OPEN),
        (CALL.closes_at, Phase.OPEN),
        (CALL.closes_at + STEP, Phase.APPROVING),
        (CALL.approvals_due_at, Phase.APPROVING),
        (CALL.approvals_due_at + STEP, Phase.REVIEWING),
        (CALL.reviews_due_at, Phase.REVIEWING),
        (CALL.reviews_due_at + STEP, Phase.DECIDING),
        (datetime(2027, 4, 1, 22, 59, 59, tzinfo=UTC), Phase.DECIDING),
        (datetime(2027, 4, 1, 23, tzinfo=UTC), Phase.DECIDED),
    ],
)
def test_phase_on_both_sides_of_each_date(now, expected):
    assert phase(CALL, now) is expected


@pytest.mark.parametrize(
    ("arrived", "taken", "in_grace"),
    [
        (CALL.opens_at - STEP, False, False),
        (CALL.opens_at, True, False),
        (CALL.closes_at, True, False),
        (CALL.closes_at + STEP, True, True),
        (CALL.closes_at + timedelta(minutes=10), True, True),
        (CALL.closes_at + timedelta(minutes=10) + STEP, False, False),
    ],
)
def test_the_grace_takes_what_the_phase_no_longer_shows(arrived, taken, in_grace):
    assert takes_applications(CALL, arrived) is taken
    assert is_in_grace(CALL, arrived) is in_grace


def test_without_grace_the_close_is_the_last_moment():
    strict = replace(CALL, grace_minutes=0)
    assert last_moment(strict) == strict.closes_at
    assert not takes_applications(strict, strict.closes_at + STEP)


def test_every_phase_has_words():
    assert set(PHASE_LABELS) == set(Phase)


def test_dates_in_order_have_no_problems():
    assert problems(vars(CALL)) == []


@pytest.mark.parametrize(
    "change",
    [
        {"approvals_due_at": CALL.closes_at},
        {"reviews_due_at": CALL.approvals_due_at},
        {"panel_on": date(2027, 2, 19)},
        {"decisions_on": CALL.panel_on},
        {"earliest_start_on": CALL.decisions_on},
        {"grace_minutes": 0},
        {"grace_minutes": 120},
    ],
)
def test_dates_may_touch_the_one_before(change):
    assert problems(vars(replace(CALL, **change))) == []


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"closes_at": CALL.opens_at}, "closes_at"),
        ({"approvals_due_at": CALL.closes_at - STEP}, "approvals_due_at"),
        ({"reviews_due_at": CALL.approvals_due_at - STEP}, "reviews_due_at"),
        ({"panel_on": date(2027, 2, 18)}, "panel_on"),
        ({"decisions_on": date(2027, 3, 10)}, "decisions_on"),
        ({"earliest_start_on": date(2027, 3, 31)}, "earliest_start_on"),
        ({"grace_minutes": -1}, "grace_minutes"),
        ({"grace_minutes": 121}, "grace_minutes"),
    ],
)
def test_each_date_is_held_against_the_one_before(change, where):
    found = problems(vars(replace(CALL, **change)))
    assert [problem.where for problem in found] == [where]
    assert found[0].words.endswith(".")


def test_a_review_deadline_late_in_the_evening_is_its_uk_day():
    late = replace(CALL, reviews_due_at=datetime(2027, 6, 30, 23, 30, tzinfo=UTC))
    july = {"decisions_on": date(2027, 7, 5), "earliest_start_on": date(2027, 7, 5)}
    assert [p.where for p in problems(vars(replace(late, panel_on=date(2027, 6, 30), **july)))] == [
        "panel_on"
    ]
    assert problems(vars(replace(late, panel_on=date(2027, 7, 1), **july))) == []
