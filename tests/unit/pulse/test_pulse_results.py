"""Results are made of printed counts: what rounds to the same prints the same."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from portal.people.professions import UptakeGroup
from portal.pulse.questions import PEOPLE, Answer, Question
from portal.pulse.results import Totals, protected, table, tables
from portal.uptake.disclosure import nearest_five, protect

THIS, BEFORE = date(2026, 7, 1), date(2026, 1, 1)
NURSES, MIDWIVES = UptakeGroup.NURSES, UptakeGroup.MIDWIVES
ASKED = Question.RELEASE


def totals(counts, round_on=THIS):
    """Totals of one question: {job: (yes, answered)}, all the others of whom said no."""
    numbers = {}
    for job, (yes, answered) in counts.items():
        numbers[job, ASKED, Answer.YES] = yes
        numbers[job, ASKED, Answer.NO] = (answered - yes) // 2
        numbers[job, ASKED, Answer.NOT_SURE] = answered - yes - (answered - yes) // 2
        numbers[(job, *PEOPLE)] = answered
    return Totals(round_on, numbers)


def rows(counts, before=None):
    shares = protected(totals(before, BEFORE), ASKED) if before else None
    made = table(ASKED, protected(totals(counts), ASKED), shares)
    return [tuple(str(cell) for cell in row) for row in (*made.rows, *made.foot)], made


def same_class(count: int) -> range:
    """The counts that are printed as this one is."""
    if count == 0:
        return range(1)
    if count <= 7:
        return range(1, 8)
    middle = nearest_five(count)
    return range(max(8, middle - 2), middle + 3)


@st.composite
def pairs(draw):
    """Two tallies whose every count rounds to the same, the whole included."""
    first, second = {}, {}
    for job in (NURSES, MIDWIVES):
        answered = draw(st.integers(0, 60))
        yes = draw(st.integers(0, answered))
        other = draw(st.sampled_from(same_class(answered)))
        fitting = [n for n in same_class(yes) if n <= other]
        assume(fitting)
        first[job], second[job] = (yes, answered), (draw(st.sampled_from(fitting)), other)
    for part in (0, 1):
        assume(
            protect(sum(each[part] for each in first.values()))
            == protect(sum(each[part] for each in second.values()))
        )
    return first, second


@given(pairs(), pairs())
def test_equal_rounded_counts_print_equal_tables(pair, before):
    first, second = pair
    assert tables(totals(first), None) == tables(totals(second), None)
    beside = [totals(each, BEFORE) for each in before]
    assert tables(totals(first), beside[0]) == tables(totals(second), beside[1])


def test_a_table_says_shares_by_job_and_in_all_beside_the_round_before():
    found, made = rows({NURSES: (21, 61), MIDWIVES: (5, 22)}, {NURSES: (30, 40)})
    assert found == [
        ("Nurses", "60", "33%", "75%"),
        ("Midwives", "20", "c", "–"),
        ("All staff", "85", "29%", "75%"),
    ]
    assert "July to December 2026. People, to the nearest 5." in str(made.note)
    assert "fewer than 20 people answered" in str(made.note)
    assert [str(column.label) for column in made.columns] == [
        "Job",
        "Answered",
        "Said yes",
        "Yes in January to June 2026",
    ]


@pytest.mark.parametrize(
    ("yes", "answered", "printed"),
    [
        (0, 40, ("40", "c")),  # that none said yes tells what each one thinks
        (20, 20, ("20", "c")),  # and so does that all of a few did
        (40, 40, ("40", "100%")),
        (8, 17, ("15", "–")),
        (9, 18, ("20", "50%")),
        (3, 5, ("c", "–")),
    ],
)
def test_what_could_point_to_somebody_is_a_mark(yes, answered, printed):
    found, _made = rows({NURSES: (yes, answered)})
    assert found == [("Nurses", *printed), ("All staff", *printed)]


def test_a_table_with_a_share_under_5_percent_is_per_1000():
    found, made = rows({NURSES: (10, 400), MIDWIVES: (50, 100)})
    assert [row[2] for row in found] == ["25", "500", "120"]
    assert str(made.columns[2].label) == "Said yes, per 1,000"


@pytest.mark.parametrize(("people", "shown"), [(0, False), (19, False), (20, True)])
def test_a_round_is_shown_from_20_people(people, shown):
    assert totals({NURSES: (people // 2, people)}).is_enough is shown
