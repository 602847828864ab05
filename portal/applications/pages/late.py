"""How to ask for a late pass, for somebody whom the close has kept out."""

from datetime import datetime
from urllib.parse import quote, urlencode

from portal.applications import policy
from portal.applications.lifecycle import BEING_WRITTEN
from portal.applications.models import Application
from portal.kernel.actor import Actor
from portal.kernel.language import _
from portal.web.links import link, settings
from portal.web.pieces import Link


def late_link(application: Application, actor: Actor, now: datetime) -> Link | None:
    """Return the way to ask, where the close alone keeps its applicant from changing it."""
    is_draft = application.state in BEING_WRITTEN and application.call.ended_at is None
    is_over = now > application.closes_at
    if policy.may_edit(application, actor, now) or not (is_draft and is_over):
        return None
    return _ask_for_pass(application)


def _ask_for_pass(application: Application) -> Link:
    """Return a message to the office that says what it is about; the help page without one."""
    address = settings().help_email
    label = _("Ask the R&D office for a late pass")
    if not address:
        return Link(label, "/help")
    call = f"{application.call.document.name}, {application.call.name}"
    subject = _("Late pass: %(call)s", call=call)
    body = _(
        "I could not send “%(title)s” before the close, because:\n\n\n\nIt is here: %(page)s",
        title=application.title or _("No title yet"),
        page=link("applications.tasks", application_id=application.id),
    )
    words = urlencode({"subject": subject, "body": body}, quote_via=quote)
    return Link(label, f"mailto:{quote(address, safe='@')}?{words}")
