"""Change what one told about oneself, while it is a draft."""

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal.applications import policy, queries
from portal.applications.actions.telling import tell
from portal.applications.forms.told import ToldForm, told_form
from portal.applications.models import Application
from portal.applications.opening import Opening, facts_needed, verdict
from portal.applications.pages.told import told_page
from portal.applications.routes import blueprint
from portal.kernel import db
from portal.kernel.clock import london_day
from portal.web.guard import actor, guard, now

ADDRESS = "/applications/<uuid:application_id>/about-you"


@blueprint.get(ADDRESS)
@guard(queries.draft_opening, policy.may_tell)
def told(opening: Opening) -> Response | str:
    """Ask again what was asked at the start, and say what follows from it."""
    today = london_day(now())
    facts = facts_needed(opening, today)
    if not facts:
        return _back(opening)
    return _page(opening, told_form(facts, today, opening.told))


@blueprint.post(ADDRESS)
@guard(queries.draft_opening, policy.may_tell)
def told_post(opening: Opening) -> Response | str:
    """Keep the answers; whoever cannot apply with them is told at once."""
    today = london_day(now())
    form = told_form(facts_needed(opening, today), today)
    if not form.validate():
        return _page(opening, form)
    answers = form.told()
    with db.transaction() as session:
        tell(session, _draft(opening), answers, actor=actor(), now=now())
    if verdict(queries.opening_of(db.current(), _draft(opening)), today).may_apply:
        return _back(opening)
    return redirect(url_for("applications.told", application_id=_draft(opening).id), 303)


def _draft(opening: Opening) -> Application:
    assert opening.existing is not None  # `may_tell` lets nobody else in
    return opening.existing


def _back(opening: Opening) -> Response:
    return redirect(url_for("applications.tasks", application_id=_draft(opening).id), 303)


def _page(opening: Opening, form: ToldForm) -> str:
    page = told_page(opening, _draft(opening), now())
    return render_template("applications/told.html", page=page, form=form)
