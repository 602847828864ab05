"""Add, remove and put back the files of an application."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.applications import emails, file_rules, queries
from portal.applications.filing import is_replaced, of_question
from portal.applications.models import Application, SectionEntry
from portal.audit.actions import record
from portal.files import uploads
from portal.files.checks.verdict import Accepted
from portal.files.models import ScanState, Upload
from portal.files.uploads import Place
from portal.kernel.actor import SYSTEM, Actor
from portal.kernel.ruling import enforce
from portal.people.models import Person
from portal.schemes.questions import Question, Section

SUBJECT = "application"


@dataclass(frozen=True, slots=True)
class Asking:
    """A question for files, in its section."""

    section: Section
    question: Question


def add_file(
    session: Session,
    application: Application,
    asking: Asking,
    name: str,
    accepted: Accepted,
    *,
    actor: Actor,
    now: datetime,
) -> Upload:
    """Keep a file that was checked. Where there can be only one, it takes the place of the old.

    Raises Refused, and has changed nothing then: for no room, or a file too many.
    """
    _lock(session, application, actor)
    enforce(file_rules.may_add(application, asking.question, actor, now))
    before = _taken(application, asking.question)
    room = sum(each.size for each in before)
    place = _place(application, asking.question, actor)
    enforce(uploads.may_store(session, place, len(accepted.content), instead_of=room))
    for each in before:
        uploads.remove(each, now)
    session.flush()
    made = uploads.store(session, place, name, accepted, now)
    _note(session, application, asking, "added_file", actor, now)
    return made


def remove_file(
    session: Session, application: Application, upload_id: UUID, *, actor: Actor, now: datetime
) -> None:
    """Remove a file; for a day it can be put back. Twice is once."""
    _lock(session, application, actor)
    upload = _one(application, upload_id)
    enforce(file_rules.may_remove(application, upload, actor, now))
    if upload.removed_at is None:
        uploads.remove(upload, now)
        _note(session, application, asking_of(application, upload), "removed_file", actor, now)


def put_back_file(
    session: Session, application: Application, upload_id: UUID, *, actor: Actor, now: datetime
) -> None:
    """Undo a removal; what took its place is removed. Twice is once."""
    _lock(session, application, actor)
    upload = _one(application, upload_id)
    enforce(file_rules.may_put_back(application, upload, actor, now))
    if upload.removed_at is None:
        return
    asking = asking_of(application, upload)
    for each in _taken(application, asking.question):
        uploads.remove(each, now)
    session.flush()
    uploads.put_back(session, upload)
    _note(session, application, asking, "put_back_file", actor, now)


def remove_all(application: Application, now: datetime) -> None:
    """Remove the files of what is withdrawn without ever having counted."""
    for each in application.files:
        uploads.remove(each, now)


def infected(session: Session, *, upload: Upload, now: datetime) -> None:
    """Tell the applicant, and whoever added it, that a file had a virus and is gone."""
    if (
        upload.subject_kind != SUBJECT
        or (application := queries.whole(session, upload.subject_id)) is None
    ):
        return
    facts = {"key": _key_of(application, upload)}
    record(session, SYSTEM, "infected_file", SUBJECT, application.id, now=now, **facts)
    emails.file_infected(session, application, upload, now=now)


def asking_of(application: Application, upload: Upload) -> Asking:
    """Return what a file answers. Raises StopIteration for a question that the scheme has not."""
    return next(
        Asking(section, question)
        for section in application.call.document.sections
        for question in section.questions
        if question.key == upload.question_key
    )


def _key_of(application: Application, upload: Upload) -> str:
    return asking_of(application, upload).section.key


def _lock(session: Session, application: Application, actor: Actor) -> None:
    """Hold the application, then the person whose quota it counts for, always in this order."""
    queries.locked(session, application.id)
    held = select(Person).where(Person.id == actor.person_id)
    session.scalars(held.with_for_update(of=Person, key_share=True)).one_or_none()


def _place(application: Application, question: Question, actor: Actor) -> Place:
    assert actor.person_id
    return Place(actor.person_id, SUBJECT, application.id, question.key)


def _taken(application: Application, question: Question) -> list[Upload]:
    """Return what a new file takes the place of: the old one, or what had a virus."""
    return [
        each
        for each in of_question(application, question)
        if is_replaced(question) or each.state is ScanState.INFECTED
    ]


def _one(application: Application, upload_id: UUID) -> Upload:
    return next(each for each in application.uploads if each.id == upload_id)


def _note(
    session: Session,
    application: Application,
    asking: Asking,
    verb: str,
    actor: Actor,
    now: datetime,
) -> None:
    """Mark the section as saved now, and the act in the trail. The name of the file stays out."""
    assert actor.person_id
    section = asking.section
    entry = queries.entry(session, application.id, section.key)
    if entry is None:
        entry = SectionEntry(
            application=application, key=section.key, answers={}, is_complete=False
        )
        session.add(entry)
    entry.saved_at, entry.saved_by_id = now, actor.person_id
    session.flush()
    session.expire(application, ["uploads"])
    facts = {"section": section.title.en, "key": section.key}
    record(session, actor, verb, SUBJECT, application.id, now=now, **facts)
