"""A workbook as a spreadsheet reads it: sheets of rows, words as words, numbers as Decimals.

Strict where it matters: a formula, a link, rich text or a string that is not in its own cell
fails the test that reads it.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

from defusedxml.ElementTree import fromstring

SPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True)
class Sheet:
    """Heads, and the rows under them as {head: value}; empty cells are not in it."""

    heads: tuple[str, ...]
    rows: tuple[dict, ...]

    def column(self, head: str) -> list:
        return [row[head] for row in self.rows if head in row]

    def total(self, head: str) -> Decimal:
        return sum(self.column(head), Decimal(0))


def read(content: bytes) -> dict[str, Sheet]:
    """Return the sheets by name, in their order."""
    with ZipFile(BytesIO(content)) as found:
        assert found.testzip() is None
        assert not [name for name in found.namelist() if "vba" in name or "external" in name]
        for name in found.namelist():
            if name.endswith(".rels"):
                assert b"hyperlink" not in found.read(name)
        names = [
            sheet.get("name")
            for sheet in fromstring(found.read("xl/workbook.xml")).iter(f"{SPACE}sheet")
        ]
        return {
            name: _sheet(found.read(f"xl/worksheets/sheet{number}.xml"))
            for number, name in enumerate(names, start=1)
        }


def _sheet(content: bytes) -> Sheet:
    root = fromstring(content)
    for tag in ("f", "hyperlink", "hyperlinks", "r"):
        assert not list(root.iter(f"{SPACE}{tag}")), f"<{tag}> in a sheet"
    assert root.find(f"{SPACE}sheetViews/{SPACE}sheetView/{SPACE}pane").get("state") == "frozen"
    rows = [_row(row) for row in root.iter(f"{SPACE}row")]
    heads = rows[0] if rows else {}
    named = ({heads[at]: value for at, value in row.items()} for row in rows[1:])
    return Sheet(tuple(heads.values()), tuple(named))


def _row(row) -> dict:
    return {
        re.sub(r"\d", "", cell.get("r")): _value(cell)
        for cell in row.iter(f"{SPACE}c")
        if len(cell)
    }


def _value(cell):
    if cell.get("t") == "inlineStr":
        text = cell.find(f"{SPACE}is/{SPACE}t").text or ""
        return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    assert cell.get("t", "n") == "n"
    return Decimal(cell.find(f"{SPACE}v").text)
