"""The team calendar drawn: bars of release above, WTE out each week below.

Two drawings of the same: 960 px across with names at the left, and 328 px for a phone with
each name above its bar. White with a blue edge is what is asked; solid grey is agreed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from babel.dates import get_month_names
from markupsafe import Markup

from portal.approvals import svg
from portal.approvals.calendar import Bar, Calendar, Look, Row, Step, hundredths
from portal.kernel.amounts import plain
from portal.kernel.language import _, language
from portal.web.svg import BLACK, BLUE, GREY, RULE, WHITE, line, picture

LETTER = 7  # px, at 14 px, a little more than the mean
MONTH = 34  # px that the short name of a month needs
TOTAL = 30  # px that a total needs


@dataclass(frozen=True, slots=True)
class _Shape:
    """The measures of one drawing, in pixels."""

    width: int
    left: int
    row: int
    bar: int
    above: int  # from the top of a row to its bar
    totals: int  # height of the weekly totals

    @property
    def bars(self) -> int:
        return self.width - self.left

    @property
    def names_above(self) -> bool:
        return self.left == 0


WIDE = _Shape(width=960, left=232, row=44, bar=26, above=9, totals=54)
NARROW = _Shape(width=328, left=0, row=54, bar=26, above=22, totals=54)
HEAD = 28


@dataclass(frozen=True, slots=True)
class _Drawing:
    calendar: Calendar
    shape: _Shape

    def x(self, day: date) -> float:
        """Return where a day begins."""
        gone = (day - self.calendar.starts_on).days
        return self.shape.left + self.shape.bars * gone / self.calendar.days

    def span(self, starts_on: date, ends_on: date) -> tuple[float, float]:
        """Return left edge and width of days, both included, cut to the calendar."""
        first = max(starts_on, self.calendar.starts_on)
        last = min(ends_on, self.calendar.ends_on) + timedelta(days=1)
        return self.x(first), self.x(last) - self.x(first)

    @property
    def top_of_totals(self) -> float:
        gap = 26 if self.shape.names_above else 14
        return HEAD + 8 + self.shape.row * len(self.calendar.rows) + gap

    @property
    def base(self) -> float:
        return self.top_of_totals + self.shape.totals

    def height_of(self, share: float) -> float:
        """Return how high this WTE is drawn; the highest, or the limit, fills the space."""
        most = max(float(self.calendar.limit or 0) / 100, float(self.calendar.most))
        return self.shape.totals * share / most if most else 0


LOOKS = {
    Look.SOLID: (svg.solid, WHITE),
    Look.EMPTY: (svg.empty, GREY),
    Look.ASKED: (svg.outlined, BLUE),
    Look.IF: (svg.dashed, BLUE),
}


def wide(calendar: Calendar, title: str) -> Markup:
    """Draw 960 px across, for screens from 641 px."""
    return _picture(_Drawing(calendar, WIDE), title)


def narrow(calendar: Calendar, title: str) -> Markup:
    """Draw 328 px across, for a phone."""
    return _picture(_Drawing(calendar, NARROW), title)


def _picture(drawing: _Drawing, title: str) -> Markup:
    shapes = [*_months(drawing)]
    for place, row in enumerate(drawing.calendar.rows):
        shapes += _row(drawing, row, HEAD + 8 + drawing.shape.row * place)
    shapes += [*_totals(drawing), *_limit(drawing)]
    return picture(drawing.shape.width, drawing.base + 24, title, "", shapes)


def _months(drawing: _Drawing) -> Iterator[Markup]:
    names = get_month_names("abbreviated", locale=language())
    firsts = (drawing.calendar.starts_on, *_firsts(drawing.calendar))
    ends = [*(drawing.x(day) for day in firsts[1:]), float(drawing.shape.width)]
    for first, end in zip(firsts, ends, strict=True):
        x = drawing.x(first)
        yield line(x, 8, x, HEAD, RULE)
        if end - x >= MONTH:
            yield svg.text(x + 4, 20, names[first.month], bold=True, fill=GREY)
    yield line(drawing.shape.left, HEAD, drawing.shape.width, HEAD, GREY, 2)


def _firsts(calendar: Calendar) -> Iterator[date]:
    """Yield the first day of each month after the first day drawn."""
    day = calendar.starts_on + timedelta(days=1)
    while day <= calendar.ends_on:
        if day.day == 1:
            yield day
        day += timedelta(days=1)


def _row(drawing: _Drawing, row: Row, top: float) -> Iterator[Markup]:
    shape = drawing.shape
    yield _name(row, top, shape)
    low = top + shape.above
    for first in _firsts(drawing.calendar):
        yield line(drawing.x(first), low - 4, drawing.x(first), low + shape.bar + 4, RULE)
    for bar in row.bars:
        if bar.ends_on >= drawing.calendar.starts_on and bar.starts_on <= drawing.calendar.ends_on:
            yield from _bar(drawing, row, bar, low)


def _name(row: Row, top: float, shape: _Shape) -> Markup:
    what = _("This request") if row.is_this else row.what
    if shape.names_above:
        words = f"{row.name}. {what}"
        return svg.text(0, top + 14, _cut(words, 46), bold=row.is_this)
    name = svg.text(0, top + 18, _cut(row.name, 26), size=16, bold=row.is_this)
    return name + svg.text(0, top + 36, what, fill=GREY)


def _cut(words: str, most: int) -> str:
    return words if len(words) <= most else f"{words[: most - 1]}…"


def _bar(drawing: _Drawing, row: Row, bar: Bar, top: float) -> Iterator[Markup]:
    x, width = drawing.span(bar.starts_on, bar.ends_on)
    draw, fill = (svg.outlined, BLUE) if row.is_this else LOOKS[row.look]
    yield draw(x, top, width, drawing.shape.bar)
    number = plain(bar.hours_hundredths)
    for words in (_("%(hours)s hours a week", hours=number), _("%(hours)s h", hours=number)):
        if LETTER * len(words) + 16 <= width:
            yield svg.text(x + 8, top + 18, words, fill=fill, bold=row.is_this)
            return


def _totals(drawing: _Drawing) -> Iterator[Markup]:
    shape, base = drawing.shape, drawing.base
    yield _totals_name(drawing)
    for step in drawing.calendar.steps:
        yield from _step(drawing, step)
    yield line(shape.left, base, shape.width, base, GREY, 2)


def _totals_name(drawing: _Drawing) -> Markup:
    limit, words = drawing.calendar.limit, _("WTE out each week")
    said = "" if limit is None else _("Team limit %(limit)s", limit=f"{limit / 100:.2f}")
    if drawing.shape.names_above:
        both = f"{words}. {said}" if said else words
        return svg.text(0, drawing.top_of_totals - 12, both, bold=True)
    name = svg.text(0, drawing.top_of_totals + 20, words, size=16, bold=True)
    return name + svg.text(0, drawing.top_of_totals + 40, said, fill=GREY)


def _step(drawing: _Drawing, step: Step) -> Iterator[Markup]:
    x, width = drawing.span(step.starts_on, step.ends_on)
    agreed = drawing.height_of(float(step.agreed))
    asked = drawing.height_of(float(step.asked))
    if agreed:
        yield svg.solid(x + 1, drawing.base - agreed, width - 2, agreed)
    if asked:
        yield svg.outlined(x + 1, drawing.base - agreed - asked, width - 2, asked, edge=2)
    if width >= TOTAL:
        number = f"{hundredths(step.total) / 100:.2f}"
        yield svg.text(x + width / 2, drawing.base + 18, number, bold=True, middle=True)


def _limit(drawing: _Drawing) -> Iterator[Markup]:
    if drawing.calendar.limit is not None:
        y = drawing.base - drawing.height_of(drawing.calendar.limit / 100)
        shape = drawing.shape
        yield line(shape.left, y, shape.width, y, BLACK, 2, "6 4")
