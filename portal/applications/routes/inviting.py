"""The office between the two stages: read what was sent first, invite, or say no."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.applications import queries as applications
from portal.applications.actions.returning import may_send_back
from portal.applications.inviting import actions, pages, policy, queries
from portal.applications.inviting.forms import InviteForm, TurnAwayForm
from portal.applications.models import Application
from portal.applications.routes import blueprint
from portal.kernel import db
from portal.kernel.actor import Actor
from portal.kernel.language import _, _n
from portal.kernel.ruling import YES, Refused, Ruling, enforce
from portal.schemes.call_queries import office_call
from portal.schemes.models import Call
from portal.schemes.questions import Round
from portal.web.guard import actor, guard, now

LIST = "/office/calls/<uuid:call_id>/first-stage"
MOST = queries.PAGE  # chosen at once: a page of the list


def first_stage_of(session: Session, who: Actor, application_id: UUID) -> Application | None:
    """Load an application for its office; none for somebody in conflict with it."""
    return applications.application(session, who, application_id)


@blueprint.get(LIST)
@guard(office_call, policy.may_see)
def first_stage(call: Call) -> str:
    """List what was sent first: what waits, or as the filter says."""
    session, who = db.current(), actor()
    shown = request.args.get("show", "waiting")
    shown = shown if shown in queries.SHOWS else "waiting"
    counted = queries.counts(session, who, call)
    last = max(1, -(-counted[shown] // queries.PAGE))
    number = min(max(request.args.get("page", 1, int), 1), last)
    found = queries.sent_first(
        session, who, call, queries.SHOWS[shown], (number - 1) * queries.PAGE
    )  # fmt: skip
    page = pages.first_stage_page(call, counted, found, shown, number, now())
    return render_template("applications/first_stage.html", page=page)


@blueprint.get("/office/first-stage/<uuid:application_id>")
@guard(first_stage_of, policy.may_read)
def first_stage_one(application: Application) -> str:
    """Show one first stage as it was sent."""
    sent = applications.submission(db.current(), application.id, Round.FIRST)
    assert sent is not None  # written together with `first_sent_at`
    may_return = may_send_back(db.current(), application, actor(), now(), insists=True)
    page = pages.one_page(application, sent, actor(), now(), may_return)
    return render_template("applications/first_stage_one.html", page=page)


@blueprint.get(f"{LIST}/invite")
@guard(office_call, policy.may_see)
def invite(call: Call) -> Response | str:
    """Ask until when the full form is open, and say how many letters go out."""
    last = queries.last_close(db.current(), call)
    data = pages.proposed_close(call, last, now())
    return _page(call, InviteForm(formdata=None, data=data))


@blueprint.post(f"{LIST}/invite")
@guard(office_call, policy.may_see)
def invite_post(call: Call) -> Response | tuple[Response | str, int] | str:
    """Invite all of those chosen, or none of them."""
    form = InviteForm()
    is_right = form.validate()
    closes_at = form.instant("closes")
    if not is_right or closes_at is None:
        return _page(call, form)
    if not (ruling := policy.may_close_at(call, closes_at, now())):
        form.refuse("closes_on", ruling.reason)
        return _page(call, form)
    ids = [application.id for application in _chosen(call)]
    if not ids:
        return _page(call, form)
    try:
        with db.transaction() as session:
            actions.invite(session, call, ids, closes_at, actor=actor(), now=now())
    except Refused as refused:
        return _page(call, form, refused.ruling), 409
    return _done(call, len(ids))


@blueprint.get(f"{LIST}/turn-away")
@guard(office_call, policy.may_see)
def turn_away(call: Call) -> Response | str:
    """Ask why, and say how many letters go out."""
    return _page(call, TurnAwayForm(formdata=None))


@blueprint.post(f"{LIST}/turn-away")
@guard(office_call, policy.may_see)
def turn_away_post(call: Call) -> Response | tuple[Response | str, int] | str:
    """Tell all of those chosen, or none of them, that they are not invited."""
    form = TurnAwayForm()
    if not form.validate():
        return _page(call, form)
    ids = [application.id for application in _chosen(call)]
    if not ids:
        return _page(call, form)
    try:
        with db.transaction() as session:
            actions.turn_away(session, call, ids, form.reason.data, actor=actor(), now=now())
    except Refused as refused:
        return _page(call, form, refused.ruling), 409
    return _done(call, len(ids))


def _chosen(call: Call) -> Sequence[Application]:
    """Return what was chosen and exists for this reader; what is no id is nothing."""
    ids = [found for text in request.values.getlist("a")[:MOST] if (found := _uuid(text))]
    return queries.chosen(db.current(), actor(), call, ids)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _page(
    call: Call, form: InviteForm | TurnAwayForm, refused: Ruling = YES
) -> Response | str:  # fmt: skip
    """Ask for the last word. Those who do not wait for it any more are not named.

    Raises Refused where nobody of those chosen is left.
    """
    waiting = [a for a in _chosen(call) if pages.waits(a)]
    if not waiting:
        enforce(refused)
        flash(_("Choose somebody first."))
        return _to_list(call)
    is_invitation = isinstance(form, InviteForm)
    page = pages.answer_page(call, waiting, is_invitation=is_invitation, refused=refused.reason)
    context: dict[str, Any] = {"page": page, "form": form, "fields": _fields(form)}
    return render_template("applications/invite.html", **context)


def _fields(form: InviteForm | TurnAwayForm) -> tuple[Any, ...]:
    return form.moment("closes") if isinstance(form, InviteForm) else (form.reason,)


def _done(call: Call, count: int) -> Response:
    flash(_n("%(num)s letter is on its way.", "%(num)s letters are on their way.", count))
    return _to_list(call)


def _to_list(call: Call) -> Response:
    return redirect(url_for("applications.first_stage", call_id=call.id), 303)
