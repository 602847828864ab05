"""Files of comma-separated values that a spreadsheet opens as text and never runs."""

import csv
import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal
from io import StringIO

from werkzeug.wrappers import Response

# What makes a spreadsheet take a cell for a formula; the last four are the wide East Asian forms.
_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_ENDS_OF_CELLS = ("\t", "\r", "\n")


def cell(value: object) -> str:
    """Return a value as text that no spreadsheet reads as a formula: such gets a quote mark.

    A number below 0 is left alone, since it is one.
    """
    text = "" if value is None else str(value)
    if isinstance(value, int | Decimal) or not _would_run(text):
        return text
    return f"'{text}"


def _would_run(text: str) -> bool:
    """Say whether a spreadsheet takes it for a formula: they skip what cannot be seen before it."""
    first = next((letter for letter in text if _is_seen(letter)), "")
    return text.startswith(_ENDS_OF_CELLS) or first in _STARTS


def _is_seen(letter: str) -> bool:
    return not letter.isspace() and unicodedata.category(letter) not in {"Cf", "Cc"}


def document(rows: Iterable[Sequence[object]]) -> bytes:
    """Return the rows as a file: UTF-8 with the mark by which Excel knows it, CRLF at line ends."""
    lines = StringIO(newline="")
    csv.writer(lines).writerows([cell(value) for value in row] for row in rows)
    return lines.getvalue().encode("utf-8-sig")


def download(name: str, rows: Iterable[Sequence[object]]) -> Response:
    """Answer with a file to keep. `name` is plain letters, digits, dots and hyphens."""
    return Response(
        document(rows),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
