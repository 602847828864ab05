"""What has happened to an application, as lines for those who take part in it."""

from collections.abc import Iterable

from portal.applications.models import Application
from portal.applications.trail import VERBS
from portal.audit.models import TrailEntry
from portal.kernel.actor import Actor
from portal.kernel.language import _
from portal.web.format import moment
from portal.web.pieces import Event

MOST = 10


def events(
    application: Application, entries: Iterable[TrailEntry], reader: Actor
) -> tuple[Event, ...]:
    """Return the newest acts first; one person saving one section over and over is one line."""
    found: list[Event] = []
    last = None
    for entry in entries:
        this = (entry.verb, entry.facts.get("key"), entry.actor_id)
        if entry.verb in VERBS and this != last:
            found.append(Event(moment(entry.at), sentence(application, entry, reader)))
        last = this
    return tuple(found[:MOST])


def sentence(application: Application, entry: TrailEntry, reader: Actor) -> str:
    """Say one act; the reader is "You", a section has its name in the reader's language."""
    own = reader.is_person(entry.actor_id)
    facts = {**entry.facts, "actor": _("You") if own else entry.actor_name}
    if section := application.call.document.section(str(facts.get("key"))):
        facts["section"] = section.title
    return str(VERBS[entry.verb]) % facts
