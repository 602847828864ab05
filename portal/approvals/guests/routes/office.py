"""The office finds out who answers: it sends the link to a host, or asks whom it names."""

from datetime import datetime

from flask import flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal.approvals import policy as approvals
from portal.approvals import queries
from portal.approvals.actions import moving
from portal.approvals.guests import panels, policy, sending
from portal.approvals.guests.forms import HostForm, NamedForm, TakeBackForm
from portal.approvals.guests.routes.blueprint import blueprint
from portal.approvals.models import ApprovalRequest
from portal.kernel import db
from portal.kernel.actor import Actor
from portal.kernel.language import _
from portal.kernel.ruling import HIDDEN, Refused, Ruling, yes_if
from portal.people.queries import person_by_email
from portal.schemes.definition import Stage
from portal.web.guard import actor, guard, now

BASE = "/requests/<uuid:request_id>"
Shown = Response | tuple[str, int] | str


def may_name(request: ApprovalRequest, who: Actor, at: datetime) -> Ruling:
    """Let the office name the line manager of a request that waits with it."""
    is_office = panels.is_office(request, who)
    mine = request.stage is Stage.LINE_MANAGER and is_office
    return yes_if(mine, HIDDEN) and approvals.may_pass_on(request, who, at)


def _back(request: ApprovalRequest) -> Response:
    return redirect(url_for("approvals.show", request_id=request.id), 303)


@blueprint.get(f"{BASE}/host")
@guard(queries.request, policy.may_send)
def host(found: ApprovalRequest) -> str:
    """Show who was named, to be confirmed or corrected."""
    return _host(found, HostForm(formdata=None, data=panels.prefilled(found)))


def _host(found: ApprovalRequest, form: HostForm) -> str:
    panel = panels.panel(db.current(), found, actor(), now())
    return render_template(
        "approvals/guests/host.html",
        form=form,
        panel=panel,
        request_id=found.id,
        name=found.application.applicant.name,
        days=panels.link_days(),
    )


@blueprint.post(f"{BASE}/host")
@guard(queries.request, policy.may_send)
def host_post(found: ApprovalRequest) -> Shown:
    """Send the link; one before it works no more."""
    form = HostForm()
    if not form.validate():
        return _host(found, form)
    try:
        with db.transaction() as session:
            made = sending.send(session, found, form.host(), actor=actor(), now=now())
    except Refused as refused:
        form.refuse("email", refused.ruling.reason)
        return _host(queries.request(db.current(), actor(), found.id) or found, form), 409
    if made is None:
        flash(_("They have an account here, so they were asked there. No link is needed."))
    else:
        flash(_("The link is on its way."))
    return _back(found)


@blueprint.get(f"{BASE}/host/answer")
@guard(queries.request, policy.may_send)
def take_back(found: ApprovalRequest) -> str:
    """Ask why the office answers for the host."""
    return _take_back(found, TakeBackForm(formdata=None))


def _take_back(found: ApprovalRequest, form: TakeBackForm) -> str:
    return render_template("approvals/guests/take_back.html", form=form, request_id=found.id)


@blueprint.post(f"{BASE}/host/answer")
@guard(queries.request, policy.may_send)
def take_back_post(found: ApprovalRequest) -> Shown:
    """Take the request back to the office, which answers it on its page."""
    form = TakeBackForm()
    if not form.validate():
        return _take_back(found, form)
    with db.transaction() as session:
        sending.take_back(session, found, form.note.data, actor=actor(), now=now())
    return _back(found)


@blueprint.get(f"{BASE}/named")
@guard(queries.request, may_name)
def named(found: ApprovalRequest) -> str:
    """Ask who approves the time."""
    return _named(found, NamedForm(formdata=None))


def _named(found: ApprovalRequest, form: NamedForm) -> str:
    return render_template("approvals/guests/named.html", form=form, request_id=found.id)


@blueprint.post(f"{BASE}/named")
@guard(queries.request, may_name)
def confirm(found: ApprovalRequest) -> Shown:
    """Ask whoever has this address in the staff list."""
    form = NamedForm()
    if not form.validate():
        return _named(found, form)
    person = person_by_email(db.current(), form.email.data)
    if person is None:
        form.refuse("email", _("Nobody in the staff list has this address"))
        return _named(found, form)
    try:
        with db.transaction() as session:
            moving.pass_on(session, found, person, actor=actor(), now=now())
    except Refused as refused:
        form.refuse("email", refused.ruling.reason)
        return _named(queries.request(db.current(), actor(), found.id) or found, form), 409
    flash(_("%(name)s was asked.", name=person.name))
    return _back(found)
