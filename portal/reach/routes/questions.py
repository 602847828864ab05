"""Questions to the R&D office: the form for everybody, the list for the office."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session, joinedload
from werkzeug.wrappers import Response

from portal.kernel import db
from portal.kernel.actor import Actor
from portal.kernel.language import _, language
from portal.kernel.ruling import Refused
from portal.people.queries import person_with_posts
from portal.reach import enquiring
from portal.reach.enquiring import Question
from portal.reach.forms import CheckerForm, QuestionForm
from portal.reach.pages.checker import told_words
from portal.reach.pages.questions import questions_page
from portal.reach.routes import blueprint
from portal.schemes.models import Enquiry, Scheme
from portal.schemes.queries import scheme_by_slug
from portal.web.guard import actor, guard, now
from portal.web.paging import page_number

Facts = tuple[tuple[str, str], ...]


def asked_of(session: Session, _actor: Actor) -> Scheme | None:
    """Return the scheme that the question is about."""
    return scheme_by_slug(session, request.args.get("scheme", ""))


def _told() -> Facts:
    """Return what the checker was told, where the address carries it whole and right."""
    form = CheckerForm(request.args, meta={"csrf": False})
    return told_words(form.told()) if "profession" in request.args and form.validate() else ()


@blueprint.get("/ask")
@guard(asked_of, public=True)
def question(scheme: Scheme) -> str:
    """Ask for a question; what we know of who is signed in stands there."""
    data: dict[str, Any] = {"with_facts": True}
    who = actor().person_id
    if who and (person := person_with_posts(db.current(), who)):
        data |= {"name": person.name, "email": person.email}
    return _ask(QuestionForm(formdata=None, data=data), scheme)


def _ask(form: QuestionForm, scheme: Scheme) -> str:
    says = scheme.latest
    return render_template(
        "reach/question.html",
        form=form,
        facts=_told(),
        scheme_name=str(says.document.name) if says else "",
        back_href=url_for("schemes.scheme", slug=scheme.slug),
    )


@blueprint.post("/ask")
@guard(asked_of, public=True)
def question_post(scheme: Scheme) -> Response | tuple[str, int] | str:
    """Send the question."""
    form = QuestionForm()
    if not form.validate():
        return _ask(form, scheme)
    asks = Question(
        form.name.data,
        form.email.data.lower(),
        language(),
        form.words.data,
        _told() if form.with_facts.data else (),
        request.remote_addr or "",
    )
    try:
        with db.transaction() as session:
            enquiring.ask(session, scheme, asks, now=now())
    except Refused as refused:
        form.refuse(None, refused.ruling.reason)
        return _ask(form, scheme), 429
    return redirect(url_for("reach.question_sent", scheme=scheme.slug), 303)


@blueprint.get("/ask/sent")
@guard(asked_of, public=True)
def question_sent(scheme: Scheme) -> str:
    """Say that it came, and what happens next."""
    return render_template(
        "reach/question_sent.html", back_href=url_for("schemes.scheme", slug=scheme.slug)
    )


@blueprint.get("/office/questions")
@guard(rule=enquiring.may_see_list)
def questions() -> str:
    """List the questions to one's offices."""
    number = page_number()
    found = enquiring.of_office(db.current(), actor(), number)
    total = enquiring.count_of_office(db.current(), actor())
    return render_template("reach/questions.html", page=questions_page(found, total, number))


def one(session: Session, _actor: Actor, enquiry_id: UUID) -> Enquiry | None:
    """Return a question for a guard; the guard's rule says who may see it."""
    whole = joinedload(Enquiry.scheme).joinedload(Scheme.organisation)
    return session.get(Enquiry, enquiry_id, options=(whole,))


@blueprint.post("/office/questions/<uuid:enquiry_id>/answered")
@guard(one, enquiring.may_answer)
def question_answered(enquiry: Enquiry) -> Response:
    """Mark a question as answered."""
    with db.transaction() as session:
        enquiring.mark_answered(session, enquiry, actor=actor(), now=now())
    flash(_("The question is marked as answered."))
    return redirect(url_for("reach.questions"), 303)
