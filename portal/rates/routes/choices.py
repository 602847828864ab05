"""An organisation's choices of how costs are worked out, and its hourly rates."""

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.costing.choices import Choices, Cover, OwnRate, cover_name
from portal.kernel import db
from portal.kernel.clock import london_day
from portal.kernel.language import _
from portal.people.models import Organisation
from portal.rates import actions, policy, queries
from portal.rates.examples import Example
from portal.rates.forms.choices import ChoicesForm, HourlyForm
from portal.rates.models import HourlySet
from portal.rates.pages import choices as pages
from portal.rates.pages.places import pager_of
from portal.rates.pages.words import place_name
from portal.rates.routes import blueprint
from portal.rates.values import rate
from portal.web.fields import Choice
from portal.web.guard import actor, guard, now
from portal.web.pieces import Link

PATH = "/rates/<uuid:place_id>/choices"


@blueprint.get(PATH)
@guard(queries.place, policy.may_keep)
def choices(place: Organisation) -> str:
    """Show how costs are worked out for a place, and from when."""
    session = db.current()
    total = queries.count_choices(session, place)
    pager = pager_of("rates.choices", place, request.args.get("page", 1, int), total)
    page = pages.choices_page(
        place,
        _example(session, place),
        _chosen(session, place),
        queries.hourly_sets(session, place),
        queries.choice_sets(session, place, pager.page),
        pager,
    )
    return render_template("rates/choices.html", page=page)


@blueprint.get(f"{PATH}/change")
@guard(queries.place, policy.may_keep)
def choose(place: Organisation) -> str:
    """Offer the choices, each with what it comes to."""
    chosen = _chosen(db.current(), place)
    form = ChoicesForm(formdata=None, data=pages.stored(chosen, london_day(now())))
    return _choose_page(place, form)


@blueprint.post(f"{PATH}/change")
@guard(queries.place, policy.may_keep)
def choose_post(place: Organisation) -> Response | str:
    """Keep choices from a day on."""
    form = ChoicesForm()
    _offer(form, place)
    if not form.validate():
        return _choose_page(place, form)
    with db.transaction() as session:
        actions.choose(session, place, form.chosen(), actor=actor(), now=now())
    flash(_("Your choices are kept. Costs that were worked out before stay as they are."))
    return redirect(url_for("rates.choices", place_id=place.id), 303)


@blueprint.get(f"{PATH}/hourly")
@guard(queries.place, policy.may_keep)
def new_hourly(place: Organisation) -> str:
    """Ask for an hourly rate."""
    return _hourly_page(place, HourlyForm(formdata=None))


@blueprint.post(f"{PATH}/hourly")
@guard(queries.place, policy.may_keep)
def new_hourly_post(place: Organisation) -> Response | str:
    """Add an hourly rate."""
    form = HourlyForm()
    _offer_cover(form)
    if not form.validate():
        return _hourly_page(place, form)
    with db.transaction() as session:
        actions.add_hourly(session, place, form.hourly(), actor=actor(), now=now())
    return redirect(url_for("rates.choices", place_id=place.id), 303)


@blueprint.post("/rates/hourly/<uuid:hourly_id>/end")
@guard(queries.hourly, policy.may_end_hourly)
def end_hourly(rate: HourlySet) -> Response:
    """Stop the use of an hourly rate."""
    with db.transaction() as session:
        actions.end_hourly(session, rate, actor=actor(), now=now())
    flash(_("That rate is used no more."))
    return redirect(url_for("rates.choices", place_id=rate.organisation_id), 303)


def _example(session: Session, place: Organisation) -> Example:
    return Example(queries.book(session, place), place.nation, london_day(now()))


def _chosen(session: Session, place: Organisation) -> Choices:
    return queries.choices(session, place, london_day(now()))


def _offer(form: ChoicesForm, place: Organisation) -> None:
    session = db.current()
    example, chosen = _example(session, place), _chosen(session, place)
    typed = form.pension_own.data
    own = OwnRate(rate(typed), "") if typed is not None else chosen.pension_own
    form.offer(lambda name: pages.offered(example, chosen, own, name))


def _choose_page(place: Organisation, form: ChoicesForm) -> str:
    _offer(form, place)
    return render_template(
        "rates/choose.html",
        form=form,
        place=place_name(place),
        back=Link(_("How we work out costs"), url_for("rates.choices", place_id=place.id)),
        example=pages.example_words(_example(db.current(), place)),
    )


def _offer_cover(form: HourlyForm) -> None:
    form.cover.choices = [Choice(cover, cover_name(cover)) for cover in Cover]


def _hourly_page(place: Organisation, form: HourlyForm) -> str:
    _offer_cover(form)
    return render_template(
        "rates/hourly.html",
        form=form,
        place=place_name(place),
        back=Link(_("How we work out costs"), url_for("rates.choices", place_id=place.id)),
    )
