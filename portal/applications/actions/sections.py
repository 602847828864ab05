"""Save one section: on Continue, or while it is typed."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.applications import policy, queries
from portal.applications.actions.earlier import set_aside
from portal.applications.earlier import has_words, is_new_sitting, is_set_aside
from portal.applications.models import Application, SectionEntry
from portal.applications.saved import NO_TAB, Tab
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
        self.saved_by = entry.saved_by.name


def save_section(  # noqa: PLR0913 -- each is named where it is called
    session: Session,
    application: Application,
    section: Section,
    answers: dict[str, Any],
    *,
    is_complete: bool,
    seen_version: int,
    tab: Tab = NO_TAB,
    actor: Actor,
    now: datetime,
) -> SectionEntry:
    """Keep the answers to a section. Whoever calls has checked them where it is complete.

    `seen_version` is the version on the page that was answered, 0 where nothing had been
    saved. Raises ChangedMeanwhile where that is not the newest, unless the answers are the same
    or that very page saved last. What is overwritten is set aside.
    """
    queries.locked(session, application.id)
    enforce(policy.may_edit_section(application, section, actor, now))
    entry = queries.entry(session, application.id, section.key)
    if entry is not None and entry.answers != answers:
        _refuse_behind(entry, seen_version, tab)
        set_aside(session, entry, now)
    entry = _put(session, application, section, entry, answers, tab=tab, actor=actor, now=now)
    entry.is_complete = is_complete
    session.flush()
    note_saved(session, application, section, is_complete=is_complete, actor=actor, now=now)
    return entry


def save_typing(  # noqa: PLR0913 -- each is named where it is called
    session: Session,
    application: Application,
    section: Section,
    answers: dict[str, Any],
    *,
    seen_version: int,
    tab: Tab,
    actor: Actor,
    now: datetime,
) -> SectionEntry | None:
    """Keep what is being typed, right or not; None where nothing is answered and nothing was.

    A finished section stays finished while its answers are the same; a change opens it again,
    because nobody has checked it. A save that a later one of the same page has overtaken changes
    nothing. Raises ChangedMeanwhile as `save_section` does.
    """
    queries.locked(session, application.id)
    enforce(policy.may_edit_section(application, section, actor, now))
    assert actor.person_id  # whoever may edit is a person
    entry = queries.entry(session, application.id, section.key)
    if entry is None and not has_words(answers):
        return None
    if entry is not None:
        if entry.answers == answers or (tab.saved(entry) and tab.turn <= entry.turn):
            return entry
        _refuse_behind(entry, seen_version, tab)
        last_at = queries.last_set_aside(session, application.id, section.key)
        if is_set_aside(entry, answers, last_at, is_same_tab=tab.saved(entry), now=now):
            set_aside(session, entry, now)
    is_noted = is_new_sitting(entry, actor.person_id, now)
    entry = _put(session, application, section, entry, answers, tab=tab, actor=actor, now=now)
    entry.is_complete = False
    session.flush()
    if is_noted:
        note_saved(session, application, section, is_complete=False, actor=actor, now=now)
    return entry


def _refuse_behind(entry: SectionEntry, seen_version: int, tab: Tab) -> None:
    """Raise where somebody saved what the page has not shown, unless it was that page itself."""
    if entry.version != seen_version and not tab.saved(entry):
        raise ChangedMeanwhile(entry)


def _put(  # noqa: PLR0913 -- as the two above
    session: Session,
    application: Application,
    section: Section,
    entry: SectionEntry | None,
    answers: dict[str, Any],
    *,
    tab: Tab,
    actor: Actor,
    now: datetime,
) -> SectionEntry:
    if entry is None:
        entry = SectionEntry(application=application, key=section.key)
        session.add(entry)
    entry.answers = answers
    entry.tab, entry.turn = tab.name, tab.turn
    entry.saved_at = now
    entry.saved_by_id = application.applicant_id if actor.person_id is None else actor.person_id
    if TITLE in answers:
        application.title = " ".join(str(answers[TITLE]).split())[:TITLE_LENGTH]
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
