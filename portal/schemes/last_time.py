"""What happened in calls that have been decided, as a higher feature tells it: protected figures.

`schemes` asks (`kernel.reactions.ask`), `uptake` answers; nothing else than what may be
printed for everybody comes through here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.kernel.reactions import ask
from portal.web.pieces import Table


@dataclass(frozen=True, slots=True)
class LastTime:
    """The last decided call of a scheme: a table by job, and where the figures are explained."""

    table: Table
    methods_href: str


@dataclass(frozen=True, slots=True)
class Tally:
    """How many applied to a call and were awarded, as printed."""

    applied: str
    awarded: str


def last_time(session: Session, scheme_id: UUID, now: datetime) -> LastTime | None:
    """Return what happened last time; None where no call of the scheme has been decided."""
    found: LastTime | None = ask(session, "last_time", None, scheme_id=scheme_id, now=now)
    return found


def tallies(session: Session, call_ids: Iterable[UUID]) -> Mapping[UUID, Tally]:
    """Return what is known of these calls; one that has not been decided is not in it."""
    found: Mapping[UUID, Tally] = ask(session, "tallies", {}, call_ids=tuple(call_ids))
    return found
