"""Make the files: a workbook of three sheets, or one of its lists as CSV."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from sqlalchemy.orm import Session

from portal.desk.ledgers import about, applications, lines
from portal.desk.ledgers.about import Sums
from portal.desk.ledgers.queries import Asked, entries
from portal.desk.pages.shared import call_title
from portal.kernel.clock import london_day
from portal.kernel.language import _
from portal.rates import queries as rates
from portal.web.sheets import Value, Workbook, csv_file


class Which(StrEnum):
    """What can be taken away."""

    WORKBOOK = "workbook.xlsx"
    APPLICATIONS = "applications.csv"
    COSTS = "costs.csv"


def which_asked(text: str) -> Which:
    """Return the file that is meant; for what is none of ours, the workbook, which has all."""
    return Which(text) if text in set(Which) else Which.WORKBOOK


@dataclass(frozen=True, slots=True)
class Taken:
    """A file, and what the trail says of it: which applications, and how many rows of each list."""

    name: str
    content: bytes
    filter: str
    applications: int
    lines: int


def make(session: Session, asked: Asked, which: Which) -> Taken:
    """Make a file. It only reads, a batch of applications at a time."""
    sums = Sums()
    makers: dict[Which, Callable[[], bytes]] = {
        Which.WORKBOOK: partial(_workbook, session, asked, sums),
        Which.APPLICATIONS: lambda: csv_file(applications.HEADS, _rows(session, asked, sums)),
        Which.COSTS: lambda: csv_file(lines.HEADS, _line_rows(session, asked, sums)),
    }
    content = makers[which]()
    filtered = about.filter_words(asked.stage)
    return Taken(_name(asked, which), content, filtered, sums.applications, sums.lines)


def _workbook(session: Session, asked: Asked, sums: Sums) -> bytes:
    book = Workbook(call_title(asked.call), asked.now)
    first = book.sheet(_("About this file"), about.HEADS, is_list=False)
    sent = book.sheet(_("Applications"), applications.HEADS)
    costs, words = book.sheet(_("Costs"), lines.HEADS), lines.Words()
    for entry in entries(session, asked):
        sums.count(entry)
        sent.add(applications.row(entry, asked))
        for row in lines.rows(entry, words):
            sums.lines += 1
            costs.add(row)
    for said in about.rows(asked, sums, rates.book(session, asked.call.scheme.organisation)):
        first.add(said)
    return book.finish()


def _rows(session: Session, asked: Asked, sums: Sums) -> Iterator[tuple[Value, ...]]:
    for entry in entries(session, asked):
        sums.count(entry)
        yield applications.row(entry, asked)


def _line_rows(session: Session, asked: Asked, sums: Sums) -> Iterator[tuple[Value, ...]]:
    words = lines.Words()
    for entry in entries(session, asked):
        sums.count(entry)
        for row in lines.rows(entry, words):
            sums.lines += 1
            yield row


def _name(asked: Asked, which: Which) -> str:
    """Name the file in plain letters: the call, the stage, what it is, the day."""
    what, ending = which.value.split(".")
    day = f"{london_day(asked.now):%Y-%m-%d}"
    parts = (asked.call.prefix, asked.stage, "" if which is Which.WORKBOOK else what, day)
    plain = (re.sub(r"[^a-z0-9]+", "-", part.lower()).strip("-") for part in parts)
    return "-".join(filter(None, plain)) + f".{ending}"
