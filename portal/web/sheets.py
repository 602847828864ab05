"""Lists that people take away: as a workbook that Excel opens, and the same rows as CSV.

Words stay words: nothing that somebody typed becomes a formula, a link or markup, however it
begins. Money, hours and dates are real numbers and dates, so that a column can be added up.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from io import BytesIO
from typing import Any

from werkzeug.wrappers import Response
from xlsxwriter import Workbook as Written
from xlsxwriter.worksheet import Worksheet

from portal.kernel.clock import london
from portal.web import csv

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
A4 = 9
# What may stand in a text of ours and in no XML.
_NOT_IN_XML = dict.fromkeys((0xFFFE, 0xFFFF), "\ufffd")

Value = str | int | date | datetime | None


class Kind(StrEnum):
    """What the values of a column are, and so how they are written."""

    WORDS = "words"
    MONEY = "money"  # pence
    HUNDREDTHS = "hundredths"  # of an hour, a week, a full-time post
    WHOLE = "whole"
    DAY = "day"
    MOMENT = "moment"  # an aware instant, written as UK wall time


FORMATS = {
    Kind.WORDS: "",
    Kind.MONEY: "£#,##0.00",
    Kind.HUNDREDTHS: "0.00",
    Kind.WHOLE: "0",
    Kind.DAY: "d mmm yyyy",
    Kind.MOMENT: "d mmm yyyy hh:mm",
}


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column; `width` is in letters."""

    label: object
    kind: Kind = Kind.WORDS
    width: int = 16


class _AsTyped(Worksheet):  # type: ignore[misc]  # XlsxWriter has no types that mypy may read
    """A sheet to which no text is markup: the library takes one from "<r>" to "</r>" for such."""

    def _xml_rich_inline_string(self, string: str, attributes: Sequence[Any] = ()) -> None:
        self._xml_inline_string(string, True, attributes)


class Workbook:
    """A workbook in the making: rows go to a file on disk one by one, and are not kept."""

    def __init__(self, title: str, made_at: datetime) -> None:
        self._into = BytesIO()
        self._book = Written(
            self._into,
            {
                "constant_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        self._book.set_properties({"title": title, "created": london(made_at).replace(tzinfo=None)})
        self._sheets: list[Sheet] = []

    def sheet(self, name: str, heads: Sequence[Head], *, is_list: bool = True) -> "Sheet":
        """Add a sheet with these heads. `name` is ours: 31 letters at most.

        The rows of a list can be filtered by its heads, which stand on each page that is printed.
        """
        made = Sheet(self._book, name, heads, is_list=is_list)
        self._sheets.append(made)
        return made

    def finish(self) -> bytes:
        """Return the file."""
        for each in self._sheets:
            each.finish()
        self._book.close()
        return self._into.getvalue()


class Sheet:
    """One sheet, whose heads stay in sight."""

    def __init__(self, book: Any, name: str, heads: Sequence[Head], *, is_list: bool) -> None:
        self._heads, self._rows, self._is_list = heads, 0, is_list
        self._sheet = book.add_worksheet(name, worksheet_class=_AsTyped)
        self._sheet.set_landscape()
        self._sheet.set_paper(A4)
        if is_list:
            self._sheet.repeat_rows(0)
        self._sheet.freeze_panes(1, 0)
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        kinds = {head.kind for head in heads}
        formats = {kind: book.add_format(_format(kind)) for kind in sorted(kinds)}
        for at, head in enumerate(heads):
            self._sheet.set_column(at, at, head.width, formats[head.kind])
        for at, head in enumerate(heads):
            self._sheet.write_string(0, at, str(head.label), bold)
        self._formats = formats

    def add(self, row: Sequence[Value]) -> None:
        """Write one row, a value for each head. None and empty words leave the cell empty."""
        self._rows += 1
        for at, (head, value) in enumerate(zip(self._heads, row, strict=True)):
            if value is not None and value != "":
                self._write(at, head.kind, value)

    def finish(self) -> None:
        """Let the rows of a list be filtered by their heads."""
        if self._rows and self._is_list:
            self._sheet.autofilter(0, 0, self._rows, len(self._heads) - 1)

    def _write(self, at: int, kind: Kind, value: Value) -> None:
        where, style = (self._rows, at), self._formats[kind]
        if kind is Kind.WORDS:
            self._sheet.write_string(*where, str(value).translate(_NOT_IN_XML), style)
        elif isinstance(value, datetime):
            self._sheet.write_datetime(*where, london(value).replace(tzinfo=None), style)
        elif isinstance(value, date):
            self._sheet.write_datetime(*where, value, style)
        else:
            self._sheet.write_number(*where, _number(kind, value), style)


def csv_rows(heads: Sequence[Head], rows: Iterable[Sequence[Value]]) -> Iterable[Sequence[object]]:
    """Yield the heads and the rows as text for `web.csv`: "12345.67", "2027-04-06"."""
    yield tuple(str(head.label) for head in heads)
    for row in rows:
        yield tuple(_text(head.kind, value) for head, value in zip(heads, row, strict=True))


def csv_file(heads: Sequence[Head], rows: Iterable[Sequence[Value]]) -> bytes:
    """Return the heads and the rows as a CSV file."""
    return csv.document(csv_rows(heads, rows))


def answer(name: str, content: bytes) -> Response:
    """Answer with a file to keep, which nobody else does. `name` is ours, and ends in its kind."""
    return Response(
        content,
        mimetype=XLSX if name.endswith(".xlsx") else "text/csv",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
        },
    )


def _format(kind: Kind) -> dict[str, object]:
    """Return the look of a column. Words are marked as such, so that editing keeps them so."""
    if kind is Kind.WORDS:
        return {"num_format": "@", "text_wrap": True, "valign": "top"}
    return {"num_format": FORMATS[kind], "valign": "top"}


def _number(kind: Kind, value: Value) -> int | Decimal:
    """Return a whole number as the number that is meant: pence and hundredths over 100, exactly.

    A float would not do: the library writes 16 digits of it, and 88264009.43 has more.
    """
    assert isinstance(value, int)  # the column says so
    return value if kind is Kind.WHOLE else Decimal(value).scaleb(-2)


def _text(kind: Kind, value: Value) -> object:
    if isinstance(value, datetime):
        return f"{london(value):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    return _number(kind, value) if isinstance(value, int) else value
