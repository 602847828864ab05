"""The dates of a call as a line."""

from datetime import datetime

from portal.kernel.language import _
from portal.schemes.models import Call
from portal.web.format import day, moment
from portal.web.pieces import KeyDate


def dates_of(call: Call, now: datetime) -> tuple[KeyDate, ...]:
    """Return each date, and which comes next."""
    points = (
        (_("Opens"), moment(call.opens_at), call.opens_at <= now),
        (_("Closes"), moment(call.closes_at), call.closes_at < now),
        (_("Managers answer by"), moment(call.approvals_due_at), call.approvals_due_at < now),
        (_("Reviews in by"), moment(call.reviews_due_at), call.reviews_due_at < now),
        (_("Panel meets"), day(call.panel_on), call.panel_on < now.date()),
        (_("Decisions by"), day(call.decisions_on), call.decisions_on < now.date()),
    )
    following = next((n for n, point in enumerate(points) if not point[2]), len(points))
    return tuple(
        KeyDate(label, when, "past" if n < following else "next" if n == following else "later")
        for n, (label, when, _past) in enumerate(points)
    )
