"""One cost: add it, copy it, change it. What was typed is kept, whatever became of the line."""

from dataclasses import replace
from uuid import UUID

from flask import redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.applications import cost_rules
from portal.applications.actions.begun import TypedElsewhere
from portal.applications.actions.costs import LineChanged, LineGone, add_cost, change_cost
from portal.applications.begun import Typed
from portal.applications.cost_rules import Place
from portal.applications.costing import Costed
from portal.applications.figures import figures_of
from portal.applications.forms.begun import AnyForm
from portal.applications.forms.costs import OtherForm
from portal.applications.forms.pay import SalaryForm
from portal.applications.models import Application, CostKind, CostLine
from portal.applications.pages.cost_lines import said
from portal.applications.pages.cost_typed import other_costed, salary_costed
from portal.applications.routes import blueprint
from portal.applications.routes.cost_pages import (
    Stand,
    fresh,
    let_go,
    line_version_sent,
    not_saved,
    page,
    stored,
    typed_elsewhere,
    typed_in,
)
from portal.applications.routes.costs import (
    PATH,
    application_with_costs,
    costs_section,
)
from portal.kernel import db
from portal.kernel.actor import Actor
from portal.kernel.language import _
from portal.web.guard import actor, guard, now


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
    return Place(application, line) if line is not None or line_version_sent() else None


def line_of(session: Session, actor: Actor, application_id: UUID, line_id: UUID) -> CostLine | None:
    """Load one line of this application, and of no other."""
    place = place_of(session, actor, application_id, line_id)
    return place.line if place else None


@blueprint.get(f"{PATH}/salary")
@guard(application_for_pay, cost_rules.may_add)
def cost_salary(application: Application) -> str:
    """Ask for a line of pay: at first, cover for the time asked for."""
    return page(application, fresh(application, CostKind.SALARY), Stand(_("Add a salary")))


@blueprint.post(f"{PATH}/salary")
@guard(application_for_pay, cost_rules.may_add)
def cost_salary_post(application: Application) -> Response | str:
    """Add a line of pay, worked out."""
    return _add(application, SalaryForm(), _("Add a salary"))


@blueprint.get(f"{PATH}/other")
@guard(application_for_other, cost_rules.may_add)
def cost_other(application: Application) -> str:
    """Ask for any other line."""
    return page(application, fresh(application, CostKind.OTHER), Stand(_("Add another cost")))


@blueprint.post(f"{PATH}/other")
@guard(application_for_other, cost_rules.may_add)
def cost_other_post(application: Application) -> Response | str:
    """Add any other line."""
    return _add(application, OtherForm(), _("Add another cost"))


@blueprint.get(f"{PATH}/<uuid:line_id>")
@guard(line_of, cost_rules.may_change)
def cost(line: CostLine) -> str:
    """Show what a line was made from."""
    stand = Stand(changing(line), line=line, line_version=line.version)
    return page(line.application, stored(line), stand)


@blueprint.get(f"{PATH}/<uuid:line_id>/copy")
@guard(line_of, cost_rules.may_change)
def cost_copy(line: CostLine) -> str:
    """Show what a line was made from, to add another like it."""
    return page(line.application, stored(line), Stand(_("Copy a cost")))


@blueprint.post(f"{PATH}/<uuid:line_id>")
@guard(place_of, cost_rules.may_send)
def cost_post(place: Place) -> Response | str:
    """Work a line out anew. One removed meanwhile can be added again with what was typed."""
    form = SalaryForm() if "whose" in request.form else OtherForm()
    application, line = place.application, place.line
    typed = typed_in(form, application, line)
    costed = _costed(form, application)
    if line is None:
        return _gone(application, form, typed)
    if costed is None:
        return not_saved(application, form, typed, changing(line), line)
    try:
        with db.transaction() as session:
            let_go(session, application, typed)
            change_cost(
                session,
                line,
                costs_section(application),
                costed,
                seen_version=line_version_sent(),
                actor=actor(),
                now=now(),
            )
    except LineGone:
        return _gone(application, form, typed)
    except LineChanged as newer:
        return _both(application, form, typed, newer.line)
    except TypedElsewhere as other:
        stand = Stand(changing(line), line=line, line_version=line_version_sent())
        return typed_elsewhere(application, form, typed, stand, other.row)
    return to_costs(application)


def to_costs(application: Application) -> Response:
    """Go back to the section."""
    return redirect(url_for("applications.costs", application_id=application.id), 303)


def changing(line: CostLine) -> str:
    """Return the title of the page on which a line is changed."""
    return _("Change a salary") if line.kind is CostKind.SALARY else _("Change a cost")


def changed_words(line: CostLine) -> str:
    """Say what was saved meanwhile of a line; saving again keeps what was typed."""
    return _(
        "This cost was changed somewhere else. It now says: %(saved)s. "
        "Save again to keep what you see here.",
        saved=said(line),
    )


def gone_words() -> str:
    """Say that a line is not there any more, and what was typed is."""
    return _(
        "This cost was removed somewhere else. What you typed is still here. "
        "Save it to add it again."
    )


def _add(application: Application, form: AnyForm, title: str) -> Response | str:
    typed = typed_in(form, application, None)
    costed = _costed(form, application)
    if costed is None:
        return not_saved(application, form, typed, title, None)
    try:
        with db.transaction() as session:
            let_go(session, application, typed)
            section = costs_section(application)
            add_cost(
                session, application, section, costed,
                actor=actor(), now=now(), ticket=typed.ticket,
            )  # fmt: skip
    except TypedElsewhere as other:
        return typed_elsewhere(application, form, typed, Stand(title), other.row)
    return to_costs(application)


def _costed(form: AnyForm, application: Application) -> Costed | None:
    """Return the line worked out, or None with the errors on the form."""
    if isinstance(form, SalaryForm):
        return salary_costed(form, application, figures_of(db.current(), application))
    return other_costed(form, application)


def _gone(application: Application, form: AnyForm, typed: Typed) -> str:
    """Say that a line was removed, and offer to add what was typed."""
    db.current().expire_all()
    form.refuse(None, gone_words())
    unbound = replace(typed, line_id=None, line_version=0, is_as_served=False)
    return not_saved(application, form, unbound, _("Add a cost again"), None)


def _both(application: Application, form: AnyForm, typed: Typed, line: CostLine) -> str:
    """Show what was saved meanwhile beside what was typed; saving again keeps what was typed."""
    form.refuse(None, changed_words(line))
    shown = replace(typed, line_version=line.version)
    return not_saved(application, form, shown, changing(line), line)
