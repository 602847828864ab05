"""Weeks, totals and the words about them."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from portal.approvals import wording
from portal.approvals.calendar import Bar, Row, calendar, hundredths

MONDAY = date(2027, 4, 5)


def bar(first: int, last: int, hours: int = 750, full_time: int = 3750) -> Bar:
    """A release from one day to another, counted from a Monday."""
    return Bar(MONDAY + timedelta(days=first), MONDAY + timedelta(days=last), hours, full_time)


def this(*bars: Bar) -> Row:
    return Row("Megan", "Small grant", bars, is_this=True)


def other(*bars: Bar, name: str = "Bethan") -> Row:
    return Row(name, "Secondment", bars)


def shown(made) -> list[tuple[int, int, int]]:
    """Weeks, agreed and all, in WTE x 100."""
    return [(s.weeks, hundredths(s.agreed), hundredths(s.total)) for s in made.steps]


@pytest.mark.parametrize(
    ("asked", "others", "steps"),
    [
        ([bar(0, 6)], [], [(1, 0, 20)]),
        ([bar(0, 7)], [], [(2, 0, 20)]),  # a Monday more is a week more
        ([bar(6, 7)], [], [(2, 0, 20)]),
        ([bar(0, 27)], [other(bar(0, 13))], [(2, 20, 40), (2, 0, 20)]),
        ([bar(0, 27)], [other(bar(-7, -1))], [(4, 0, 20)]),  # over by the Sunday before
        ([bar(0, 27)], [other(bar(-7, 0))], [(1, 20, 40), (3, 0, 20)]),
        ([bar(0, 27)], [other(bar(28, 40))], [(4, 0, 20)]),
        # One ends on a Tuesday, the next begins on the Wednesday: never two at once.
        ([bar(0, 6)], [other(bar(0, 1)), other(bar(2, 6), name="Kofi")], [(1, 20, 40)]),
        ([bar(0, 6)], [other(bar(0, 2)), other(bar(2, 6), name="Kofi")], [(1, 40, 60)]),
        # The request ends on a Wednesday, the other begins on the Thursday of that week.
        ([bar(0, 9)], [other(bar(10, 20))], [(2, 0, 20)]),
        # Two periods with a week between: the week between is shown, with nothing asked.
        ([bar(0, 6), bar(14, 20)], [other(bar(0, 20))], [(1, 20, 40), (1, 20, 20), (1, 20, 40)]),
        # Two periods of one person at the same time add up.
        ([bar(0, 6), bar(0, 6)], [], [(1, 0, 40)]),
        # Another full-time week is another share: 7.2 of 36 hours.
        ([bar(0, 6)], [other(bar(0, 6, 720, 3600))], [(1, 20, 40)]),
    ],
)
def test_weeks_show_the_busiest_day(asked, others, steps) -> None:
    made = calendar(this(*asked), others)
    assert shown(made) == steps


def test_steps_cover_every_day_from_monday_to_sunday() -> None:
    made = calendar(this(bar(1, 30)), [other(bar(3, 12))])
    assert made.starts_on == MONDAY
    assert made.ends_on == MONDAY + timedelta(days=34)
    assert made.days == sum(step.weeks for step in made.steps) * 7
    for one, then in zip(made.steps, made.steps[1:], strict=False):
        assert one.ends_on + timedelta(days=1) == then.starts_on


def test_only_those_out_in_these_weeks_are_shown_by_their_first_day() -> None:
    rows = [
        other(bar(7, 13), name="Kofi"),
        other(bar(0, 6), name="Bethan"),
        other(bar(35, 40), name="Aled"),
        other(bar(-20, -1), name="Rhys"),
        other(bar(-20, 0), name="Sian"),
    ]
    made = calendar(this(bar(1, 27)), rows)
    assert [row.name for row in made.rows] == ["Megan", "Sian", "Bethan", "Kofi"]


@pytest.mark.parametrize(
    ("limit", "at_limit", "over"),
    [(None, False, 0), (59, False, 1), (60, True, 0), (61, False, 0)],
)
def test_the_limit_is_held_against_the_peak(limit, at_limit, over) -> None:
    made = calendar(this(bar(0, 27)), [other(bar(0, 6, 1500))], limit)
    assert (made.is_at_limit, made.over_limit) == (at_limit, over)


def test_the_peak_counts_only_weeks_asked_for() -> None:
    made = calendar(this(bar(0, 6), bar(14, 20)), [other(bar(7, 13, 3750))])
    assert hundredths(made.peak) == 20
    assert hundredths(made.otherwise or Fraction()) == 100
    assert made.already_out == 0
    assert wording.already_out(made) == "Nobody in the same weeks"


@pytest.mark.parametrize(
    ("others", "limit", "words"),
    [
        ([], None, "is out from Monday 5 April to Sunday 2 May 2027."),
        (
            [other(bar(7, 13))],
            20,
            (
                "is out from Monday 12 April to Sunday 18 April 2027. That is 0.20 over your team's "
                "limit of 0.20. At other times it is 0.20 or less."
            ),
        ),
        (
            [other(bar(0, 6)), other(bar(14, 20), name="Kofi")],
            40,
            (
                "is out in 2 weeks, first from Monday 5 April to Sunday 11 April 2027. That is your "
                "team's limit. At other times it is 0.20 or less."
            ),
        ),
        # Who is out changes, how much does not: one span.
        (
            [other(bar(0, 6)), other(bar(7, 13), name="Kofi")],
            80,
            (
                "is out from Monday 5 April to Sunday 18 April 2027. Your team's limit is 0.80. "
                "At other times it is 0.20 or less."
            ),
        ),
    ],
)
def test_the_sentence_says_when_and_how_it_stands_to_the_limit(others, limit, words) -> None:
    made = calendar(this(bar(0, 27)), others, limit)
    assert f"{wording.peak(made)} {wording.beside_limit(made)}".strip() == words


def test_who_is_out_is_named_for_each_step() -> None:
    made = calendar(this(bar(0, 13)), [other(bar(0, 6)), other(bar(0, 2), name="Aled")])
    named = [wording.names(made, s.starts_on, s.ends_on) for s in made.steps]
    assert named == ["Aled, Bethan", "Nobody"]
    assert wording.already_out(made) == "Up to 0.40 WTE in the same weeks (2 people)"


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2027, 4, 6), date(2027, 10, 1), "Tuesday 6 April to Friday 1 October 2027"),
        (
            date(2027, 12, 31),
            date(2028, 1, 1),
            "Friday 31 December 2027 to Saturday 1 January 2028",
        ),
    ],
)
def test_a_span_says_its_year_once(first, last, words) -> None:
    assert wording.span(first, last) == words
