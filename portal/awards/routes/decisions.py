"""The office decides, looks at the letters, and releases."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import force_locale
from markupsafe import Markup
from werkzeug.wrappers import Response

from portal.awards import actions, documents, policy, queries
from portal.awards.actions import Choice, Unsound
from portal.awards.cases import Case
from portal.awards.forms import DecisionForm
from portal.awards.lifecycle import Outcome
from portal.awards.pages import decisions as pages
from portal.awards.pages import parts
from portal.awards.pages import release as release_pages
from portal.awards.policy import Round
from portal.awards.routes.blueprint import blueprint, the_case, the_round
from portal.kernel import db
from portal.kernel.language import _, _n
from portal.web.guard import actor, guard, now
from portal.web.pieces import Link
from portal.web.typed import whole_number


@blueprint.get("/office/calls/<uuid:call_id>/decisions")
@guard(the_round, policy.may_see_round)
def decisions(these: Round) -> str:
    """List the applications by rank, with what is decided and what is left."""
    ranks = queries.ranks(db.current(), these.call, actor())
    pot = queries.pot_of(db.current(), these.call)
    page = pages.decisions(these, ranks, pot, actor(), now(), _page_number())
    return render_template("awards/decisions.html", page=page)


@blueprint.post("/office/calls/<uuid:call_id>/decisions/fill")
@guard(the_round, policy.may_fill)
def fill(these: Round) -> Response:
    """Decide all that is undecided as the panel recommended."""
    call_id = these.call.id
    try:
        with db.transaction() as session:
            filled = actions.decide_by_line(session, these.call, actor=actor(), now=now())
    except Unsound as refused:
        flash(str(refused.ruling.reason), "error")
    else:
        flash(_n("%(num)s decision filled in.", "%(num)s decisions filled in.", filled))
    return redirect(url_for("awards.decisions", call_id=call_id), 303)


@blueprint.get("/office/applications/<uuid:application_id>/decision")
@guard(the_case, policy.may_open_decision)
def decision(case: Case) -> str:
    """Ask for a decision, with what is there already."""
    made = case.decision
    form = DecisionForm(
        formdata=None,
        outcome=made.outcome.value if made else "",
        amount=made.amount_pence if made and made.amount_pence else case.asked_pence,
        feedback=made.feedback if made else "",
        reason=made.reason if made else "",
    )
    return _decision_page(case, form)


@blueprint.post("/office/applications/<uuid:application_id>/decision")
@guard(the_case, policy.may_decide)
def decide(case: Case) -> Response | str:
    """Keep the decision, or say what is wrong with everything typed kept."""
    form, application_id, call_id = DecisionForm(), case.application.id, case.application.call_id
    if not form.validate():
        return _decision_page(case, form)
    try:
        with db.transaction() as session:
            actions.decide(
                session, case.application, _choice(form), seen=_seen(), actor=actor(), now=now()
            )
    except Unsound as refused:
        form.refuse(refused.field, refused.ruling.reason)
        return _decision_page(_again(application_id), form)
    flash(_("The decision is kept. Nobody hears of it before the release."))
    return redirect(url_for("awards.decisions", call_id=call_id), 303)


@blueprint.get("/office/applications/<uuid:application_id>/letter")
@guard(the_case, policy.may_preview)
def preview(case: Case) -> str:
    """Show the letter as it would go out now, in the applicant's language."""
    assert case.decision is not None
    these = queries.round_of(db.current(), case.application.call_id)
    tally = documents.tally(these.cases if these else ())
    with force_locale(case.application.applicant.language):
        letter = documents.letter(case, case.decision, tally, now())
        body = Markup(render_template(letter.body, letter=letter, level=2))  # noqa: S704 -- our own template, escaped there
    return render_template(
        "awards/preview.html",
        back=parts.back_to_list(case.application.call),
        letter=letter,
        body=body,
        lang=case.application.applicant.language,
        change=Link(
            _("Change the decision"),
            url_for("awards.decision", application_id=case.application.id),
        ),
    )


@blueprint.get("/office/calls/<uuid:call_id>/release")
@guard(the_round, policy.may_open_release)
def release(these: Round) -> str:
    """Say what a release sends, before it is done."""
    return render_template("awards/release.html", page=release_pages.release(these, actor(), now()))


@blueprint.post("/office/calls/<uuid:call_id>/release")
@guard(the_round, policy.may_release)
def release_now(these: Round) -> Response:
    """Release all pending decisions at once."""
    call_id = these.call.id
    with db.transaction() as session:
        actions.release(session, these.call, actor=actor(), now=now())
    return redirect(url_for("awards.released", call_id=call_id), 303)


@blueprint.get("/office/calls/<uuid:call_id>/released")
@guard(the_round, policy.may_see_round)
def released(these: Round) -> str:
    """Say what was sent, and what comes next."""
    return render_template("awards/released.html", page=release_pages.released(these))


def _decision_page(case: Case, form: DecisionForm) -> str:
    pot = queries.pot_of(db.current(), case.application.call, but=[case.application.id])
    page = pages.decision(case, pot, actor(), now())
    seen = request.form.get("version", page.version)
    return render_template("awards/decision.html", page=page, form=form, seen=seen)


def _again(application_id: UUID) -> Case:
    """Load the case once more, after a transaction that came to nothing."""
    return queries.case_of(db.current(), application_id) or abort(404)


def _choice(form: DecisionForm) -> Choice:
    outcome = Outcome(form.outcome.data)
    return Choice(
        outcome=outcome,
        amount_pence=form.amount.data if outcome is Outcome.AWARD else 0,
        reason=form.reason.data,
        feedback=form.feedback.data,
    )


def _seen() -> int:
    """Return the version that the form was made from; what is no number was no version."""
    try:
        return whole_number(request.form.get("version", ""))
    except ValueError:
        return -1


def _page_number() -> int:
    return max(request.args.get("page", 1, type=int), 1)
