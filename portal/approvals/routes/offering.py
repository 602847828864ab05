"""Yes with a condition: given, and taken back before it is accepted."""

from flask import flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from portal.applications.figures import figures_of
from portal.applications.models import Application
from portal.applications.terms import under
from portal.approvals import policy, queries
from portal.approvals.actions import conditions
from portal.approvals.cover import Plan, problems
from portal.approvals.forms import (
    OfferForm,
    PlainOfferForm,
    TermForm,
    offer_of,
    prefilled,
    say_wrong,
    term_forms,
)
from portal.approvals.models import ApprovalRequest
from portal.approvals.offering import Offer, as_asked, broken_by, wrong_with
from portal.approvals.pages.condition import offer_page
from portal.approvals.release import wanted
from portal.approvals.routes import blueprint
from portal.kernel import db
from portal.kernel.language import _
from portal.web.guard import actor, guard, now

PATH = "/requests/<uuid:request_id>/yes-if"
AnyForm = OfferForm | PlainOfferForm


@blueprint.get(PATH)
@guard(queries.request, policy.may_offer)
def offer(found: ApprovalRequest) -> str:
    """Ask for what a yes depends on, with what was asked for in each field."""
    application = found.application
    last = queries.last_cost_centre(db.current(), application.team_id)
    values = prefilled(wanted(application), last)
    form = _form(found, formdata=None, data=values)
    return _page(found, form, term_forms(as_asked(application)), application)


@blueprint.post(PATH)
@guard(queries.request, policy.may_offer)
def offer_post(found: ApprovalRequest) -> Response | str:
    """Say yes with a condition, or show what is wrong with it."""
    application = found.application
    form = _form(found)
    terms = term_forms(as_asked(application), MultiDict(request.form))
    if not all([form.validate(), *(term.validate() for term in terms)]):
        return _page(found, form, terms, application)
    given = offer_of(form, terms)
    would_be = _under(found, form, terms, given)
    if would_be is None:
        return _page(found, form, terms, application)
    plan = _plan(form, would_be)
    if form.errors:
        return _page(found, form, terms, would_be)
    with db.transaction() as session:
        conditions.offer(session, found, given, plan, actor=actor(), now=now())
    return redirect(url_for("approvals.answered", request_id=found.id), 303)


def _form(found: ApprovalRequest, **given: object) -> AnyForm:
    return OfferForm(**given) if policy.wants_cover(found) else PlainOfferForm(**given)


def _under(
    found: ApprovalRequest, form: AnyForm, terms: list[TermForm], given: Offer
) -> Application | None:
    """Return the application as it would be; None where it may not, with errors on the forms."""
    application = found.application
    wrong = wrong_with(given, application.periods, application.call.earliest_start_on)
    if not wrong:
        would_be = under(application, given.terms, figures_of(db.current(), application))
        wrong = broken_by(would_be)
        if not wrong:
            return would_be.as_it_would_be()
    say_wrong(form, terms, wrong)
    return None


def _plan(form: AnyForm, would_be: Application) -> Plan | None:
    """Return the plan for the time as it would be, with the errors on the form."""
    if not isinstance(form, OfferForm):
        return None
    asked = wanted(would_be)
    form.hold(asked)
    plan = form.plan()
    form.say(problems(plan, asked))
    return plan


def _page(
    found: ApprovalRequest, form: AnyForm, terms: list[TermForm], application: Application
) -> str:
    page = offer_page(found, application)
    return render_template(
        "approvals/offer.html", page=page, form=form, terms=terms, all_forms=[*terms, form]
    )


@blueprint.post(f"{PATH}/take-back")
@guard(queries.request, policy.may_take_back)
def take_back(found: ApprovalRequest) -> Response:
    """Take a yes with a condition back, to answer anew."""
    with db.transaction() as session:
        conditions.take_back(session, found, actor=actor(), now=now())
    flash(_("You took your condition back. Please answer again."))
    return redirect(url_for("approvals.show", request_id=found.id), 303)
