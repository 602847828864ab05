"""What composite pages say of an application that was sent back for changes."""

from datetime import datetime
from typing import NamedTuple

from flask import url_for

from portal.applications import policy, returned
from portal.applications.models import Application
from portal.applications.returned import as_sent
from portal.kernel.actor import Actor
from portal.kernel.language import _
from portal.web.format import day
from portal.web.pieces import Link


class Wanted(NamedTuple):
    """That changes are wanted of its applicant, in words, and until when."""

    words: str
    href: str
    note: str
    due: datetime


def changes_wanted(application: Application, now: datetime) -> Wanted | None:
    """Return what its applicant is asked to do; None where nothing is."""
    back = returned.waiting(application, now)
    if back is None:
        return None
    title = application.title or application.call.document.name
    words = _("Change “%(title)s” and send it again", title=title)
    note = _("By the end of %(day)s", day=day(back.answer_by_on))
    href = url_for("applications.tasks", application_id=application.id)
    return Wanted(words, href, note, returned.last_moment(back))


def as_read(application: Application, *, is_mine: bool) -> Application:
    """Return it as this reader reads it: for others, what is out for changes is as it was sent."""
    return application if is_mine else as_sent(application)


def office_links(application: Application, actor: Actor, now: datetime) -> tuple[Link, ...]:
    """Return what the office can do with it."""
    if not policy.may_send_back(application, actor, now, insists=True):
        return ()
    href = url_for("applications.send_back", application_id=application.id)
    return (Link(_("Send back for changes"), href),)
