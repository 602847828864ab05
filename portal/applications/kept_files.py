"""The files of a section that is sent back: named, kept for its readers, and put back.

The rows and their bytes stay where they are. A file that its applicant removes meanwhile is kept
(`files.uploads.keep`) until the return ends, so that everybody else can go on opening it.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.applications.models import Application
from portal.files import uploads
from portal.files.models import Upload
from portal.schemes.questions import Section

FACTS = ("question_key", "name", "sha256")  # never what a scan says: that is no change of theirs


def written(application: Application, section: Section) -> list[dict[str, Any]]:
    """Return what files of the section there are, as JSON values, in the order they came in."""
    return [
        {"id": str(each.id), **{name: getattr(each, name) for name in FACTS}}
        for each in of_section(application, section)
        if each.removed_at is None
    ]


def of_section(application: Application, section: Section) -> list[Upload]:
    """Return every file that was ever added to the section, in the order they came in."""
    keys = {question.key for question in section.questions}
    return [each for each in application.uploads if each.question_key in keys]


def keep(application: Application, section: Section) -> None:
    """Keep what is there for readers, whatever becomes of it while the section is out."""
    for each in of_section(application, section):
        if each.removed_at is None:
            uploads.keep(each)


def keep_no_more(application: Application, section: Section) -> None:
    """Let what was removed go, because what is there now is what everybody reads."""
    for each in of_section(application, section):
        uploads.keep_no_more(each)


def put_back(
    session: Session,
    application: Application,
    section: Section,
    rows: Sequence[Mapping[str, Any]],
    now: datetime,
) -> None:
    """Make the section hold just these files again. What was added is removed, as by hand.

    Quotas are not asked: so much was there when it was sent.
    """
    ids = {row["id"] for row in rows}
    for each in of_section(application, section):
        uploads.keep_no_more(each)
        if str(each.id) in ids:
            each.removed_at = None
        elif each.removed_at is None:
            uploads.remove(each, now)
    session.flush()
    session.expire(application, ["uploads"])


def as_sent(live: Sequence[Upload], keys: Collection[str], ids: Collection[str]) -> list[Upload]:
    """Return files as readers have them: of these questions those with these ids, removed or not.

    A file that was removed comes as a copy that belongs to no session, with what a scan says now.
    """
    return [_there(each) for each in live if each.question_key not in keys or str(each.id) in ids]


def _there(upload: Upload) -> Upload:
    if upload.removed_at is None or not upload.is_kept:
        return upload
    columns = {column.key: getattr(upload, column.key) for column in Upload.__table__.columns}
    return Upload(**{**columns, "removed_at": None})
