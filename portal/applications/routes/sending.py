"""Check, send, the receipt, read what was sent, withdraw."""

from flask import abort, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.applications import before_sending, documents, policy, queries, returned
from portal.applications.actions.sending import new_ticket
from portal.applications.actions.sending import submit as submit_application
from portal.applications.actions.withdrawal import may_withdraw, withdraw
from portal.applications.lifecycle import BEING_WRITTEN
from portal.applications.models import Application
from portal.applications.pages.check import check_page
from portal.applications.pages.pdfs import being_made_page, pdf_links
from portal.applications.pages.receipt import answers_page, receipt_page, withdrawal_page
from portal.applications.routes import blueprint
from portal.applications.routes.loading import Sent, may_read_sent, sent
from portal.kernel import db
from portal.kernel.ruling import Refused
from portal.web.guard import actor, guard, now

BASE = "/applications/<uuid:application_id>"


@blueprint.get(f"{BASE}/check")
@guard(queries.application, policy.may_see)
def check(application: Application) -> Response | str:
    """Show everything that would be sent, what is missing first."""
    if returned.waiting(application, now()) is not None:
        return redirect(url_for("applications.changes", application_id=application.id))
    if application.state not in BEING_WRITTEN:
        return redirect(url_for("applications.answers", application_id=application.id))
    return _check(application)


@blueprint.post(f"{BASE}/submit")
@guard(queries.application, policy.may_try_to_send)
def submit(application: Application) -> Response | tuple[str, int]:
    """Send it as of the instant at which this request arrived; sent before, show the receipt."""
    ticket, shown = request.form.get("ticket", ""), request.form.get("shown", "")
    try:
        with db.transaction() as session:
            submit_application(
                session, application, ticket, actor=actor(), arrived_at=now(), shown=shown
            )
    except Refused as refused:
        return _check(application, refused.ruling.reason), 409
    return redirect(url_for("applications.receipt", application_id=application.id), 303)


def _check(application: Application, refused: object = "") -> str:
    held = queries.awarded_before(db.current(), application)
    before = before_sending.lines(db.current(), application, actor(), now())
    page = check_page(
        application, new_ticket(), actor(), now(), refused, held_before=held, before=before
    )
    return render_template("applications/check.html", page=page)


@blueprint.get(f"{BASE}/receipt")
@guard(queries.application, policy.may_see_receipt)
def receipt(application: Application) -> str:
    """Say that it came, when, and what happens next."""
    found = queries.submission(db.current(), application.id)
    assert found is not None  # submitted_at and the receipt are written together
    pdfs = pdf_links(application, documents.with_document(db.current(), [found]))
    page = receipt_page(application, found, pdfs, actor(), now())
    return render_template("applications/receipt.html", page=page)


@blueprint.get(f"{BASE}/answers")
@guard(queries.application, policy.may_see_answers)
def answers(application: Application) -> str:
    """Show the whole application to its owner or the office."""
    leaving = may_withdraw(db.current(), application, actor(), now())
    times = queries.submissions(db.current(), application.id)
    pdfs = pdf_links(application, documents.with_document(db.current(), times))
    page = answers_page(application, actor(), leaving, pdfs, now())
    return render_template("applications/answers.html", page=page)


@blueprint.get(f"{BASE}/sent/<int:number>.pdf")
@guard(sent, may_read_sent)
def sent_pdf(found: Sent) -> Response | str:
    """Hand over what was sent as it was issued; until then, say that it is being made."""
    document = documents.whole_of(db.current(), found.submission)
    if document is None:
        abort(404)
    if document.pdf is None:
        page = being_made_page(found.application, actor(), request.path)
        return render_template("applications/being_made.html", page=page)
    response = make_response(document.pdf)
    response.headers["Content-Type"] = "application/pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{document.filename}"'
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get(f"{BASE}/withdraw")
@guard(queries.application, policy.may_own)
def withdrawal(application: Application) -> str:
    """Say what withdrawing means before it is done."""
    ruling = may_withdraw(db.current(), application, actor(), now())
    page = withdrawal_page(application, ruling, now())
    return render_template("applications/withdraw.html", page=page)


@blueprint.post(f"{BASE}/withdraw")
@guard(queries.application, policy.may_withdraw)
def withdraw_post(application: Application) -> Response:
    """Withdraw what was sent, or delete a draft."""
    with db.transaction() as session:
        withdraw(session, application, actor=actor(), now=now())
    return redirect(url_for("applications.answers", application_id=application.id), 303)
