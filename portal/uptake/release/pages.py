"""What the record of release shows, already worded."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from portal.kernel.language import _
from portal.people.models import Organisation
from portal.schemes.definition import Stage
from portal.uptake import methods
from portal.uptake.charts import runs
from portal.uptake.charts.runs import Run
from portal.uptake.disclosure import NEAREST, Protected
from portal.uptake.forms import ScopeForm
from portal.uptake.pages import scope_form
from portal.uptake.release import words
from portal.uptake.release.series import Series
from portal.uptake.release.table import ReleaseRow, ReleaseTable
from portal.uptake.scope import Scope
from portal.web.format import month
from portal.web.pieces import Column, Fact, Table


@dataclass(frozen=True, slots=True)
class Record:
    """The printed figures of one choice. Page and file are made of this and of nothing else."""

    scope: Scope
    table: ReleaseTable
    days: Series
    refusals: Series
    reasons: Mapping[str, str]

    @property
    def is_decided(self) -> bool:
        """Say whether any call of this choice has been decided."""
        return bool(self.scope.counted)


@dataclass(frozen=True, slots=True)
class Monthly:
    """A series in words; its chart, wide and for a phone, and its table, where it has any."""

    message: str
    note: str
    wide: Markup
    narrow: Markup
    table: Table | None


@dataclass(frozen=True, slots=True)
class Shown:
    """What there is to show once a call has been decided."""

    headline: str
    conditional: str
    caution: str
    rounding: str
    groups: Table
    times: Table
    stages: Table
    seats: Table
    reasons: Table | None
    months: tuple[Monthly, ...]
    limits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReleasePage:
    """The whole page. Without `shown` it says what is being waited for."""

    caption: str
    form: ScopeForm | None
    shown: Shown | None
    waiting: str
    methods: tuple[Fact, ...]


def page(found: Record | None, organisations: Sequence[Organisation]) -> ReleasePage:
    """Return the page of these figures; without an organisation there is nothing to show."""
    if found is None or not organisations:
        return ReleasePage("", None, None, _("There is nothing to show yet."), ())
    scope = found.scope
    return ReleasePage(
        caption=f"{scope.node.name}. {methods.period(scope)}",
        form=scope_form(scope),
        shown=_shown(found) if found.is_decided else None,
        waiting="" if found.is_decided else methods.expected(scope),
        methods=words.how(scope),
    )


def _shown(found: Record) -> Shown:
    table = found.table
    return Shown(
        headline=words.headline(found.scope, table),
        conditional=words.conditional(table),
        caution=_("These figures do not show why."),
        rounding=words.rounding(),
        groups=_rates(_("What came of requests for release, by job"), _("Job"), *groups(table)),
        times=_times(table),
        stages=_rates(_("By who was asked"), _("Who was asked"), stages(table), None),
        seats=_list(
            _("Who answered"), (_("Answered by"), _("Yes or no")), _named(table.seats, words.seat)
        ),
        reasons=_reasons(found),
        months=(
            _monthly(found.days, _("Working days to an answer"), _("Working days")),
            _monthly(found.refusals, _("Refused"), _("Refused, %")),
        ),
        limits=words.limits(),
    )


Named = tuple[str, ReleaseRow]


def groups(table: ReleaseTable) -> tuple[list[Named], Named]:
    """Return each job group by name, and all of them."""
    return [(words.group(row.key), row) for row in table.rows], (_("All release"), table.total)


def stages(table: ReleaseTable) -> list[Named]:
    """Return each stage of approval by name."""
    return [(str(words.STAGES[Stage(row.key)]), row) for row in table.stages]


def heads(first: str) -> tuple[str, ...]:
    """Return the heads of a table of rates."""
    return (
        first,
        _("Yes or no"),
        _("Refused"),
        _("Refused, rate"),
        _("Interval (95%)"),
        _("No answer"),
        _("No answer, rate"),
        _("Waiting"),
    )


def figures(name: str, row: ReleaseRow) -> tuple[str, ...]:
    """Return the figures of one row of a table of rates."""
    return (
        name,
        str(row.decided),
        str(row.refused),
        row.rate_text,
        words.between(row.interval, row),
        str(row.no_answer),
        row.unanswered_text,
        str(row.waiting),
    )


def _rates(caption: str, first: str, rows: Sequence[Named], total: Named | None) -> Table:
    return Table(
        caption=caption,
        note=_("Requests, to the nearest %(five)s", five=NEAREST),
        columns=_columns(heads(first)),
        rows=tuple(figures(*row) for row in rows),
        foot=(figures(*total),) if total else (),
        tight=True,
    )


def _times(table: ReleaseTable) -> Table:
    rows, total = groups(table)
    return Table(
        caption=_("Working days to an answer, by job"),
        note=_("The day by which half were answered, and between which the middle half were."),
        columns=_columns(time_heads()),
        rows=tuple((name, *words.times(row.times)) for name, row in rows),
        foot=((total[0], *words.times(total[1].times)),),
        tight=True,
    )


def time_heads() -> tuple[str, ...]:
    """Return the heads of the table of times."""
    return _("Job"), _("Half"), _("Middle half")


def _reasons(found: Record) -> Table | None:
    if not found.table.reasons:
        return None
    rows = _named(found.table.reasons, lambda key: found.reasons.get(key, key))
    return _list(_("Why release was refused"), (_("Reason"), _("Refused")), rows)


def _named(
    rows: Sequence[tuple[str, Protected]], name: Callable[[str], str]
) -> list[tuple[str, str]]:
    return [(name(key), str(count)) for key, count in rows]


def _list(caption: str, heads: tuple[str, str], rows: Sequence[tuple[str, str]]) -> Table:
    return Table(
        caption=caption,
        note=_("All jobs together. Requests, to the nearest %(five)s", five=NEAREST),
        columns=_columns(heads),
        rows=tuple(rows),
        tight=True,
    )


def _columns(heads: Sequence[str]) -> tuple[Column, ...]:
    first, *rest = heads
    return (Column(first), *(Column(head, numeric=True) for head in rest))


def _monthly(series: Series, what: str, unit: str) -> Monthly:
    message = words.series(series, what)
    if series.chart is None:
        return Monthly(message, "", Markup(), Markup(), None)
    named = tuple(month(each) for each in series.months)
    run = Run(message, unit, message, named, series.chart)
    marked = [_("Yes") if out else "" for out in series.chart.signals]
    return Monthly(
        message=message,
        note=_("The dashed line is the mean. The dotted lines are the limits of usual months."),
        wide=runs.wide(run),
        narrow=runs.narrow(run),
        table=Table(
            caption=what,
            caption_hidden=True,
            columns=(Column(_("Month")), Column(unit, numeric=True), Column(_("Stands out"))),
            rows=tuple(zip(named, map(str, series.points), marked, strict=True)),
            tight=True,
        ),
    )
