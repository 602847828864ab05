"""One cost: add it, copy it, change it. What was typed is kept, whatever became of the line."""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.applications import cost_rules
from portal.applications.actions.costs import (
    TICKET_LENGTH,
    LineChanged,
    LineGone,
    add_cost,
    change_cost,
)
from portal.applications.actions.sending import new_ticket
from portal.applications.cost_rules import Place
from portal.applications.costing import Costed
from portal.applications.figures import figures_of
from portal.applications.forms.costs import OtherForm
from portal.applications.forms.pay import SalaryForm
from portal.applications.models import Application, CostKind, CostLine
from portal.applications.pages import cost_covers, cost_forms
from portal.applications.pages.cost_lines import said
from portal.applications.pages.cost_typed import other_costed, salary_costed
from portal.applications.routes import blueprint
from portal.applications.routes.costs import (
    PATH,
    application_with_costs,
    costs_section,
)
from portal.applications.routes.seen import sent
from portal.kernel import db
from portal.kernel.actor import Actor
from portal.kernel.language import _
from portal.web.guard import actor, guard, now
from portal.web.pieces import Link

AnyForm = SalaryForm | OtherForm


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


def place_of(session: Session, actor: Actor, application_id: UUID, line_id: UUID) -> Place | None:
    """Load an application, and the line of it with this id if there is one.

    A form of a line says which version of it was shown: without, there never was such a line.
    """
    application = application_with_costs(session, actor, application_id)
    if application is None:
        return None
    line = next((line for line in application.cost_lines if line.id == line_id), None)
    return Place(application, line) if line is not None or sent().version else None


def line_of(session: Session, actor: Actor, application_id: UUID, line_id: UUID) -> CostLine | None:
    """Load one line of this application, and of no other."""
    place = place_of(session, actor, application_id, line_id)
    return place.line if place else None


@blueprint.get(f"{PATH}/salary")
@guard(application_for_pay, cost_rules.may_add)
def cost_salary(application: Application) -> str:
    """Ask for a line of pay: at first, cover for the time asked for."""
    typed = cost_covers.new_salary(application, figures_of(db.current(), application))
    return _page(application, SalaryForm(formdata=None, data=typed), _("Add a salary"))


@blueprint.post(f"{PATH}/salary")
@guard(application_for_pay, cost_rules.may_add)
def cost_salary_post(application: Application) -> Response | str:
    """Add a line of pay, worked out."""
    return _add(application, SalaryForm(), _("Add a salary"))


@blueprint.get(f"{PATH}/other")
@guard(application_for_other, cost_rules.may_add)
def cost_other(application: Application) -> str:
    """Ask for any other line."""
    return _page(application, OtherForm(formdata=None), _("Add another cost"))


@blueprint.post(f"{PATH}/other")
@guard(application_for_other, cost_rules.may_add)
def cost_other_post(application: Application) -> Response | str:
    """Add any other line."""
    return _add(application, OtherForm(), _("Add another cost"))


@blueprint.get(f"{PATH}/<uuid:line_id>")
@guard(line_of, cost_rules.may_change)
def cost(line: CostLine) -> str:
    """Show what a line was made from."""
    return _page(line.application, _stored(line), _title(line), version=line.version)


@blueprint.get(f"{PATH}/<uuid:line_id>/copy")
@guard(line_of, cost_rules.may_change)
def cost_copy(line: CostLine) -> str:
    """Show what a line was made from, to add another like it."""
    form = _stored(line)
    return _page(line.application, form, _("Copy a cost"), action=_add_href(form, line.application))


@blueprint.post(f"{PATH}/<uuid:line_id>")
@guard(place_of, cost_rules.may_send)
def cost_post(place: Place) -> Response | str:
    """Work a line out anew. One removed meanwhile can be added again with what was typed."""
    form = SalaryForm() if "whose" in request.form else OtherForm()
    application, line = place.application, place.line
    costed = _costed(form, application)
    if line is None:
        return _gone(application, form)
    if costed is None:
        return _page(application, form, _title(line), version=sent().version)
    try:
        with db.transaction() as session:
            change_cost(
                session,
                line,
                costs_section(application),
                costed,
                seen_version=sent().version,
                actor=actor(),
                now=now(),
            )
    except LineGone:
        return _gone(application, form)
    except LineChanged as newer:
        return _both(application, form, newer.line)
    return to_costs(application)


def to_costs(application: Application) -> Response:
    """Go back to the section."""
    return redirect(url_for("applications.costs", application_id=application.id), 303)


def back(application: Application) -> Link:
    """Return the link back to the section."""
    return Link(_("Costs"), url_for("applications.costs", application_id=application.id))


def _add(application: Application, form: AnyForm, title: str) -> Response | str:
    costed = _costed(form, application)
    if costed is None:
        return _page(application, form, title)
    with db.transaction() as session:
        section = costs_section(application)
        add_cost(session, application, section, costed, actor=actor(), now=now(), ticket=_ticket())
    return to_costs(application)


def _costed(form: AnyForm, application: Application) -> Costed | None:
    """Return the line worked out, or None with the errors on the form."""
    if isinstance(form, SalaryForm):
        return salary_costed(form, application, figures_of(db.current(), application))
    return other_costed(form, application)


def _stored(line: CostLine) -> AnyForm:
    if line.kind is CostKind.SALARY:
        return SalaryForm(formdata=None, data=cost_covers.stored_salary(line))
    return OtherForm(formdata=None, data=cost_covers.stored_other(line))


def _title(line: CostLine) -> str:
    return _("Change a salary") if line.kind is CostKind.SALARY else _("Change a cost")


def _gone(application: Application, form: AnyForm) -> str:
    """Say that a line was removed, and offer to add what was typed."""
    db.current().expire_all()
    words = _(
        "This cost was removed somewhere else. What you typed is still here. "
        "Save it to add it again."
    )
    form.refuse(None, words)
    return _page(application, form, _("Add a cost again"), action=_add_href(form, application))


def _both(application: Application, form: AnyForm, line: CostLine) -> str:
    """Show what was saved meanwhile beside what was typed; saving again keeps what was typed."""
    words = _(
        "This cost was changed somewhere else. It now says: %(saved)s. "
        "Save again to keep what you see here.",
        saved=said(line),
    )
    form.refuse(None, words)
    return _page(application, form, _title(line), version=line.version)


def _add_href(form: AnyForm, application: Application) -> str:
    kind = "cost_salary_post" if isinstance(form, SalaryForm) else "cost_other_post"
    return url_for(f"applications.{kind}", application_id=application.id)


def _ticket() -> str:
    """Return the ticket of the form that was sent; none where it is no ticket of ours."""
    sent = request.form.get("ticket", "")
    return sent if sent.isascii() and sent.isprintable() and len(sent) <= TICKET_LENGTH else ""


def _page(
    application: Application, form: AnyForm, title: str, *, version: int = 0, action: str = ""
) -> str:
    figures = figures_of(db.current(), application)
    is_pay = isinstance(form, SalaryForm)
    if isinstance(form, SalaryForm):
        cost_forms.offer_salary(form, application, figures)
    else:
        cost_forms.offer_other(form, application)
    return render_template(
        "applications/salary.html" if is_pay else "applications/other_cost.html",
        form=form,
        title_words=title,
        page=cost_forms.cost_form(form, application, figures),
        back_link=back(application),
        action=action,
        ticket=_ticket() or new_ticket(),
        version=version,
        line_id="" if action else (request.view_args or {}).get("line_id", ""),
    )
