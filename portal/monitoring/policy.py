"""Who may answer the equality questions: everybody, for themselves. Pure."""

from dataclasses import dataclass
from datetime import date, datetime

from portal.costing.scales import Nation
from portal.kernel.actor import Actor
from portal.kernel.clock import london_day
from portal.kernel.ruling import HIDDEN, Ruling, yes_if
from portal.people.models import Person

KEPT_MONTHS = 18  # a year of applications, then until its totals are released


@dataclass(frozen=True, slots=True)
class Own:
    """A person before their own answers. `nation` says which questions are asked."""

    person: Person
    nation: Nation


def may_answer(own: Own, actor: Actor, _now: datetime) -> Ruling:
    """See, change and remove one's own answers. There is no page for anybody else's."""
    return yes_if(actor.is_person(own.person.id), HIDDEN)


def month_of(now: datetime) -> date:
    """Return the first day of the month, which is all that is kept of when somebody answered."""
    return london_day(now).replace(day=1)


def kept_from(now: datetime) -> date:
    """Return the first month whose answers are still kept."""
    month = month_of(now)
    months = month.year * 12 + month.month - 1 - KEPT_MONTHS
    return date(months // 12, months % 12 + 1, 1)
