"""The chart of a monthly series: a point a month, the mean, and the limits of usual variation."""

from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup

from portal.uptake.charts.axis import Axis, axis
from portal.uptake.measures.xmr import Xmr
from portal.web import svg

WIDE, NARROW = 580, 328
TOP, BOTTOM, HEIGHT = 30, 230, 262


@dataclass(frozen=True, slots=True)
class Run:
    """What is drawn: months in words, the chart, what it is of, and the verdict in words."""

    title: str
    unit: str
    described: str
    months: tuple[str, ...]
    chart: Xmr


def wide(run: Run) -> Markup:
    """Draw 580 px across."""
    return _draw(run, WIDE, 7)


def narrow(run: Run) -> Markup:
    """Draw 328 px across for a phone, with fewer months named."""
    return _draw(run, NARROW, 3)


def _draw(run: Run, width: int, named: int) -> Markup:
    # The scale of `axis` grows to the right; here it is turned to grow upwards.
    scale = axis((*run.chart.points, run.chart.upper), BOTTOM, TOP)
    places = _across(len(run.chart.points), width)
    shapes = [svg.bold(0, 10, run.unit), *_grid(scale, width), *_limits(run, scale, width)]
    shapes += _path(run, scale, places)
    shapes += _names(run, places, named)
    return svg.picture(width, HEIGHT, run.title, run.described, shapes)


def _across(number: int, width: int) -> list[float]:
    step = (width - 60) / max(1, number - 1)
    return [40 + step * place for place in range(number)]


def _grid(scale: Axis, width: int) -> list[Markup]:
    shapes = []
    for tick in scale.ticks:
        y = scale.at(tick)
        shapes.append(svg.line(32, y, width, y, svg.GRID))
        shapes.append(svg.text(26, y, str(tick), fill=svg.GREY, anchor="end"))
    return shapes


def _limits(run: Run, scale: Axis, width: int) -> list[Markup]:
    chart, shapes = run.chart, []
    for value in (chart.lower, chart.upper):
        if value >= 0:
            y = scale.at(value)
            shapes.append(svg.line(32, y, width, y, svg.GREY, 1.5, "2 4"))
    y = scale.at(chart.mean)
    return [*shapes, svg.line(32, y, width, y, svg.BLACK, 1.5, "5 4")]


def _path(run: Run, scale: Axis, places: list[float]) -> list[Markup]:
    points = [(x, scale.at(v)) for x, v in zip(places, run.chart.points, strict=True)]
    lines = [svg.line(*one, *two, svg.BLUE, 1.5) for one, two in pairwise(points)]
    marks = [
        svg.square(*point) if stands_out else svg.dot(*point, radius=5)
        for point, stands_out in zip(points, run.chart.signals, strict=True)
    ]
    return [*lines, *marks]


def _names(run: Run, places: list[float], named: int) -> list[Markup]:
    """Name the first month, the last, and as many between as there is room for."""
    last = len(places) - 1
    chosen = sorted({round(last * number / (named - 1)) for number in range(named)})
    anchors: dict[int, svg.Anchor] = {0: "start", last: "end"}
    return [
        svg.text(
            places[place] + {0: -8, last: 8}.get(place, 0),
            HEIGHT - 14,
            run.months[place],
            fill=svg.GREY,
            anchor=anchors.get(place, "middle"),
        )
        for place in chosen
    ]
