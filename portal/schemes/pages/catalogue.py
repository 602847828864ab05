"""The public list of schemes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from flask import url_for
from markupsafe import Markup

from portal.kernel.language import _, _n
from portal.people.professions import GROUP_LABELS
from portal.schemes.definition import KIND_LABELS, Kind
from portal.schemes.filters import GIVES_LABELS, WITHIN_LABELS, Filters
from portal.schemes.last_time import Tally
from portal.schemes.models import Call
from portal.schemes.pages.words import closes_in, gets, said, uk_time, who
from portal.schemes.queries import PAGE, Catalogue, ClosedCall
from portal.web.format import day
from portal.web.pieces import Cell, Column, Fact, Link, Pager, Table


@dataclass(frozen=True, slots=True)
class Card:
    """One open call."""

    heading: Markup
    href: str
    line: Markup
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class CataloguePage:
    """Everything the catalogue shows. `none_open` says what to do where no card is left."""

    heading: str
    cards: tuple[Card, ...]
    none_open: str
    all_schemes: tuple[Link, ...]
    coming: Table | None
    closed: Table | None
    pager: Pager
    pager_words: str
    chosen: str


def catalogue_page(
    found: Catalogue,
    filters: Filters,
    tallies: Mapping[UUID, Tally],
    now: datetime,
    page: int,
    args: Mapping[str, list[str]],
) -> CataloguePage:
    """Show what was found. `args` are the address's values, kept in the pager's links."""
    several = found.organisations > 1
    return CataloguePage(
        heading=_heading(len(found.open)),
        cards=tuple(_card(call, now, several) for call in found.open),
        none_open="" if found.open else _none_open(filters),
        all_schemes=_otherwise(filters),
        coming=_coming(found.coming, several) if found.coming else None,
        closed=_closed(found.closed, tallies, several) if found.closed else None,
        pager=_pager(found.closed_count, page, args),
        pager_words=_n("%(num)s closed call", "%(num)s closed calls", found.closed_count),
        chosen=_chosen(filters),
    )


def _otherwise(filters: Filters) -> tuple[Link, ...]:
    """Lead on where no card is left."""
    tell = Link(_("Email me when schemes open"), url_for("reach.subscribe"))
    if filters.is_empty:
        return (tell,)
    return (Link(_("Show all schemes"), url_for("schemes.catalogue")), tell)


def kinds_on_offer(found: Catalogue) -> list[tuple[str, object]]:
    """Return the kinds worth choosing between, for the filter."""
    return [(kind.value, label) for kind, label in KIND_LABELS.items() if kind in found.kinds]


def _heading(count: int) -> str:
    if not count:
        return _("No scheme open now")
    return _n("%(num)s scheme open now", "%(num)s schemes open now", count)


def _none_open(filters: Filters) -> str:
    if filters.is_empty:
        return _("We can email you when a scheme opens. Or look at what comes next, below.")
    return _("No open scheme fits what you chose. Choose less, or show all schemes.")


def _card(call: Call, now: datetime, several: bool) -> Card:
    says = call.document
    most, rest = gets(says)
    return Card(
        heading=said(says.name),
        href=address(call),
        line=_line(call, several),
        facts=(
            Fact(_("For"), note=who(says)),
            Fact(_("You can get"), most, rest),
            Fact(_("Closes"), closes_in(call, now), uk_time(call.closes_at)),
        ),
    )


def address(call: Call) -> str:
    """Return the address of a call's page."""
    return url_for("schemes.scheme", slug=call.scheme.slug, call=call.slug)


def _line(call: Call, several: bool) -> Markup:
    """Say the kind, where it comes from, and whose it is where there are several."""
    parts = [Markup("{}.").format(call.document.kind_label)]
    if several:
        parts.append(Markup("{}.").format(said(call.scheme.organisation.name)))
    if call.document.funder_note:
        parts.append(said(call.document.funder_note))
    return Markup(" ").join(parts)


def _coming(calls: tuple[Call, ...], several: bool) -> Table:
    columns = (_("Scheme"), _("For"), _("You can get"), _("Opens"))
    return Table(
        caption=_("Opening soon"),
        columns=tuple(Column(label) for label in columns),
        rows=tuple(
            (
                Cell(said(call.document.name), address(call), _line(call, several)),
                who(call.document),
                ", ".join(filter(None, gets(call.document))),
                uk_time(call.opens_at),
            )
            for call in calls
        ),
    )


def _closed(calls: tuple[ClosedCall, ...], tallies: Mapping[UUID, Tally], several: bool) -> Table:
    whose = (Column(_("Where")),) if several else ()
    counts = (Column(_("Applied"), numeric=True), Column(_("Awarded"), numeric=True))
    return Table(
        caption=_("Closed"),
        note=_("Counts are rounded to the nearest 5. A count of 1 to 7 is shown as c.")
        if tallies
        else "",
        columns=(
            Column(_("Scheme")),
            *whose,
            Column(_("Closed")),
            *(counts if tallies else ()),
        ),
        rows=tuple(
            (
                Cell(
                    _named(call),
                    url_for("schemes.scheme", slug=call.scheme_slug, call=call.call_slug),
                ),
                *((said(call.organisation),) if several else ()),
                day(call.closed_at),
                *(_counts(tallies.get(call.call_id)) if tallies else ()),
            )
            for call in calls
        ),
    )


def _counts(tally: Tally | None) -> tuple[str, str]:
    """Return the two figures; a call that has not been decided has none yet."""
    return (tally.applied, tally.awarded) if tally else (_("Not yet"), _("Not yet"))


def _named(call: ClosedCall) -> Markup:
    return Markup("{}, {}").format(said(call.scheme_name), said(call.call_name))


def _pager(total: int, page: int, args: Mapping[str, list[str]]) -> Pager:
    def href(number: int) -> str:
        return f"{here}?{urlencode({**args, 'page': number}, doseq=True)}"

    here = url_for("schemes.catalogue")
    return Pager.of(page, total, PAGE, href)


def _chosen(filters: Filters) -> str:
    """Say what is chosen, for the folded filter of a phone."""
    kinds = [str(KIND_LABELS[kind]) for kind in Kind if kind in filters.kinds]
    return ", ".join(
        (
            str(GROUP_LABELS[filters.job]) if filters.job else _("all jobs"),
            " + ".join(kinds) or _("all kinds"),
            *((str(GIVES_LABELS[filters.gives]),) if filters.gives else ()),
            *((f"“{' '.join(filters.words)}”",) if filters.words else ()),
            str(WITHIN_LABELS[filters.closes]) if filters.closes else _("any date"),
        )
    )
