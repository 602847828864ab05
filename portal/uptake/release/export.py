"""The record of release as a file: the same protected figures, with the rules they follow."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from portal.kernel.language import _
from portal.uptake import methods
from portal.uptake.release import pages, words
from portal.uptake.release.pages import Record
from portal.uptake.release.series import Series
from portal.web.format import month, short_day

Row = Sequence[object]


def rows(found: Record, now: datetime) -> Iterator[Row]:
    """Yield what the figures are of and how they are made, then each table after an empty row."""
    yield (_("Who is released for research?"),)
    yield (str(found.scope.node.name), methods.period(found.scope))
    yield (_("File made on"), short_day(now))
    yield (_("Rules"), words.rounding())
    for fact in words.how(found.scope):
        yield (fact.label, fact.value)
    yield ()
    if not found.is_decided:
        yield (methods.expected(found.scope),)
        return
    yield (words.headline(found.scope, found.table),)
    yield from _tables(found)


def _tables(found: Record) -> Iterator[Row]:
    table = found.table
    groups, total = pages.groups(table)
    yield ()
    yield (*pages.heads(_("Job")), *pages.time_heads()[1:])
    for label, row in (*groups, total):
        yield (*pages.figures(label, row), *words.times(row.times))
    yield ()
    yield pages.heads(_("Who was asked"))
    for label, row in pages.stages(table):
        yield pages.figures(label, row)
    yield ()
    yield (_("Answered by"), _("Yes or no"))
    for key, count in table.seats:
        yield (words.seat(key), str(count))
    if table.reasons:
        yield ()
        yield (_("Reason"), _("Refused"))
        for key, count in table.reasons:
            yield (found.reasons.get(key, key), str(count))
    yield from _months(found.days, _("Working days to an answer"))
    yield from _months(found.refusals, _("Refused, %"))


def _months(series: Series, what: str) -> Iterator[Row]:
    if series.chart is None:
        return
    yield ()
    yield (_("Month"), what)
    for each, point in zip(series.months, series.points, strict=True):
        yield (month(each), point)
