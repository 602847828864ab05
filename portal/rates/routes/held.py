"""The pay held for a nation and a year, as a page and as a file; two years compared."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.costing.scales import Nation, pay_year_of, pay_year_span
from portal.kernel import db
from portal.kernel.actor import Actor
from portal.kernel.clock import london_day
from portal.kernel.ruling import Ruling
from portal.people.models import Organisation
from portal.rates import policy, queries
from portal.rates.forms.sets import CompareForm
from portal.rates.pages import held as pages
from portal.rates.pages.words import Origins, nation_choices, years_of
from portal.rates.routes import blueprint
from portal.web.csv import download
from portal.web.fields import Choice
from portal.web.guard import guard, now

YEAR = "/rates/<uuid:place_id>/pay/<nation>/<year>"


@dataclass(frozen=True, slots=True)
class Year:
    """A pay year of a nation, as a place holds it."""

    place: Organisation
    nation: Nation
    pay_year: str


def the_year(session: Session, actor: Actor, place_id: UUID, nation: str, year: str) -> Year | None:
    """Load a place with a nation and a pay year that there can be, written "2026-27"."""
    place = queries.place(session, actor, place_id)
    pay_year = year.replace("-", "/")
    try:
        pay_year_span(pay_year)
        return Year(place, Nation(nation), pay_year) if place else None
    except ValueError:
        return None


def may_see(year: Year, actor: Actor, at: datetime) -> Ruling:
    """See the pay of a year: whoever keeps the figures of the place."""
    return policy.may_keep(year.place, actor, at)


@blueprint.get(YEAR)
@guard(the_year, may_see)
def pay(year: Year) -> str:
    """Show the pay of a year, each stretch of days with its own scale."""
    scales, rates = queries.in_force(db.current(), year.place)
    book, origins = queries.book_of(scales, rates), Origins(scales, rates)
    page = pages.pay_page(year.place, book, origins, year.nation, year.pay_year)
    return render_template("rates/pay.html", page=page)


@blueprint.get(f"{YEAR}/pay.csv")
@guard(the_year, may_see)
def pay_csv(year: Year) -> Response:
    """Answer with the pay of a year as a file."""
    book = queries.book(db.current(), year.place)
    name = f"pay-{year.nation.value.replace('_', '-')}-{year.pay_year.replace('/', '-')}.csv"
    return download(name, pages.csv_rows(book, year.nation, year.pay_year))


@blueprint.get("/rates/<uuid:place_id>/compare")
@guard(queries.place, policy.may_keep)
def compare(place: Organisation) -> str:
    """Compare the pay of two years of a nation."""
    book = queries.book(db.current(), place)
    this = pay_year_of(london_day(now()))
    years = sorted({year for nation in Nation for year in years_of(book, nation, this)})
    form = CompareForm(request.args or None, meta={"csrf": False})
    form.offer(nation_choices(place.nation), [Choice(year, year) for year in years])
    asked = form.asked_for() if "nation" in request.args and form.validate() else None
    nation, chosen = asked or (place.nation, None)
    page = pages.compare_page(place, book, nation, chosen)
    return render_template("rates/compare.html", page=page, form=form)
