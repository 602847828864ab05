"""Remove one cost, after one question."""

from flask import flash, render_template
from werkzeug.wrappers import Response

from portal.applications import cost_rules
from portal.applications.actions.costs import LineChanged, LineGone, remove_cost
from portal.applications.cost_rules import Place
from portal.applications.models import CostLine
from portal.applications.pages.cost_lines import how_much
from portal.applications.routes import blueprint
from portal.applications.routes.cost_lines import line_of, place_of, to_costs
from portal.applications.routes.cost_pages import back, line_version_sent
from portal.applications.routes.costs import PATH, costs_section
from portal.kernel import db
from portal.kernel.amounts import pounds
from portal.kernel.language import _
from portal.web.guard import actor, guard, now


@blueprint.get(f"{PATH}/<uuid:line_id>/remove")
@guard(line_of, cost_rules.may_change)
def cost_remove(line: CostLine) -> str:
    """Ask once more before a line is removed."""
    return _ask(line, "")


@blueprint.post(f"{PATH}/<uuid:line_id>/remove")
@guard(place_of, cost_rules.may_send)
def cost_remove_post(place: Place) -> Response | str:
    """Remove a line as it was shown; twice is once, and one changed meanwhile is asked of again."""
    application, line = place.application, place.line
    if line is None:
        return _gone_already(place)
    label = line.label
    try:
        with db.transaction() as session:
            remove_cost(
                session,
                line,
                costs_section(application),
                seen_version=line_version_sent(),
                actor=actor(),
                now=now(),
            )
    except LineGone:
        return _gone_already(place)
    except LineChanged as newer:
        words = _("This cost was changed somewhere else. This is what it says now.")
        return _ask(newer.line, words)
    flash(_("You removed %(label)s.", label=label))
    return to_costs(application)


def _gone_already(place: Place) -> Response:
    flash(_("This cost was removed already."))
    return to_costs(place.application)


def _ask(line: CostLine, changed: str) -> str:
    return render_template(
        "applications/remove_cost.html",
        back_link=back(line.application),
        label=line.label,
        how_much=how_much(line),
        amount=pounds(line.amount_pence),
        version=line.version,
        changed=changed,
    )
