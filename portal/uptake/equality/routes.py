"""The equality totals: for the board, analysts, the office and auditors of an organisation."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, render_template, request, url_for
from sqlalchemy.orm import Session

from portal.kernel.actor import Actor
from portal.monitoring import queries
from portal.monitoring.models import EqualityTotal
from portal.people.models import Organisation
from portal.uptake.equality.pages import equality_page
from portal.uptake.equality.reading import READERS, may_read
from portal.uptake.queries import organisations
from portal.web.guard import guard

blueprint = Blueprint("equality", __name__)


@dataclass(frozen=True, slots=True)
class Shown:
    """The organisations whose totals this actor may read, the one chosen, and its totals."""

    organisations: Sequence[Organisation]
    chosen: Organisation | None
    totals: Sequence[EqualityTotal]


def load(session: Session, actor: Actor) -> Shown | None:
    """Return what the address asks for; None for an organisation that is not the actor's."""
    theirs = organisations(session, actor, READERS)
    wanted = request.args.get("node", "")
    chosen = next((each for each in theirs if each.path == wanted or not wanted), None)
    if chosen is None:
        return None if wanted else Shown((), None, ())
    return Shown(theirs, chosen, queries.released(session, chosen.id))


@blueprint.get("/uptake/equality")
@guard(load, may_read)
def totals(shown: Shown) -> str:
    """Show the totals of each year that was released."""
    page = equality_page(shown.organisations, shown.chosen, shown.totals)
    return render_template("uptake/equality.html", page=page, action=url_for("equality.totals"))
