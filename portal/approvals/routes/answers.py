"""Yes and no, and what a plan for cover comes to while it is typed."""

from flask import jsonify, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from portal.applications.figures import figures_of
from portal.applications.models import Application
from portal.applications.terms import under
from portal.approvals import policy, queries
from portal.approvals.actions import replying
from portal.approvals.cover import problems, so_far
from portal.approvals.declining import decline_form
from portal.approvals.forms import CoverForm, DeclineForm, YesForm, term_forms
from portal.approvals.models import ApprovalRequest
from portal.approvals.offering import Offer, as_asked, wrong_with
from portal.approvals.pages.request import decline_page
from portal.approvals.release import wanted
from portal.approvals.routes import blueprint
from portal.approvals.routes.requests import shown
from portal.kernel import db
from portal.web.guard import actor, guard, now

PATH = "/requests/<uuid:request_id>"


@blueprint.post(f"{PATH}/approve")
@guard(queries.request, policy.may_answer)
def approve(found: ApprovalRequest) -> Response | str:
    """Say yes with the plan for cover, or show what is wrong with it."""
    form = CoverForm() if policy.wants_cover(found) else YesForm()
    asked = wanted(found.application)
    if isinstance(form, CoverForm):
        form.hold(asked)
    if not form.validate():
        return shown(found, form)
    plan = form.plan() if isinstance(form, CoverForm) else None
    if plan and isinstance(form, CoverForm) and (wrong := problems(plan, asked)):
        form.say(wrong)
        return shown(found, form)
    with db.transaction() as session:
        replying.approve(session, found, plan, actor=actor(), now=now())
    return redirect(url_for("approvals.answered", request_id=found.id), 303)


@blueprint.get(f"{PATH}/cover-worked-out")
@guard(queries.request, policy.may_answer)
def cover_worked_out(found: ApprovalRequest) -> Response:
    """Say what the hours and the cost in the address come to, as words for the page's script.

    They are held against the periods in the address, where it has such that can be read.
    """
    form = CoverForm(formdata=request.args, meta={"csrf": False})
    asked = wanted(_as_typed(found.application))
    answer: Response = jsonify(words=so_far(form.hours.data, form.cost.data, asked))
    return answer


def _as_typed(application: Application) -> Application:
    """Return an application with the periods in the address; as it stands where they do not do."""
    if "p1-hours" not in request.args:
        return application
    forms = term_forms(as_asked(application), MultiDict(request.args))
    if not all(form.validate() for form in forms):
        return application
    given = Offer(tuple(form.term() for form in forms), words="not empty")
    if wrong_with(given, application.periods, application.call.earliest_start_on):
        return application
    return under(application, given.terms, figures_of(db.current(), application)).as_it_would_be()


@blueprint.get(f"{PATH}/decline")
@guard(queries.request, policy.may_answer)
def decline(found: ApprovalRequest) -> str:
    """Ask for the reason of a no."""
    return _decline(found, decline_form(formdata=None))


def _decline(found: ApprovalRequest, form: DeclineForm) -> str:
    return render_template("approvals/decline.html", form=form, page=decline_page(found))


@blueprint.post(f"{PATH}/decline")
@guard(queries.request, policy.may_answer)
def decline_post(found: ApprovalRequest) -> Response | str:
    """Say no, or show what is missing."""
    form = decline_form()
    if not form.validate():
        return _decline(found, form)
    with db.transaction() as session:
        replying.decline(
            session, found, form.reason.data, form.comment.data, actor=actor(), now=now()
        )
    return redirect(url_for("approvals.answered", request_id=found.id), 303)
