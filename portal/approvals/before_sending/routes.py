"""The page on which an applicant asks for a yes before sending."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal.applications.models import Application
from portal.applications.queries import application as loaded
from portal.approvals import queries
from portal.approvals.before_sending import actions, policy
from portal.approvals.before_sending.pages import ask_page
from portal.kernel import db
from portal.kernel.language import _
from portal.web.guard import actor, guard, now

blueprint = Blueprint("before_sending", __name__)
HERE = "/applications/<uuid:application_id>/before-sending"


@blueprint.get(HERE)
@guard(loaded, policy.may_see)
def show(application: Application) -> str:
    """Show who has to agree first, how each stands, and the button."""
    asked = queries.requests_of(db.current(), [application.id])
    page = ask_page(application, asked, actor(), now())
    return render_template("approvals/before_sending/show.html", page=page)


@blueprint.post(HERE)
@guard(loaded, policy.may_ask)
def ask(application: Application) -> Response:
    """Ask, or ask again."""
    with db.transaction() as session:
        actions.ask(session, application, actor=actor(), now=now())
    flash(_("They were asked. You can go on writing."))
    return redirect(url_for("before_sending.show", application_id=application.id), 303)
