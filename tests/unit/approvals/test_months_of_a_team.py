"""The months of a team: all weeks are laid out, what is agreed apart from what is asked for."""

from datetime import date
from fractions import Fraction

import pytest

from portal.approvals import drawing
from portal.approvals.calendar import Bar, Look, Row, over
from portal.approvals.team.months import Months, moved, parse

TODAY = date(2026, 11, 23)


def row(name, first, last, hours=750, look=Look.SOLID) -> Row:
    return Row(name, "", (Bar(first, last, hours, 3750),), look=look)


def test_empty_weeks_are_there_and_what_is_asked_stands_apart() -> None:
    weeks = over(
        [
            row("B", date(2027, 2, 1), date(2027, 2, 14), look=Look.ASKED),
            row("A", date(2027, 2, 8), date(2027, 2, 21)),
            row("C", date(2027, 2, 8), date(2027, 2, 14), look=Look.IF),
            row("D", date(2027, 2, 15), date(2027, 2, 21), look=Look.EMPTY),
            row("Z", date(2027, 6, 1), date(2027, 6, 2)),
        ],
        date(2027, 1, 1),
        date(2027, 3, 31),
        limit=60,
    )
    assert (weeks.starts_on, weeks.ends_on) == (date(2026, 12, 28), date(2027, 4, 4))
    assert [each.name for each in weeks.rows] == ["A", "B", "C", "D"]
    fifth = Fraction(1, 5)
    assert [(each.weeks, each.agreed, each.asked) for each in weeks.steps] == [
        (5, 0, 0), (1, 0, fifth), (1, fifth, 2 * fifth), (1, 2 * fifth, 0), (6, 0, 0),
    ]  # fmt: skip
    assert weeks.most == 3 * fifth


@pytest.mark.parametrize("limit", [None, 0, 60])
def test_a_calendar_without_anybody_can_be_drawn(limit) -> None:
    weeks = over([], date(2027, 1, 1), date(2027, 1, 31), limit)
    assert weeks.most == 0
    assert "<svg" in drawing.wide(weeks, "T")


@pytest.mark.parametrize(
    ("look", "drawn"),
    [
        (Look.SOLID, 'fill="#4c6272"'),
        (Look.EMPTY, 'stroke="#4c6272"'),
        (Look.ASKED, 'stroke="#005eb8"'),
        (Look.IF, 'stroke-dasharray="7 4"'),
    ],
)
def test_each_look_is_drawn_in_its_own_way(look, drawn) -> None:
    weeks = over([row("A", date(2027, 2, 1), date(2027, 2, 28), look=look)],
                 date(2027, 2, 1), date(2027, 2, 28))  # fmt: skip
    assert drawn in drawing.narrow(weeks, "T")


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2027-01", date(2027, 1, 1), date(2027, 6, 30)),
        ("2026-09", date(2026, 9, 1), date(2027, 2, 28)),
        ("2027-13", date(2026, 11, 1), date(2027, 4, 30)),
        ("", date(2026, 11, 1), date(2027, 4, 30)),
    ],
)
def test_months(text, first, last) -> None:
    shown = parse(text, TODAY)
    assert (shown.first, shown.last) == (first, last)


def test_months_before_and_after_meet() -> None:
    shown = Months(date(2027, 1, 1))
    assert (shown.before, shown.after) == ("2026-07", "2027-07")
    assert moved(date(2027, 1, 1), -1) == date(2026, 12, 1)
    assert Months(date(2020, 1, 1)).before == ""
    assert Months(date(2090, 12, 1)).after == ""
