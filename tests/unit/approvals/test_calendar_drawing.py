"""Both drawings: what they show, and that nothing in them needs a style sheet."""

from datetime import date
from xml.etree import ElementTree as ET

import pytest

from portal.approvals import drawing, svg
from portal.approvals.calendar import Bar, Row, calendar

SVG = "{http://www.w3.org/2000/svg}"
THIS = Row("Megan <Prosser>", "", (Bar(date(2027, 4, 6), date(2027, 10, 1), 750, 3750),), True)
OTHER = Row("Bethan Jones", "Secondment", (Bar(date(2027, 5, 3), date(2027, 6, 27), 750, 3750),))


def drawn(draw, limit=60, others=(OTHER,)) -> ET.Element:
    return ET.fromstring(draw(calendar(THIS, others, limit), "Who is out"))


def words(root: ET.Element) -> list[str]:
    return [element.text or "" for element in root.iter(f"{SVG}text")]


@pytest.mark.parametrize(("draw", "width"), [(drawing.wide, 960), (drawing.narrow, 328)])
def test_the_title_is_first_and_all_fits(draw, width) -> None:
    root = drawn(draw)
    assert root[0].tag == f"{SVG}title"
    assert root[0].text == "Who is out"
    assert root.get("width") == str(width)
    height = float(root.get("height", "0"))
    for bar in root.iter(f"{SVG}rect"):
        assert float(bar.get("x", "-1")) >= 0
        assert float(bar.get("x", "0")) + float(bar.get("width", "0")) <= width
        assert float(bar.get("y", "-1")) >= 0
        assert float(bar.get("y", "0")) + float(bar.get("height", "0")) <= height


@pytest.mark.parametrize("draw", [drawing.wide, drawing.narrow])
def test_only_attributes_that_a_strict_policy_allows(draw) -> None:
    for element in drawn(draw).iter():
        assert element.tag not in {f"{SVG}style", f"{SVG}script"}
        assert not {"style", "class", "id", "onclick"} & set(element.keys())


@pytest.mark.parametrize("draw", [drawing.wide, drawing.narrow])
def test_names_totals_and_limit_are_written(draw) -> None:
    said = " ".join(words(drawn(draw)))
    for expected in ("Megan <Prosser>", "Bethan Jones", "0.20", "0.40", "Team limit 0.60", "Jun"):
        assert expected in said


def test_without_a_limit_there_is_no_dashed_line() -> None:
    def dashed(root):
        return [line for line in root.iter(f"{SVG}line") if line.get("stroke-dasharray")]

    assert len(dashed(drawn(drawing.wide))) == 1
    assert not dashed(drawn(drawing.wide, limit=None))


def test_a_week_is_28_pixels_and_a_bar_stands_at_its_days() -> None:
    root = drawn(drawing.wide)
    agreed = [r for r in root.iter(f"{SVG}rect") if r.get("fill") == svg.GREY]
    bar = agreed[0]
    assert float(bar.get("x", "0")) == 232 + 28 * 4
    assert float(bar.get("width", "0")) == 28 * 8


def test_a_short_bar_says_less() -> None:
    days = (date(2027, 4, 12), date(2027, 4, 18))
    short = Row("Kofi", "Small grant", (Bar(*days, 750, 3750),))
    assert words(drawn(drawing.wide, others=(short,))).count("7.5 hours a week") == 1
