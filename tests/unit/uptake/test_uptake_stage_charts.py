from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings

from portal.uptake.charts import stages
from portal.uptake.table import build
from tests.unit.uptake import made_tables

NS = "{http://www.w3.org/2000/svg}"


def drawings(table):
    return [
        stages.wide(table.stages, "The message", "The figures"),
        *stages.narrow(table.stages, "The figures"),
    ]


def words(drawn):
    return [each.text for each in ET.fromstring(drawn).iter(f"{NS}text")]


@pytest.mark.parametrize(("place", "width"), [(0, 1200), (1, 328), (2, 328), (3, 328)])
def test_nothing_stands_outside_the_drawing(place, width):
    root = ET.fromstring(drawings(made_tables.table())[place])
    assert root.get("viewBox").startswith(f"0 0 {width} ")
    for each in root.iter():
        for name in ("x", "x1", "x2", "cx"):
            assert 0 <= float(each.get(name, 0)) <= width
        if each.tag == f"{NS}rect":
            assert float(each.get("x")) + float(each.get("width")) <= width


def test_each_stage_is_a_drawing_of_its_own_on_a_phone():
    titles = [ET.fromstring(drawn)[0].text for drawn in drawings(made_tables.table())]
    assert titles == [
        "The message",
        "Applied, per 1,000 staff",
        "Cover agreed, of those who applied",
        "Got an award, of those with cover agreed",
    ]


def test_every_figure_of_the_table_is_written_and_no_other():
    table = made_tables.table()
    rows = (*table.stages.rows, table.stages.total)
    expected = sorted(text for row in rows for text in row.texts)
    names = {row.label for row in rows}
    found = [w for drawn in drawings(table)[1:] for w in words(drawn)[2:] if w not in names]
    assert sorted(found) == expected


def test_marks_stand_for_groups_everyone_and_the_comparison():
    drawn = ET.fromstring(drawings(made_tables.table())[0])
    rates = [r for row in made_tables.table().stages.rows for r in row.rates if r]
    assert len(list(drawn.iter(f"{NS}circle"))) == len(rates) - 3
    assert len(list(drawn.iter(f"{NS}polygon"))) == 3


def test_every_stage_reaches_as_far_as_its_largest_rate():
    for drawn in drawings(made_tables.table())[1:]:
        root = ET.fromstring(drawn)
        tops = [
            max(float(pair.split(",")[0]) for pair in each.get("points").split())
            for each in root.iter(f"{NS}polygon")
        ]
        dots = [float(each.get("cx")) for each in root.iter(f"{NS}circle")]
        assert max(*tops, *dots) == pytest.approx(252, abs=8)


@settings(deadline=None)
@given(made_tables.boards())
def test_any_board_can_be_drawn(board):
    table = build([made_tables.group(key, *each) for key, each in board.items()], "2026")
    for drawn in drawings(table):
        ET.fromstring(drawn)
