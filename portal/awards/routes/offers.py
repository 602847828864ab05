"""The applicant answers an offer, and fetches the letter."""

from flask import make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.awards import actions, policy
from portal.awards.cases import Case
from portal.awards.pages import offers as pages
from portal.awards.routes.blueprint import blueprint, the_case, the_case_of_letter
from portal.kernel import db
from portal.web.guard import actor, guard, now


@blueprint.get("/applications/<uuid:application_id>/offer")
@guard(the_case, policy.may_see_offer)
def offer(case: Case) -> str:
    """Show what is offered, and by when to answer."""
    return _page("awards/offer.html", case)


@blueprint.get("/applications/<uuid:application_id>/offer/accept")
@guard(the_case, policy.may_answer_offer)
def accept(case: Case) -> str:
    """Ask once more before the offer is accepted."""
    return _page("awards/accept.html", case)


@blueprint.post("/applications/<uuid:application_id>/offer/accept")
@guard(the_case, policy.may_answer_offer)
def accept_now(case: Case) -> Response:
    """Accept the offer."""
    application_id = case.application.id
    with db.transaction() as session:
        actions.accept(session, case.application, actor=actor(), now=now())
    return redirect(url_for("awards.offer", application_id=application_id), 303)


@blueprint.get("/applications/<uuid:application_id>/offer/turn-down")
@guard(the_case, policy.may_answer_offer)
def turn_down(case: Case) -> str:
    """Ask once more before the offer is turned down."""
    return _page("awards/turn_down.html", case)


@blueprint.post("/applications/<uuid:application_id>/offer/turn-down")
@guard(the_case, policy.may_answer_offer)
def turn_down_now(case: Case) -> Response:
    """Turn the offer down."""
    application_id = case.application.id
    with db.transaction() as session:
        actions.turn_down(session, case.application, actor=actor(), now=now())
    return redirect(url_for("awards.offer", application_id=application_id), 303)


@blueprint.get("/documents/<uuid:document_id>.pdf")
@guard(the_case_of_letter, policy.may_fetch_letter)
def letter(case: Case) -> Response | str:
    """Hand over the letter as it was issued; until then, say that it is being made."""
    document = case.decision.letter if case.decision else None
    if document is None or document.pdf is None:
        return render_template(
            "awards/being_made.html",
            reference=case.application.reference,
            letter_url=request.path,
        )
    response = make_response(document.pdf)
    response.headers["Content-Type"] = "application/pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{document.filename}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _page(template: str, case: Case) -> str:
    return render_template(template, page=pages.offer(case, actor(), now()))
