"""Have what waits scanned, by the worker: never in a request.

Bytes are read and scanned outside any transaction; what was found is written in a short one. A
scanner that is down leaves everything as it was, for the next sweep.
"""

import logging
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.files import uploads
from portal.files.clamd import Scan, ScannerDown, ScannerRefused
from portal.files.models import ScanState, Upload
from portal.kernel.db import Database
from portal.kernel.reactions import react

BATCH = 50

log = logging.getLogger(__name__)


def scan_due(database: Database, scan: Scan, now: Callable[[], datetime]) -> int:
    """Scan a batch of what waits, the least tried first. Returns how many were settled."""
    with database.scope(read_only=True) as session:
        waiting = due(session)
    settled = 0
    for upload_id in waiting:
        try:
            settled += _scan_one(database, scan, upload_id, now)
        except ScannerDown as error:
            log.warning("the virus scanner is down: %s", error)
            break
    return settled


def due(session: Session, limit: int = BATCH) -> list[UUID]:
    """Return the ids of files not scanned yet, but for removed ones that nobody reads."""
    return list(
        session.scalars(
            select(Upload.id)
            .join(Upload.stored)
            .where(Upload.state == ScanState.NOT_SCANNED)
            .where(or_(Upload.removed_at.is_(None), Upload.is_kept))
            .order_by(Upload.tries, Upload.uploaded_at, Upload.id)
            .limit(limit)
        )
    )


def _scan_one(database: Database, scan: Scan, upload_id: UUID, now: Callable[[], datetime]) -> bool:
    with database.scope(read_only=True) as session:
        upload = session.get(Upload, upload_id)
        content = uploads.content_of(session, upload) if upload else None
    if content is None:
        return False
    try:
        found: str | None = scan(content)
    except ScannerRefused as error:
        log.warning("upload %s could not be scanned: %s", upload_id, error)
        found = None
    with database.scope() as session:
        settled = settle(session, upload_id, found, now())
        session.commit()
    return settled


def settle(session: Session, upload_id: UUID, found: str | None, now: datetime) -> bool:
    """Write what a scan found: nothing "", a name, or None where the scanner did not say.

    What is infected loses its bytes at once, and higher features are told: "upload_infected".
    Returns whether it is settled now.
    """
    upload = session.get(Upload, upload_id, with_for_update={"of": Upload})
    if upload is None or upload.state is not ScanState.NOT_SCANNED:
        return False
    if found is None:
        upload.tries += 1
        return False
    upload.scanned_at = now
    upload.state = ScanState.INFECTED if found else ScanState.CLEAN
    if found:
        log.warning("upload %s was infected (%s) and is deleted", upload_id, found)
        upload.stored = None
        session.flush()
        react(session, "upload_infected", upload=upload, now=now)
    return True
