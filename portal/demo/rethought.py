"""A title that was another one for a while, so that there is an earlier version to find."""

from datetime import datetime, timedelta
from typing import Any

from portal.applications import queries
from portal.applications.actions.sections import TITLE, save_section
from portal.demo.applications import Writing

LATER = timedelta(minutes=12)
OTHER = "Would a breathing group keep people out of hospital?"


def enter_other_title(writing: Writing, at: datetime) -> None:
    """Enter a save of the section that names the application under another title, then back."""
    stage = writing.stage

    def rethink(now: datetime) -> None:
        stands = _answers(writing)
        _save(writing, {**stands, TITLE: OTHER}, now)
        stage.enter(now + LATER, lambda then: _save(writing, stands, then))

    stage.enter(at, rethink)


def _key(writing: Writing) -> str:
    sections = writing.call.document.sections
    return next(s.key for s in sections if any(q.key == TITLE for q in s.questions))


def _answers(writing: Writing) -> dict[str, Any]:
    entry = queries.entry(writing.stage.session, writing.application.id, _key(writing))
    return dict(entry.answers) if entry else {}


def _save(writing: Writing, answers: dict[str, Any], now: datetime) -> None:
    session, application = writing.stage.session, writing.application
    section = writing.call.document.section(_key(writing))
    entry = queries.entry(session, application.id, _key(writing))
    assert section is not None
    assert entry is not None  # it was written before
    save_section(
        session,
        application,
        section,
        answers,
        is_complete=entry.is_complete,
        seen_version=entry.version,
        actor=writing.actor,
        now=now,
    )
