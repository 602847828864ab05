"""The places whose figures one keeps, what is held for one, and who changed what."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.kernel import db
from portal.people.models import Organisation
from portal.rates import policy, queries
from portal.rates.pages import places as pages
from portal.rates.pages.words import Origins
from portal.rates.routes import blueprint
from portal.rates.trail import events
from portal.web.guard import actor, guard, now


@blueprint.get("/rates")
@guard(rule=policy.may_list)
def index() -> Response | str:
    """List the places whose figures one keeps; where it is one, go there."""
    found = queries.places(db.current(), actor())
    if len(found) == 1:
        return redirect(url_for("rates.place", place_id=found[0].id))
    return render_template("rates/index.html", places=found)


@blueprint.get("/rates/<uuid:place_id>")
@guard(queries.place, policy.may_keep)
def place(place: Organisation) -> str:
    """Show what is held for a place, nation by nation, with the gaps first."""
    session = db.current()
    scales, rates = queries.in_force(session, place)
    page = pages.place_page(
        place,
        queries.book_of(scales, rates),
        Origins(scales, rates),
        queries.drafts(session, place),
        now(),
    )
    return render_template("rates/place.html", page=page)


@blueprint.get("/rates/<uuid:place_id>/sets")
@guard(queries.place, policy.may_keep)
def entered(place: Organisation) -> str:
    """List every set that was entered for a place, in force or not."""
    session = db.current()
    total = queries.count_entered(session, place)
    pager = pages.pager_of("rates.entered", place, _page(), total)
    found = queries.entered(session, place, pager.page)
    return render_template("rates/entered.html", page=pages.entered_page(place, found, pager))


@blueprint.get("/rates/<uuid:place_id>/history")
@guard(queries.place, policy.may_keep)
def history(place: Organisation) -> str:
    """Tell who changed what."""
    session = db.current()
    total = queries.count_happened(session, place)
    pager = pages.pager_of("rates.history", place, _page(), total)
    told = events(queries.happened(session, place, pager.page))
    return render_template("rates/history.html", page=pages.history_page(place, told, pager))


def _page() -> int:
    return request.args.get("page", 1, int)
