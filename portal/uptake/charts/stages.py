"""The chart of stages: a small panel of dots for each stage, each with a scale of its own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from portal.uptake.groups import REFERENCE, TOTAL
from portal.uptake.measures.proportions import Counted
from portal.uptake.stages import Stage, StageRow, StageTable
from portal.web import svg

WIDE, NARROW = 1200, 328
_NAMES, _HEAD, _ROW, _ROOM = 204, 64, 36, 76


@dataclass(frozen=True, slots=True)
class _Panel:
    """One stage: its rates run from `left` to `right`, with room for words after that."""

    stage: Stage
    rates: tuple[Counted | None, ...]
    texts: tuple[str, ...]
    left: float
    right: float

    def at(self, rate: Counted) -> float:
        return self.left + (self.right - self.left) * _share(rate) / self._highest

    @property
    def _highest(self) -> float:
        return max((_share(rate) for rate in self.rates if rate), default=0) or 1

    @property
    def everyone(self) -> float | None:
        last = self.rates[-1]
        return self.at(last) if last else None


def wide(stages: StageTable, title: str, description: str) -> Markup:
    """Draw 1,200 px across: names at the left, rows of 36 px, the panels side by side."""
    rows = _rows(stages)
    bottom = _HEAD + _ROW * len(rows)
    shapes = [_rule(place, len(rows), WIDE) for place in range(len(rows))]
    shapes += [
        svg.label(0, _middle(place), row.label, 24, heavy=row.key == TOTAL)
        for place, row in enumerate(rows)
    ]
    across = (WIDE - _NAMES) / len(stages.stages)
    for place in range(len(stages.stages)):
        left = _NAMES + across * place + 12
        panel = _panel(stages, place, left, left + across - 12 - _ROOM)
        shapes += [*_heads(panel, left), *_scale(panel, bottom)]
        shapes += [_mark(panel, at, row, _middle(at)) for at, row in enumerate(rows)]
    return svg.picture(WIDE, bottom, title, description, shapes)


def narrow(stages: StageTable, description: str) -> tuple[Markup, ...]:
    """Draw each stage by itself, 328 px across, each name above its mark in rows of 44 px."""
    return tuple(_alone(stages, place, description) for place in range(len(stages.stages)))


def _alone(stages: StageTable, place: int, description: str) -> Markup:
    rows = _rows(stages)
    panel = _panel(stages, place, 8, NARROW - _ROOM)
    shapes = _heads(panel, 0)
    for at, row in enumerate(rows):
        top = _HEAD + 44 * at
        write = svg.bold if row.key == TOTAL else svg.text
        shapes += [write(0, top + 8, row.label), *_short_scale(panel, top + 28)]
        shapes.append(_mark(panel, at, row, top + 28))
    title = f"{panel.stage.title}, {panel.stage.of}"
    return svg.picture(NARROW, _HEAD + 44 * len(rows), title, description, shapes)


def _rows(stages: StageTable) -> Sequence[StageRow]:
    return (*stages.rows, stages.total)


def _panel(stages: StageTable, place: int, left: float, right: float) -> _Panel:
    rows = _rows(stages)
    rates = tuple(row.rates[place] for row in rows)
    return _Panel(stages.stages[place], rates, tuple(row.texts[place] for row in rows), left, right)


def _share(rate: Counted) -> float:
    return rate.events / rate.people


def _middle(place: int) -> float:
    return _HEAD + _ROW * place + _ROW / 2


def _rule(place: int, rows: int, width: int) -> Markup:
    y = _HEAD + _ROW * place
    if place == rows - 1:
        return svg.line(0, y, width, y, svg.GREY, 2)
    return svg.line(0, y, width, y, svg.GRID)


def _heads(panel: _Panel, x: float) -> list[Markup]:
    return [
        svg.bold(x, 16, panel.stage.title, size=16),
        svg.text(x, 40, panel.stage.of, fill=svg.GREY),
    ]


def _scale(panel: _Panel, bottom: float) -> list[Markup]:
    lines = [svg.line(panel.left, _HEAD, panel.left, bottom, svg.RULE)]
    if panel.everyone is not None:
        lines.append(svg.line(panel.everyone, _HEAD, panel.everyone, bottom, svg.BLACK, 1.5, "5 4"))
    return lines


def _short_scale(panel: _Panel, y: float) -> list[Markup]:
    lines = [svg.line(panel.left, y - 9, panel.left, y + 9, svg.RULE)]
    if panel.everyone is not None:
        x = panel.everyone
        lines.append(svg.line(x, y - 10, x, y + 10, svg.BLACK, 1.5, "5 4"))
    return lines


def _mark(panel: _Panel, place: int, row: StageRow, y: float) -> Markup:
    """Draw a point with its figure beside it; what has no point is written at the start."""
    rate, words = panel.rates[place], panel.texts[place]
    if rate is None:
        return svg.on_patch(panel.left + 6, y, words)
    x = panel.at(rate)
    return svg.on_patch(x + 14, y, words, fill=svg.BLACK) + _shape(row)(x, y)


def _shape(row: StageRow) -> Callable[[float, float], Markup]:
    return {REFERENCE: svg.diamond, TOTAL: svg.square}.get(row.key, svg.dot)
