"""The acts of this feature in words. All of them are told of the place that the figures are for."""

from collections.abc import Iterable

from portal.audit.models import TrailEntry
from portal.kernel.language import lazy
from portal.web.format import moment
from portal.web.pieces import Event

VERBS: dict[str, object] = {
    "began_figures": lazy("%(actor)s began a draft: %(what)s"),
    "changed_figures": lazy("%(actor)s changed a draft: %(what)s"),
    "imported_figures": lazy(
        "%(actor)s read %(number)s pay points into a draft from a file: %(what)s"
    ),
    "put_figures_in_force": lazy("%(actor)s put these in force: %(what)s"),
    "replaced_figures": lazy("These took the place of others: %(what)s"),
    "ended_figures": lazy("%(actor)s took these out of force: %(what)s. The reason: %(reason)s"),
    "threw_figures_away": lazy("%(actor)s threw a draft away: %(what)s"),
    "chose_costing": lazy("%(actor)s changed how costs are worked out from %(day)s"),
    "added_hourly_rate": lazy("%(actor)s added an hourly rate: %(what)s"),
    "ended_hourly_rate": lazy("%(actor)s stopped an hourly rate: %(what)s"),
}


def events(entries: Iterable[TrailEntry]) -> tuple[Event, ...]:
    """Return entries of this feature as lines of a timeline, in the order given."""
    return tuple(Event(moment(entry.at), _sentence(entry)) for entry in entries)


def _sentence(entry: TrailEntry) -> str:
    return str(VERBS[entry.verb]) % {"actor": entry.actor_name, **entry.facts}
