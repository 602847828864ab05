"""The pages of reviewers, and the office's and panel's pages about reviews."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask import Response as FileResponse
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.applications.models import Application
from portal.applications.pages.filed import NEUTRAL
from portal.applications.reading import file_for
from portal.applications.returned import as_sent
from portal.files.models import Upload
from portal.files.policy import may_open
from portal.files.serving import attachment, has_scanner
from portal.kernel import db
from portal.kernel.actor import Actor
from portal.kernel.language import _, _n
from portal.kernel.ruling import Ruling
from portal.reviews import bonds, policy, queries
from portal.reviews.actions import assigning, recommending, scoring
from portal.reviews.forms import (
    AssignForm,
    ConfirmLineForm,
    DeclareForm,
    RecommendForm,
    ReviewForm,
    StopForm,
    review_form,
    stored,
)
from portal.reviews.lifecycle import ReviewState, Verdict
from portal.reviews.models import Assignment
from portal.reviews.pages import assigning as assigning_pages
from portal.reviews.pages import pile as pile_pages
from portal.reviews.pages import ranking as ranking_pages
from portal.reviews.pages import recommending as recommending_pages
from portal.reviews.pages import review as review_pages
from portal.reviews.weighing import Weighed, weigh
from portal.schemes.models import Call
from portal.schemes.queries import the_call
from portal.web.guard import actor, guard, now
from portal.web.paging import page_number

blueprint = Blueprint("reviews", __name__)


def own(session: Session, who: Actor, assignment_id: UUID) -> Assignment | None:
    """Load a reviewer's own assignment, through the one filter."""
    return queries.assignment_for(session, who, assignment_id)


@dataclass(frozen=True, slots=True)
class OwnFile:
    """A file of an application that a reviewer has."""

    assignment: Assignment
    upload: Upload


def own_file(session: Session, who: Actor, assignment_id: UUID, file_id: UUID) -> OwnFile | None:
    """Load a file that this reviewer may read, through the one filter."""
    assignment = own(session, who, assignment_id)
    if assignment is None:
        return None
    application = as_sent(assignment.application)
    reads_as = review_pages.audience(application.call.document)
    found = file_for(application, reads_as, file_id)
    return OwnFile(assignment, found[1]) if found else None


def _may_open(found: OwnFile, who: Actor, at: datetime) -> Ruling:
    return policy.may_read(found.assignment, who, at) and may_open(
        found.upload, is_own=False, has_scanner=has_scanner()
    )


def of_office(session: Session, who: Actor, assignment_id: UUID) -> Assignment | None:
    """Load an assignment for the office, through the one filter."""
    return queries.assignment_in_office(session, who, assignment_id)


def the_line(session: Session, who: Actor, call_id: UUID) -> Weighed | None:
    """Load the ranking of a call, for those who may read it."""
    call = the_call(session, who, call_id)
    is_theirs = call is not None and policy.may_rank(call, who, now())
    return weigh(session, call, who) if call is not None and is_theirs else None


def weighed(session: Session, who: Actor, application_id: UUID) -> Application | None:
    """Load an application under review, through the one filter."""
    return queries.application_for(session, who, application_id)


# --- a reviewer's own ---


@blueprint.get("/reviews")
@guard()
def pile() -> str:
    """Show what this person has to review."""
    session, page = db.current(), page_number()
    offset = (page - 1) * pile_pages.PAGE
    found = pile_pages.pile_page(
        queries.pile(session, actor(), pile_pages.PAGE, offset),
        queries.count_to_do(session, actor()),
        queries.count_pile(session, actor()),
        page,
        now(),
    )
    return render_template("reviews/pile.html", page=found)


@blueprint.get("/reviews/<uuid:assignment_id>")
@guard(own, policy.may_see_assignment)
def show(assignment: Assignment) -> str:
    """Ask for a conflict first; then show the application and the scores."""
    if policy.state_of(assignment) is ReviewState.TO_DECLARE:
        return _conflict(assignment, DeclareForm(formdata=None))
    form_class = review_form(assignment.application.call.document)
    return _review(assignment, form_class(formdata=None, data=stored(assignment.review)))


def _conflict(assignment: Assignment, form: DeclareForm) -> str:
    page = pile_pages.conflict_page(assignment)
    return render_template("reviews/conflict.html", page=page, form=form)


def _review(assignment: Assignment, form: ReviewForm) -> str:
    order = queries.neighbours(db.current(), actor(), assignment)
    page = review_pages.review_page(assignment, order, actor(), now())
    return render_template("reviews/review.html", page=page, form=form)


@blueprint.get("/reviews/<uuid:assignment_id>/files/<uuid:file_id>")
@guard(own_file, _may_open)
def file(found: OwnFile) -> FileResponse:
    """Hand over a file. In a blind phase its name says nothing of whose it is."""
    is_blind = found.assignment.application.call.document.blind
    return attachment(db.current(), found.upload, NEUTRAL if is_blind else "")


@blueprint.post("/reviews/<uuid:assignment_id>/declare")
@guard(own, policy.may_clear)
def declare(assignment: Assignment) -> Response | str:
    """Take the answer to the first question: the application opens, or is gone."""
    form = DeclareForm()
    if not form.validate():
        return _conflict(assignment, form)
    if form.answer.data == "yes":
        return _stop(assignment, form.why.data)
    with db.transaction() as session:
        scoring.clear(session, assignment, actor=actor(), now=now())
    return redirect(url_for("reviews.show", assignment_id=assignment.id), 303)


def _stop(assignment: Assignment, why: str) -> Response:
    with db.transaction() as session:
        scoring.declare(session, assignment, why, actor=actor(), now=now())
    flash(_("Thank you. The R&D office will ask somebody else."))
    return redirect(url_for("reviews.pile"), 303)


@blueprint.get("/reviews/<uuid:assignment_id>/stop")
@guard(own, policy.may_declare)
def stop(assignment: Assignment) -> str:
    """Ask what the conflict is that was seen late."""
    back = url_for("reviews.show", assignment_id=assignment.id)
    return render_template("reviews/stop.html", form=StopForm(formdata=None), back_href=back)


@blueprint.post("/reviews/<uuid:assignment_id>/stop")
@guard(own, policy.may_declare)
def stop_post(assignment: Assignment) -> Response | str:
    """Note a conflict seen late."""
    form = StopForm()
    if not form.validate():
        back = url_for("reviews.show", assignment_id=assignment.id)
        return render_template("reviews/stop.html", form=form, back_href=back)
    return _stop(assignment, form.why.data)


@blueprint.post("/reviews/<uuid:assignment_id>/save")
@guard(own, policy.may_score)
def save(assignment: Assignment) -> Response | str:
    """Keep what was written; where it is to be sent and is complete, send it."""
    form = review_form(assignment.application.call.document)()
    if not form.validate():
        return _review(assignment, form)
    is_sending = request.form.get("then") == "send"
    is_complete = is_sending and form.is_complete()
    with db.transaction() as session:
        scoring.save(session, assignment, form.written(), actor=actor(), now=now())
        if is_complete:
            scoring.send(session, assignment, actor=actor(), now=now())
    if is_sending and not is_complete:
        return _review(assignment, form)
    flash(_("You have sent your review.") if is_sending else _("Your review is saved."))
    return redirect(url_for("reviews.pile"), 303)


# --- the office ---


@blueprint.get("/office/calls/<uuid:call_id>/reviewers")
@guard(the_call, policy.may_assign)
def reviewers(call: Call) -> str:
    """Show who reviews what in a call, and how to change it."""
    return _reviewers(call, AssignForm(formdata=None))


def _reviewers(call: Call, form: AssignForm) -> str:
    page = assigning_pages.assigning_page(db.current(), call, page_number(), actor(), now())
    form.applications.choices = page.choices
    form.reviewer.choices = page.reviewers
    return render_template("reviews/reviewers.html", page=page, form=form)


@blueprint.post("/office/calls/<uuid:call_id>/reviewers")
@guard(the_call, policy.may_assign)
def assign(call: Call) -> Response | str:
    """Give the ticked applications to one reviewer."""
    session, form = db.current(), AssignForm()
    applications = {str(a.id): a for a in queries.weighed_page(session, call, actor())}
    people = {str(p.id): p for p in bonds.reviewers(session, call)}
    form.applications.choices = [(key, "") for key in applications]
    form.reviewer.choices = [(key, "") for key in people]
    if not form.validate():
        return _reviewers(call, form)
    chosen = [applications[key] for key in form.applications.data]
    reviewer = people[form.reviewer.data]
    ties = assigning.ties_of(session, call, chosen, [reviewer])
    why_not = [assigning.why_not(one, reviewer, call, ties) for one in chosen]
    if any(why_not):
        form.refuse("reviewer", next(filter(None, why_not)))
        return _reviewers(call, form)
    with db.transaction() as session:
        count = assigning.assign(session, call, chosen, reviewer, actor=actor(), now=now())
    flash(_("%(name)s has %(count)s more to review.", name=reviewer.name, count=count))
    return redirect(url_for("reviews.reviewers", call_id=call.id, page=page_number()), 303)


@blueprint.post("/office/calls/<uuid:call_id>/reviewers/evenly")
@guard(the_call, policy.may_assign)
def deal(call: Call) -> Response:
    """Share out what still lacks reviewers; the page then says what is left over."""
    with db.transaction() as session:
        found = assigning.deal_evenly(session, call, actor=actor(), now=now())
    dealt = len(found.pairs)
    flash(_n("%(num)s review was given out.", "%(num)s reviews were given out.", dealt))
    return redirect(url_for("reviews.reviewers", call_id=call.id), 303)


@blueprint.get("/office/assignments/<uuid:assignment_id>/remove")
@guard(of_office, policy.may_unassign)
def unassign(assignment: Assignment) -> str:
    """Ask before a reviewer is taken off."""
    return render_template("reviews/unassign.html", page=assigning_pages.removal(assignment))


@blueprint.post("/office/assignments/<uuid:assignment_id>/remove")
@guard(of_office, policy.may_unassign)
def unassign_post(assignment: Assignment) -> Response:
    """Take a reviewer off who has not begun."""
    call_id, name = assignment.application.call_id, assignment.reviewer.name
    with db.transaction() as session:
        assigning.unassign(session, assignment, actor=actor(), now=now())
    flash(_("%(name)s no longer has this application.", name=name))
    return redirect(url_for("reviews.reviewers", call_id=call_id), 303)


# --- the panel ---


@blueprint.get("/office/calls/<uuid:call_id>/ranking")
@guard(the_call, policy.may_rank)
def ranking(call: Call) -> str:
    """Show the ranking with the funding line."""
    page = ranking_pages.ranking_page(db.current(), call, actor(), now())
    return render_template("reviews/ranking.html", page=page)


@blueprint.get("/office/calls/<uuid:call_id>/ranking/line")
@guard(the_line, policy.may_recommend_line)
def recommend_line(line: Weighed) -> str:
    """Count what recommending as the line stands would say."""
    return _line(line, ConfirmLineForm(formdata=None))


def _line(line: Weighed, form: ConfirmLineForm) -> str:
    page = recommending_pages.line_page(db.current(), line, actor())
    return render_template("reviews/line.html", page=page, form=form)


@blueprint.post("/office/calls/<uuid:call_id>/ranking/line")
@guard(the_line, policy.may_recommend_line)
def recommend_line_post(line: Weighed) -> Response | str:
    """Recommend as the line stands, if it stands where it was seen to stand."""
    form = ConfirmLineForm()
    if not form.validate():
        return _line(line, form)
    if request.form.get("seen") != recommending_pages.seen_of(line.ranking):
        form.refuse(None, _("Scores came in after you opened this page. Look at the new counts."))
        return _line(line, form)
    with db.transaction() as session:
        made = recommending.recommend_line(session, line, actor=actor(), now=now())
    flash(_("You recommend to fund %(count)s.", count=made.get(Verdict.FUND, 0)))
    return redirect(url_for("reviews.ranking", call_id=line.call.id), 303)


@blueprint.get("/office/calls/<uuid:call_id>/recommendations")
@guard(the_call, policy.may_recommend)
def recommendations(call: Call) -> str:
    """Show every application with what the panel says of it."""
    page, form = recommending_pages.recommend_page(db.current(), call, actor())
    return render_template("reviews/recommendations.html", page=page, form=form)


@blueprint.post("/office/calls/<uuid:call_id>/recommendations")
@guard(the_call, policy.may_recommend)
def recommend(call: Call) -> Response | str:
    """Keep what the panel says of each; rows that did not change are left alone."""
    page, form = recommending_pages.recommend_page(db.current(), call, actor())
    if not form.validate():
        return render_template("reviews/recommendations.html", page=page, form=form)
    try:
        with db.transaction() as session:
            changed = recommending.recommend_each(
                session, call, _said(form), actor=actor(), now=now()
            )
    except recommending.Overtaken as overtaken:
        return _overtaken(call, overtaken)
    flash(_n("%(num)s recommendation saved.", "%(num)s recommendations saved.", changed))
    return redirect(url_for("reviews.ranking", call_id=call.id), 303)


def _said(form: RecommendForm) -> dict[UUID, recommending.Said]:
    return {
        i: recommending.Said(
            Verdict(verdict.data) if verdict.data else None,
            words.data,
            request.form.get(f"seen_{i.hex}", ""),
        )
        for i, (verdict, words) in form.rows().items()
    }


def _overtaken(call: Call, overtaken: recommending.Overtaken) -> str:
    """Show the page again as typed, with the newest word of others beside it."""
    page, form = recommending_pages.recommend_page(db.current(), call, actor())
    for application_id in overtaken.application_ids:
        verdict, _words = form.rows()[application_id]
        verdict.refuse(overtaken.ruling.reason)
    return render_template("reviews/recommendations.html", page=page, form=form)


@blueprint.get("/office/applications/<uuid:application_id>/reasons")
@guard(weighed, policy.may_rank_its_call)
def reasons(application: Application) -> str:
    """Show the scores and reasons of one application."""
    page = recommending_pages.reasons_page(db.current(), application, actor(), now())
    return render_template("reviews/reasons.html", page=page)
