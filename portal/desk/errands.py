"""What waits for a person because somebody asked them, and what they help with."""

from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from sqlalchemy.orm import Session

from portal.applications import companion_queries as companions
from portal.applications import queries as applications
from portal.applications.companions import Companion, MentorRequest
from portal.applications.models import Application
from portal.approvals import queries as approvals
from portal.approvals.models import ApprovalRequest
from portal.approvals.wording import days_left
from portal.kernel.actor import Actor
from portal.kernel.language import _
from portal.mentors import queries as mentors
from portal.mentors.models import Pairing
from portal.schemes.rehearsal import marked
from portal.web.format import day, moment
from portal.web.pieces import Link


@dataclass(frozen=True, slots=True)
class Errand:
    """One thing that waits for this person: what, by when, and the page to do it on."""

    words: str
    href: str
    note: str = ""
    due: datetime | None = None


def asked_of(session: Session, actor: Actor, now: datetime) -> tuple[Errand, ...]:
    """Return the requests to this person that they have to answer."""
    return (
        *(_invitation(each) for each in companions.waiting_for(session, actor, now)),
        *(_mentoring(each) for each in mentors.waiting_for(session, actor)),
        *(_condition(each, now) for each in approvals.to_accept(session, actor)),
    )


def release(request: ApprovalRequest, now: datetime) -> Errand:
    """Return a request for release that waits for this person, with the days left."""
    call, who = request.application.call, request.application.applicant.name
    words = marked(_("Can you release %(name)s? Give your answer", name=who), call)
    late = now > request.due_at
    by = moment(request.due_at)
    note = (
        _("It was due on %(when)s", when=by)
        if late
        else _("%(days)s. By %(when)s", days=days_left(request.due_at, now), when=by)
    )
    href = url_for("approvals.show", request_id=request.id)
    return Errand(words, href, note, request.due_at)


def shared_with(session: Session, actor: Actor) -> tuple[Link, ...]:
    """Lead to the applications of others that this person works on."""
    return tuple(_shared(each) for each in applications.shared_with(session, actor))


def _invitation(one: Companion) -> Errand:
    application = one.application
    name = application.applicant.name
    words = (
        _("Say whether you can be the mentor of %(name)s", name=name)
        if isinstance(one, MentorRequest)
        else _("Say whether you work on an application with %(name)s", name=name)
    )
    return Errand(
        marked(words, application.call),
        url_for("applications.request_to_me", companion_id=one.id),
        _("By %(when)s", when=day(one.expires_at)),
        one.expires_at,
    )


def _condition(request: ApprovalRequest, now: datetime) -> Errand:
    """Return a yes that has a condition, for its applicant to accept or not."""
    application = request.application
    words = _(
        "Say whether you accept what %(name)s can give for “%(title)s”",
        name=request.answerer,
        title=application.title,
    )
    by, days = moment(request.due_at), days_left(request.due_at, now)
    note = _("%(days)s. By %(when)s", days=days, when=by)
    href = url_for("approvals.accept", request_id=request.id)
    return Errand(marked(words, application.call), href, note, request.due_at)


def _mentoring(pairing: Pairing) -> Errand:
    return Errand(
        _("Say whether you can mentor %(name)s", name=pairing.mentee.name),
        url_for("mentors.pairing", pairing_id=pairing.id),
    )


def _shared(application: Application) -> Link:
    """Lead to an application of somebody else that this person works on."""
    title = application.title or str(application.call.document.name)
    return Link(
        marked(title, application.call),
        url_for("applications.tasks", application_id=application.id),
        _("%(name)s, %(scheme)s",
          name=application.applicant.name, scheme=application.call.document.name),
    )  # fmt: skip
