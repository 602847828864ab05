"""The points of a draft pay scale, one at a time."""

from typing import Any
from uuid import UUID

from flask import redirect, render_template, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.kernel import db
from portal.kernel.actor import Actor
from portal.kernel.language import _
from portal.kernel.ruling import Ruling
from portal.rates import actions, policy, queries
from portal.rates.forms.points import PointForm
from portal.rates.models import ScalePoint, ScaleSet
from portal.rates.pages.places import address
from portal.rates.pages.words import set_name
from portal.rates.reading import Point, falling_words, falls
from portal.rates.routes import blueprint
from portal.rates.routes.sets import ONE
from portal.web.guard import actor, guard, now
from portal.web.pieces import Link


def the_point(session: Session, actor: Actor, set_id: UUID, point_id: UUID) -> ScalePoint | None:
    """Load a point of this scale, and of no other."""
    scale = queries.scale(session, actor, set_id)
    return next((p for p in scale.points if p.id == point_id), None) if scale else None


def may_change(point: ScalePoint, actor: Actor, at: Any) -> Ruling:
    """Change a point: whoever may change its scale."""
    return policy.may_change(point.scale, actor, at)


@blueprint.get(f"{ONE}/points")
@guard(queries.scale, policy.may_change)
def new_point(scale: ScaleSet) -> str:
    """Ask for a point to add."""
    return _page(scale, PointForm(formdata=None), None)


@blueprint.post(f"{ONE}/points")
@guard(queries.scale, policy.may_change)
def new_point_post(scale: ScaleSet) -> Response | str:
    """Add a point."""
    return _put(scale, PointForm(), None)


@blueprint.get(f"{ONE}/points/<uuid:point_id>")
@guard(the_point, may_change)
def point(point: ScalePoint) -> str:
    """Show a point, to change or to remove."""
    data = {
        "band": point.band,
        "step": point.step,
        "pay": point.annual_pence,
        "years": point.years,
    }
    return _page(point.scale, PointForm(formdata=None, data=data), point)


@blueprint.post(f"{ONE}/points/<uuid:point_id>")
@guard(the_point, may_change)
def point_post(point: ScalePoint) -> Response | str:
    """Change a point."""
    return _put(point.scale, PointForm(), point)


@blueprint.post(f"{ONE}/points/<uuid:point_id>/remove")
@guard(the_point, may_change)
def remove_point(point: ScalePoint) -> Response:
    """Remove a point of a draft."""
    scale = point.scale
    with db.transaction() as session:
        actions.remove_point(session, scale, point, actor=actor(), now=now())
    return redirect(address(scale), 303)


def _put(scale: ScaleSet, form: PointForm, in_place_of: ScalePoint | None) -> Response | str:
    if not form.validate() or not _fits(form, scale, in_place_of):
        return _page(scale, form, in_place_of)
    with db.transaction() as session:
        actions.put_point(session, scale, form.point(), in_place_of, actor=actor(), now=now())
    return redirect(address(scale), 303)


def _fits(form: PointForm, scale: ScaleSet, in_place_of: ScalePoint | None) -> bool:
    """Refuse a step that is there already, and pay that falls from step to step."""
    new = form.point()
    others = [
        Point(p.band, p.step, p.annual_pence)
        for p in scale.points
        if p.band == new.band and p is not in_place_of
    ]
    if any(other.step == new.step for other in others):
        words = _("Band %(band)s has a step %(step)s already", band=new.band, step=new.step)
        form.refuse("step", words)
        return False
    if any(falls(other, new) for other in others):
        form.refuse("pay", falling_words(new))
        return False
    if above := next((other for other in others if falls(new, other)), None):
        form.refuse("pay", falling_words(above))
        return False
    return True


def _page(scale: ScaleSet, form: PointForm, in_place_of: ScalePoint | None) -> str:
    remove = (
        url_for("rates.remove_point", set_id=scale.id, point_id=in_place_of.id)
        if in_place_of
        else ""
    )
    title = _("Change a pay point") if in_place_of else _("Add a pay point")
    return render_template(
        "rates/point.html",
        form=form,
        title_words=title,
        name=set_name(scale),
        back=Link(set_name(scale), address(scale)),
        remove_href=remove,
    )
