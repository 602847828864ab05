"""The figures as a file: the same protected figures as the page, with the rules they follow."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from portal.kernel.language import _
from portal.uptake import figures, methods
from portal.uptake.disclosure import Protected
from portal.uptake.pages import Evidence
from portal.uptake.scope import Scope
from portal.uptake.stages import StageRow
from portal.uptake.table import UptakeRow
from portal.web.format import short_day

Row = Sequence[object]


def name(scope: Scope, what: str = "uptake") -> str:
    """Return the name of a file: what it is, and of what, in plain letters."""
    of = scope.asked.call.prefix if scope.asked else str(scope.year)
    parts = (what, of, scope.node.slug)
    return "-".join(re.sub(r"[^a-z0-9]+", "-", part.lower()).strip("-") for part in parts) + ".csv"


def rows(found: Evidence, now: datetime) -> Iterator[Row]:
    """Yield what the figures are of and how they are made, an empty row, then the figures."""
    yield (_("Who gets time and money for research?"),)
    yield (str(found.scope.node.name), methods.period(found.scope))
    yield (_("File made on"), short_day(now))
    yield from _notes(found)
    for fact in methods.methods(found.scope, found.staff):
        yield (fact.label, fact.value)
    yield ()
    yield from _decided(found) if found.is_decided else _waiting(found)


def _notes(found: Evidence) -> Iterator[Row]:
    warning = methods.illustrative(found.staff)
    if warning:
        yield (_("Illustrative"), warning)
    yield (_("Please note"), found.table.caution)


def _waiting(found: Evidence) -> Iterator[Row]:
    yield (methods.expected(found.scope),)
    yield (_("Job"), _("Staff"), _("Share of staff"))
    for row in (*found.table.rows, found.table.total):
        yield (row.label, _count(row.staff), row.staff_share_text)


def _decided(found: Evidence) -> Iterator[Row]:
    table = found.table
    yield (
        _("Job"),
        *figures.count_heads(table),
        table.rate_title,
        figures.interval_head(),
        _("Next to doctors and dentists"),
        _("Share of staff"),
        _("Share of awards"),
        _("Money"),
        _("Hours"),
        *(f"{stage.title}, {stage.of}" for stage in table.stages.stages),
        _("In words"),
    )
    stages = (*table.stages.rows, table.stages.total)
    for row, stage in zip((*table.rows, table.total), stages, strict=True):
        yield _figures(row, stage, found)


def _figures(row: UptakeRow, stage: StageRow, found: Evidence) -> Row:
    return (
        row.label,
        *map(_count, stage.counts),
        row.rate_text,
        row.interval_text,
        row.verdict_text,
        row.staff_share_text,
        row.award_share_text,
        figures.money(row, found.rules),
        figures.hours(row, found.rules),
        *stage.texts,
        row.sentence,
    )


def _count(count: Protected) -> object:
    """Return a count that a spreadsheet can add, or its mark."""
    return str(count) if count.shown is None else count.shown
