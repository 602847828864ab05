"""Keep a file that was checked, remove it, put it back, forget what was removed.

Whoever calls holds a lock on the owner: quotas are sums, and two uploads at once must not pass
both.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, func, or_, select
from sqlalchemy.orm import Session

from portal.files.checks.names import shown
from portal.files.checks.verdict import Accepted
from portal.files.models import Upload, UploadContent
from portal.kernel import jobs
from portal.kernel.language import _, lazy
from portal.kernel.ruling import Ruling, enforce, no, yes_if

MOST_OF_SUBJECT = 30 * 1024 * 1024  # bytes in one application
MOST_OF_OWNER = 100 * 1024 * 1024  # bytes of one person, removed ones that can be put back too
UNDO = timedelta(days=1)  # for how long a removed file can be put back
OWNER_FULL = lazy(
    "You have added 100MB of files in all. Remove some from another application first."
)


@dataclass(frozen=True, slots=True)
class Place:
    """Whose a file is, what it is added to, and where."""

    owner_id: UUID
    subject_kind: str
    subject_id: UUID
    question_key: str


def store(session: Session, place: Place, name: str, accepted: Accepted, now: datetime) -> Upload:
    """Keep a file under an id of its own. Raises Refused where there is no room for it."""
    size = len(accepted.content)
    enforce(may_store(session, place, size))
    made = Upload(
        owner_id=place.owner_id,
        subject_kind=place.subject_kind,
        subject_id=place.subject_id,
        question_key=place.question_key,
        name=shown(name, accepted.kind),
        kind=accepted.kind,
        size=size,
        sha256=hashlib.sha256(accepted.content).hexdigest(),
        uploaded_at=now,
        stored=UploadContent(content=accepted.content),
    )
    session.add(made)
    session.flush()
    jobs.wake_after_commit(session)
    return made


def may_store(session: Session, place: Place, size: int, instead_of: int = 0) -> Ruling:
    """Say whether so many bytes more fit into the application, and into all of the person's.

    `instead_of` are bytes of the application that are removed for it; they can be put back for a
    while, so the person still has them. What was removed and is kept for others counts for
    neither: it is not there for the owner's sake, they cannot make it go, and it was counted
    when it was sent. Otherwise somebody who sent 30MB could not answer by replacing a file.
    """
    here = (Upload.subject_id == place.subject_id, Upload.removed_at.is_(None))
    left = MOST_OF_SUBJECT + instead_of - _sum(session, *here)
    full = _(
        "The files of one application must be smaller than 30MB in all. You have %(left)sMB left.",
        left=f"{max(left, 0) / 1024 / 1024:.1f}",
    )
    is_theirs = or_(Upload.removed_at.is_(None), Upload.is_kept.is_(False))
    owned = _sum(session, Upload.owner_id == place.owner_id, is_theirs)
    return yes_if(size <= left, no(full)) and yes_if(owned + size <= MOST_OF_OWNER, no(OWNER_FULL))


def _sum(session: Session, *where: object) -> int:
    """Return the bytes that are kept of these; what is infected or forgotten takes no room."""
    kept = select(func.coalesce(func.sum(Upload.size), 0)).join(Upload.stored).where(*where)  # type: ignore[arg-type]  # columns
    return session.scalar(kept) or 0


def remove(upload: Upload, now: datetime) -> None:
    """Take a file away; it can be put back for a while."""
    upload.removed_at = now


def keep(upload: Upload) -> None:
    """Keep the bytes for others, whatever its owner does, until `keep_no_more`."""
    upload.is_kept = True


def keep_no_more(upload: Upload) -> None:
    """Let the bytes go as those of any other file: at once where it was removed a day ago."""
    upload.is_kept = False


def can_put_back(upload: Upload, now: datetime) -> bool:
    """Say whether a removed file is still there."""
    removed_at = upload.removed_at
    return removed_at is not None and (upload.is_kept or now < removed_at + UNDO)


def put_back(session: Session, upload: Upload) -> None:
    """Undo a removal. Raises Refused where there is no room any more."""
    place = Place(upload.owner_id, upload.subject_kind, upload.subject_id, upload.question_key)
    enforce(may_store(session, place, upload.size if upload.removed_at else 0))
    upload.removed_at = None


def content_of(session: Session, upload: Upload) -> bytes | None:
    """Return the bytes; None where they are gone."""
    return session.scalar(select(UploadContent.content).where(UploadContent.upload_id == upload.id))


def forget_removed(session: Session, now: datetime) -> int:
    """Delete the bytes of what was removed and can no longer be put back. Returns how many."""
    gone = select(Upload.id).where(_is_over(now))
    done = session.execute(delete(UploadContent).where(UploadContent.upload_id.in_(gone)))
    return int(done.rowcount)  # type: ignore[attr-defined]  # a delete has it


def is_to_forget(session: Session, now: datetime) -> bool:
    """Say whether there is anything to forget: the worker asks before it writes."""
    found = select(UploadContent.upload_id).join(UploadContent.upload).where(_is_over(now)).limit(1)
    return session.scalar(found) is not None


def _is_over(now: datetime) -> ColumnElement[bool]:
    return and_(Upload.removed_at <= now - UNDO, Upload.is_kept.is_(False))
