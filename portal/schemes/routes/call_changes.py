"""After a call has opened: move its close, change its pot, let somebody in, end a rehearsal."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from flask import flash, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.kernel import db
from portal.kernel.actor import Actor
from portal.kernel.language import _
from portal.kernel.reactions import ask
from portal.kernel.ruling import Ruling
from portal.people.professions import UptakeGroup
from portal.schemes import call_queries, dates, policy
from portal.schemes.actions import calls as actions
from portal.schemes.actions import closing, passes, rehearsals
from portal.schemes.actions.calls import ChangedMeanwhile
from portal.schemes.call_forms import (
    CloseForm,
    MovedForm,
    PassForm,
    PotForm,
    ReasonForm,
    moved_values,
)
from portal.schemes.call_queries import KeptPart
from portal.schemes.dates import LATER
from portal.schemes.models import Call, LatePass
from portal.schemes.pages.calls import move_page, pot_now
from portal.schemes.plan import Unfit
from portal.schemes.routes import blueprint
from portal.schemes.routes.calls import CALL, seen_version, to_call
from portal.web.guard import actor, guard, now

NEVER = datetime(1, 1, 1, tzinfo=UTC)


def _may_move(call: Call, who: Actor, at: datetime) -> Ruling:
    return closing.may_move_close(db.current(), call, who, at)


def _may_take_back(late: LatePass, who: Actor, at: datetime) -> Ruling:
    return passes.may_take_back(db.current(), late, who, at)


def _may_open(kept: KeptPart, who: Actor, at: datetime) -> Ruling:
    return policy.may_open_fence(kept.call, who, at)


def _in_call(session: Session, call: Call) -> tuple[int, int]:
    """Return how many drafts and how many sent applications there are in a call."""
    found: tuple[int, int] = ask(session, "in_call", (0, 0), call=call)
    return found


@blueprint.get(f"{CALL}/close")
@guard(call_queries.office_call, _may_move)
def office_call_close(call: Call) -> str:
    """Ask for the new close, and why."""
    return _close_page(call, CloseForm(formdata=None))


@blueprint.post(f"{CALL}/close")
@guard(call_queries.office_call, _may_move)
def office_call_close_post(call: Call) -> str:
    """Show what the new close does, with the later dates proposed, to be confirmed."""
    form = CloseForm()
    is_right = form.validate()
    closes_at = form.instant("closes")
    found = closing.problems(call, {"closes_at": closes_at}, now())
    if not (form.refuse_each(found) and is_right and closes_at):
        return _close_page(call, form)
    was = {name: getattr(call, name) for name in ("closes_at", *LATER)}
    later = dates.following(was, closes_at)
    values = moved_values(closes_at, form.reason.data, later)
    return _confirm_page(call, MovedForm(formdata=None, data=values), call.closes_at)


@blueprint.post(f"{CALL}/close/confirm")
@guard(call_queries.office_call, _may_move)
def office_call_close_confirm_post(call: Call) -> Response | str:
    """Move the close, and tell everybody who has started."""
    form, seen = MovedForm(), _seen_close()
    is_right = form.validate()
    if form.closes_is_wrong():
        return _close_again(call)
    if not is_right or None in form.dates().values():
        return _confirm_page(call, form, seen)
    try:
        with db.transaction() as session:
            closing.move_close(
                session, call, form.dates(), form.reason.data, seen=seen, actor=actor(), now=now()
            )
    except Unfit as unfit:
        if unfit.problems[0].where == "closes_at":
            return _close_again(call, unfit.problems[0].words)
        form.refuse_all(unfit)
        return _confirm_page(call, form, seen)
    except ChangedMeanwhile:
        words = _("Somebody else has moved the close meanwhile. Look at it again.")
        return _close_again(call, words)
    flash(_("The close has moved."))
    return to_call(call.id)


def _close_again(call: Call, words: str = "") -> str:
    """Ask for the close once more, with what was typed, and what is wrong with it."""
    form = CloseForm()
    if form.validate() and words:
        form.refuse("closes_on", words)
    return _close_page(call, form)


def _seen_close() -> datetime:
    try:
        seen = datetime.fromisoformat(request.form.get("seen", ""))
    except ValueError:
        return NEVER
    return seen if seen.tzinfo else NEVER


def _close_page(call: Call, form: CloseForm) -> str:
    return render_template("schemes/office_call_close.html", form=form, call=call)


def _confirm_page(call: Call, form: MovedForm, seen: datetime) -> str:
    drafts, _sent = _in_call(db.current(), call)
    shown = {**{name: getattr(call, name) for name in LATER}, **_said(form)}
    page = move_page(call, shown, form.reason.data, drafts, now())
    context: dict[str, Any] = {"form": form, "page": page, "hidden": _hidden(form, seen)}
    return render_template("schemes/office_call_confirm.html", **context)


def _said(form: MovedForm) -> dict[str, Any]:
    return {name: on for name, on in form.dates().items() if on is not None}


def _hidden(form: MovedForm, seen: datetime) -> dict[str, str]:
    """Return what the first page asked, to be sent along."""
    day = {f"closes_on-{part}": text for part, text in form.closes_on.parts.items()}
    return {
        **day,
        "closes_time": form.closes_time.shown,
        "closes_which": form.closes_which.data,
        "reason": form.reason.data,
        "seen": seen.isoformat(),
    }


@blueprint.get(f"{CALL}/pot")
@guard(call_queries.office_call, policy.may_change_pot)
def office_call_pot(call: Call) -> str:
    """Ask for the new pot, and why."""
    values = {name: getattr(call, name) for name in ("pot_pence", "pot_wte_months_hundredths")}
    return _pot_page(call, PotForm(formdata=None, data=values), call.version)


@blueprint.post(f"{CALL}/pot")
@guard(call_queries.office_call, policy.may_change_pot)
def office_call_pot_post(call: Call) -> Response | str:
    """Raise or lower the pot; never below what is awarded, promised or kept."""
    form = PotForm()
    if not form.validate():
        return _pot_page(call, form, seen_version())
    try:
        with db.transaction() as session:
            actions.change_pot(
                session,
                call,
                form.pot_pence.data,
                form.pot_wte_months_hundredths.data,
                form.reason.data,
                seen=seen_version(),
                actor=actor(),
                now=now(),
            )
    except Unfit as unfit:
        for problem in unfit.problems:
            form.refuse(problem.where, problem.words)
        return _pot_page(call, form, seen_version())
    except ChangedMeanwhile:
        words = _("Somebody else changed this call. It has %(pot)s now. Save again to change it.")
        form.refuse(None, words % {"pot": pot_now(call)})
        return _pot_page(call, form, call.version)
    flash(_("The pot is changed."))
    return to_call(call.id)


def _pot_page(call: Call, form: PotForm, version: int) -> str:
    return render_template(
        "schemes/office_call_pot.html", form=form, call=call, version=version, now=pot_now(call)
    )


@blueprint.get(f"{CALL}/fences/<job>/open")
@guard(call_queries.kept_part, _may_open)
def office_fence_open(kept: KeptPart) -> str:
    """Say what opening a part of the pot means, and ask why."""
    return _fence_page(kept, ReasonForm(formdata=None))


@blueprint.post(f"{CALL}/fences/<job>/open")
@guard(call_queries.kept_part, _may_open)
def office_fence_open_post(kept: KeptPart) -> Response | str:
    """Open a part of the pot to everybody."""
    form = ReasonForm()
    if not form.validate():
        return _fence_page(kept, form)
    job: UptakeGroup = kept.fence.jobs[0]
    with db.transaction() as session:
        actions.open_fence(session, kept.call, job, form.reason.data, actor=actor(), now=now())
    flash(_("This part of the pot is open to everybody."))
    return to_call(kept.call.id)


def _fence_page(kept: KeptPart, form: ReasonForm) -> str:
    return render_template("schemes/office_fence_open.html", form=form, kept=kept)


@blueprint.get(f"{CALL}/passes/new")
@guard(call_queries.office_call, policy.may_give_pass)
def office_pass_new(call: Call) -> str:
    """Ask whom to let in after the close, until when, and why."""
    return _pass_page(call, PassForm(formdata=None))


@blueprint.post(f"{CALL}/passes/new")
@guard(call_queries.office_call, policy.may_give_pass)
def office_pass_new_post(call: Call) -> Response | str:
    """Let one named person in."""
    form = PassForm()
    is_right, until_at = form.validate(), form.instant("until")
    if not is_right or until_at is None:
        return _pass_page(call, form)
    plan = passes.PassPlan(form.email.data, until_at, form.reason.data)
    try:
        with db.transaction() as session:
            name = passes.give_pass(session, call, plan, actor=actor(), now=now()).person.name
    except Unfit as unfit:
        form.refuse_each(unfit.problems)
        return _pass_page(call, form)
    flash(_("%(name)s has a late pass. We have emailed them.", name=name))
    return to_call(call.id)


def _pass_page(call: Call, form: PassForm) -> str:
    return render_template("schemes/office_pass_new.html", form=form, call=call)


@blueprint.get("/office/passes/<uuid:pass_id>/back")
@guard(call_queries.the_pass, _may_take_back)
def office_pass_back(late: LatePass) -> str:
    """Ask before a pass is taken back."""
    return render_template("schemes/office_pass_back.html", late=late)


@blueprint.post("/office/passes/<uuid:pass_id>/back")
@guard(call_queries.the_pass, _may_take_back)
def office_pass_back_post(late: LatePass) -> Response:
    """Take a pass back."""
    call_id: UUID = late.call_id
    with db.transaction() as session:
        passes.take_pass_back(session, late, actor=actor(), now=now())
    flash(_("The late pass is taken back. We have emailed them."))
    return to_call(call_id)


@blueprint.get(f"{CALL}/end")
@guard(call_queries.office_call, policy.may_end_rehearsal)
def office_call_end(call: Call) -> str:
    """Say how much is withdrawn when a rehearsal ends."""
    drafts, sent = _in_call(db.current(), call)
    return render_template("schemes/office_call_end.html", call=call, drafts=drafts, sent=sent)


@blueprint.post(f"{CALL}/end")
@guard(call_queries.office_call, policy.may_end_rehearsal)
def office_call_end_post(call: Call) -> Response:
    """End a rehearsal."""
    with db.transaction() as session:
        rehearsals.end_rehearsal(session, call, actor=actor(), now=now())
    flash(_("The rehearsal has ended. All that was in it is withdrawn."))
    return to_call(call.id)
