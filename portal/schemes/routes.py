"""The public catalogue and scheme pages, and the office's pages that make them."""

from datetime import datetime
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.kernel import db
from portal.kernel.actor import Actor
from portal.schemes import actions, policy, queries
from portal.schemes.blank import BLANK, blank
from portal.schemes.filters import Filters
from portal.schemes.forms import CallForm, CatalogueForm, SchemeForm, values_of
from portal.schemes.gallery import Template, template
from portal.schemes.models import Call, Scheme
from portal.schemes.pages.catalogue import catalogue_page, kinds_on_offer
from portal.schemes.pages.office import office_list, office_scheme_page
from portal.schemes.pages.scheme import scheme_page, shown_call
from portal.schemes.pages.templates import template_cards, template_page
from portal.schemes.plan import Unfit, proposed
from portal.schemes.slugs import prefix_of
from portal.web.guard import actor, guard, now
from portal.web.places import place

blueprint = Blueprint("schemes", __name__)


@blueprint.get("/schemes")
@guard(public=True)
def catalogue() -> str:
    """List open, coming and closed calls, as filtered."""
    args = request.args.to_dict(flat=False)
    filters = Filters.read(args)
    found = queries.catalogue(db.current(), now(), filters, _page())
    form = CatalogueForm(request.args, meta={"csrf": False})
    form.kind.choices = kinds_on_offer(found)
    page = catalogue_page(found, filters, now(), _page(), args)
    return render_template("schemes/catalogue.html", page=page, filter=form)


def _page() -> int:
    """Return the page asked for, from 1; what is no page number is the first."""
    text = request.args.get("page", "1")
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def _public_scheme(session: Session, _actor: Actor, slug: str) -> Scheme | None:
    return queries.scheme_by_slug(session, slug)


@blueprint.get("/schemes/<slug>")
@guard(_public_scheme, public=True)
def scheme(found: Scheme) -> str:
    """Show a scheme as its call offers it now, or as a call named in the address did."""
    call = shown_call(found, request.args.get("call"), now())
    if call is None:
        abort(404)
    return render_template("schemes/scheme.html", page=scheme_page(found, call, now()))


@blueprint.get("/office/schemes")
@guard(rule=policy.may_see_office)
def office_schemes() -> str:
    """List the schemes of the person's offices."""
    found = queries.office_schemes(db.current(), actor(), _page())
    total = queries.count_office_schemes(db.current(), actor())
    page = office_list(found, total, _page(), now())
    return render_template("schemes/office_schemes.html", page=page)


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
            made = actions.create_scheme_from_template(
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
    return render_template("schemes/office_scheme.html", page=page)


@blueprint.get("/office/schemes/<uuid:scheme_id>/calls/new")
@guard(queries.office_scheme, policy.may_make_call)
def office_call_new(found: Scheme) -> str:
    """Ask for a new call's values, with dates proposed."""
    return _call_page(CallForm(formdata=None, data=_proposed(found, now())), found, None)


def _proposed(found: Scheme, at: datetime) -> dict[str, Any]:
    """Propose dates, a name and a prefix; the pot is for the office to say."""
    says = found.versions[-1].document
    values = proposed(says, at)
    taken = queries.prefixes(db.current())
    prefix = prefix_of(says.name.en, values["closes_on"].year, taken)
    return {**values, "prefix": prefix}


@blueprint.post("/office/schemes/<uuid:scheme_id>/calls/new")
@guard(queries.office_scheme, policy.may_make_call)
def office_call_new_post(found: Scheme) -> Response | str:
    """Set up a call; it opens by itself."""
    form = CallForm()
    if not form.validate():
        return _call_page(form, found, None)
    try:
        with db.transaction() as session:
            actions.schedule_call(session, found, form.plan(), actor=actor(), now=now())
    except Unfit as unfit:
        form.refuse_all(unfit)
        return _call_page(form, found, None)
    return redirect(url_for("schemes.office_scheme", scheme_id=found.id), 303)


@blueprint.get("/office/calls/<uuid:call_id>/edit")
@guard(queries.the_call, policy.may_change_call)
def office_call_edit(call: Call) -> str:
    """Show a call that has not opened, to be changed."""
    return _call_page(CallForm(formdata=None, data=values_of(call)), call.scheme, call)


@blueprint.post("/office/calls/<uuid:call_id>/edit")
@guard(queries.the_call, policy.may_change_call)
def office_call_edit_post(call: Call) -> Response | str:
    """Change a call that has not opened."""
    form = CallForm()
    if not form.validate():
        return _call_page(form, call.scheme, call)
    try:
        with db.transaction() as session:
            actions.change_call(session, call, form.plan(), actor=actor(), now=now())
    except Unfit as unfit:
        form.refuse_all(unfit)
        return _call_page(form, call.scheme, call)
    return redirect(url_for("schemes.office_scheme", scheme_id=call.scheme_id), 303)


def _call_page(form: CallForm, of: Scheme, call: Call | None) -> str:
    return render_template(
        "schemes/office_call.html",
        form=form,
        scheme_name=str(of.versions[-1].document.name),
        call_name=str(call.name) if call else "",
        back_href=url_for("schemes.office_scheme", scheme_id=of.id),
    )
