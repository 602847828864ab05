"""Ask for a document, and make those that were asked for."""

import hashlib
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.files.models import Document
from portal.kernel import jobs
from portal.web.pdf import render_pdf


def ask_for(
    session: Session,
    subject_kind: str,
    subject_id: UUID,
    filename: str,
    html: str,
    now: datetime,
    *,
    inputs: str = "",
) -> Document:
    """Store the complete HTML of a document for the worker to issue as PDF.

    `inputs` is a digest of what it is made from, for a document that may be made again.
    """
    document = Document(
        subject_kind=subject_kind,
        subject_id=subject_id,
        filename=filename,
        source_html=html,
        asked_at=now,
        inputs=inputs,
    )
    session.add(document)
    session.flush()
    jobs.wake_after_commit(session)
    return document


def waiting(session: Session, limit: int = 50) -> list[UUID]:
    """Return ids of documents not issued yet, oldest first."""
    return list(
        session.scalars(
            select(Document.id)
            .where(Document.issued_at.is_(None))
            .order_by(Document.asked_at, Document.id)
            .limit(limit)
        )
    )


def issue(session: Session, document_id: UUID, pdf: bytes, now: datetime) -> Document | None:
    """Keep the PDF as issued. Returns None where another worker was first."""
    document = session.get(Document, document_id, with_for_update=True)
    if document is None or document.issued_at is not None:
        return None
    document.pdf = pdf
    document.sha256 = hashlib.sha256(pdf).hexdigest()
    document.issued_at = now
    return document


def make(session: Session, document_id: UUID) -> bytes | None:
    """Render the PDF of a waiting document, outside any transaction."""
    document = session.get(Document, document_id)
    return render_pdf(document.source_html) if document and not document.issued_at else None
