"""Until when an application is let in: by its call, by its invitation, or by a late pass."""

from datetime import datetime, timedelta

from portal.applications.models import Application
from portal.schemes import lifecycle


def lets_in(application: Application, arrived_at: datetime) -> bool:
    """Say whether what arrives now counts.

    The full stage is open to who was invited until the close that the invitation says, and
    stays shut once it was seen to close. The grace of the call and a late pass hold for it as
    for the first.
    """
    if application.full_closes_at is None:
        return lifecycle.lets_in(application.call, arrived_at, application.late_until)
    is_shut = application.invitation is not None and application.invitation.shut_at is not None
    is_open = arrived_at <= last_moment(application) and not is_shut
    return is_open or _has_pass(application, arrived_at)


def is_in_grace(application: Application, arrived_at: datetime) -> bool:
    """Say whether this arrived after the close and within the grace, which is recorded."""
    close = application.full_closes_at or application.call.closes_at
    return close < arrived_at <= last_moment(application)


def is_by_pass(application: Application, arrived_at: datetime) -> bool:
    """Say whether this counts by a late pass alone, which is recorded."""
    late = arrived_at > last_moment(application)
    return late and _has_pass(application, arrived_at)


def last_moment(application: Application) -> datetime:
    """Return the last instant at which it counts without a pass, the grace included. Not shown."""
    close = application.full_closes_at or application.call.closes_at
    return close + timedelta(minutes=application.call.grace_minutes)


def _has_pass(application: Application, arrived_at: datetime) -> bool:
    until_at = application.late_until
    return until_at is not None and arrived_at <= until_at
