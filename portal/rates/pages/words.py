"""Words that the pages of figures share: where a set is from, its days, how it stands."""

from collections.abc import Iterable
from datetime import date

from portal.costing.book import Book
from portal.costing.oncosts import OnCosts, percent
from portal.costing.scales import Nation, PayPoint, PayScale, nation_name, point_name
from portal.costing.shipped import caution
from portal.kernel.amounts import short_pounds
from portal.kernel.language import _
from portal.people.models import Organisation
from portal.rates.lifecycle import Standing, Trust
from portal.rates.models import OnCostSet, ScaleSet
from portal.rates.values import on_costs_of, scale_of
from portal.web.fields import Choice
from portal.web.format import short_day
from portal.web.pieces import Cell, Column, Table, Tag

AnySet = ScaleSet | OnCostSet


def days(first: date, last: date) -> str:
    """Write "1 April 2026 to 31 March 2027"."""
    return str(_("%(first)s to %(last)s", first=short_day(first), last=short_day(last)))


def set_name(found: AnySet) -> str:
    """Name a set: "Pay in Wales, 2026/27"."""
    nation = nation_name(found.nation)
    if isinstance(found, ScaleSet):
        return str(_("Pay in %(nation)s, %(year)s", nation=nation, year=found.pay_year))
    return str(
        _(
            "On top of pay in %(nation)s, from %(day)s",
            nation=nation,
            day=short_day(found.starts_on),
        )
    )


def trust_names() -> tuple[tuple[str, object], ...]:
    """Return how sure a figure can be, as choices."""
    return (
        (Trust.SOURCED, _("Read in the circular itself, or found in two places")),
        (Trust.PROVISIONAL, _("Not final yet")),
        (Trust.SINGLE, _("Found in one place only")),
        (Trust.CONFLICTING, _("Two sources give two figures")),
        (Trust.ILLUSTRATIVE, _("An example, not a real figure")),
    )


def trust_name(trust: Trust) -> str:
    """Return how sure a figure is, in words."""
    return str(dict(trust_names())[trust])


def nation_choices(own: Nation) -> tuple[Choice, ...]:
    """Return the nations to choose from, the place's own first."""
    return tuple(Choice(nation, nation_name(nation)) for nation in nations(own))


def nations(own: Nation) -> tuple[Nation, ...]:
    """Return the nations, the place's own first."""
    return (own, *(nation for nation in Nation if nation is not own))


def standing_tag(standing: Standing) -> Tag:
    """Return how a set stands, as a tag."""
    tags = {
        Standing.DRAFT: Tag(_("Draft"), "blue"),
        Standing.IN_FORCE: Tag(_("In force"), "green"),
        Standing.ENDED: Tag(_("Out of force"), "grey"),
    }
    return tags[standing]


class Origins:
    """Who entered which figures of a book; what nobody entered came with the portal."""

    def __init__(self, scales: Iterable[ScaleSet], rates: Iterable[OnCostSet]) -> None:
        self._sets: dict[PayScale | OnCosts, AnySet] = {scale_of(s): s for s in scales}
        self._sets.update({on_costs_of(found): found for found in rates})

    def set_of(self, figures: PayScale | OnCosts) -> AnySet | None:
        """Return the set that figures of the book come from; None for shipped ones."""
        return self._sets.get(figures)

    def words(self, figures: PayScale | OnCosts) -> str:
        """Say who entered figures and when."""
        if (found := self.set_of(figures)) is None:
            return str(_("Comes with Headroom"))
        return entered(found)


def entered(found: AnySet) -> str:
    """Say who entered a set and when."""
    return str(
        _(
            "Entered by %(name)s, %(day)s",
            name=found.entered_by.name,
            day=short_day(found.entered_at),
        )
    )


def no_scale(nation: Nation, pay_year: str) -> str:
    """Say that there is no pay for a nation and year."""
    return str(
        _(
            "We hold no %(nation)s scale for %(year)s",
            nation=nation_name(nation),
            year=pay_year,
        )
    )


def rates_words(rates: OnCosts) -> str:
    """Say the rates in one line."""
    return str(
        _(
            "National Insurance %(ni)s above %(threshold)s, pension %(pension)s, levy %(levy)s",
            ni=percent(rates.ni_rate),
            threshold=short_pounds(rates.ni_threshold_pence),
            pension=_pension_words(rates),
            levy=percent(rates.levy_rate),
        )
    )


def _pension_words(rates: OnCosts) -> str:
    paid, whole = percent(rates.pension_paid_rate), percent(rates.pension_headline_rate)
    return paid if paid == whole else str(_("%(paid)s of %(whole)s", paid=paid, whole=whole))


def doubts(rates: OnCosts) -> str:
    """Say what is not sure in rates: each doubt once."""
    found = (caution(part.status) for part in (rates.ni, rates.pension, rates.levy))
    return " ".join(dict.fromkeys(words for words in found if words))


def points_table(scale: PayScale) -> Table:
    """Return the pay points of a scale as a table; doubts stand beside those they are about.

    Years stand there only where they are known.
    """
    points = in_order(scale)
    has_years = any(point.years is not None for point in points)
    columns = (
        Column(_("Band and step")),
        Column(_("Full-time pay for a year"), numeric=True),
        *((Column(_("Years to reach it"), numeric=True),) if has_years else ()),
    )
    rows = tuple(_point_row(point, has_years, is_mixed(scale)) for point in points)
    return Table(_("Pay points"), columns, rows, caption_hidden=True)


def _point_row(point: PayPoint, has_years: bool, has_doubt: bool) -> tuple[Cell, ...]:
    doubt = caution(point.status) if has_doubt else ""
    years = Cell("" if point.years is None else point.years)
    pay = Cell(short_pounds(point.annual_pence), note=doubt)
    return (Cell(point_name(point)), pay, *((years,) if has_years else ()))


def is_mixed(scale: PayScale) -> bool:
    """Say whether some points of a scale are surer than others."""
    return len({point.status for point in scale.points}) > 1


def in_order(scale: PayScale) -> tuple[PayPoint, ...]:
    """Return the points of a scale, lowest band first."""
    return tuple(point for band in scale.bands for point in scale.steps(band))


def years_of(book: Book, nation: Nation, now_year: str) -> tuple[str, ...]:
    """Return the pay years to tell of, newest first: all that are held, and this one."""
    return tuple(sorted({*book.pay_years(nation), now_year}, reverse=True))


def place_name(place: Organisation) -> str:
    """Return the name of a place in the reader's language."""
    return str(place.name)
