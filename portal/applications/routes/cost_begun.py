"""A cost that was begun and not saved: go on with it, or drop it."""

from datetime import datetime
from uuid import UUID

from flask import flash, render_template
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.applications import begun, policy
from portal.applications.actions.begun import drop
from portal.applications.begun import BegunCost
from portal.applications.forms.begun import with_words
from portal.applications.models import CostKind, CostLine
from portal.applications.pages import cost_begun as pages
from portal.applications.routes import blueprint
from portal.applications.routes.cost_lines import (
    changed_words,
    changing,
    gone_words,
    to_costs,
)
from portal.applications.routes.cost_pages import Stand, back, page
from portal.applications.routes.costs import PATH, application_with_costs
from portal.applications.routes.seen import served
from portal.kernel import db
from portal.kernel.actor import Actor
from portal.kernel.language import _
from portal.kernel.ruling import Ruling
from portal.web.guard import actor, guard, now

ONE = f"{PATH}/begun/<uuid:begun_id>"


def begun_of(
    session: Session, actor: Actor, application_id: UUID, begun_id: UUID
) -> BegunCost | None:
    """Load one cost that was begun in this application, and in no other."""
    application = application_with_costs(session, actor, application_id)
    found = begun.live(application) if application is not None else ()
    return next((row for row in found if row.id == begun_id), None)


def may_go_on(row: BegunCost, actor: Actor, now: datetime) -> Ruling:
    """Go on with it, or drop it: whoever may change the costs."""
    return policy.may_edit_costs(row.application, actor, now)


@blueprint.get(ONE)
@guard(begun_of, may_go_on)
def cost_begun(row: BegunCost) -> str:
    """Show the form as it was typed; of a line that was changed meanwhile, what it says now."""
    application, form = row.application, with_words(row.kind, row.words)
    line = next((each for each in application.cost_lines if each.id == row.line_id), None)
    if line is not None and line.version != row.line_version:
        form.refuse(None, changed_words(line))
    elif line is None and row.line_id is not None:
        form.refuse(None, gone_words())
    version = line.version if line is not None else 0
    stand = Stand(_title(row, line), row.ticket, served(row.version), line, version)
    return page(application, form, stand)


def _title(row: BegunCost, line: CostLine | None) -> str:
    if line is not None:
        return changing(line)
    if row.line_id is not None:
        return _("Add a cost again")
    return _("Add a salary") if row.kind is CostKind.SALARY else _("Add another cost")


@blueprint.get(f"{ONE}/drop")
@guard(begun_of, may_go_on)
def cost_drop(row: BegunCost) -> str:
    """Ask once more before words are gone."""
    return render_template(
        "applications/drop_cost.html",
        page=pages.drop_page(row, actor()),
        back_link=back(row.application),
    )


@blueprint.post(f"{ONE}/drop")
@guard(begun_of, may_go_on)
def cost_drop_post(row: BegunCost) -> Response:
    """Let go of it."""
    application, what = row.application, pages.what(row)
    with db.transaction() as session:
        drop(session, row, actor=actor(), now=now())
    flash(_("You dropped “%(what)s”.", what=what))
    return to_costs(application)
