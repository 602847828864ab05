"""Read a pay scale from a file of comma-separated values that somebody made in a spreadsheet.

A file comes with or without a byte order mark, in UTF-8, UTF-16 or Windows-1252, with commas,
semicolons or tabs, with pound signs and commas in its figures. Every row that cannot be read is
named with its number in the file and the reason. Pure.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from io import StringIO

from portal.costing.scales import Nation, nation_of
from portal.kernel.amounts import parse_pence
from portal.kernel.language import _, lazy
from portal.web.typed import printable

LARGEST = 500_000  # bytes
MOST_ROWS = 2_000
MOST_COLUMNS = 60
MOST_STEP, MOST_YEARS, MOST_PENCE = 20, 40, 100_000_000
_DELIMITERS = (",", ";", "\t", "|")
_BAND = re.compile(r"(?:band\s*|b)?([1-9]|8[a-d])", re.IGNORECASE)
_DECIMAL_COMMA = re.compile(r"£?\s?[0-9]{1,9},[0-9]{2}")
_SPACED = re.compile(r"(?<=[0-9])[\s  ](?=[0-9]{3})")
_WHOLE = re.compile(r"[0-9]{1,3}")
_YEAR = re.compile(r"(?:20)?([0-9]{2})\s*[/\-–]\s*(?:20)?([0-9]{2})")


class Column(StrEnum):
    """What a column of the file may hold."""

    BAND = "band"
    PAY = "pay"
    STEP = "step"
    YEARS = "years"
    NATION = "nation"
    YEAR = "year"


NEEDED = (Column.BAND, Column.PAY)
NAMES: Mapping[Column, object] = {
    Column.BAND: lazy("Band"),
    Column.PAY: lazy("Full-time pay for a year"),
    Column.STEP: lazy("Step in the band, counted from 1"),
    Column.YEARS: lazy("Years in the band to reach the step"),
    Column.NATION: lazy("Nation"),
    Column.YEAR: lazy("Pay year"),
}
_HEADS: Mapping[Column, tuple[str, ...]] = {
    Column.BAND: ("band", "afc band", "pay band", "grade"),
    Column.PAY: ("annual", "salary", "pay", "amount", "pounds", "gbp", "full-time pay for a year"),
    Column.STEP: ("step", "point", "spine point", "pay point"),
    Column.YEARS: ("years", "experience"),
    Column.NATION: ("nation", "country"),
    Column.YEAR: ("pay year", "pay_year", "year"),
}
_EXACTLY = {Column.YEAR, Column.YEARS, Column.STEP}  # "pay year" must not be taken for pay


class Unreadable(ValueError):
    """Raised for a file that is no table of text; the message is for the person who sent it."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file as a table: the heads, and each row with its number in the file, from 1."""

    heads: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Point:
    """One step of one band as it was read or typed; pay in pence."""

    band: str
    step: int
    annual_pence: int
    years: int | None = None


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be used, and why."""

    number: int
    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file says: points, rows that are wrong, and how many are of other scales."""

    points: tuple[Point, ...]
    bad: tuple[BadRow, ...]
    left_out: int

    @property
    def is_whole(self) -> bool:
        """Say whether all of it can be used: it is applied whole or not at all."""
        return bool(self.points) and not self.bad


def decoded(data: bytes) -> str:
    """Return a file's text. Raises Unreadable."""
    if len(data) > LARGEST:
        raise Unreadable(_("The file is too big. It must be 500 KB or smaller."))
    if data.startswith((b"PK", b"\xd0\xcf", b"%PDF")):
        raise Unreadable(
            _("This is not a CSV file. In your spreadsheet, choose Save as, then CSV.")
        )
    text = _text(data)
    if "\0" in text:
        raise Unreadable(
            _("This is not a CSV file. In your spreadsheet, choose Save as, then CSV.")
        )
    if not text.strip():
        raise Unreadable(_("The file is empty."))
    return text


def _text(data: bytes) -> str:
    wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable(_("We cannot read the letters of this file. Save it as CSV UTF-8."))


def sheet(text: str) -> Sheet:
    """Read a text as a table; its first row that is not empty has the heads. Raises Unreadable."""
    try:
        rows = list(_rows(text))
    except csv.Error as error:
        raise Unreadable(_("We cannot find rows and columns in this file.")) from error
    if len(rows) < 2:
        raise Unreadable(_("The file needs a row of headings, and rows under it."))
    if len(rows) > MOST_ROWS + 1:
        raise Unreadable(_("The file has more than 2,000 rows. A pay scale has fewer than 100."))
    if max(len(cells) for _number, cells in rows) > MOST_COLUMNS:
        raise Unreadable(_("The file has more than 60 columns. Keep those you need."))
    (_first, heads), *rest = rows
    return Sheet(heads, tuple(rest))


def _rows(text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    reader = csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text))
    for cells in reader:
        kept = tuple(_cell(cell) for cell in cells)
        if any(kept):
            yield reader.line_num, kept


def _cell(text: str) -> str:
    """Return a cell in one line, without the quote mark that `web.csv` puts before formulas."""
    return " ".join(printable(text).replace("\ufeff", "").split()).removeprefix("'")


def _delimiter(text: str) -> str:
    """Return what parts the first line that has words most often."""
    first = next(line for line in text.splitlines() if line.strip())
    return max(_DELIMITERS, key=first.count)


def guessed(heads: Sequence[str]) -> dict[Column, int]:
    """Return which column is which, by the heads; what is not plain is left out."""
    found: dict[Column, int] = {}
    for column in (Column.YEAR, Column.YEARS, Column.STEP, *Column):
        taken = set(found.values())
        for place, head in enumerate(heads):
            if column not in found and place not in taken and _is_head(column, head):
                found[column] = place
    return found


def _is_head(column: Column, head: str) -> bool:
    said = head.casefold().replace("_", " ").strip()
    names = [name.replace("_", " ") for name in _HEADS[column]]
    if column in _EXACTLY:
        return said in names
    return any(name in said.split() or said.startswith(name) for name in names)


def read(table: Sheet, columns: Mapping[Column, int], nation: Nation, pay_year: str) -> Reading:
    """Read the rows of one nation and pay year; rows of others are counted and left out.

    Without a column for steps, the steps of a band are counted from the lowest pay.
    """
    rows = [_Row(number, cells, columns) for number, cells in table.rows]
    own = [row for row in rows if row.is_of(nation, pay_year)]
    points: list[tuple[int, Point]] = []
    bad: list[BadRow] = []
    for row in own:
        try:
            points.append((row.number, row.point()))
        except ValueError as error:
            bad.append(BadRow(row.number, str(error)))
    if Column.STEP not in columns:
        points = _counted(points)
    bad += _doubled(points)
    bad += _falling(points)
    kept = tuple(sorted((p for _number, p in points), key=lambda p: (p.band, p.step)))
    return Reading(kept, tuple(sorted(bad, key=lambda row: row.number)), len(rows) - len(own))


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    cells: tuple[str, ...]
    columns: Mapping[Column, int]

    def cell(self, column: Column) -> str:
        place = self.columns.get(column, len(self.cells))
        return self.cells[place] if place < len(self.cells) else ""

    def is_of(self, nation: Nation, pay_year: str) -> bool:
        return self._is_nation(nation) and self._is_year(pay_year)

    def _is_nation(self, nation: Nation) -> bool:
        if not (said := self.cell(Column.NATION)):
            return True
        try:
            return nation_of(said) is nation
        except ValueError:
            return False

    def _is_year(self, pay_year: str) -> bool:
        if not (said := self.cell(Column.YEAR)):
            return True
        match = _YEAR.fullmatch(said)
        return match is not None and f"20{match[1]}/{match[2]}" == pay_year

    def point(self) -> Point:
        return Point(
            band=band_of(self.cell(Column.BAND)),
            step=self._step() if Column.STEP in self.columns else 0,
            annual_pence=pence_of(self.cell(Column.PAY)),
            years=self._years(),
        )

    def _step(self) -> int:
        step = _number(self.cell(Column.STEP))
        if step is None or not 1 <= step <= MOST_STEP:
            raise ValueError(_("The step must be a whole number from 1 to 20"))
        return step

    def _years(self) -> int | None:
        if not (said := self.cell(Column.YEARS)):
            return None
        years = _number(said)
        if years is None or years > MOST_YEARS:
            raise ValueError(_("The years must be a whole number from 0 to 40"))
        return years


def _number(text: str) -> int | None:
    return int(text) if _WHOLE.fullmatch(text) else None


def band_of(text: str) -> str:
    """Read "6", "Band 6" or "8A" as the band. Raises ValueError, in words."""
    match = _BAND.fullmatch(text.strip())
    if match is None:
        raise ValueError(_("The band must be 1 to 9, or 8a to 8d"))
    return match[1].lower()


def pence_of(text: str) -> int:
    """Read full-time pay: "£31,049", "31 049.00", "31049,50". Raises ValueError, in words."""
    said = _SPACED.sub("", text.strip())
    if _DECIMAL_COMMA.fullmatch(said):
        said = said.replace(",", ".")
    try:
        pence = parse_pence(said)
    except ValueError as error:
        raise ValueError(_("The pay must be an amount in pounds, like 31,049")) from error
    if not 0 < pence <= MOST_PENCE:
        raise ValueError(_("The pay must be more than £0, and £1,000,000 or less"))
    return pence


def _counted(points: list[tuple[int, Point]]) -> list[tuple[int, Point]]:
    """Return the points with the steps of each band numbered from the lowest pay."""
    seen: Counter[str] = Counter()
    numbered = []
    for number, point in sorted(points, key=lambda row: row[1].annual_pence):
        seen[point.band] += 1
        numbered.append((number, replace(point, step=seen[point.band])))
    return numbered


def _doubled(points: Sequence[tuple[int, Point]]) -> Iterator[BadRow]:
    first: dict[tuple[str, int], int] = {}
    for number, point in points:
        before = first.setdefault((point.band, point.step), number)
        if before != number:
            words = {"band": point.band, "step": point.step, "row": before}
            yield BadRow(
                number, _("Band %(band)s step %(step)s is in row %(row)s already", **words)
            )


def _falling(points: Sequence[tuple[int, Point]]) -> Iterator[BadRow]:
    before: Point | None = None
    for number, point in sorted(points, key=lambda row: (row[1].band, row[1].step)):
        if before and before.band == point.band and falls(before, point):
            yield BadRow(number, falling_words(point))
        before = point


def falls(lower: Point, higher: Point) -> bool:
    """Say whether a higher step of a band pays less than the one before it."""
    return higher.step > lower.step and higher.annual_pence < lower.annual_pence


def falling_words(point: Point) -> str:
    """Say which step pays less than the one before it."""
    return str(
        _(
            "Band %(band)s step %(step)s pays less than the step before it",
            band=point.band,
            step=point.step,
        )
    )
