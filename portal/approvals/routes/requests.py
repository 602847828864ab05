"""The list of requests, one request, its files, and what was done with it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import Response as FileResponse
from flask import render_template, request, url_for
from sqlalchemy.orm import Session

from portal.applications.reading import file_for
from portal.applications.returned import as_sent
from portal.approvals import policy, queries
from portal.approvals.forms import CoverForm, YesForm, prefilled
from portal.approvals.guests import panels
from portal.approvals.lists import lists
from portal.approvals.models import ApprovalRequest
from portal.approvals.pages.done import done_page
from portal.approvals.pages.request import request_page
from portal.approvals.release import wanted
from portal.approvals.routes import blueprint
from portal.approvals.shortcuts import shortcuts
from portal.files.models import Upload
from portal.files.policy import may_open
from portal.files.serving import attachment, has_scanner
from portal.kernel import db
from portal.kernel.actor import Actor
from portal.kernel.ruling import Ruling
from portal.schemes.questions import Audience
from portal.web.guard import actor, guard, now
from portal.web.pieces import Pager


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
    asked = wanted(found.application)
    last = queries.last_cost_centre(db.current(), found.application.team_id)
    return shown(found, CoverForm(formdata=None, data=prefilled(asked, last)))


def shown(found: ApprovalRequest, form: CoverForm | YesForm) -> str:
    """Return the page of a request with this form on it."""
    session, application = db.current(), as_sent(found.application)
    around = queries.around(session, application)
    typed = (form.hours.data, form.cost.data) if isinstance(form, CoverForm) else None
    page = request_page(found, around, actor(), now(), typed)
    panel = panels.panel(session, found, actor(), now())
    return render_template("approvals/show.html", page=page, form=form, panel=panel)


@blueprint.get("/requests/<uuid:request_id>/answered")
@guard(queries.request, policy.may_see_answered)
def answered(found: ApprovalRequest) -> str:
    """Say what was done, and what comes next."""
    return render_template("approvals/answered.html", page=done_page(found))


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
    found = file_for(as_sent(asked.application), Audience.MANAGER, file_id) if asked else None
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
