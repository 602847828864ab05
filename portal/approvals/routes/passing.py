"""A request that is not mine to answer: to somebody named, or to the office."""

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal.approvals import policy, queries
from portal.approvals.actions import moving
from portal.approvals.forms import PassOnForm
from portal.approvals.models import ApprovalRequest
from portal.approvals.pages.request import decline_page
from portal.approvals.routes import blueprint
from portal.kernel import db
from portal.kernel.language import _
from portal.kernel.ruling import Refused
from portal.people.models import Person
from portal.people.queries import person_by_email
from portal.web.guard import actor, guard, now

PATH = "/requests/<uuid:request_id>/pass-on"


@blueprint.get(PATH)
@guard(queries.request, policy.may_pass_on)
def pass_on(found: ApprovalRequest) -> str:
    """Ask whose it is to answer."""
    return _page(found, PassOnForm(formdata=None))


@blueprint.post(PATH)
@guard(queries.request, policy.may_pass_on)
def pass_on_post(found: ApprovalRequest) -> Response | str:
    """Pass it on, or say beside the field why it cannot go there."""
    form = PassOnForm()
    if not form.validate():
        return _page(found, form)
    to = _named(form)
    if form.errors:
        return _page(found, form)
    try:
        with db.transaction() as session:
            moving.pass_on(session, found, to, form.words.data, actor=actor(), now=now())
    except Refused as refused:
        if to is None or not policy.may_pass_on(found, actor(), now()):
            raise
        form.refuse("email", refused.ruling.reason)
        return _page(found, form)
    return redirect(url_for("approvals.answered", request_id=found.id), 303)


def _named(form: PassOnForm) -> Person | None:
    """Return who was named; the same words for an address that is unknown and one not in use."""
    address = form.email.data
    found = person_by_email(db.current(), address) if address else None
    if address and (found is None or not found.is_active):
        words = _("Nobody in our staff list has this address. Check it, or leave it empty")
        form.refuse("email", words)
        return None
    return found


def _page(found: ApprovalRequest, form: PassOnForm) -> str:
    return render_template("approvals/pass_on.html", form=form, page=decline_page(found))
