"""Set up a call, copy one, change it until it opens, cancel it; and one call's own page."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.kernel import db
from portal.kernel.language import _
from portal.schemes import call_queries, policy, queries
from portal.schemes.actions import calls as actions
from portal.schemes.actions.calls import ChangedMeanwhile
from portal.schemes.call_forms import (
    CallForm,
    ReasonForm,
    call_form,
    values_of,
    values_of_fences,
)
from portal.schemes.models import Call, Scheme
from portal.schemes.pages.calls import call_page, differences
from portal.schemes.plan import Unfit, copied, proposed
from portal.schemes.routes import blueprint
from portal.schemes.slugs import prefix_of
from portal.web.guard import actor, guard, now
from portal.web.pieces import Fact
from portal.web.sent import number_sent

CALL = "/office/calls/<uuid:call_id>"


@blueprint.get("/office/schemes/<uuid:scheme_id>/calls/new")
@guard(queries.office_scheme, policy.may_make_call)
def office_call_new(found: Scheme) -> str:
    """Ask for a new call's values, with dates proposed, or those of another call a year on."""
    copy = _to_copy(found)
    values = copied(copy, now()) if copy else proposed(found.versions[-1].document, now())
    if copy:
        values |= values_of_fences(copy.fences)
    name, year = found.versions[-1].document.name.en, values["closes_on"].year
    values["prefix"] = prefix_of(name, year, queries.prefixes(db.current()))
    form = call_form(len(copy.fences) if copy else 0)(formdata=None, data=values)
    return _call_page(form, found, None, copy=copy)


def _to_copy(found: Scheme) -> Call | None:
    wanted = request.args.get("copy", "")
    return next((call for call in found.calls if str(call.id) == wanted), None)


@blueprint.post("/office/schemes/<uuid:scheme_id>/calls/new")
@guard(queries.office_scheme, policy.may_make_call)
def office_call_new_post(found: Scheme) -> Response | str:
    """Set up a call; it opens by itself."""
    form = _sent_form()
    if _adds() or not form.check(now()):
        return _call_page(form, found, None)
    try:
        with db.transaction() as session:
            made = actions.schedule_call(session, found, form.plan(), actor=actor(), now=now())
            made_id = made.id
    except Unfit as unfit:
        form.refuse_all(unfit)
        return _call_page(form, found, None)
    if form.rehearsal.data:
        return to_call(made_id)
    return redirect(url_for("schemes.office_scheme", scheme_id=found.id), 303)


@blueprint.get(f"{CALL}/edit")
@guard(queries.the_call, policy.may_change_call)
def office_call_edit(call: Call) -> str:
    """Show a call that has not opened, to be changed."""
    form = call_form(len(call.fences))(formdata=None, data=values_of(call))
    return _call_page(form, call.scheme, call)


@blueprint.post(f"{CALL}/edit")
@guard(queries.the_call, policy.may_change_call)
def office_call_edit_post(call: Call) -> Response | str:
    """Change a call that has not opened; where somebody else just did, show both."""
    form = _sent_form()
    form.rehearsal.data = call.rehearsal
    if _adds() or not form.check(now()):
        return _call_page(form, call.scheme, call, version=seen_version())
    try:
        with db.transaction() as session:
            actions.change_call(
                session, call, form.plan(), seen=seen_version(), actor=actor(), now=now()
            )
    except Unfit as unfit:
        form.refuse_all(unfit)
        return _call_page(form, call.scheme, call, version=seen_version())
    except ChangedMeanwhile:
        form.refuse(None, _("Somebody else changed this call. Choose what to keep."))
        return _call_page(form, call.scheme, call, saved=differences(form, call))
    return redirect(url_for("schemes.office_scheme", scheme_id=call.scheme_id), 303)


def _sent_form() -> CallForm:
    """Return the form as it was sent, with one more part of the pot where that was asked for."""
    return call_form(number_sent("slots") + _adds())()


def _adds() -> bool:
    return request.form.get("then") == "add"


def seen_version() -> int:
    """Return the version of the call that the page showed; 0 where none was sent."""
    return number_sent("version")


def _call_page(
    form: CallForm,
    of: Scheme,
    call: Call | None,
    *,
    copy: Call | None = None,
    version: int | None = None,
    saved: tuple[Fact, ...] = (),
) -> str:
    context: dict[str, Any] = {
        "form": form,
        "scheme_name": str(of.versions[-1].document.name),
        "call_name": str(call.name) if call else "",
        "copied_name": str(copy.name) if copy else "",
        "back_href": url_for("schemes.office_scheme", scheme_id=of.id),
        "version": (version or call.version) if call else 0,
        "saved": saved,
        "keep_saved": url_for("schemes.office_call_edit", call_id=call.id) if call else "",
    }
    return render_template("schemes/office_call.html", **context)


def to_call(call_id: UUID) -> Response:
    """Lead to the call's own page."""
    return redirect(url_for("schemes.office_call", call_id=call_id), 303)


@blueprint.get(f"{CALL}/settings")
@guard(call_queries.office_call, policy.may_see_call)
def office_call(call: Call) -> str:
    """Show how a call stands, what can be done, and what was."""
    page = call_page(db.current(), call, actor(), now())
    return render_template("schemes/office_call_page.html", page=page)


@blueprint.get(f"{CALL}/cancel")
@guard(queries.the_call, policy.may_cancel_call)
def office_call_cancel(call: Call) -> str:
    """Say what cancelling means, and ask why."""
    return _cancel_page(call, ReasonForm(formdata=None))


@blueprint.post(f"{CALL}/cancel")
@guard(queries.the_call, policy.may_cancel_call)
def office_call_cancel_post(call: Call) -> Response | str:
    """Cancel a call that has not opened."""
    form = ReasonForm()
    if not form.validate():
        return _cancel_page(call, form)
    with db.transaction() as session:
        scheme = actions.cancel_call(session, call, form.reason.data, actor=actor(), now=now())
        scheme_id = scheme.id
    flash(_("The call is cancelled."))
    return redirect(url_for("schemes.office_scheme", scheme_id=scheme_id), 303)


def _cancel_page(call: Call, form: ReasonForm) -> str:
    return render_template("schemes/office_call_cancel.html", form=form, call=call)
