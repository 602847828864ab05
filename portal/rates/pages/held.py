"""The pay that is held for a nation and a year, as a page and as a file; and two years compared."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from flask import url_for

from portal.costing.book import Book
from portal.costing.scales import (
    Nation,
    PayScale,
    nation_name,
    pay_year_span,
)
from portal.costing.shipped import NotHeld, caution
from portal.kernel.amounts import plain, short_pounds
from portal.kernel.language import _
from portal.people.models import Organisation
from portal.rates.comparing import Change, compare
from portal.rates.pages.places import address, back_to
from portal.rates.pages.words import (
    Origins,
    days,
    in_order,
    is_mixed,
    no_scale,
    place_name,
    points_table,
    set_name,
)
from portal.web.pieces import Cell, Column, Fact, Link, Table

HEADS = (
    "nation", "pay_year", "first_day", "last_day", "band", "step", "step_label", "annual_gbp",
    "full_time_hours_per_week", "years", "status", "source",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some days with one scale: what is known of it, and its points; `missing` says a gap."""

    heading: str
    missing: str
    facts: tuple[Fact, ...]
    table: Table | None


@dataclass(frozen=True, slots=True)
class PayPage:
    """The pay of a nation in one pay year."""

    title: str
    place: str
    back: Link
    stretches: tuple[Stretch, ...]
    download: str


def pay_page(
    place: Organisation, book: Book, origins: Origins, nation: Nation, pay_year: str
) -> PayPage:
    """Return the page of a year; `download` is empty where there is nothing to download."""
    found = book.scales_through(nation, *pay_year_span(pay_year))
    year = pay_year.replace("/", "-")
    is_held = any(each.entry for each in found)
    return PayPage(
        title=str(_("Pay in %(nation)s, %(year)s", nation=nation_name(nation), year=pay_year)),
        place=place_name(place),
        back=back_to(place),
        stretches=tuple(
            _stretch(each.entry, days(each.starts_on, each.ends_on), origins, nation, pay_year)
            for each in found
        ),
        download=url_for("rates.pay_csv", place_id=place.id, nation=nation.value, year=year)
        if is_held
        else "",
    )


def _stretch(
    scale: PayScale | None, heading: str, origins: Origins, nation: Nation, pay_year: str
) -> Stretch:
    if scale is None:
        missing = _(
            "%(none)s. Costs for these days say so. No figure is guessed.",
            none=no_scale(nation, pay_year),
        )
        return Stretch(heading, missing, (), None)
    return Stretch(heading, "", _facts(scale, origins), points_table(scale))


def _facts(scale: PayScale, origins: Origins) -> tuple[Fact, ...]:
    found = origins.set_of(scale)
    links = (Link(_("See this set"), address(found), set_name(found)),) if found else ()
    hours = plain(scale.points[0].full_time_hundredths)
    sources = dict.fromkeys(point.source for point in scale.points)
    return (
        Fact(_("Who entered it"), origins.words(scale), links=links),
        Fact(_("Where it is from"), "; ".join(sources)),
        Fact(_("How sure it is"), _sure(scale)),
        Fact(_("Full-time week"), _("%(hours)s hours", hours=hours)),
    )


def _sure(scale: PayScale) -> str:
    if is_mixed(scale):
        return str(_("Not all figures are as sure. The doubt stands beside each."))
    return caution(scale.status) or str(_("Nothing to doubt"))


def csv_rows(book: Book, nation: Nation, pay_year: str) -> Iterator[Sequence[object]]:
    """Yield the rows of a file with the pay of a year: the heads, then every point in force.

    The importer reads the same file again.
    """
    yield HEADS
    for stretch in book.scales_through(nation, *pay_year_span(pay_year)):
        for point in in_order(stretch.entry) if stretch.entry else ():
            yield (
                nation_name(nation), pay_year, stretch.starts_on, stretch.ends_on, point.band,
                point.step, point.label, str(Decimal(point.annual_pence).scaleb(-2)),
                plain(point.full_time_hundredths), point.years, point.status, point.source,
            )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ComparePage:
    """Two years side by side; `missing` says what we do not hold."""

    place: str
    back: Link
    missing: tuple[str, ...]
    table: Table | None


def compare_page(
    place: Organisation, book: Book, nation: Nation, years: tuple[str, str] | None
) -> ComparePage:
    """Return the comparison as each year ends; no table before two years are chosen."""
    scales = [_scale(book, nation, year) for year in years or ()]
    missing = [
        _("%(none)s.", none=no_scale(nation, year))
        for year, scale in zip(years or (), scales, strict=True)
        if scale is None
    ]
    before, after = scales or (None, None)
    table = None
    if years and before and after:
        caption = _("%(before)s and %(after)s", before=years[0], after=years[1])
        table = changes_table(compare(pay_of(before), pay_of(after)), caption, years)
    return ComparePage(place_name(place), back_to(place), tuple(missing), table)


def _scale(book: Book, nation: Nation, year: str) -> PayScale | None:
    try:
        return book.scale_of_year(nation, year)
    except NotHeld:
        return None


def pay_of(scale: PayScale) -> dict[tuple[str, int], int]:
    """Return the pay of every step, in pence, by band and step."""
    return {(point.band, point.step): point.annual_pence for point in scale.points}


def changes_table(
    changes: Sequence[Change], caption: object, heads: tuple[object, object]
) -> Table:
    """Return changes as a table: before, after and the rise."""
    columns = (
        Column(_("Band and step")),
        Column(heads[0], numeric=True),
        Column(heads[1], numeric=True),
        Column(_("Change"), numeric=True),
    )
    return Table(caption, columns, tuple(_change_row(change) for change in changes), tight=True)


def _change_row(change: Change) -> tuple[Cell, ...]:
    return (
        Cell(_("Band %(band)s, step %(step)s", band=change.band, step=change.step)),
        Cell(_pay(change.before_pence)),
        Cell(_pay(change.after_pence)),
        Cell(_rise(change)),
    )


def _pay(pence: int | None) -> str:
    return str(_("None")) if pence is None else short_pounds(pence)


def _rise(change: Change) -> str:
    if change.before_pence is None:
        return str(_("New"))
    if change.more_pence is None or change.percent is None:
        return str(_("Taken out"))
    if change.is_same:
        return str(_("The same"))
    sign = "+" if change.more_pence > 0 else ""
    return f"{sign}{short_pounds(change.more_pence)} ({sign}{change.percent}%)"
