"""The equality page: one's own answers, and nobody else's."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.kernel import db
from portal.monitoring import actions, pages, policy, queries
from portal.monitoring.forms import EqualityForm, form_of, stored
from portal.monitoring.policy import Own
from portal.monitoring.questions import questions
from portal.monitoring.seal import Seal
from portal.web.guard import actor, guard, now
from portal.web.links import settings

blueprint = Blueprint("monitoring", __name__)


@blueprint.get("/equality")
@guard(queries.own, policy.may_answer)
def page(own: Own) -> str:
    """Ask the questions, with what the person answered before."""
    asks = questions(own.nation)
    kept = queries.answers(db.current(), _seal(), own)
    form = form_of(asks)(formdata=None, data=stored(asks, kept or {}))
    return _show(form, has_answers=kept is not None, done=request.args.get("done", ""))


@blueprint.post("/equality")
@guard(queries.own, policy.may_answer)
def keep(own: Own) -> Response | str:
    """Keep the answers in place of those before."""
    form = form_of(questions(own.nation))()
    if not form.validate():
        kept = queries.answers(db.current(), _seal(), own)
        return _show(form, has_answers=kept is not None)
    with db.transaction() as session:
        actions.keep(session, own, form.answers(), _seal(), actor=actor(), now=now())
    return _back("kept" if form.answers() else "removed")


@blueprint.post("/equality/remove")
@guard(queries.own, policy.may_answer)
def remove(own: Own) -> Response:
    """Remove the answers: at once, since they can be given again."""
    with db.transaction() as session:
        actions.remove(session, own, _seal(), actor=actor(), now=now())
    return _back("removed")


def _show(form: EqualityForm, *, has_answers: bool, done: str = "") -> str:
    shown = pages.page(has_answers=has_answers, said=pages.said_words(done))
    return render_template("monitoring/page.html", form=form, page=shown)


def _back(done: str) -> Response:
    return redirect(url_for("monitoring.page", done=done), 303)


def _seal() -> Seal:
    return Seal(settings().secret_key)
