"""The record of release and its file: for the board, analysts, the office and auditors."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.approvals import queries as approvals
from portal.approvals.lifecycle import Seat
from portal.approvals.reasons import reasons
from portal.kernel.actor import Actor
from portal.people.models import Organisation
from portal.uptake import queries
from portal.uptake.export import name
from portal.uptake.release import export, pages, series
from portal.uptake.release.counts import by_month, counts
from portal.uptake.release.pages import Record
from portal.uptake.release.queries import requests
from portal.uptake.release.reading import READERS, may_read
from portal.uptake.release.table import build
from portal.uptake.scope import Scope, Wanted
from portal.web import csv
from portal.web.guard import guard, now

blueprint = Blueprint("release", __name__)


@dataclass(frozen=True, slots=True)
class Asked:
    """The organisations whose record this actor may read, and what was asked for of one."""

    organisations: Sequence[Organisation]
    record: Record | None


def load(session: Session, actor: Actor) -> Asked | None:
    """Return what the address asks for; None for what is unknown, or not the actor's.

    Whole organisations only: a part beside the whole would tell of the rest.
    """
    theirs = queries.organisations(session, actor, READERS)
    wanted = Wanted(request.args.get("show", ""), request.args.get("node", ""))
    if not theirs:
        return Asked((), None) if wanted == Wanted() else None
    scope = Scope.of(theirs, queries.rounds(session, now()), wanted, now())
    return Asked(theirs, _record(session, scope)) if scope else None


def _record(session: Session, scope: Scope) -> Record:
    """Protect the true counts; they go no further than this."""
    nation, counted = scope.node.nation, {each.call.id for each in scope.counted}
    decided = [each for each in scope.rounds if each.decided_at]
    every = requests(session, scope, decided)
    own = reasons(approvals.own_reasons(session))
    mine = [each for each in every if each.call_id in counted]
    months = by_month(every, nation)
    return Record(
        scope=scope,
        table=build(counts(mine, nation), [seat.value for seat in Seat], [r.key for r in own]),
        days=series.days(months),
        refusals=series.refusals(months),
        reasons={reason.key: reason.label for reason in own},
    )


def load_record(session: Session, actor: Actor) -> Record | None:
    """Return the figures that the address asks for; None where there are none."""
    asked = load(session, actor)
    return asked.record if asked else None


@blueprint.get("/uptake/release")
@guard(load, may_read)
def page(asked: Asked) -> str:
    """Show who is released, who is refused, and how long it takes."""
    found = asked.record
    return render_template(
        "uptake/release.html",
        page=pages.page(found, asked.organisations),
        action=url_for("release.page"),
        csv_href=_address(found) if found else "",
    )


def _address(found: Record) -> str:
    return url_for("release.download", show=found.scope.show, node=found.scope.node.path)


@blueprint.get("/uptake/release.csv")
@guard(load_record, may_read)
def download(found: Record) -> Response:
    """Hand out the same figures as a file."""
    return csv.download(name(found.scope, "release"), export.rows(found, now()))
