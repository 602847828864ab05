"""What has happened to an application, as lines for its applicant."""

from collections.abc import Iterable

from portal.applications.models import Application
from portal.applications.trail import VERBS
from portal.audit.models import TrailEntry
from portal.kernel.language import _
from portal.web.format import moment
from portal.web.pieces import Event

MOST = 10


def events(application: Application, entries: Iterable[TrailEntry]) -> tuple[Event, ...]:
    """Return the newest acts first; saving one section again and again is one line."""
    found: list[Event] = []
    last = None
    for entry in entries:
        this = (entry.verb, entry.facts.get("key"))
        if entry.verb in VERBS and this != last:
            found.append(Event(moment(entry.at), sentence(application, entry)))
        last = this
    return tuple(found[:MOST])


def sentence(application: Application, entry: TrailEntry) -> str:
    """Say one act; the applicant is "You", a section has its name in the reader's language."""
    own = entry.actor_id == application.applicant_id
    facts = {**entry.facts, "actor": _("You") if own else entry.actor_name}
    if section := application.call.document.section(str(facts.get("key"))):
        facts["section"] = section.title
    return str(VERBS[entry.verb]) % facts
