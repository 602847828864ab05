import re
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from portal.uptake.charts import dots, dumbbell
from portal.uptake.charts.axis import axis
from portal.uptake.counts import GroupCounts
from portal.uptake.table import build
from portal.web import svg
from tests.unit.uptake import made_tables

DRAWINGS = [dots.wide, dots.narrow, dumbbell.wide, dumbbell.narrow]
NS = "{http://www.w3.org/2000/svg}"


def words(drawn):
    return [each.text for each in ET.fromstring(drawn).iter(f"{NS}text")]


@pytest.mark.parametrize("draw", DRAWINGS)
def test_a_drawing_names_itself_first_and_needs_no_style(draw):
    drawn = draw(made_tables.table())
    root = ET.fromstring(drawn)
    assert isinstance(drawn, Markup)
    assert root[0].tag == f"{NS}title"
    assert root[0].text
    assert root.get("role") == "img"
    for each in root.iter():
        assert each.tag.removeprefix(NS) not in {"style", "script", "image", "use"}
        assert not {"style", "class", "id", "href", "onload"} & set(each.keys())


@pytest.mark.parametrize("draw", DRAWINGS)
def test_every_text_sets_its_weight_and_is_no_smaller_than_14(draw):
    for each in ET.fromstring(draw(made_tables.table())).iter(f"{NS}text"):
        assert each.get("font-weight") in {"400", "700"}
        assert int(each.get("font-size")) >= 14


@pytest.mark.parametrize(("draw", "width"), list(zip(DRAWINGS, (580, 328, 720, 328), strict=True)))
def test_nothing_stands_outside_the_drawing(draw, width):
    root = ET.fromstring(draw(made_tables.table()))
    assert root.get("viewBox").startswith(f"0 0 {width} ")
    for each in root.iter():
        for name in ("x", "x1", "x2", "cx"):
            assert 0 <= float(each.get(name, 0)) <= width


def test_titles_say_the_message():
    table = made_tables.table()
    title = ET.fromstring(dots.wide(table))[0].text
    assert title == "4 of 5 job groups hold fewer awards per person than doctors and dentists"
    title = ET.fromstring(dumbbell.wide(table))[0].text
    assert title == "Doctors and dentists are 9% of staff and hold 43% of awards"


@pytest.mark.parametrize("draw", [dots.wide, dots.narrow])
def test_a_hidden_point_is_written_and_not_drawn(draw):
    drawn = draw(made_tables.table())
    assert words(drawn).count("c: 1 to 7 people") == 2
    root = ET.fromstring(drawn)
    # Six groups with a rate: five dots and the diamond of the reference group.
    assert len(list(root.iter(f"{NS}circle"))) == 6
    assert len(list(root.iter(f"{NS}polygon"))) == 1


@pytest.mark.parametrize("draw", [dots.wide, dots.narrow])
def test_a_nought_is_drawn_at_nought(draw):
    drawn = draw(build([made_tables.group("estates", 1355, 3, 2, 0)], "2026"))
    (dot,) = ET.fromstring(drawn).iter(f"{NS}circle")
    assert float(dot.get("cx")) == {dots.wide: 178, dots.narrow: 8}[draw]


@pytest.mark.parametrize("draw", [dumbbell.wide, dumbbell.narrow])
def test_hidden_shares_are_written_beside_the_share_of_staff(draw):
    drawn = draw(made_tables.table())
    assert words(drawn).count("awards: c") == 2
    diamonds = list(ET.fromstring(drawn).iter(f"{NS}polygon"))
    assert len(diamonds) == 7 + 1  # and one in the key


@pytest.mark.parametrize("draw", DRAWINGS)
def test_names_are_escaped(draw):
    nasty = GroupCounts("nurses", "</svg><script>alert('x')</script>&", 5000, 90, 80, 70)
    drawn = draw(build([nasty, *made_tables.plain(nurses=None)], "2026"))
    assert "<script" not in drawn
    assert ET.fromstring(drawn) is not None
    assert "script" in "".join(text or "" for text in words(drawn))


def test_attributes_are_escaped():
    drawn = svg.element("text", fill='"><script>')
    seen = []
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, attributes: seen.append((tag, attributes))
    parser.feed(drawn)
    assert seen == [("text", [("fill", '"><script>')])]


def test_a_long_name_is_on_three_smaller_lines():
    sizes = re.findall(r'font-size="(\d+)"', svg.label(0, 24, "Short", 22))
    assert sizes == ["16"]
    long = svg.label(0, 24, "Gweithwyr proffesiynol perthynol i iechyd a gwyddonwyr", 22)
    assert re.findall(r'font-size="(\d+)"', long) == ["14"] * 3


@pytest.mark.parametrize(
    ("highest", "step", "top"),
    [
        (61, 10, 70),
        (0, 1, 1),
        (8, 1, 8),
        (8.1, 2, 10),
        (16.5, 5, 20),
        (44, 10, 50),
        (1000, 200, 1000),
    ],
)
def test_scales_are_round(highest, step, top):
    scale = axis([0, highest], 0, 100)
    assert (scale.step, scale.top) == (step, top)


@settings(deadline=None)
@given(st.lists(st.floats(0, 1000)))
def test_a_scale_reaches_every_value(values):
    scale = axis(values, 178, 566)
    assert all(178 <= scale.at(value) <= 566.0001 for value in values)
    assert 2 <= len(scale.ticks) <= 9


@settings(deadline=None)
@given(made_tables.boards())
def test_any_board_can_be_drawn(board):
    table = build([made_tables.group(key, *stages) for key, stages in board.items()], "2026")
    for draw in DRAWINGS:
        ET.fromstring(draw(table))
