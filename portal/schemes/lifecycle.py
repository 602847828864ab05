"""The phases of a call, made from its dates and the moment; nothing of it is stored."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from portal.kernel.clock import london_day
from portal.kernel.language import lazy


class Phase(StrEnum):
    """Where a call is, in the order in which it goes through them."""

    COMING = "coming"
    OPEN = "open"
    APPROVING = "approving"
    REVIEWING = "reviewing"
    DECIDING = "deciding"
    DECIDED = "decided"


PHASE_LABELS = {
    Phase.COMING: lazy("Opening soon"),
    Phase.OPEN: lazy("Open"),
    Phase.APPROVING: lazy("Closed, with managers"),
    Phase.REVIEWING: lazy("Closed, with reviewers"),
    Phase.DECIDING: lazy("Closed, being decided"),
    Phase.DECIDED: lazy("Closed"),
}


class Dates(Protocol):
    """The dates of a call, each not before the one above it."""

    @property
    def opens_at(self) -> datetime:
        """The first moment to start an application."""

    @property
    def closes_at(self) -> datetime:
        """The last moment to send one; the grace comes after it."""

    @property
    def approvals_due_at(self) -> datetime:
        """The last moment for the applicant's own side to answer."""

    @property
    def reviews_due_at(self) -> datetime:
        """The last moment for reviews."""

    @property
    def panel_on(self) -> date:
        """The UK day of the panel."""

    @property
    def decisions_on(self) -> date:
        """The UK day by which applicants hear."""

    @property
    def earliest_start_on(self) -> date:
        """The first day that an award may start."""

    @property
    def grace_minutes(self) -> int:
        """Whole minutes after the close in which what arrives still counts."""


def phase(call: Dates, now: datetime) -> Phase:
    """Return the phase; a deadline belongs to the phase that it ends."""
    if now < call.opens_at:
        return Phase.COMING
    deadlines = (
        (call.closes_at, Phase.OPEN),
        (call.approvals_due_at, Phase.APPROVING),
        (call.reviews_due_at, Phase.REVIEWING),
    )
    for due_at, until_then in deadlines:
        if now <= due_at:
            return until_then
    return Phase.DECIDING if london_day(now) <= call.decisions_on else Phase.DECIDED


def last_moment(call: Dates) -> datetime:
    """Return the last instant at which an arrival counts, the grace included. Not shown."""
    return call.closes_at + timedelta(minutes=call.grace_minutes)


def takes_applications(call: Dates, arrived_at: datetime) -> bool:
    """Say whether what arrives now counts: from opening to the close and its grace, both in."""
    return call.opens_at <= arrived_at <= last_moment(call)


def is_in_grace(call: Dates, arrived_at: datetime) -> bool:
    """Say whether this arrived after the close and within the grace, which is recorded."""
    return call.closes_at < arrived_at <= last_moment(call)


def lets_in(call: Dates, arrived_at: datetime, pass_until: datetime | None = None) -> bool:
    """Say whether what arrives now counts, for somebody with a late pass until then too.

    A pass has no grace: its last instant is in, the next is not.
    """
    by_pass = pass_until is not None and call.opens_at <= arrived_at <= pass_until
    return takes_applications(call, arrived_at) or by_pass


def is_by_pass(call: Dates, arrived_at: datetime, pass_until: datetime | None) -> bool:
    """Say whether this counts by a late pass alone, which is recorded."""
    return lets_in(call, arrived_at, pass_until) and not takes_applications(call, arrived_at)
