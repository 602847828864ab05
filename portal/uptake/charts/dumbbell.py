"""The chart of shares: each job group's share of staff beside its share of awards."""

from collections.abc import Callable
from dataclasses import dataclass

from markupsafe import Markup

from portal.uptake import wording
from portal.uptake.charts.axis import Axis, axis
from portal.uptake.table import UptakeRow, UptakeTable
from portal.web import svg

WIDE, NARROW = 720, 328
_GAP = 14


@dataclass(frozen=True, slots=True)
class _Mark:
    """One share of one group, and how it is drawn."""

    share: int
    words: str
    shape: Callable[[float, float], Markup]
    colour: str


def wide(table: UptakeTable) -> Markup:
    """Draw 720 px across: names at the left, rows of 40 px under a head of 80 px."""
    scale = _scale(table, 252, 672)
    bottom = 80 + 40 * len(table.rows)
    shapes = [*_legend(252, 12), *_numbers(scale, 52)]
    shapes += [svg.line(x, 64, x, bottom, svg.GRID) for x in _ticks(scale)]
    shapes += [
        svg.line(0, 80 + 40 * place, WIDE, 80 + 40 * place, svg.GRID)
        for place in range(1, len(table.rows))
    ]
    for place, row in enumerate(table.rows):
        middle = 100 + 40 * place
        shapes += [svg.label(0, middle, row.label, 26), _pair(scale, row, middle)]
    return svg.picture(WIDE, bottom, table.share_message, table.caution, shapes)


def narrow(table: UptakeTable) -> Markup:
    """Draw 328 px across for a phone: each name above its marks, rows of 46 px."""
    scale = _scale(table, 36, 282)
    shapes = [*_legend(0, 12), *_numbers(scale, 44)]
    for place, row in enumerate(table.rows):
        top = 64 + 46 * place
        middle = top + 30
        shapes.append(svg.text(0, top + 8, row.label))
        shapes += [svg.line(x, middle - 9, x, middle + 9, svg.GRID) for x in _ticks(scale)]
        shapes.append(_pair(scale, row, middle))
    bottom = 64 + 46 * len(table.rows)
    return svg.picture(NARROW, bottom, table.share_message, table.caution, shapes)


def _scale(table: UptakeTable, left: int, right: int) -> Axis:
    shares = (share for row in table.rows for share in (row.staff_share, row.award_share))
    return axis((share for share in shares if share is not None), left, right)


def _ticks(scale: Axis) -> list[float]:
    return [scale.at(tick) for tick in scale.ticks]


def _numbers(scale: Axis, y: int) -> list[Markup]:
    return [
        svg.text(scale.at(tick), y, f"{tick}%", fill=svg.GREY, anchor="middle")
        for tick in scale.ticks
    ]


def _legend(x: int, y: int) -> list[Markup]:
    return [
        svg.ring(x + 8, y),
        svg.text(x + 24, y, wording.share_of_staff()),
        svg.diamond(x + 150, y),
        svg.text(x + 166, y, wording.share_of_awards()),
    ]


def _pair(scale: Axis, row: UptakeRow, y: float) -> Markup:
    """Draw the shares that are known, lower first, with their figures outside and notes last."""
    marks = _known(row)
    note = wording.share_note(
        row.staff_share_text,
        row.award_share_text,
        staff_known=row.staff_share is not None,
        awards_known=row.award_share is not None,
    )
    if not marks:
        return svg.on_patch(scale.left + 4, y, note)
    low, high = marks[0], marks[-1]
    start, end = scale.at(low.share), scale.at(high.share)
    after, colour = (note, svg.GREY) if note else (high.words, high.colour)
    return Markup("").join(
        (
            svg.on_patch(start - _GAP, y, low.words, fill=low.colour, anchor="end"),
            svg.on_patch(end + _GAP, y, after, fill=colour),
            svg.line(start, y, end, y, svg.RULE, 4),
            *(mark.shape(scale.at(mark.share), y) for mark in marks),
        )
    )


def _known(row: UptakeRow) -> list[_Mark]:
    marks = []
    if row.staff_share is not None:
        marks.append(_Mark(row.staff_share, row.staff_share_text, svg.ring, svg.GREY))
    if row.award_share is not None:
        marks.append(_Mark(row.award_share, row.award_share_text, svg.diamond, svg.BLUE))
    return sorted(marks, key=lambda mark: mark.share)
