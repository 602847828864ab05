"""Whether the portal works, for a monitor."""

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.notifications.queries import count_failed, oldest_waiting

LATE_S = 15 * 60  # every notice is out within fifteen minutes, or something is wrong


def report(session: Session, version: str, now: datetime) -> dict[str, object]:
    """Return status ("ok" or "late"), database, age of the oldest waiting mail in s, version."""
    session.execute(text("SELECT 1"))
    oldest = oldest_waiting(session)
    age = int((now - oldest).total_seconds()) if oldest else 0
    return {
        "status": "ok" if age < LATE_S else "late",
        "database": session.get_bind().dialect.name,
        "outbox_age_s": age,
        "outbox_failed": count_failed(session),
        "version": version,
    }
