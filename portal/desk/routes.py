"""First page, one application, the board of a call, plain pages, health."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.applications.lifecycle import BEING_WRITTEN
from portal.audit.queries import trail_of
from portal.desk import health as checks
from portal.desk import policy, queries
from portal.desk.pages import board as boards
from portal.desk.pages import home as first
from portal.desk.pages import mine
from portal.desk.pages.story import story
from portal.desk.standing import Case, stage_asked
from portal.desk.trail import events
from portal.kernel import db
from portal.schemes.models import Call
from portal.schemes.queries import the_call
from portal.web.guard import actor, guard, now
from portal.web.links import settings

blueprint = Blueprint("desk", __name__)


@blueprint.get("/")
@guard(public=True)
def home() -> Response | str:
    """Show what needs me; somebody unknown sees the catalogue."""
    if not actor().is_signed_in:
        return redirect(url_for("schemes.catalogue"))
    return render_template("desk/home.html", page=first.home(db.current(), actor(), now()))


@blueprint.get("/applications")
@guard()
def my_applications() -> str:
    """List my applications: where each stands, and whom it waits for."""
    chosen, number = request.args.get("show", ""), request.args.get("page", 1, int)
    page = mine.my_applications(db.current(), actor(), now(), chosen, number)
    return render_template("desk/my_applications.html", page=page)


@blueprint.get("/applications/<uuid:application_id>")
@guard(queries.case, policy.may_see_story)
def application(case: Case) -> Response | str:
    """Tell one application's whole story; a draft goes to its task list."""
    if case.application.state in BEING_WRITTEN:
        return redirect(url_for("applications.tasks", application_id=case.application.id))
    proposed = queries.asked_before_award(db.current(), actor(), case)
    told_of = (case.application.id, *(request.id for request in proposed.approvals))
    return render_template(
        "desk/application.html",
        page=story(case, proposed, actor(), now()),
        events=events(trail_of(db.current(), *told_of)),
    )


@blueprint.get("/office/calls/<uuid:call_id>")
@guard(the_call, policy.may_see_board)
def board(call: Call) -> str:
    """Show a call as the office runs it."""
    chosen = stage_asked(request.args.get("stage", ""))
    number = request.args.get("page", 1, int)
    page = boards.board(db.current(), call, actor(), now(), chosen, number)
    is_told = policy.may_read_trail(call, actor(), now())
    happened = events(trail_of(db.current(), call.id)) if is_told else ()
    return render_template("desk/board.html", page=page, events=happened)


@blueprint.get("/help")
@guard(public=True)
def help_page() -> str:
    """Say how to get help, and what happens at a deadline."""
    return render_template("desk/help.html")


@blueprint.get("/accessibility")
@guard(public=True)
def accessibility() -> str:
    """Say how accessible the portal is, and what has not been tested."""
    return render_template("desk/accessibility.html")


@blueprint.get("/privacy")
@guard(public=True)
def privacy() -> str:
    """Say what is kept about people, and who sees it."""
    return render_template("desk/privacy.html")


@blueprint.get("/contact")
@guard(public=True)
def contact() -> str:
    """Say whom to ask."""
    return render_template("desk/contact.html")


@blueprint.get("/healthz")
@guard(public=True)
def healthz() -> tuple[dict[str, object], int]:
    """Say how the portal is, for a monitor. Late mail is said; it is no reason to stop serving."""
    report = checks.report(db.current(), settings().version, now())
    return report, 200
