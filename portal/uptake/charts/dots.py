"""The chart of rates: a dot and its 95% interval for each job group, beside all staff."""

from dataclasses import dataclass

from markupsafe import Markup

from portal.uptake import wording
from portal.uptake.charts.axis import Axis, axis
from portal.uptake.table import UptakeRow, UptakeTable
from portal.web import svg

WIDE, NARROW = 580, 328


@dataclass(frozen=True, slots=True)
class _Drawing:
    """One drawing's figures and scale; `middle` of row n is where its marks stand."""

    table: UptakeTable
    scale: Axis
    head: int
    row: int

    @property
    def rows(self) -> tuple[UptakeRow, ...]:
        return (*self.table.rows, self.table.total)

    @property
    def bottom(self) -> int:
        return self.head + self.row * len(self.rows)

    @property
    def everyone(self) -> float | None:
        rate = self.table.total.rate
        return None if rate is None else self.at(rate)

    def at(self, rate: float) -> float:
        return self.scale.at(rate * self.table.base)


def wide(table: UptakeTable) -> Markup:
    """Draw 580 px across: names at the left, rows of 48 px under a head of 80 px."""
    drawing = _Drawing(table, _scale(table, 178, 566), 80, 48)
    shapes = [svg.bold(178, 16, table.rate_title, size=16), *_numbers(drawing, 60)]
    shapes += [svg.line(x, 70, x, drawing.bottom, svg.GRID) for x in _ticks(drawing)]
    shapes += [_rule(drawing, place) for place in range(1, len(drawing.rows))]
    if drawing.everyone is not None:
        x = drawing.everyone
        shapes.append(svg.line(x, 70, x, drawing.bottom, svg.BLACK, 1.5, "5 4"))
    for place, row in enumerate(drawing.rows):
        middle = drawing.head + drawing.row * place + drawing.row / 2
        shapes.append(svg.label(0, middle, row.label, 22, heavy=row.is_total))
        shapes.append(_marks(drawing, row, middle))
    return _picture(drawing, WIDE, shapes)


def narrow(table: UptakeTable) -> Markup:
    """Draw 328 px across for a phone: each name above its marks, rows of 46 px."""
    drawing = _Drawing(table, _scale(table, 8, 312), 64, 46)
    shapes = [svg.bold(0, 10, table.rate_title), *_numbers(drawing, 42)]
    for place, row in enumerate(drawing.rows):
        top = drawing.head + drawing.row * place
        middle = top + 30
        write = svg.bold if row.is_total else svg.text
        shapes.append(write(0, top + 8, row.label))
        shapes += [svg.line(x, middle - 9, x, middle + 9, svg.GRID) for x in _ticks(drawing)]
        if drawing.everyone is not None:
            x = drawing.everyone
            shapes.append(svg.line(x, middle - 10, x, middle + 10, svg.BLACK, 1.5, "5 4"))
        shapes.append(_marks(drawing, row, middle))
    return _picture(drawing, NARROW, shapes)


def _scale(table: UptakeTable, left: int, right: int) -> Axis:
    intervals = (row.interval for row in (*table.rows, table.total))
    return axis((each.upper * table.base for each in intervals if each), left, right)


def _picture(drawing: _Drawing, width: int, shapes: list[Markup]) -> Markup:
    table = drawing.table
    described = f"{table.headline} {table.caution}".strip()
    return svg.picture(width, drawing.bottom, table.rate_message, described, shapes)


def _ticks(drawing: _Drawing) -> list[float]:
    return [drawing.scale.at(tick) for tick in drawing.scale.ticks]


def _numbers(drawing: _Drawing, y: int) -> list[Markup]:
    base = drawing.table.base
    return [
        svg.text(
            drawing.scale.at(tick),
            y,
            wording.rate_figure(tick, base),
            fill=svg.GREY,
            anchor="middle",
        )
        for tick in drawing.scale.ticks
    ]


def _rule(drawing: _Drawing, place: int) -> Markup:
    y = drawing.head + drawing.row * place
    if place == len(drawing.table.rows):
        return svg.line(0, y, WIDE, y, svg.GREY, 2)
    return svg.line(0, y, WIDE, y, svg.GRID)


def _marks(drawing: _Drawing, row: UptakeRow, y: float) -> Markup:
    if row.rate is None or row.interval is None:
        return _note(drawing, row.rate_note, y)
    if row.is_total:
        words = wording.all_staff(wording.rate_words(row.rate_text, drawing.table.base))
        return svg.square(drawing.at(row.rate), y) + _note(drawing, words, y, fill=svg.BLACK)
    shape = svg.diamond if row.is_reference else svg.dot
    bar = _interval(drawing, row.interval.lower, row.interval.upper, y)
    return bar + shape(drawing.at(row.rate), y)


def _note(drawing: _Drawing, words: str, y: float, fill: str = svg.GREY) -> Markup:
    """Write words beside the line for all staff, on the side that has room."""
    x = drawing.scale.left if drawing.everyone is None else drawing.everyone
    if x > (drawing.scale.left + drawing.scale.right) / 2:
        return svg.on_patch(x - 12, y, words, fill=fill, anchor="end")
    return svg.on_patch(x + 12, y, words, fill=fill)


def _interval(drawing: _Drawing, lower: float, upper: float, y: float) -> Markup:
    left, right = drawing.at(lower), drawing.at(upper)
    return Markup("").join(
        (
            svg.line(left, y, right, y, svg.BLUE, 3),
            svg.line(left, y - 6, left, y + 6, svg.BLUE, 2),
            svg.line(right, y - 6, right, y + 6, svg.BLUE, 2),
        )
    )
