"""Requests for release: the list, one request, yes, no."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask import Response as FileResponse
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.applications.reading import file_for
from portal.applications.returned import as_sent
from portal.approvals import pages, policy, queries
from portal.approvals.actions import replying
from portal.approvals.cover import problems
from portal.approvals.forms import CoverForm, DeclineForm, YesForm
from portal.approvals.guests import panels
from portal.approvals.lists import lists
from portal.approvals.models import ApprovalRequest
from portal.approvals.reasons import offered
from portal.approvals.release import wanted
from portal.approvals.shortcuts import shortcuts
from portal.files.models import Upload
from portal.files.policy import may_open
from portal.files.serving import attachment, has_scanner
from portal.kernel import db
from portal.kernel.actor import Actor
from portal.kernel.ruling import Ruling
from portal.people.queries import team_posts
from portal.schemes.questions import Audience
from portal.web.guard import actor, guard, now
from portal.web.pieces import Pager

blueprint = Blueprint("approvals", __name__)


@blueprint.get("/requests")
@guard()
def index() -> str:
    """List what waits for this person's answer, then what was answered."""
    session = db.current()
    waiting = _pager("page", queries.count_waiting(session, actor()))
    answered = _pager("answered", queries.count_answered(session, actor()))
    shown = lists(
        queries.waiting_for(session, actor(), waiting.page),
        queries.answered_by(session, actor(), answered.page),
        (waiting, answered),
        actor(),
        now(),
    )
    links = shortcuts(session, actor())
    return render_template("approvals/index.html", page=shown, links=links)


def _pager(name: str, total: int) -> Pager:
    """Return where a list stands, by the number of this name in the address; 1 if it is none."""
    number = request.args.get(name, 1, type=int)
    here = url_for("approvals.index")
    return Pager.of(max(number, 1), total, queries.PAGE, lambda n: f"{here}?{name}={n}")


@blueprint.get("/requests/<uuid:request_id>")
@guard(queries.request, policy.may_see_request)
def show(found: ApprovalRequest) -> str:
    """Show one request, with the form to answer it or what was answered."""
    return _show(found, CoverForm(formdata=None))


def _show(found: ApprovalRequest, form: CoverForm | YesForm) -> str:
    session, application = db.current(), as_sent(found.application)
    days = [day for p in application.periods for day in (p.starts_on, p.ends_on)]
    others = (
        queries.released_in_team(
            session, application.team_id, min(days), max(days), leave_out=application.id
        )
        if days
        else ()
    )
    team = team_posts(session, application.team_id)
    page = pages.request_page(found, others, team, actor(), now())
    panel = panels.panel(session, found, actor(), now())
    return render_template("approvals/show.html", page=page, form=form, panel=panel)


@dataclass(frozen=True, slots=True)
class RequestFile:
    """A file of the application that a request is about."""

    request: ApprovalRequest
    upload: Upload


def request_file(
    session: Session, who: Actor, request_id: UUID, file_id: UUID
) -> RequestFile | None:
    """Load a file that managers may read; the guard's rule decides who sees the request."""
    asked = queries.request(session, who, request_id)
    found = file_for(asked.application, Audience.MANAGER, file_id) if asked else None
    return RequestFile(asked, found[1]) if asked and found else None


def _may_open(found: RequestFile, who: Actor, at: datetime) -> Ruling:
    return policy.may_see_request(found.request, who, at) and may_open(
        found.upload, is_own=False, has_scanner=has_scanner()
    )


@blueprint.get("/requests/<uuid:request_id>/files/<uuid:file_id>")
@guard(request_file, _may_open)
def file(found: RequestFile) -> FileResponse:
    """Hand over a file."""
    return attachment(db.current(), found.upload)


@blueprint.post("/requests/<uuid:request_id>/approve")
@guard(queries.request, policy.may_answer)
def approve(found: ApprovalRequest) -> Response | str:
    """Say yes with the plan for cover, or show what is wrong with it."""
    form = CoverForm() if policy.wants_cover(found) else YesForm()
    if not form.validate():
        return _show(found, form)
    plan = form.plan() if isinstance(form, CoverForm) else None
    if plan and (wrong := problems(plan, wanted(found.application))):
        form.say(wrong)
        return _show(found, form)
    with db.transaction() as session:
        replying.approve(session, found, plan, actor=actor(), now=now())
    return redirect(url_for("approvals.show", request_id=found.id), 303)


@blueprint.get("/requests/<uuid:request_id>/decline")
@guard(queries.request, policy.may_answer)
def decline(found: ApprovalRequest) -> str:
    """Ask for the reason of a no."""
    return _decline(found, _decline_form(formdata=None))


def _decline_form(**given: Any) -> DeclineForm:
    return DeclineForm(**given).offer(offered(queries.own_reasons(db.current())))


def _decline(found: ApprovalRequest, form: DeclineForm) -> str:
    page = pages.decline_page(found)
    return render_template("approvals/decline.html", form=form, page=page)


@blueprint.post("/requests/<uuid:request_id>/decline")
@guard(queries.request, policy.may_answer)
def decline_post(found: ApprovalRequest) -> Response | str:
    """Say no, or show what is missing."""
    form = _decline_form()
    if not form.validate():
        return _decline(found, form)
    with db.transaction() as session:
        replying.decline(
            session, found, form.reason.data, form.comment.data, actor=actor(), now=now()
        )
    return redirect(url_for("approvals.show", request_id=found.id), 303)
