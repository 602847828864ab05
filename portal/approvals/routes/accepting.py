"""The applicant accepts what a yes depends on, or does not."""

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal.applications.figures import figures_of
from portal.approvals import policy, queries
from portal.approvals.actions import conditions
from portal.approvals.forms import NotAcceptForm
from portal.approvals.models import ApprovalRequest
from portal.approvals.pages.condition import AcceptPage, accept_page
from portal.approvals.routes import blueprint
from portal.kernel import db
from portal.web.guard import actor, guard, now

PATH = "/requests/<uuid:request_id>"


@blueprint.get(f"{PATH}/accept")
@guard(queries.request, policy.may_see_condition)
def accept(found: ApprovalRequest) -> str:
    """Show what would change, before and after; or what became of it."""
    return render_template("approvals/accept.html", page=_page(found))


def _page(found: ApprovalRequest) -> AcceptPage:
    assert found.condition is not None  # the guard has seen to it
    figures = figures_of(db.current(), found.application)
    return accept_page(found, found.condition, figures, actor(), now())


@blueprint.post(f"{PATH}/accept")
@guard(queries.request, policy.may_see_condition)
def accept_post(found: ApprovalRequest) -> Response:
    """Accept it; a second press finds it accepted."""
    with db.transaction() as session:
        conditions.accept(session, found, actor=actor(), now=now())
    return redirect(url_for("approvals.accept", request_id=found.id), 303)


@blueprint.get(f"{PATH}/not-accept")
@guard(queries.request, policy.may_accept)
def not_accept(found: ApprovalRequest) -> str:
    """Ask why not."""
    return _why(found, NotAcceptForm(formdata=None))


def _why(found: ApprovalRequest, form: NotAcceptForm) -> str:
    return render_template("approvals/not_accept.html", form=form, page=_page(found))


@blueprint.post(f"{PATH}/not-accept")
@guard(queries.request, policy.may_accept)
def not_accept_post(found: ApprovalRequest) -> Response | str:
    """Keep why not, and have whoever answered answer again."""
    form = NotAcceptForm()
    if not form.validate():
        return _why(found, form)
    with db.transaction() as session:
        conditions.not_accept(session, found, form.words.data, actor=actor(), now=now())
    return redirect(url_for("approvals.accept", request_id=found.id), 303)
