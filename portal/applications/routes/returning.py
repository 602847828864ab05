"""Send an application back for changes; change it; answer."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.applications import policy, queries, returned
from portal.applications.actions import returning
from portal.applications.actions.sending import new_ticket, sent_with
from portal.applications.forms.returns import (
    AnswerForm,
    CancelForm,
    ReturnForm,
    UnchangedForm,
    return_form,
)
from portal.applications.models import Application
from portal.applications.pages import returns as pages
from portal.applications.pages.addresses import office_address
from portal.applications.routes import blueprint
from portal.kernel import db
from portal.kernel.language import _
from portal.kernel.reactions import ask
from portal.kernel.ruling import Refused
from portal.web.guard import actor, guard, now

OFFICE = "/office/applications/<uuid:application_id>/return"
CHANGES = "/applications/<uuid:application_id>/changes"


@blueprint.get(OFFICE)
@guard(queries.application, policy.may_ask_for_changes)
def send_back(application: Application) -> str:
    """Ask which sections are to change, why, and by when."""
    return _office_page(application, _return_form(application, formdata=None))


@blueprint.post(OFFICE)
@guard(queries.application, policy.may_ask_for_changes)
def send_back_post(application: Application) -> Response | str | tuple[str, int]:
    """Send it back; the same twice is once."""
    form = _return_form(application)
    if not form.is_right():
        return _office_page(application, form)
    try:
        with db.transaction() as session:
            returning.send_back(session, application, form.wanted(), actor=actor(), now=now())
    except Refused as refused:
        form.refuse(None, refused.ruling.reason)
        return _office_page(application, form), 409
    flash(_("You sent it back. We have emailed the applicant."))
    return redirect(office_address(application), 303)


def _return_form(application: Application, **given: object) -> ReturnForm:
    return return_form(
        returning.sections_to_choose(application),
        now(),
        is_in_review=_is_in_review(application),
        **given,
    )


def _is_in_review(application: Application) -> bool:
    return bool(ask(db.current(), "is_in_review", False, application=application))


def _office_page(application: Application, form: ReturnForm) -> str:
    ruling = returning.may_send_back(db.current(), application, actor(), now(), insists=True)
    warning = _("Reviewers have started to read this. What they wrote may not fit the changes.")
    page = pages.office_page(
        application,
        _("Send back for changes"),
        ruling,
        office_address(application),
        warning if _is_in_review(application) else "",
    )
    return render_template("applications/send_back.html", page=page, form=form)


@blueprint.get(f"{OFFICE}/cancel")
@guard(queries.application, policy.may_cancel_return)
def cancel_return(application: Application) -> str:
    """Ask why no changes are wanted any more."""
    return _cancel_page(application, CancelForm(formdata=None))


@blueprint.post(f"{OFFICE}/cancel")
@guard(queries.application, policy.may_cancel_return)
def cancel_return_post(application: Application) -> Response | str:
    """Take the request for changes back."""
    form = CancelForm()
    if not form.validate():
        return _cancel_page(application, form)
    with db.transaction() as session:
        returning.cancel(session, application, form.reason.data, actor=actor(), now=now())
    flash(_("You took the request back. We have emailed the applicant."))
    return redirect(office_address(application), 303)


def _cancel_page(application: Application, form: CancelForm) -> str:
    ruling = policy.may_cancel_return(application, actor(), now())
    title = _("Take the request for changes back")
    page = pages.office_page(application, title, ruling, office_address(application))
    return render_template("applications/cancel_return.html", page=page, form=form)


@blueprint.get(CHANGES)
@guard(queries.application, policy.may_see)
def changes(application: Application) -> Response | str:
    """Show what has changed, and what is missing, before it is sent."""
    if returned.out(application) is None:
        return redirect(url_for("applications.answers", application_id=application.id))
    return _changes_page(application, _answer_form(application, formdata=None))


@blueprint.post(CHANGES)
@guard(queries.application, policy.may_try_to_send)
def changes_post(application: Application) -> Response | str | tuple[str, int]:
    """Send the changes as of the instant at which this arrived; sent before, show the receipt."""
    ticket = request.form.get("ticket", "")
    if sent_with(db.current(), application, ticket) is None and returned.out(application):
        form = _answer_form(application)
        if not form.validate():
            return _changes_page(application, form)
    try:
        with db.transaction() as session:
            words = _words()
            returning.answer(session, application, ticket, words, actor=actor(), arrived_at=now())
    except Refused as refused:
        if returned.out(application) is None:
            raise
        return _changes_page(application, AnswerForm(), refused.ruling.reason), 409
    return redirect(url_for("applications.receipt", application_id=application.id), 303)


def _words() -> str:
    form = AnswerForm()
    return str(form.words.data or "") if form.validate() else ""


def _answer_form(application: Application, **given: object) -> AnswerForm | UnchangedForm:
    back = returned.out(application)
    is_new = back is not None and pages.has_changed(application, back)
    return (AnswerForm if is_new else UnchangedForm)(**given)


def _changes_page(
    application: Application, form: AnswerForm | UnchangedForm, refused: object = ""
) -> str:
    back = returned.out(application)
    assert back is not None  # whoever calls has asked
    page = pages.changes_page(application, back, new_ticket(), actor(), now(), refused)
    return render_template("applications/changes.html", page=page, form=form)
