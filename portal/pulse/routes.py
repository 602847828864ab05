"""The page of the pulse. Where the setting PULSE is off, it is not there at all."""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal.kernel import db
from portal.pulse import actions, pages, policy, queries
from portal.pulse.forms import PulseForm
from portal.pulse.policy import Stand
from portal.pulse.rounds import round_before, round_of
from portal.web.guard import guard, now

blueprint = Blueprint("pulse", __name__)


@blueprint.get("/pulse")
@guard(queries.stand, policy.may_see)
def page(stand: Stand) -> str:
    """Ask the questions, or say thanks; and show the results."""
    return _show(stand, PulseForm(formdata=None))


@blueprint.post("/pulse")
@guard(queries.stand, policy.may_take_part)
def take_part(stand: Stand) -> Response | str:
    """Add answers to the totals. A second time changes nothing and shows the same page."""
    form = PulseForm()
    if not form.validate():
        return _show(stand, form)
    with db.transaction() as session:
        if stand.person is not None:
            actions.take_part(session, stand.person, form.answers(), now())
    return redirect(url_for("pulse.page"), 303)


def _show(stand: Stand, form: PulseForm) -> str:
    this = round_of(now())
    ended = round_before(this)
    rounds = (ended, round_before(ended))
    session = db.current()
    totals = queries.totals(session, stand.organisation.id, rounds) if stand.organisation else ()
    shown = pages.page(
        stand, this, totals, has_taken_part=queries.has_taken_part(session, stand.person, now())
    )
    if shown.asks:
        return render_template("pulse/ask.html", form=form, page=shown)
    return render_template("pulse/results.html", page=shown)
