"""A place's figures: which years are held for each nation, from where, how sure; and the gaps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from flask import url_for

from portal.costing.book import Book, Stretch
from portal.costing.oncosts import OnCosts
from portal.costing.scales import Nation, PayScale, nation_name, pay_year_of, pay_year_span
from portal.costing.shipped import caution
from portal.kernel.clock import london_day
from portal.kernel.language import _, _n
from portal.people.models import Organisation
from portal.rates.pages.words import (
    AnySet,
    Origins,
    days,
    doubts,
    entered,
    is_mixed,
    nations,
    no_scale,
    place_name,
    rates_words,
    set_name,
    standing_tag,
    years_of,
)
from portal.rates.queries import PAGE
from portal.web.pieces import Cell, Column, Event, Link, Pager, Table, Tag

Entry = TypeVar("Entry", PayScale, OnCosts)


@dataclass(frozen=True, slots=True)
class PlacePage:
    """What is held for a place. `gaps` are sentences, the most pressing thing on the page."""

    name: str
    gaps: tuple[str, ...]
    drafts: tuple[Link, ...]
    tables: tuple[Table, ...]
    new_scale: str
    new_on_costs: str
    links: tuple[Link, ...]


def place_page(
    place: Organisation,
    book: Book,
    origins: Origins,
    drafts: Sequence[AnySet],
    now: datetime,
) -> PlacePage:
    """Return the page of a place; its own nation comes first."""
    year = pay_year_of(london_day(now))
    own = nations(place.nation)
    return PlacePage(
        name=place_name(place),
        gaps=tuple(words for nation in own for words in _gaps(book, nation, year)),
        drafts=tuple(Link(set_name(made), address(made)) for made in drafts),
        tables=tuple(_table(place, book, origins, nation, year) for nation in own),
        new_scale=url_for("rates.new_scale", place_id=place.id),
        new_on_costs=url_for("rates.new_on_costs", place_id=place.id),
        links=(
            Link(_("How we work out costs"), url_for("rates.choices", place_id=place.id)),
            Link(_("Compare two years"), url_for("rates.compare", place_id=place.id)),
            Link(_("All sets entered here"), url_for("rates.entered", place_id=place.id)),
            Link(_("Who changed what"), url_for("rates.history", place_id=place.id)),
        ),
    )


def address(found: AnySet) -> str:
    """Return where the page of a set is."""
    return url_for("rates.figures", set_id=found.id)


def pay_address(place: Organisation, nation: Nation, pay_year: str) -> str:
    """Return where the pay of a year is shown."""
    year = pay_year.replace("/", "-")
    return url_for("rates.pay", place_id=place.id, nation=nation.value, year=year)


def _gaps(book: Book, nation: Nation, year: str) -> list[str]:
    first, last = pay_year_span(year)
    pay = book.scales_through(nation, first, last)
    rates = book.on_costs_through(nation, first, last)
    return [
        *(_no_pay(each, nation, year) for each in pay if each.entry is None),
        *(_no_rates(each, nation) for each in rates if each.entry is None),
    ]


def _no_pay(gap: Stretch[PayScale], nation: Nation, year: str) -> str:
    if (gap.starts_on, gap.ends_on) == pay_year_span(year):
        return _("%(none)s.", none=no_scale(nation, year))
    return str(
        _(
            "We hold no %(nation)s scale for %(days)s.",
            nation=nation_name(nation),
            days=days(gap.starts_on, gap.ends_on),
        )
    )


def _no_rates(gap: Stretch[OnCosts], nation: Nation) -> str:
    return str(
        _(
            "We do not know what employers in %(nation)s pay on top of pay for %(days)s.",
            nation=nation_name(nation),
            days=days(gap.starts_on, gap.ends_on),
        )
    )


def _table(
    place: Organisation, book: Book, origins: Origins, nation: Nation, now_year: str
) -> Table:
    columns = (
        Column(_("Pay year")),
        Column(_("Days")),
        Column(_("Pay scale")),
        Column(_("On top of pay")),
    )
    rows = tuple(
        row
        for year in years_of(book, nation, now_year)
        for row in _rows(place, book, origins, nation, year)
    )
    return Table(nation_name(nation), columns, rows)


def _rows(
    place: Organisation, book: Book, origins: Origins, nation: Nation, year: str
) -> list[tuple[Cell, ...]]:
    """Return a row for each stretch of a year with one scale and one set of rates."""
    first, last = pay_year_span(year)
    pay = book.scales_through(nation, first, last)
    rates = book.on_costs_through(nation, first, last)
    starts = sorted({each.starts_on for each in pay} | {each.starts_on for each in rates})
    ends = sorted({each.ends_on for each in pay} | {each.ends_on for each in rates})
    return [
        (
            Cell(year),
            Cell(days(start, end)),
            _pay_cell(place, _at(pay, start), origins, nation, year),
            _rates_cell(_at(rates, start), origins),
        )
        for start, end in zip(starts, ends, strict=True)
    ]


def _at(stretches: Sequence[Stretch[Entry]], day: date) -> Entry | None:
    return next(each.entry for each in stretches if each.starts_on <= day <= each.ends_on)


def _pay_cell(
    place: Organisation, scale: PayScale | None, origins: Origins, nation: Nation, year: str
) -> Cell:
    if scale is None:
        return Cell(tag=Tag(_("Missing"), "red"), note=no_scale(nation, year))
    words = _n("%(num)s pay point", "%(num)s pay points", len(scale.points))
    doubt = _("Some figures are less sure.") if is_mixed(scale) else caution(scale.status)
    note = " ".join(filter(None, (f"{origins.words(scale)}.", doubt)))
    return Cell(words, pay_address(place, nation, year), note)


def _rates_cell(rates: OnCosts | None, origins: Origins) -> Cell:
    if rates is None:
        return Cell(tag=Tag(_("Missing"), "red"), note=_("We hold none for these days"))
    found = origins.set_of(rates)
    note = " ".join(filter(None, (f"{origins.words(rates)}.", doubts(rates))))
    return Cell(rates_words(rates), address(found) if found else "", note)


@dataclass(frozen=True, slots=True)
class EnteredPage:
    """A page of the sets entered for a place."""

    name: str
    back: Link
    table: Table | None
    pager: Pager
    pager_words: str


def entered_page(place: Organisation, sets: Sequence[AnySet], pager: Pager) -> EnteredPage:
    """Return a page of sets, in the order given."""
    columns = (Column(_("What")), Column(_("Days")), Column(_("How it stands")), Column(_("Who")))
    rows = tuple(
        (
            Cell(set_name(made), address(made)),
            Cell(days(made.starts_on, made.ends_on)),
            Cell(tag=standing_tag(made.standing)),
            Cell(entered(made)),
        )
        for made in sets
    )
    return EnteredPage(
        name=place_name(place),
        back=back_to(place),
        table=Table(_("Sets"), columns, rows, caption_hidden=True) if rows else None,
        pager=pager,
        pager_words=_n("%(num)s set", "%(num)s sets", pager.total),
    )


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """A page of what was done to the figures of a place."""

    name: str
    back: Link
    events: tuple[Event, ...]
    pager: Pager
    pager_words: str


def history_page(place: Organisation, events: tuple[Event, ...], pager: Pager) -> HistoryPage:
    """Return a page of events, in the order given."""
    words = _n("%(num)s change", "%(num)s changes", pager.total)
    return HistoryPage(place_name(place), back_to(place), events, pager, words)


def back_to(place: Organisation) -> Link:
    """Return the link to the page of a place."""
    return Link(_("Pay and on-costs"), url_for("rates.place", place_id=place.id))


def pager_of(endpoint: str, place: Organisation, number: int, total: int) -> Pager:
    """Return where a list of a place stands; a page that is not there is the nearest."""
    return Pager.of(
        max(number, 1), total, PAGE, lambda page: url_for(endpoint, place_id=place.id, page=page)
    )
