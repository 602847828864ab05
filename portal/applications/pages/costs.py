"""What the section for costs shows, and the same costs for every other page that shows them."""

from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from portal.applications import cost_rules
from portal.applications.asked import OF_DATES, asked, cap_checks, of
from portal.applications.covering import gap_words
from portal.applications.figures import Figures
from portal.applications.models import Application, CostLine
from portal.applications.money import Pot, pot_words, tally
from portal.applications.pages import limits
from portal.applications.pages.cost_begun import Begun, all_begun
from portal.applications.pages.cost_lines import Working, how_much, working
from portal.applications.pages.cost_offers import CoverOffer, Notice, cover_offers, recost_notice
from portal.applications.pages.heads import SectionHead, head
from portal.kernel.actor import Actor
from portal.kernel.amounts import pounds
from portal.kernel.language import _, _n
from portal.kernel.ruling import Ruling
from portal.schemes.cap_units import CapUnit
from portal.schemes.caps import MONEY, CapCheck
from portal.schemes.questions import Section
from portal.web.pieces import CapBox, Column, Link, Table

DASH = "–"


@dataclass(frozen=True, slots=True)
class CostRow:
    """One line of cost in words. `links` are empty where it is only read."""

    label: str
    kind: str
    how_much: str
    amount: str
    working: Working | None
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum at the foot of the lines."""

    label: str
    amount: str


@dataclass(frozen=True, slots=True)
class CategoryTotal:
    """The sum of one kind of cost, in pence, as asked of the scheme and as paid by others.

    No limit and nothing left to say are None. A limit counts only what is asked.
    """

    key: str
    title: str
    pence: int
    limit_pence: int | None = None
    elsewhere_pence: int = 0

    @property
    def left_pence(self) -> int | None:
        """What is left, below nought where the limit is passed."""
        return None if self.limit_pence is None else self.limit_pence - self.pence


@dataclass(frozen=True, slots=True)
class CostsPage:
    """The section for costs."""

    head: SectionHead
    box: CapBox
    heading: str
    columns: tuple[Column, ...]
    rows: tuple[CostRow, ...]
    begun: tuple[Begun, ...]
    sums: tuple[Sum, ...]
    adds: tuple[Link, ...]
    covers: tuple[CoverOffer, ...]
    cover_gap: str
    recost: Notice | None
    may_add: Ruling
    kinds: Table
    pots: Table | None
    asks_reason: bool


def costs_page(
    application: Application, section: Section, figures: Figures, actor: Actor, now: datetime
) -> CostsPage:
    """Return the page as the costs stand."""
    rows = cost_rows(application, with_links=True)
    return CostsPage(
        head=head(application, section, now),
        box=box(application),
        heading=str(_n("%(num)s cost line", "%(num)s cost lines", len(rows))),
        columns=columns(with_links=True),
        rows=rows,
        begun=all_begun(application, actor),
        sums=sums(application),
        adds=_adds(application),
        covers=cover_offers(application),
        cover_gap=gap_words(application),
        recost=recost_notice(application, figures),
        may_add=cost_rules.may_add(application, actor, now),
        kinds=kinds_table(application),
        pots=pots_table(application),
        asks_reason=any(check.asks_reason for check in checks(application)),
    )


def columns(*, with_links: bool = False) -> tuple[Column, ...]:
    """Return the heads of the table of lines."""
    shown = (Column(_("Cost")), Column(_("How much of it")), Column(_("Amount"), numeric=True))
    return (*shown, Column(_("Change, copy or remove"), hidden=True)) if with_links else shown


def checks(application: Application) -> tuple[CapCheck, ...]:
    """Hold the costs against the caps on money."""
    return of(cap_checks(application), MONEY)


def box(application: Application) -> CapBox:
    """Return what is left of the money, then each other limit."""
    held = cap_checks(application)
    first = next((c for c in held if c.cap.unit is CapUnit.PENCE), None)
    left, rest = limits.total_words(first, application.asked_pence)
    facts = asked(application)
    times = tuple(limits.time_line(c, facts) for c in held if c.cap.unit in OF_DATES)
    moneys = tuple(limits.money_line(c) for c in of(held, MONEY) if c is not first)
    over = any(c.fails for c in held if c.cap.is_money or c.cap.unit in OF_DATES)
    return CapBox(left, rest, (*times, *moneys), over=over)


def cost_rows(application: Application, *, with_links: bool = False) -> tuple[CostRow, ...]:
    """Return every line in words, in its order, for whoever may see what people are paid."""
    return tuple(_row(application, line, with_links) for line in application.cost_lines)


def sums(application: Application) -> tuple[Sum, ...]:
    """Return the sums under the lines: one, or three where others pay some of it."""
    found = tally(application.cost_lines)
    whole = Sum(str(_("Total")), pounds(found.total_pence))
    if not found.elsewhere_pence:
        return (whole,)
    return (
        Sum(str(_("Asked of this scheme")), pounds(found.asked_pence)),
        Sum(str(_("Paid by others")), pounds(found.elsewhere_pence)),
        whole,
    )


def category_totals(application: Application) -> tuple[CategoryTotal, ...]:
    """Return the sum of every kind of cost of the scheme, in its order; together all costs.

    No pay can be read from it but the sum of all pay. A line of a kind that the scheme does
    not have any more is counted under its own name, so that the sums always agree.
    """
    document = application.call.document
    found = tally(application.cost_lines)
    limit = {
        cap.category: int(cap.limit)
        for cap in document.caps
        if cap.unit is CapUnit.PENCE_IN_CATEGORY
    }
    titles = {c.key: str(c.title) for c in document.cost_categories}
    keys = (*titles, *(key for key in found.by_category if key not in titles))
    return tuple(
        CategoryTotal(
            key=key,
            title=titles.get(key, key),
            pence=(mine := found.asked_by_category.get(key, 0)),
            limit_pence=limit.get(key),
            elsewhere_pence=found.by_category.get(key, 0) - mine,
        )
        for key in keys
    )


def kinds_table(application: Application) -> Table:
    """Return total, limit and what is left for each kind of cost, and for all."""
    found = tally(application.cost_lines)
    others = bool(found.elsewhere_pence)
    whole = CategoryTotal(
        "", str(_("All costs")), found.asked_pence, _limit(application), found.elsewhere_pence
    )
    return Table(
        caption=_("Total for each kind of cost"),
        columns=(
            Column(_("Kind")),
            Column(_("Asked of this scheme") if others else _("Total"), numeric=True),
            *((Column(_("Paid by others"), numeric=True),) if others else ()),
            Column(_("Limit"), numeric=True),
            Column(_("Left"), numeric=True),
        ),
        rows=tuple(_cells(total, others) for total in category_totals(application)),
        foot=(_cells(whole, others),),
        tight=True,
    )


def pots_table(application: Application) -> Table | None:
    """Return who pays how much; None where the scheme pays for all."""
    found = tally(application.cost_lines)
    if not found.elsewhere_pence:
        return None
    return Table(
        caption=_("Who pays"),
        columns=(Column(_("Who")), Column(_("Total"), numeric=True)),
        rows=tuple((pot_words(*pot), pounds(pence)) for pot, pence in found.by_pot.items()),
        foot=((_("All costs"), pounds(found.total_pence)),),
        note=_("The limits count only what you ask of this scheme."),
        tight=True,
    )


def summary(application: Application) -> str:
    """Say the costs in one line, for lists: "£14,948.90 of £20,000.00 so far"."""
    used, limit = pounds(application.asked_pence), _limit(application)
    if not application.cost_lines:
        return str(_("Pay for cover, and anything else you need"))
    if limit is None:
        return str(_("%(used)s so far", used=used))
    return str(_("%(used)s of %(limit)s so far", used=used, limit=pounds(limit)))


def kind_words(application: Application, line: CostLine) -> str:
    """Name the kind of a line, and who else pays for it: "Travel. Paid by: My own service"."""
    category = application.call.document.category(line.category)
    kind = str(category.title) if category else line.category
    if line.pot is Pot.SCHEME:
        return kind
    who = pot_words(line.pot, line.pot_name)
    return str(_("%(kind)s. Paid by: %(who)s", kind=kind, who=who))


def _row(application: Application, line: CostLine, with_links: bool) -> CostRow:
    return CostRow(
        label=line.label,
        kind=kind_words(application, line),
        how_much=how_much(line),
        amount=pounds(line.amount_pence),
        working=working(line),
        links=_links(line) if with_links else (),
    )


def _links(line: CostLine) -> tuple[Link, ...]:
    verbs = (("cost", _("Change")), ("cost_copy", _("Copy")), ("cost_remove", _("Remove")))
    return tuple(Link(words, _address(verb, line), line.label) for verb, words in verbs)


def _address(verb: str, line: CostLine) -> str:
    where = f"applications.{verb}"
    return url_for(where, application_id=line.application_id, line_id=line.id)


def _adds(application: Application) -> tuple[Link, ...]:
    categories = application.call.document.cost_categories
    salary = url_for("applications.cost_salary", application_id=application.id)
    other = url_for("applications.cost_other", application_id=application.id)
    adds = (
        (Link(_("Add a salary"), salary), any(c.is_pay for c in categories)),
        (Link(_("Add another cost"), other), any(not c.is_pay for c in categories)),
    )
    return tuple(link for link, is_offered in adds if is_offered)


def _limit(application: Application) -> int | None:
    caps = application.call.document.caps
    return next((int(cap.limit) for cap in caps if cap.unit is CapUnit.PENCE), None)


def _cells(total: CategoryTotal, others: bool) -> tuple[object, ...]:
    limit, left = total.limit_pence, total.left_pence
    return (
        total.title,
        pounds(total.pence),
        *((pounds(total.elsewhere_pence),) if others else ()),
        _("No limit") if limit is None else pounds(limit),
        _left(left),
    )


def _left(pence: int | None) -> str:
    if pence is None:
        return DASH
    return pounds(pence) if pence >= 0 else str(_("%(over)s over", over=pounds(-pence)))
