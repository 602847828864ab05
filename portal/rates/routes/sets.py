"""One set of figures: begin it, change it, put it in force, end it, throw it away."""

from typing import Any

from flask import flash, redirect, render_template
from werkzeug.wrappers import Response

from portal.costing.scales import Nation, pay_year_of
from portal.kernel import db, reactions
from portal.kernel.clock import london_day
from portal.kernel.language import _
from portal.people.models import Organisation
from portal.rates import actions, policy, queries
from portal.rates.forms.sets import EndForm, NewScaleForm, OnCostsForm, ScaleForm
from portal.rates.models import ScaleSet
from portal.rates.pages import sets as pages
from portal.rates.pages import starting
from portal.rates.pages.places import address, back_to
from portal.rates.pages.words import nation_choices, place_name, set_name, trust_names
from portal.rates.routes import blueprint
from portal.web.guard import actor, guard, now
from portal.web.pieces import Link

ONE = "/rates/figures/<uuid:set_id>"


@blueprint.get("/rates/<uuid:place_id>/pay/new")
@guard(queries.place, policy.may_keep)
def new_scale(place: Organisation) -> str:
    """Ask for a new pay scale."""
    form = NewScaleForm(formdata=None, data=starting.new_scale(place, _today_year()))
    return _new_scale_page(place, form)


@blueprint.post("/rates/<uuid:place_id>/pay/new")
@guard(queries.place, policy.may_keep)
def new_scale_post(place: Organisation) -> Response | str:
    """Begin a pay scale as a draft."""
    form = NewScaleForm()
    _offer(form, place.nation)
    if not form.validate():
        return _new_scale_page(place, form)
    head, rest = form.head(), form.rest()
    with db.transaction() as session:
        book = queries.book(session, place)
        points = starting.points(book, head, is_copy=form.is_copy())
        made = actions.begin_scale(session, place, head, rest, points, actor=actor(), now=now())
    return redirect(address(made), 303)


@blueprint.get("/rates/<uuid:place_id>/on-costs/new")
@guard(queries.place, policy.may_keep)
def new_on_costs(place: Organisation) -> str:
    """Ask for new on-costs, starting from those held."""
    book = queries.book(db.current(), place)
    data = starting.new_on_costs(place, book, london_day(now()))
    return _new_on_costs_page(place, OnCostsForm(formdata=None, data=data))


@blueprint.post("/rates/<uuid:place_id>/on-costs/new")
@guard(queries.place, policy.may_keep)
def new_on_costs_post(place: Organisation) -> Response | str:
    """Begin on-costs as a draft."""
    form = OnCostsForm()
    _offer(form, place.nation)
    if not form.validate():
        return _new_on_costs_page(place, form)
    with db.transaction() as session:
        made = actions.begin_on_costs(
            session, place, form.head(), form.rest(), actor=actor(), now=now()
        )
    return redirect(address(made), 303)


@blueprint.get(ONE)
@guard(queries.figures, policy.may_see)
def figures(found: queries.AnySet) -> str:
    """Show a set of either kind."""
    has_file = isinstance(found, ScaleSet) and queries.file_of(db.current(), found) is not None
    page = pages.set_page(found, actor(), now(), has_file=has_file)
    return render_template("rates/set.html", page=page)


@blueprint.get(f"{ONE}/change")
@guard(queries.figures, policy.may_change)
def change(found: queries.AnySet) -> str:
    """Show what a draft says of itself, to change."""
    return _change_page(found, _form_of(found, formdata=None, data=starting.stored(found)))


@blueprint.post(f"{ONE}/change")
@guard(queries.figures, policy.may_change)
def change_post(found: queries.AnySet) -> Response | str:
    """Change what a draft says of itself."""
    form = _form_of(found)
    _offer(form, found.organisation.nation)
    if not form.validate():
        return _change_page(found, form)
    with db.transaction() as session:
        actions.change(session, found, form.head(), form.rest(), actor=actor(), now=now())
    return redirect(address(found), 303)


@blueprint.get(f"{ONE}/in-force")
@guard(queries.figures, policy.may_put_in_force)
def confirm(found: queries.AnySet) -> str:
    """Say what putting a draft in force does, and ask once more."""
    session = db.current()
    drafts = reactions.ask(
        session,
        "drafts_costed_with",
        default=None,
        organisation=found.organisation,
        nation=found.nation,
        starts_on=found.starts_on,
        ends_on=found.ends_on,
    )
    replaced = queries.replaced_by(session, found)
    book = queries.book(session, found.organisation)
    page = pages.confirm_page(found, book, replaced, drafts)
    return render_template("rates/confirm.html", page=page)


@blueprint.post(f"{ONE}/in-force")
@guard(queries.figures, policy.may_put_in_force)
def confirm_post(found: queries.AnySet) -> Response:
    """Put a draft in force."""
    with db.transaction() as session:
        actions.put_in_force(session, found, actor=actor(), now=now())
    flash(_("%(name)s: in force now.", name=set_name(found)))
    return redirect(back_to(found.organisation).href, 303)


@blueprint.get(f"{ONE}/end")
@guard(queries.figures, policy.may_end)
def end(found: queries.AnySet) -> str:
    """Ask why a set is taken out of force."""
    return _end_page(found, EndForm(formdata=None))


@blueprint.post(f"{ONE}/end")
@guard(queries.figures, policy.may_end)
def end_post(found: queries.AnySet) -> Response | str:
    """Take a set out of force."""
    form = EndForm()
    if not form.validate():
        return _end_page(found, form)
    with db.transaction() as session:
        actions.end(session, found, form.reason.data, actor=actor(), now=now())
    flash(_("%(name)s: out of force now.", name=set_name(found)))
    return redirect(back_to(found.organisation).href, 303)


@blueprint.get(f"{ONE}/throw-away")
@guard(queries.figures, policy.may_change)
def throw_away(found: queries.AnySet) -> str:
    """Ask once more before a draft is thrown away."""
    return render_template("rates/throw_away.html", name=set_name(found), back=_to(found))


@blueprint.post(f"{ONE}/throw-away")
@guard(queries.figures, policy.may_change)
def throw_away_post(found: queries.AnySet) -> Response:
    """Throw a draft away."""
    name, back = set_name(found), back_to(found.organisation)
    with db.transaction() as session:
        actions.throw_away(session, found, actor=actor(), now=now())
    flash(_("You threw the draft away: %(name)s.", name=name))
    return redirect(back.href, 303)


def _today_year() -> str:
    return pay_year_of(london_day(now()))


def _offer(form: ScaleForm | OnCostsForm, nation: Nation) -> None:
    form.offer(nation_choices(nation), trust_names())
    if isinstance(form, ScaleForm):
        form.pay_year.choices = starting.year_choices(_today_year(), form.pay_year.data)


def _form_of(found: queries.AnySet, **given: Any) -> ScaleForm | OnCostsForm:
    return ScaleForm(**given) if isinstance(found, ScaleSet) else OnCostsForm(**given)


def _to(found: queries.AnySet) -> Link:
    return Link(set_name(found), address(found))


def _new_scale_page(place: Organisation, form: NewScaleForm) -> str:
    _offer(form, place.nation)
    return render_template(
        "rates/new_scale.html", form=form, place=place_name(place), back=back_to(place)
    )


def _new_on_costs_page(place: Organisation, form: OnCostsForm) -> str:
    _offer(form, place.nation)
    return render_template(
        "rates/new_on_costs.html", form=form, place=place_name(place), back=back_to(place)
    )


def _change_page(found: queries.AnySet, form: ScaleForm | OnCostsForm) -> str:
    _offer(form, found.organisation.nation)
    return render_template("rates/change.html", form=form, name=set_name(found), back=_to(found))


def _end_page(found: queries.AnySet, form: EndForm) -> str:
    return render_template("rates/end.html", form=form, name=set_name(found), back=_to(found))
