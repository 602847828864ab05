"""What waits, for the R&D office: the list, the same as a file, a reminder."""

from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.approvals import policy
from portal.approvals import queries as requests
from portal.approvals.actions import chasing
from portal.approvals.models import ApprovalRequest
from portal.approvals.told import waits_for
from portal.approvals.waiting import pages, queries
from portal.approvals.waiting.forms import WaitingForm
from portal.kernel import db
from portal.kernel.actor import Actor, Role
from portal.kernel.clock import london_day
from portal.kernel.language import _
from portal.kernel.ruling import HIDDEN, Ruling, yes_if
from portal.web import csv
from portal.web.guard import actor, guard, now
from portal.web.paging import page_number
from portal.web.pieces import Pager

blueprint = Blueprint("waiting", __name__)


def may_look(_subject: object, who: Actor, _now: datetime) -> Ruling:
    """Allow R&D offices; each sees what is of its own nodes."""
    return yes_if(who.holds_anywhere(Role.OFFICE), HIDDEN)


@blueprint.get("/requests/waiting")
@guard(rule=may_look)
def index() -> str:
    """List what waits."""
    form, wanted = _asked()
    total = queries.count(db.current(), actor(), wanted, now())
    pager = Pager.of(
        page_number(),
        total,
        queries.PAGE,
        lambda n: url_for("waiting.index", **pages.given(wanted, page=n)),
    )
    found = queries.waiting(db.current(), actor(), wanted, now(), pager.page)
    page = pages.waiting_page(found, wanted, pager, now())
    return render_template("approvals/waiting/index.html", page=page, filter=form)


@blueprint.get("/requests/waiting.csv")
@guard(rule=may_look)
def download() -> Response:
    """Hand out all of it as a file."""
    _form, wanted = _asked()
    found = queries.waiting(db.current(), actor(), wanted, now())
    return csv.download(f"waiting-{london_day(now()):%Y-%m-%d}.csv", pages.rows(found, now()))


@blueprint.post("/requests/<uuid:request_id>/remind")
@guard(requests.request, policy.may_remind)
def remind(found: ApprovalRequest) -> Response:
    """Remind whoever it waits for, and come back to what of the list was shown."""
    _form, wanted = _asked()
    with db.transaction() as session:
        is_sent = chasing.remind(session, found, actor=actor(), now=now())
    who = waits_for(found)
    if is_sent:
        flash(_("We have written to: %(name)s.", name=who))
    else:
        flash(_("Nothing was sent: there was a reminder today already, to %(name)s.", name=who))
    return redirect(url_for("waiting.index", **pages.of_page(wanted, page_number())), 303)


def _asked() -> tuple[WaitingForm, queries.Wanted]:
    form = WaitingForm(request.args, meta={"csrf": False})
    return form, form.wanted(request.args.get("sort", ""), request.args.get("order", ""))
