"""Until when an application is let in: by its call, by its invitation, or by a late pass."""

from datetime import datetime, timedelta

from portal.applications.models import Application
from portal.schemes import lifecycle


def lets_in(application: Application, arrived_at: datetime) -> bool:
    """Say whether what arrives now counts.

    The full stage is open to who was invited until the close that the invitation says. The
    grace of the call and a late pass hold for it as for the first.
    """
    if application.full_closes_at is None:
        return lifecycle.lets_in(application.call, arrived_at, application.late_until)
    return arrived_at <= _last_moment(application) or _has_pass(application, arrived_at)


def is_in_grace(application: Application, arrived_at: datetime) -> bool:
    """Say whether this arrived after the close and within the grace, which is recorded."""
    close = application.full_closes_at or application.call.closes_at
    return close < arrived_at <= _last_moment(application)


def is_by_pass(application: Application, arrived_at: datetime) -> bool:
    """Say whether this counts by a late pass alone, which is recorded."""
    late = arrived_at > _last_moment(application)
    return late and _has_pass(application, arrived_at)


def _last_moment(application: Application) -> datetime:
    close = application.full_closes_at or application.call.closes_at
    return close + timedelta(minutes=application.call.grace_minutes)


def _has_pass(application: Application, arrived_at: datetime) -> bool:
    until_at = application.late_until
    return until_at is not None and arrived_at <= until_at
