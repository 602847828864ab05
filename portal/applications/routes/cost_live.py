"""What a cost comes to while it is typed, as plain words for the box on its page."""

from flask import jsonify, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from portal.applications import policy
from portal.applications.figures import figures_of
from portal.applications.forms.costs import OtherForm
from portal.applications.forms.pay import SalaryForm
from portal.applications.models import Application
from portal.applications.pages.cost_live import live_box
from portal.applications.pages.cost_typed import other_costed, salary_costed
from portal.applications.routes import blueprint
from portal.applications.routes.cost_lines import application_for_other, application_for_pay
from portal.applications.routes.costs import PATH
from portal.kernel import db
from portal.web.guard import guard
from portal.web.pieces import CapBox

# Words are not sent while somebody types: they are in no figure, and addresses are logged.
UNSENT = {"label": "-", "pot_name": "-"}


@blueprint.get(f"{PATH}/salary/worked-out")
@guard(application_for_pay, policy.may_edit_costs)
def cost_salary_worked_out(application: Application) -> Response:
    """Say what the line of pay in the address comes to."""
    form = SalaryForm(_typed(), meta={"csrf": False})
    costed = salary_costed(form, application, figures_of(db.current(), application))
    return _answer(live_box(application, costed, request.args.get("line", "")))


@blueprint.get(f"{PATH}/other/worked-out")
@guard(application_for_other, policy.may_edit_costs)
def cost_other_worked_out(application: Application) -> Response:
    """Say what the line in the address comes to."""
    form = OtherForm(_typed(), meta={"csrf": False})
    costed = other_costed(form, application)
    return _answer(live_box(application, costed, request.args.get("line", "")))


def _typed() -> MultiDict[str, str]:
    return MultiDict({**request.args.to_dict(), **UNSENT})


def _answer(box: CapBox) -> Response:
    answer: Response = jsonify(
        left=str(box.left), rest=str(box.rest), lines=[str(x) for x in box.lines], over=box.over
    )
    return answer
