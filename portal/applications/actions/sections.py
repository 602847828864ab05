"""Save one section."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.applications import policy, queries
from portal.applications.models import Application, SectionEntry
from portal.audit.actions import record
from portal.kernel.actor import Actor
from portal.kernel.ruling import enforce
from portal.schemes.questions import Section

TITLE = "title"  # the question whose answer names the application in lists
TITLE_LENGTH = 300


class ChangedMeanwhile(Exception):
    """Raised where somebody saved the section after this page was served; nothing was saved."""

    def __init__(self, entry: SectionEntry) -> None:
        super().__init__(entry.key)
        self.saved_answers = dict(entry.answers)
        self.version = entry.version
        self.saved_at = entry.saved_at
        self.saved_by_id = entry.saved_by_id
        self.saved_by_name = entry.saved_by.name


def save_section(  # noqa: PLR0913 -- each is named where it is called
    session: Session,
    application: Application,
    section: Section,
    answers: dict[str, Any],
    *,
    is_complete: bool,
    seen_version: int,
    actor: Actor,
    now: datetime,
) -> SectionEntry:
    """Keep the answers to a section. Whoever calls has checked them where it is complete.

    `seen_version` is the version on the page that was answered, 0 where nothing had been
    saved. Raises ChangedMeanwhile where that is not the newest, unless the answers are the same.
    """
    queries.locked(session, application.id)
    enforce(policy.may_edit_section(application, section, actor, now))
    entry = queries.entry(session, application.id, section.key)
    if entry is not None and entry.version != seen_version and entry.answers != answers:
        raise ChangedMeanwhile(entry)
    if entry is None:
        entry = SectionEntry(application=application, key=section.key)
        session.add(entry)
    entry.answers = answers
    entry.is_complete = is_complete
    entry.saved_at = now
    entry.saved_by_id = application.applicant_id if actor.person_id is None else actor.person_id
    if TITLE in answers:
        application.title = " ".join(str(answers[TITLE]).split())[:TITLE_LENGTH]
    session.flush()
    note_saved(session, application, section, is_complete=is_complete, actor=actor, now=now)
    return entry


def note_saved(
    session: Session,
    application: Application,
    section: Section,
    *,
    is_complete: bool,
    actor: Actor,
    now: datetime,
) -> None:
    """Write into the trail that a section was saved, or finished."""
    verb = "finished_section" if is_complete else "saved_section"
    facts = {"section": section.title.en, "key": section.key}
    record(session, actor, verb, "application", application.id, now=now, **facts)
