"""Boards whose true counts are awkward, and how to read what the portal prints of them."""

import csv
from io import StringIO
from uuid import UUID

from tests.factories import uptake

# Applied, agreed, awarded by profession; staff by profession.
AWKWARD = {"NUR-ADULT": (23, 17, 12), "MED-CONS": (160, 135, 61), "MID": (14, 9, 4)}
STAFF = {"NUR-ADULT": 5197, "MED-CONS": 1557, "MID": 565}
# Other true counts everywhere, each rounded to the same.
ALIKE = {"NUR-ADULT": (24, 16, 11), "MED-CONS": (160, 135, 62), "MID": (13, 8, 3)}
STAFF_ALIKE = {"NUR-ADULT": 5196, "MED-CONS": 1556, "MID": 566}


def build(app, database, groups=None, staff=None, **values) -> None:
    """Make one board with one decided call, and commit it."""
    with app.app_context(), database.scope() as session:
        root = uptake.board(session, STAFF if staff is None else staff, **values)
        call = uptake.closed_call(session, root, id=UUID(int=1))
        for profession, stages in (AWKWARD if groups is None else groups).items():
            uptake.group(session, call, root, profession, *stages)
        session.commit()


def tables(page) -> list[list[list[str]]]:
    """Every table of the page as rows of texts, heads and totals among them."""
    return [
        [[_words(cell) for cell in row.find_all(["th", "td"])] for row in table.find_all("tr")]
        for table in page.soup.find("main").find_all("table")
    ]


def _words(cell) -> str:
    value = cell.select_one(".app-table__value")
    return " ".join((value or cell).get_text(" ").split())


def row(page, table: int, head: str) -> list[str]:
    """The figures of one group in one of the page's tables."""
    (found,) = [cells for cells in tables(page)[table] if cells[0] == head]
    return found[1:]


def figures(data: bytes) -> list[dict[str, str]]:
    """The rows of figures of a file, below the empty line."""
    rows = list(csv.reader(StringIO(data.decode("utf-8-sig"), newline="")))
    head, *body = rows[rows.index([]) + 1 :]
    return [dict(zip(head, each, strict=True)) for each in body]


def notes(data: bytes) -> dict[str, str]:
    """What stands above the figures of a file."""
    rows = list(csv.reader(StringIO(data.decode("utf-8-sig"), newline="")))
    return {each[0]: " ".join(each[1:]) for each in rows[: rows.index([])]}
