"""The charts and tables of the page, each from printed figures only."""

from dataclasses import dataclass

from markupsafe import Markup

from portal.kernel.amounts import short_pounds
from portal.kernel.language import _
from portal.uptake import gap
from portal.uptake.charts import dots, dumbbell, stages
from portal.uptake.disclosure import MARK, MOST_HIDDEN, NEAREST, NO_BASE, AmountRules
from portal.uptake.stages import StageRow
from portal.uptake.table import UptakeRow, UptakeTable
from portal.web.format import number
from portal.web.pieces import Column, Table

LEVEL = "95%"


@dataclass(frozen=True, slots=True)
class Figure:
    """A message, a note, a chart drawn wide and in pieces for a phone, a table of the same."""

    message: str
    note: str
    wide: Markup
    narrow: tuple[Markup, ...]
    table: Table


def rates(table: UptakeTable) -> Figure:
    """Return people awarded as a part of staff, with intervals and verdicts."""
    return Figure(
        message=table.rate_message,
        note=_(
            "The bar is the %(level)s interval. The diamond is the group the others are set next"
            " to. The dashed line is all staff.",
            level=LEVEL,
        ),
        wide=dots.wide(table),
        narrow=(dots.narrow(table),),
        table=Table(
            caption=table.rate_title,
            caption_hidden=True,
            columns=(
                _job(),
                Column(_("Awarded"), numeric=True),
                Column(_("Staff"), numeric=True),
                Column(rate_head(table.base), numeric=True),
                Column(interval_head(), numeric=True),
                Column(_("Next to doctors and dentists")),
            ),
            rows=tuple(_rate_row(row) for row in table.rows),
            foot=(_rate_row(table.total),),
            tight=True,
        ),
    )


def rate_head(base: int) -> str:
    """Return the head of a column of rates for a base of 100 or 1,000."""
    return _("Rate") if base == 100 else _("Per 1,000")


def interval_head() -> str:
    """Return the head of a column of intervals."""
    return _("%(level)s interval", level=LEVEL)


def shares(table: UptakeTable) -> Figure:
    """Return each group's share of staff beside its share of awards."""
    return Figure(
        message=table.share_message,
        note="",
        wide=dumbbell.wide(table),
        narrow=(dumbbell.narrow(table),),
        table=Table(
            caption=_("Share of staff and share of awards, by job"),
            caption_hidden=True,
            columns=(
                _job(),
                Column(_("Share of staff"), numeric=True),
                Column(_("Share of awards"), numeric=True),
            ),
            rows=tuple(
                (row.label, row.staff_share_text, row.award_share_text) for row in table.rows
            ),
            tight=True,
        ),
    )


def steps(table: UptakeTable) -> Figure:
    """Return where people are lost, with the counts at each stage."""
    message = gap.message(table)
    described = f"{table.headline} {table.caution}".strip()
    return Figure(
        message=message,
        note=_(
            "The square and the dashed line are all staff. Each stage has a scale of its own."
            " %(dash)s means fewer than 20 people to work from.",
            dash=NO_BASE,
        )
        + _seen_note(table),
        wide=stages.wide(table.stages, message, described),
        narrow=stages.narrow(table.stages, described),
        table=Table(
            caption=_("Counts at each stage"),
            note=_(
                "People, to the nearest %(five)s. Under Cover agreed, %(mark)s can also mean none"
                " or all of a few people.",
                five=NEAREST,
                mark=MARK,
            ),
            columns=(
                _job(),
                *(Column(title, numeric=True) for title in count_heads(table)),
            ),
            rows=tuple(_stage_row(row) for row in table.stages.rows),
            foot=(_stage_row(table.stages.total),),
            tight=True,
        ),
    )


def count_heads(table: UptakeTable) -> tuple[str, ...]:
    """Return the heads of the counts of a stage row, in their order."""
    last = (_("Applied"), _("Cover agreed"), _("Awarded"))
    seen = (_("Saw it"),) if _has_seen(table) else ()
    return (_("Staff"), *seen, *last)


def _has_seen(table: UptakeTable) -> bool:
    return len(table.stages.total.counts) == 5


def _seen_note(table: UptakeTable) -> str:
    """Say what is known of who saw the scheme, and what is not."""
    if _has_seen(table):
        words = _(
            "Who saw the scheme is a least number: people who were signed in when they looked,"
            " and all who applied."
        )
    else:
        words = _("Who saw the scheme was not counted then.")
    return f" {words}"


def sums(table: UptakeTable, rules: AmountRules) -> Table:
    """Return the money and the time awarded, in sums that tell nothing of one award."""
    return Table(
        caption=_("Money and time awarded"),
        note=_(
            "Rounded to the nearest %(money)s and the nearest %(hours)s hours. %(mark)s means fewer"
            " than %(least)s people awarded, or a sum that would tell what one person got.",
            money=short_pounds(5 * rules.standard_pence),
            hours=number(5 * rules.standard_hours // 100),
            mark=MARK,
            least=MOST_HIDDEN + 1,
        ),
        columns=(
            _job(),
            Column(_("Awarded"), numeric=True),
            Column(_("Money"), numeric=True),
            Column(_("Hours"), numeric=True),
        ),
        rows=tuple(_sum_row(row, rules) for row in table.rows),
        foot=(_sum_row(table.total, rules),),
        tight=True,
    )


def staff(table: UptakeTable) -> Table:
    """Return staff by job, which is all there is before anything is decided."""
    return Table(
        caption=_("Staff by job"),
        note=_("People, to the nearest %(five)s", five=NEAREST),
        columns=(
            _job(),
            Column(_("Staff"), numeric=True),
            Column(_("Share of staff"), numeric=True),
        ),
        rows=tuple((row.label, str(row.staff), row.staff_share_text) for row in table.rows),
        foot=((table.total.label, str(table.total.staff), table.total.staff_share_text),),
        tight=True,
    )


def money(row: UptakeRow, rules: AmountRules) -> str:
    """Write a sum of money; one that rounds to nothing says below what it is."""
    if row.pence == 0 and row.awarded.shown != 0:
        return _("under %(most)s", most=short_pounds(5 * rules.standard_pence // 2))
    return row.pence_text


def hours(row: UptakeRow, rules: AmountRules) -> str:
    """Write a sum of hours; one that rounds to nothing says below what it is."""
    if row.hours is None:
        return row.hours_text
    if row.hours == 0 and row.awarded.shown != 0:
        return _("under %(most)s", most=number(5 * rules.standard_hours // 200))
    return number(row.hours // 100)


def _job() -> Column:
    return Column(_("Job"))


def _rate_row(row: UptakeRow) -> tuple[object, ...]:
    counts = (str(row.awarded), str(row.staff), row.rate_text, row.interval_text)
    return (row.label, *counts, row.verdict_text)


def _stage_row(row: StageRow) -> tuple[object, ...]:
    return (row.label, *map(str, row.counts))


def _sum_row(row: UptakeRow, rules: AmountRules) -> tuple[object, ...]:
    return (row.label, str(row.awarded), money(row, rules), hours(row, rules))
