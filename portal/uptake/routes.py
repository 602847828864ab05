"""The uptake page and its file. Both are public: they hold protected figures only."""

from dataclasses import dataclass

from flask import Blueprint, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.kernel.actor import Actor
from portal.uptake import export, pages, queries
from portal.uptake.pages import Evidence
from portal.uptake.scope import Scope, Wanted
from portal.web import csv
from portal.web.guard import guard, now

blueprint = Blueprint("uptake", __name__)


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for; no evidence where nobody has loaded staff numbers."""

    evidence: Evidence | None


def load(session: Session, _actor: Actor) -> Asked | None:
    """Return the figures that the address asks for; None for a call, year or node unknown."""
    nodes = queries.nodes(session)
    wanted = _wanted()
    if not nodes and wanted == Wanted():
        return Asked(None)
    scope = Scope.of(nodes, queries.rounds(session, now()), wanted, now())
    if scope is None:
        return None
    staff = queries.staff(session, scope)
    return Asked(pages.evidence(scope, staff, queries.counts(session, scope, staff)))


def load_figures(session: Session, actor: Actor) -> Evidence | None:
    """Return the figures that the address asks for; None where there are none."""
    asked = load(session, actor)
    return asked.evidence if asked else None


def _wanted() -> Wanted:
    """Read the choices; a link may name a call or a year by its own name."""
    given = request.args
    show = given.get("show") or given.get("call") or given.get("year") or ""
    return Wanted(show, given.get("node", ""))


@blueprint.get("/uptake")
@guard(load, public=True)
def page(asked: Asked) -> str:
    """Show who gets time and money, by job."""
    return render_template(
        "uptake/page.html",
        page=pages.page(asked.evidence),
        action=url_for("uptake.page"),
        csv_href=_address(asked.evidence) if asked.evidence else "",
    )


def _address(found: Evidence) -> str:
    return url_for("uptake.download", show=found.scope.show, node=found.scope.node.path)


@blueprint.get("/uptake.csv")
@guard(load_figures, public=True)
def download(found: Evidence) -> Response:
    """Hand out the same figures as a file."""
    return csv.download(export.name(found.scope), export.rows(found, now()))
