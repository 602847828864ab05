"""The office's schemes: the list, a new one, one of them."""

from typing import Any

from flask import abort, redirect, render_template, request
from werkzeug.wrappers import Response

from portal.kernel import db
from portal.kernel.language import _n
from portal.kernel.reactions import ask
from portal.schemes import policy, queries
from portal.schemes.actions.schemes import create_scheme_from_template
from portal.schemes.blank import BLANK, blank
from portal.schemes.forms import SchemeForm
from portal.schemes.gallery import Template, template
from portal.schemes.models import Scheme
from portal.schemes.pages.office import office_list, office_scheme_page
from portal.schemes.pages.templates import template_cards, template_page
from portal.schemes.plan import Unfit
from portal.schemes.routes import blueprint
from portal.web.guard import actor, guard, now
from portal.web.paging import page_number
from portal.web.places import place


@blueprint.get("/office/schemes")
@guard(rule=policy.may_see_office)
def office_schemes() -> str:
    """List the schemes of the person's offices."""
    found = queries.office_schemes(db.current(), actor(), page_number())
    total = queries.count_office_schemes(db.current(), actor())
    page = office_list(found, total, page_number(), now())
    waiting = _n(
        "%(num)s question from staff to answer",
        "%(num)s questions from staff to answer",
        ask(db.current(), "open_questions", 0, actor=actor()),
    )
    return render_template("schemes/office_schemes.html", page=page, waiting=waiting)


@blueprint.get("/office/schemes/new")
@guard(rule=policy.may_see_office)
def office_new() -> str:
    """Show the templates, or the form for the one chosen."""
    chosen = _chosen()
    if chosen is None:
        return render_template("schemes/office_templates.html", cards=template_cards())
    name = chosen.definition.name
    form = _scheme_form(formdata=None, data={"name": name.en, "name_cy": name.cy})
    return _new_scheme(form, chosen)


@blueprint.post("/office/schemes/new")
@guard(rule=policy.may_see_office)
def office_new_post() -> Response | str:
    """Make a scheme from the template named in the address."""
    chosen = _chosen()
    if chosen is None:
        abort(404)
    form = _scheme_form()
    if not form.validate():
        return _new_scheme(form, chosen)
    nodes = {str(node.id): node for node in queries.office_nodes(db.current(), actor())}
    try:
        with db.transaction() as session:
            made = create_scheme_from_template(
                session,
                nodes[form.node.data],
                chosen,
                form.named(),
                form.slug.data,
                actor=actor(),
                now=now(),
            )
            made_id = made.id
    except Unfit as unfit:
        for problem in unfit.problems:
            form.refuse(problem.where, problem.words)
        return _new_scheme(form, chosen)
    return redirect(place("scheme", made_id), 303)


def _chosen() -> Template | None:
    """Return what the address says to start from: a template, or an empty scheme."""
    key = request.args.get("template", "")
    return blank() if key == BLANK else template(key)


def _scheme_form(**given: Any) -> SchemeForm:
    form = SchemeForm(**given)
    nodes = queries.office_nodes(db.current(), actor())
    form.node.choices = [(str(node.id), str(node.name)) for node in nodes]
    return form


def _new_scheme(form: SchemeForm, chosen: Template) -> str:
    page = template_page(chosen)
    return render_template("schemes/office_new.html", form=form, page=page)


@blueprint.get("/office/schemes/<uuid:scheme_id>")
@guard(queries.office_scheme, policy.may_see_scheme)
def office_scheme(found: Scheme) -> str:
    """Show what a scheme says, its calls and its versions."""
    page = office_scheme_page(found, actor(), now())
    unmade = ask(db.current(), "has_unmade_changes", default=False, scheme=found)
    return render_template("schemes/office_scheme.html", page=page, unmade=unmade)
