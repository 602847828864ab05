from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.uptake.charts import dots, dumbbell
from portal.uptake.counts import GroupCounts
from portal.uptake.disclosure import Amounts, protect, protect_sensitive
from portal.uptake.measures.verdicts import Verdict
from portal.uptake.table import build
from tests.unit.uptake import made_tables


def rows(table):
    return {row.key: row for row in (*table.rows, table.total)}


def test_the_groups_stand_in_one_order_however_they_come():
    keys = [row.key for row in made_tables.table().rows]
    assert keys == [
        "nurses",
        "midwives",
        "ahps",
        "scientists",
        "pharmacy_psychology",
        "doctors",
        "support",
        "administration",
        "estates",
    ]


def test_unknown_is_a_row_and_in_the_total():
    table = made_tables.table(unknown=(400, 20, 10, 9))
    assert [row.key for row in table.rows][-1] == "unknown"
    assert table.total.staff.shown == made_tables.table().total.staff.shown + 400


def test_a_group_without_staff_has_no_row():
    assert "estates" not in rows(made_tables.table(estates=(0, 0, 0, 0)))


@pytest.mark.parametrize(
    ("key", "printed"),
    [
        ("nurses", ("25", "5,195", "5", "3 to 7", "Lower", "28%", "18%")),
        ("midwives", ("c", "565", "c", "c", "Lower", "3%", "c")),
        ("ahps", ("15", "1,245", "12", "7 to 20", "Lower", "7%", "11%")),
        ("scientists", ("10", "295", "34", "19 to 61", "Cannot tell", "2%", "7%")),
        ("doctors", ("60", "1,555", "39", "30 to 49", "Comparison group", "9%", "43%")),
        ("support", ("c", "3,750", "c", "c", "Not compared", "21%", "c")),
        ("estates", ("0", "1,355", "0", "0 to 3", "Not compared", "7%", "0%")),
        ("all", ("140", "18,260", "8", "7 to 9", "", "100%", "100%")),
    ],
)
def test_what_a_row_prints(key, printed):
    row = rows(made_tables.table())[key]
    texts = (str(row.awarded), str(row.staff), row.rate_text, row.interval_text)
    shares = (row.staff_share_text, row.award_share_text)
    assert (*texts, row.verdict_text, *shares) == printed


def test_totals_are_rounded_from_true_totals():
    table = build([made_tables.group(key, 102, 40, 20, 12) for key in ("nurses", "ahps")], "2026")
    assert [row.awarded.shown for row in table.rows] == [10, 10]
    assert table.total.awarded.shown == 25


def test_large_rates_are_whole_percentages():
    table = made_tables.table(**dict.fromkeys(made_tables.PLAIN, (100, 60, 50, 40)))
    assert table.base == 100
    assert rows(table)["nurses"].rate_text == "40%"
    assert rows(table)["nurses"].interval_text == "31% to 50%"


def test_a_small_group_has_counts_but_no_rate():
    row = rows(made_tables.table(scientists=(17, 16, 15, 10)))["scientists"]
    assert (str(row.awarded), str(row.staff), row.rate_text) == ("10", "15", "–")
    assert row.rate_note == "– fewer than 20 staff"
    assert row.verdict is Verdict.TOO_FEW


def test_sums_need_the_organisations_own_settings():
    unset = build(made_tables.plain(), "2026")
    assert {row.pence_text for row in unset.rows} == {"c"}
    row = rows(made_tables.table())["nurses"]
    assert (row.pence_text, row.hours_text) == ("£37,500", "1875")


def test_the_headline_is_the_largest_group_that_is_compared():
    assert "5,195 nurses" in made_tables.table().headline
    assert "1,245 allied" in made_tables.table(nurses=(400, 90, 80, 70)).headline


def test_without_a_reference_nothing_is_claimed():
    table = made_tables.table(doctors=None)
    assert rows(table)["nurses"].verdict is Verdict.TOO_FEW
    assert table.share_message == "Share of staff and share of awards, by job"


def test_without_anyone_there_is_still_a_table():
    table = build([], "2026")
    assert (table.rows, table.headline, str(table.total.staff)) == ((), "", "0")
    assert dots.wide(table).startswith("<svg")
    assert dumbbell.narrow(table).startswith("<svg")


@pytest.mark.parametrize("stages", [(10, 11, 0, 0), (10, 5, 6, 0), (10, 5, 4, 5), (10, 5, 4, -1)])
def test_each_stage_is_part_of_the_one_before(stages):
    with pytest.raises(ValueError, match="part of the one before"):
        GroupCounts("nurses", "Nurses", *stages)


def test_stages_are_of_those_in_the_stage_before():
    stages = made_tables.table().stages
    nurses = stages.rows[0]
    assert [stage.of for stage in stages.stages] == [
        "per 1,000 staff",
        "of those who applied",
        "of those with cover agreed",
    ]
    assert [str(count) for count in nurses.counts] == ["5,195", "95", "70", "25"]
    assert nurses.texts == ("18", "74%", "36%")
    assert stages.total.texts == ("23", "79%", "42%")


def test_a_stage_never_shows_that_all_or_none_were_agreed():
    stages = made_tables.table(ahps=(1200, 100, 100, 40), nurses=(5000, 90, 0, 0)).stages
    nurses, _midwives, ahps, *_others = stages.rows
    assert (str(nurses.counts[2]), nurses.texts[1]) == ("c", "c")
    assert ahps.texts[1] == "c"


def forms(stages):
    """Return all that is printed of one group's stages."""
    staff, applied, approved, awarded = stages
    sensitive = protect_sensitive(approved, applied)
    return protect(staff), protect(applied), sensitive, protect(awarded)


def without_verdicts(table):
    """Leave out the verdict's word and what is worded by it."""
    bare = [
        replace(row, verdict=None, verdict_text="", sentence="", pence=None, hours=None)
        for row in (*table.rows, table.total)
    ]
    return table.base, table.share_message, table.rate_title, table.stages, bare


def nudged(data, stages):
    """Draw another group of true counts that prints the same."""
    near = [
        data.draw(st.integers(1, 7) if 0 < n <= 7 else st.integers(max(8, n - 4), n + 4))
        if n
        else 0
        for n in stages
    ]
    other = tuple(sorted(near, reverse=True))
    return other if forms(other) == forms(stages) else stages


@settings(deadline=None)
@given(made_tables.boards(), st.data())
def test_the_printed_table_is_a_function_of_printed_counts(board, data):
    other = {key: nudged(data, stages) for key, stages in board.items()}
    sums = [
        tuple(sum(column) for column in zip(*each.values(), strict=True)) for each in (board, other)
    ]
    if board and forms(sums[0]) != forms(sums[1]):
        return
    one, two = (
        build(
            [
                made_tables.group(key, *stages, pence=Amounts(), hours=Amounts())
                for key, stages in each.items()
            ],
            "2026",
        )
        for each in (board, other)
    )
    assert without_verdicts(one) == without_verdicts(two)
    assert dumbbell.wide(one) == dumbbell.wide(two)
    assert dumbbell.narrow(one) == dumbbell.narrow(two)
    if one == two:
        assert dots.wide(one) == dots.wide(two)
    for mine, theirs in zip(one.rows, two.rows, strict=True):
        assert mine.verdict is theirs.verdict or Verdict.CANNOT_TELL in (
            mine.verdict,
            theirs.verdict,
        )


def test_two_boards_that_print_the_same_are_the_same():
    one = made_tables.table(nurses=(5197, 96, 70, 24), midwives=(565, 14, 9, 2))
    two = made_tables.table(nurses=(5196, 97, 71, 26), midwives=(566, 13, 8, 1))
    bare = [replace(row, pence=None, pence_text="", hours=None, hours_text="") for row in one.rows]
    other = [replace(row, pence=None, pence_text="", hours=None, hours_text="") for row in two.rows]
    assert bare == other
    assert dots.wide(one) == dots.wide(two)


@settings(deadline=None)
@given(made_tables.boards())
def test_no_hidden_count_has_a_figure_beside_it(board):
    table = build([made_tables.group(key, *stages) for key, stages in board.items()], "2026")
    for row in (*table.rows, table.total):
        if row.awarded.hidden:
            assert (row.rate, row.interval, row.award_share, row.pence, row.hours) == (None,) * 5
            assert "interval" not in row.sentence
            assert "times as likely" not in row.sentence
