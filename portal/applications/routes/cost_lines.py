"""One cost: add it, change it, remove it."""

from uuid import UUID

from flask import flash, redirect, render_template, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.applications import cost_rules, costing
from portal.applications.actions.costs import add_cost, change_cost, remove_cost
from portal.applications.costing import Costed, Whose
from portal.applications.forms.costs import OtherForm, SalaryForm
from portal.applications.models import Application, CostKind, CostLine
from portal.applications.pages import cost_forms
from portal.applications.pages.cost_lines import how_much
from portal.applications.routes import blueprint
from portal.applications.routes.costs import PATH, application_with_costs, costs_section
from portal.applications.weeks import start_of
from portal.costing.shipped import NotHeld
from portal.kernel import db
from portal.kernel.actor import Actor
from portal.kernel.amounts import pounds
from portal.kernel.language import _
from portal.web.guard import actor, guard, now
from portal.web.pieces import Link


def application_for_pay(session: Session, actor: Actor, application_id: UUID) -> Application | None:
    """Load an application whose scheme pays for people's time."""
    return _with_kind(application_with_costs(session, actor, application_id), is_pay=True)


def application_for_other(
    session: Session, actor: Actor, application_id: UUID
) -> Application | None:
    """Load an application whose scheme pays for anything else."""
    return _with_kind(application_with_costs(session, actor, application_id), is_pay=False)


def _with_kind(application: Application | None, *, is_pay: bool) -> Application | None:
    categories = application.call.document.cost_categories if application else ()
    return application if any(c.is_pay is is_pay for c in categories) else None


def line_of(session: Session, actor: Actor, application_id: UUID, line_id: UUID) -> CostLine | None:
    """Load one line of this application, and of no other."""
    application = application_with_costs(session, actor, application_id)
    lines = application.cost_lines if application else ()
    return next((line for line in lines if line.id == line_id), None)


@blueprint.get(f"{PATH}/salary")
@guard(application_for_pay, cost_rules.may_add)
def cost_salary(application: Application) -> str:
    """Ask for a line of pay: at first, cover for the time asked for."""
    form = SalaryForm(formdata=None, data=cost_forms.new_salary(application))
    cost_forms.offer_salary(form, application)
    return _salary_page(application, form, _("Add a salary"))


@blueprint.post(f"{PATH}/salary")
@guard(application_for_pay, cost_rules.may_add)
def cost_salary_post(application: Application) -> Response | str:
    """Add a line of pay, worked out."""
    form = SalaryForm()
    costed = _salary(form, application)
    if costed is None:
        return _salary_page(application, form, _("Add a salary"))
    return _added(application, costed)


@blueprint.get(f"{PATH}/other")
@guard(application_for_other, cost_rules.may_add)
def cost_other(application: Application) -> str:
    """Ask for any other line."""
    form = OtherForm(formdata=None)
    cost_forms.offer_other(form, application)
    return _other_page(application, form, _("Add another cost"))


@blueprint.post(f"{PATH}/other")
@guard(application_for_other, cost_rules.may_add)
def cost_other_post(application: Application) -> Response | str:
    """Add any other line."""
    form = OtherForm()
    costed = _other(form, application)
    if costed is None:
        return _other_page(application, form, _("Add another cost"))
    return _added(application, costed)


@blueprint.get(f"{PATH}/<uuid:line_id>")
@guard(line_of, cost_rules.may_change)
def cost(line: CostLine) -> str:
    """Show what a line was made from."""
    if line.kind is CostKind.SALARY:
        form = SalaryForm(formdata=None, data=cost_forms.stored_salary(line))
        cost_forms.offer_salary(form, line.application)
        return _salary_page(line.application, form, _("Change a salary"))
    other = OtherForm(formdata=None, data=cost_forms.stored_other(line))
    cost_forms.offer_other(other, line.application)
    return _other_page(line.application, other, _("Change a cost"))


@blueprint.post(f"{PATH}/<uuid:line_id>")
@guard(line_of, cost_rules.may_change)
def cost_post(line: CostLine) -> Response | str:
    """Work a line out anew."""
    application = line.application
    if line.kind is CostKind.SALARY:
        form = SalaryForm()
        costed = _salary(form, application)
        page = _salary_page(application, form, _("Change a salary")) if costed is None else ""
    else:
        other = OtherForm()
        costed = _other(other, application)
        page = _other_page(application, other, _("Change a cost")) if costed is None else ""
    if costed is None:
        return page
    with db.transaction() as session:
        section = costs_section(application)
        change_cost(session, line, section, costed, actor=actor(), now=now())
    return _to_costs(application)


@blueprint.get(f"{PATH}/<uuid:line_id>/remove")
@guard(line_of, cost_rules.may_change)
def cost_remove(line: CostLine) -> str:
    """Ask once more before a line is removed."""
    return render_template(
        "applications/remove_cost.html",
        back_link=_back(line.application),
        label=line.label,
        how_much=how_much(line),
        amount=pounds(line.amount_pence),
    )


@blueprint.post(f"{PATH}/<uuid:line_id>/remove")
@guard(line_of, cost_rules.may_change)
def cost_remove_post(line: CostLine) -> Response:
    """Remove a line."""
    application, label = line.application, line.label
    with db.transaction() as session:
        remove_cost(session, line, costs_section(application), actor=actor(), now=now())
    flash(_("You removed %(label)s.", label=label))
    return _to_costs(application)


def _salary(form: SalaryForm, application: Application) -> Costed | None:
    """Return the line worked out, or None with the errors on the form."""
    cost_forms.offer_salary(form, application)
    form.forget_other_answers()
    if not form.validate():
        return None
    post, asked = application.applicant.post, form.salary()
    title = (post.grade or "") if post and asked.whose is Whose.DOCTOR else ""
    nation, starts_on = application.team.nation, start_of(application)
    try:
        return costing.cost_salary(asked, nation, starts_on, post, title)
    except NotHeld as not_held:
        form.refuse("step" if asked.whose is Whose.BAND else "whose", str(not_held))
        return None


def _other(form: OtherForm, application: Application) -> Costed | None:
    """Return the line worked out, or None with the errors on the form."""
    cost_forms.offer_other(form, application)
    return costing.cost_other(form.other()) if form.validate() else None


def _added(application: Application, costed: Costed) -> Response:
    with db.transaction() as session:
        section = costs_section(application)
        add_cost(session, application, section, costed, actor=actor(), now=now())
    return _to_costs(application)


def _to_costs(application: Application) -> Response:
    return redirect(url_for("applications.costs", application_id=application.id), 303)


def _back(application: Application) -> Link:
    return Link(_("Costs"), url_for("applications.costs", application_id=application.id))


def _salary_page(application: Application, form: SalaryForm, title: str) -> str:
    return render_template(
        "applications/salary.html",
        form=form,
        title_words=title,
        back_link=_back(application),
        note=cost_forms.pay_year_note(application),
        asks_category=len(form.category.choices) > 1,
    )


def _other_page(application: Application, form: OtherForm, title: str) -> str:
    return render_template(
        "applications/other_cost.html",
        form=form,
        title_words=title,
        back_link=_back(application),
        asks_category=len(form.category.choices) > 1,
    )
