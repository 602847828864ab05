"""The public catalogue, and a scheme's page."""

from flask import abort, render_template, request
from sqlalchemy.orm import Session

from portal.kernel import db
from portal.kernel.actor import Actor
from portal.schemes import queries
from portal.schemes.filters import Filters
from portal.schemes.forms import CatalogueForm
from portal.schemes.last_time import last_time, tallies
from portal.schemes.models import Scheme
from portal.schemes.pages.catalogue import catalogue_page, kinds_on_offer
from portal.schemes.pages.scheme import scheme_page, shown_call
from portal.schemes.routes import blueprint
from portal.web.guard import guard, now
from portal.web.paging import page_number


@blueprint.get("/schemes")
@guard(public=True)
def catalogue() -> str:
    """List open, coming and closed calls, as filtered."""
    args = request.args.to_dict(flat=False)
    filters = Filters.read(args)
    found = queries.catalogue(db.current(), now(), filters, page_number())
    form = CatalogueForm(request.args, meta={"csrf": False})
    form.kind.choices = kinds_on_offer(found)
    counts = tallies(db.current(), [call.call_id for call in found.closed])
    page = catalogue_page(found, filters, counts, now(), page_number(), args)
    return render_template("schemes/catalogue.html", page=page, filter=form)


def _public_scheme(session: Session, _actor: Actor, slug: str) -> Scheme | None:
    return queries.scheme_by_slug(session, slug)


@blueprint.get("/schemes/<slug>")
@guard(_public_scheme, public=True)
def scheme(found: Scheme) -> str:
    """Show a scheme as its call offers it now, or as a call named in the address did."""
    call = shown_call(found, request.args.get("call"), now())
    if call is None:
        abort(404)
    happened = last_time(db.current(), found.id, now())
    page = scheme_page(found, call, happened, now())
    return render_template("schemes/scheme.html", page=page)
