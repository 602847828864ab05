"""What happened, in words: every feature's verbs together."""

from collections.abc import Iterable

from portal.applications import trail as applications
from portal.approvals import trail as approvals
from portal.audit.models import TrailEntry
from portal.awards import trail as awards
from portal.designer import trail as designer
from portal.desk.ledgers import trail as ledgers
from portal.mentors import trail as mentors
from portal.people import trail as people
from portal.pulse import trail as pulse
from portal.rates import trail as rates
from portal.reach import trail as reach
from portal.reviews import trail as reviews
from portal.schemes import trail as schemes
from portal.takeout import trail as takeout
from portal.web.format import moment
from portal.web.pieces import Event

VERBS: dict[str, object] = {
    **people.VERBS,
    **rates.VERBS,
    **mentors.VERBS,
    **schemes.VERBS,
    **reach.VERBS,
    **applications.VERBS,
    **approvals.VERBS,
    **reviews.VERBS,
    **designer.VERBS,
    **awards.VERBS,
    **ledgers.VERBS,
    **pulse.VERBS,
    **takeout.VERBS,
}


def events(entries: Iterable[TrailEntry]) -> tuple[Event, ...]:
    """Return the entries as lines of a timeline, in the order given."""
    return tuple(Event(moment(entry.at), sentence(entry)) for entry in entries)


def sentence(entry: TrailEntry) -> str:
    """Say one act in words. A verb that is no longer known is shown as it is."""
    words = str(VERBS.get(entry.verb, entry.verb))
    return words % {"actor": entry.actor_name, **entry.facts} if "%(" in words else words
