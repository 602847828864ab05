"""What is done in one press on the costs as a whole: cover for a period, and costing again."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.applications import cost_rules, policy
from portal.applications.actions.costs import OtherFigures, add_cost, recost
from portal.applications.figures import figures_of
from portal.applications.models import Application, ReleasePeriod
from portal.applications.pages import cost_offers
from portal.applications.pages.cost_covers import cover
from portal.applications.pages.cost_typed import worked_out
from portal.applications.routes import blueprint
from portal.applications.routes.cost_lines import application_for_pay, to_costs
from portal.applications.routes.costs import PATH, application_with_costs, costs_section
from portal.costing.shipped import NotHeld
from portal.kernel import db
from portal.kernel.actor import Actor
from portal.kernel.language import _
from portal.kernel.ruling import Ruling
from portal.web.guard import actor, guard, now


@dataclass(frozen=True, slots=True)
class Wanted:
    """One period of an application, for which cover is wanted."""

    application: Application
    period: ReleasePeriod


def period_of(
    session: Session, actor: Actor, application_id: UUID, period_id: UUID
) -> Wanted | None:
    """Load a period of an application whose scheme pays for people's time."""
    application = application_for_pay(session, actor, application_id)
    periods = application.periods if application else ()
    found = next((period for period in periods if period.id == period_id), None)
    return Wanted(application, found) if application and found else None


def may_cover(wanted: Wanted, actor: Actor, now: datetime) -> Ruling:
    """Add cover: as any cost."""
    return cost_rules.may_add(wanted.application, actor, now)


@blueprint.post(f"{PATH}/cover/<uuid:period_id>")
@guard(period_of, may_cover)
def cost_cover(wanted: Wanted) -> Response:
    """Add a line that covers a period; where its pay is not held, lead to the form to type it."""
    application, period = wanted.application, wanted.period
    figures = figures_of(db.current(), application)
    category = next(c.key for c in application.call.document.cost_categories if c.is_pay)
    asked = cover(application, period, category, figures)
    try:
        costed = worked_out(asked, period.starts_on.isoformat(), application, figures)
    except (NotHeld, ValueError):  # a doctor's post without pay is for them to type
        return redirect(url_for("applications.cost_salary", application_id=application.id), 303)
    with db.transaction() as session:
        section = costs_section(application)
        add_cost(
            session, application, section, costed,
            actor=actor(), now=now(), ticket=f"cover-{period.id}",
        )  # fmt: skip
    return to_costs(application)


@blueprint.get(f"{PATH}/cost-again")
@guard(application_with_costs, policy.may_edit_costs)
def cost_recost(application: Application) -> str:
    """Show old, new and difference of each line before anything is changed."""
    return _page(application, "")


@blueprint.post(f"{PATH}/cost-again")
@guard(application_with_costs, policy.may_edit_costs)
def cost_recost_post(application: Application) -> Response | str:
    """Cost the lines again as was shown; where that is not what would be done now, show it."""
    figures = figures_of(db.current(), application)
    try:
        with db.transaction() as session:
            done = recost(
                session,
                application,
                costs_section(application),
                seen=request.form.get("seen", ""),
                book=figures.book,
                choices=figures.choices,
                actor=actor(),
                now=now(),
            )
    except OtherFigures:
        db.current().expire_all()
        return _page(application, _("Something has changed since. This is what would change now."))
    if done:
        flash(_("Your costs are up to date."))
    return to_costs(application)


def _page(application: Application, changed: str) -> str:
    return render_template(
        "applications/recost.html",
        page=cost_offers.recost_page(application, figures_of(db.current(), application)),
        changed=changed,
    )
