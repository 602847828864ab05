"""What the uptake page shows, already worded."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from portal.kernel.language import _
from portal.uptake import figures, methods, wording
from portal.uptake.counts import GroupCounts
from portal.uptake.disclosure import AmountRules, based
from portal.uptake.figures import Figure
from portal.uptake.forms import ScopeForm
from portal.uptake.measures.ratios import relative_likelihood
from portal.uptake.queries import Staff
from portal.uptake.scope import Scope
from portal.uptake.standards import amount_rules
from portal.uptake.table import UptakeRow, UptakeTable, build
from portal.web.fields import Choice
from portal.web.pieces import Fact, Table


@dataclass(frozen=True, slots=True)
class Evidence:
    """The printed figures of one choice, with how their sums are rounded and what they are of.

    Page and file are both made of this and of nothing else, so that they cannot differ.
    """

    scope: Scope
    staff: Staff
    rules: AmountRules
    table: UptakeTable

    @property
    def is_decided(self) -> bool:
        """Say whether any call of this choice has been decided."""
        return bool(self.scope.counted)


def evidence(scope: Scope, staff: Staff, counts: Sequence[GroupCounts]) -> Evidence:
    """Protect the true counts; they go no further than this."""
    rules = amount_rules(each.call.document for each in scope.counted)
    return Evidence(scope, staff, rules, build(counts, methods.when(scope), rules=rules))


@dataclass(frozen=True, slots=True)
class Decided:
    """What there is to show once a call has been decided."""

    headline: Markup
    caution: str
    rates: Figure
    shares: Figure
    stages: Figure
    sums: Table
    sentences: tuple[str, ...]
    limits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UptakePage:
    """The whole page. Without `decided` it shows `waiting` and, where it has any, `staff`."""

    caption: str
    form: ScopeForm | None
    rounding: object
    illustrative: str
    decided: Decided | None
    waiting: str
    staff: Table | None
    methods: tuple[Fact, ...]


def page(found: Evidence | None) -> UptakePage:
    """Return the page of these figures, or one that says that nobody has loaded staff numbers."""
    if found is None:
        return _without_staff()
    scope, staff = found.scope, found.staff
    return UptakePage(
        caption=f"{scope.node.name}. {methods.period(scope)}",
        form=scope_form(scope),
        rounding=methods.rounding(),
        illustrative=methods.illustrative(staff),
        decided=_decided(found) if found.is_decided else None,
        waiting="" if found.is_decided else methods.expected(scope),
        staff=None if found.is_decided else figures.staff(found.table),
        methods=methods.methods(scope, staff),
    )


def _without_staff() -> UptakePage:
    return UptakePage(
        caption="",
        form=None,
        rounding="",
        illustrative="",
        decided=None,
        waiting=_("There is nothing to show yet. No staff numbers have been loaded."),
        staff=None,
        methods=(),
    )


def _decided(found: Evidence) -> Decided:
    table = found.table
    return Decided(
        headline=_emphasised(table),
        caution=table.caution,
        rates=figures.rates(table),
        shares=figures.shares(table),
        stages=figures.steps(table),
        sums=figures.sums(table, found.rules),
        sentences=tuple(row.sentence for row in table.rows if row.sentence),
        limits=methods.limits(),
    )


def _emphasised(table: UptakeTable) -> Markup:
    """Return the headline with its figures in bold, where its language words them so."""
    words = escape(table.headline or _("There is no job group to set next to another."))
    named = [row for row in table.rows if row.sentence and row.sentence == table.headline]
    for fragment in _fragments(named[:1], [row for row in table.rows if row.is_reference]):
        bold = Markup("<strong>{}</strong>").format(fragment)
        words = Markup(words.replace(escape(fragment), bold, 1))  # noqa: S704 -- both are escaped
    return words


def _fragments(named: Sequence[UptakeRow], reference: Sequence[UptakeRow]) -> list[str]:
    rows = (*named, *reference)
    fragments = [
        _(
            "%(count)s of %(whole)s",
            count=wording.people(row.awarded),
            whole=wording.people(row.staff),
        )
        for row in rows
    ]
    rates = [based(row.awarded, row.staff) for row in rows]
    if len(rates) == 2 and rates[0] and rates[1]:
        ratio = relative_likelihood(rates[0], rates[1])
        fragments += [wording.times_as_likely(ratio)] if ratio is not None else []
    return fragments


def scope_form(scope: Scope) -> ScopeForm:
    """Return the choices of call or year, and of the part where there are several."""
    form = ScopeForm(
        formdata=None, data={"show": scope.show, "node": scope.node.path}, meta={"csrf": False}
    )
    form.show.choices = [
        *(Choice(str(year), _("All calls of %(year)s", year=year)) for year in scope.years),
        *(Choice(str(each.call.id), methods.call_words(each.call)) for each in scope.rounds),
    ]
    form.node.choices = [Choice(node.path, str(node.name)) for node in scope.nodes]
    if len(scope.nodes) == 1:
        del form.node
    return form
