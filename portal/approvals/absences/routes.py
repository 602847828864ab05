"""When one is away and who answers meanwhile: the list, a new one, change, end."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal.approvals.absences import actions, pages, queries
from portal.approvals.absences.actions import Came
from portal.approvals.absences.forms import AbsenceForm
from portal.approvals.absences.policy import Answerer, Unfit, may_change, may_set
from portal.approvals.models import Absence
from portal.kernel import db
from portal.kernel.clock import london_day
from portal.kernel.language import _
from portal.web.guard import actor, guard, now
from portal.web.paging import page_number

blueprint = Blueprint("absences", __name__)
ONE = "/requests/away/<uuid:absence_id>"


@blueprint.get("/requests/away")
@guard(queries.answerer, may_set)
def index(found: Answerer) -> str:
    """List what one has set."""
    page = pages.absences_page(found, page_number(), london_day(now()))
    return render_template("approvals/absences/index.html", page=page)


@blueprint.get("/requests/away/new")
@guard(queries.answerer, may_set)
def new(_found: Answerer) -> str:
    """Ask from when to when, and who answers."""
    return _form(AbsenceForm(formdata=None, kind="away"), _("Set when you are away"))


@blueprint.post("/requests/away/new")
@guard(queries.answerer, may_set)
def new_post(found: Answerer) -> Response | str:
    """Keep it, or show what is wrong with it."""
    return _kept(
        lambda session, plan: actions.set_absence(session, found, plan, actor=actor(), now=now()),
        _("Set when you are away"),
    )


@blueprint.get(ONE)
@guard(queries.absence, may_change)
def change(found: Absence) -> str:
    """Ask again, with what was set."""
    return _form(AbsenceForm.of(found), _("Change when you are away"))


@blueprint.post(ONE)
@guard(queries.absence, may_change)
def change_post(found: Absence) -> Response | str:
    """Change it, or show what is wrong."""
    return _kept(
        lambda session, plan: actions.change_absence(
            session, found, plan, actor=actor(), now=now()
        ),
        _("Change when you are away"),
    )


@blueprint.get(f"{ONE}/end")
@guard(queries.absence, may_change)
def end(found: Absence) -> str:
    """Ask whether to end it."""
    return render_template(
        "approvals/absences/end.html", page=pages.end_page(found, london_day(now()))
    )


@blueprint.post(f"{ONE}/end")
@guard(queries.absence, may_change)
def end_post(found: Absence) -> Response:
    """End it today, or remove it."""
    with db.transaction() as session:
        came = actions.end_absence(session, found, actor=actor(), now=now())
    flash(pages.ended(came))
    return redirect(url_for("absences.index"), 303)


def _form(form: AbsenceForm, title: str) -> str:
    return render_template("approvals/absences/form.html", form=form, heading=title)


def _kept(keep: Callable[..., Came], title: str) -> Response | str:
    form = AbsenceForm()
    if not form.validate():
        return _form(form, title)
    plan = form.plan()
    try:
        with db.transaction() as session:
            came = keep(session, plan)
    except Unfit as unfit:
        form.say(unfit.wrong)
        return _form(form, title)
    flash(pages.said(came, plan.starts_on, london_day(now())))
    return redirect(url_for("absences.index"), 303)
