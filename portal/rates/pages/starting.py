"""What stands in a form when it is first shown: the figures that are held, to start from."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from portal.costing.book import Book
from portal.costing.figures import SHIPPED
from portal.costing.scales import pay_year_of, pay_year_span
from portal.costing.shipped import NotHeld
from portal.people.models import Organisation
from portal.rates.actions import Head
from portal.rates.forms.sets import COPY
from portal.rates.models import MILLION, ScaleSet
from portal.rates.pages.words import AnySet
from portal.rates.reading import Point
from portal.web.fields import Choice

YEARS_BACK, YEARS_ON = 3, 2


def new_scale(place: Organisation, this_year: str) -> dict[str, Any]:
    """Return the start of a new pay scale: this year's, with the full-time week held for it."""
    first, _last = pay_year_span(this_year)
    return {
        "nation": place.nation,
        "pay_year": this_year,
        "hours": SHIPPED.full_time(place.nation, first),
        "start": COPY,
    }


def points(book: Book, head: Head, *, is_copy: bool) -> Iterable[Point]:
    """Return the points to start from: those held for the first day, or the last before it."""
    if not is_copy:
        return ()
    try:
        scale = book.scale(head.nation, head.starts_on)
    except NotHeld:
        return ()
    return [Point(p.band, p.step, p.annual_pence, p.years) for p in scale.points]


def new_on_costs(place: Organisation, book: Book, today: date) -> dict[str, Any]:
    """Return the start of new on-costs: the rates held today, for the year from today."""
    _first, last = pay_year_span(pay_year_of(today))
    data: dict[str, Any] = {"nation": place.nation, "starts_on": today, "ends_on": last}
    try:
        rates = book.on_costs_held(place.nation, today)
    except NotHeld:
        return data
    return data | {
        "ni": int(rates.ni_rate * MILLION),
        "threshold": rates.ni_threshold_pence,
        "paid": int(rates.pension_paid_rate * MILLION),
        "headline": int(rates.pension_headline_rate * MILLION),
        "levy": int(rates.levy_rate * MILLION),
    }


def stored(found: AnySet) -> dict[str, Any]:
    """Return what a draft says of itself."""
    data: dict[str, Any] = {
        "nation": found.nation,
        "starts_on": found.starts_on,
        "ends_on": found.ends_on,
        "trust": found.trust,
        "source": found.source,
    }
    if isinstance(found, ScaleSet):
        return data | {"pay_year": found.pay_year, "hours": found.full_time_hundredths}
    return data | {
        "ni": found.ni_millionths,
        "threshold": found.ni_threshold_pence,
        "paid": found.pension_paid_millionths,
        "headline": found.pension_headline_millionths,
        "levy": found.levy_millionths,
    }


def year_choices(this_year: str, chosen: str | None) -> tuple[Choice, ...]:
    """Return the pay years to choose from, newest first; the one chosen before stays on offer."""
    first = int(this_year[:4])
    years = {f"{y}/{(y + 1) % 100:02d}" for y in range(first - YEARS_BACK, first + YEARS_ON + 1)}
    kept = {chosen} if chosen and _is_year(chosen) else set()
    return tuple(Choice(year, year) for year in sorted(years | kept, reverse=True))


def _is_year(text: str) -> bool:
    try:
        pay_year_span(text)
    except ValueError:
        return False
    return True
