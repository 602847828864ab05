"""A file that somebody sent: which column is which, what it would change, and what is wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from portal.kernel.language import _, _n
from portal.rates.comparing import changed, compare
from portal.rates.models import RateImport, ScaleSet
from portal.rates.pages.held import changes_table
from portal.rates.pages.places import address
from portal.rates.pages.words import set_name
from portal.rates.reading import BadRow, Column, Point, Reading, Sheet
from portal.web.fields import Choice
from portal.web.pieces import Cell, Link, Table
from portal.web.pieces import Column as Head

MOST_SHOWN = 50
LONGEST_HEAD = 40


@dataclass(frozen=True, slots=True)
class FilePage:
    """The page of a file. `apply_href` is empty where it cannot be applied."""

    title: str
    name: str
    back: Link
    summary: tuple[str, ...]
    wrong: Table | None
    wrong_more: str
    table: Table | None
    apply_href: str
    drop_href: str


def file_page(waiting: RateImport, reading: Reading | None) -> FilePage:
    """Return the page; without a reading, because a needed column is not known, no preview."""
    scale = waiting.scale
    bad = reading.bad if reading else ()
    can_apply = reading is not None and reading.is_whole
    return FilePage(
        title=str(_("Check the file")),
        name=set_name(scale),
        back=Link(set_name(scale), address(scale)),
        summary=_summary(waiting, reading),
        wrong=_wrong(bad[:MOST_SHOWN]) if bad else None,
        wrong_more=_more(len(bad)),
        table=_preview(scale, reading) if reading and can_apply else None,
        apply_href=url_for("rates.apply_file", set_id=scale.id) if can_apply else "",
        drop_href=url_for("rates.drop_file", set_id=scale.id),
    )


def column_choices(table: Sheet) -> tuple[Choice, ...]:
    """Return the columns of the file to choose from, each with its first figure."""
    first = table.rows[0][1]
    return tuple(
        Choice(str(place), _column_words(place, head, first[place] if place < len(first) else ""))
        for place, head in enumerate(table.heads)
    )


def _column_words(place: int, head: str, example: str) -> str:
    name = head[:LONGEST_HEAD] or _("Column %(number)s", number=place + 1)
    return str(
        _("%(name)s (like %(example)s)", name=name, example=example[:LONGEST_HEAD])
        if example
        else name
    )


def chosen_columns(stored: Mapping[str, int]) -> dict[Column, int]:
    """Return which column is which, from what is stored."""
    return {Column(name): int(place) for name, place in stored.items()}


def _summary(waiting: RateImport, reading: Reading | None) -> tuple[str, ...]:
    if reading is None:
        return (_("Say which column has the band and which has the pay."),)
    scale = waiting.scale
    rows = _n("%(num)s row is right.", "%(num)s rows are right.", len(reading.points))
    left = _n(
        "%(num)s row is of another nation or year, and is left out.",
        "%(num)s rows are of other nations or years, and are left out.",
        reading.left_out,
    )
    nothing = _("No row is for %(name)s.", name=set_name(scale))
    return (
        *((rows,) if reading.points else ()),
        *((left,) if reading.left_out else ()),
        *(() if reading.points or reading.bad else (nothing,)),
    )


def _wrong(bad: Sequence[BadRow]) -> Table:
    rows = tuple((Cell(_("Row %(number)s", number=row.number)), Cell(row.reason)) for row in bad)
    return Table(_("Rows that are wrong"), (Head(_("Row")), Head(_("What is wrong"))), rows)


def _more(bad: int) -> str:
    words = _n(
        "%(num)s row is wrong. Put it right in your file and send the file again. "
        "Nothing is read until every row is right.",
        "%(num)s rows are wrong. Put them right in your file and send the file again. "
        "Nothing is read until every row is right.",
        bad,
    )
    return words if bad else ""


def _preview(scale: ScaleSet, reading: Reading) -> Table | None:
    before = {(point.band, point.step): point.annual_pence for point in scale.points}
    differ = changed(compare(before, _pay(reading.points)))
    if not differ:
        return None
    caption = _("What changes in the draft")
    return changes_table(differ, caption, (_("Draft now"), _("With the file")))


def _pay(points: Sequence[Point]) -> dict[tuple[str, int], int]:
    return {(point.band, point.step): point.annual_pence for point in points}
