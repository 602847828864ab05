"""Keep words of a section that no longer stand in it, and put them back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from portal.applications import policy, queries
from portal.applications.earlier import KEPT, has_words
from portal.applications.models import Application, SectionEntry, SectionVersion
from portal.kernel.actor import Actor
from portal.kernel.ruling import enforce
from portal.schemes.questions import Section


def set_aside(session: Session, entry: SectionEntry, now: datetime) -> None:
    """Keep what stands in a section, which is about to be overwritten."""
    _keep(
        session,
        entry.application_id,
        entry.key,
        entry.answers,
        by=entry.saved_by_id,
        written_at=entry.saved_at,
        now=now,
    )


def keep_typed(
    session: Session,
    application: Application,
    section: Section,
    answers: Mapping[str, Any],
    *,
    actor: Actor,
    now: datetime,
) -> None:
    """Keep what was typed on a page that another save has overtaken, before anybody chooses."""
    queries.locked(session, application.id)
    enforce(policy.may_edit_section(application, section, actor, now))
    assert actor.person_id  # whoever may edit is a person
    _keep(
        session,
        application.id,
        section.key,
        answers,
        by=actor.person_id,
        written_at=now,
        now=now,
    )


def _keep(
    session: Session,
    application_id: UUID,
    key: str,
    answers: Mapping[str, Any],
    *,
    by: UUID,
    written_at: datetime,
    now: datetime,
) -> None:
    """Add a version unless it is empty or there already; the oldest go beyond KEPT."""
    had = queries.versions(session, application_id, key)
    if not has_words(answers) or any(version.answers == answers for version in had):
        return
    for version in had[KEPT - 1 :]:
        session.delete(version)
    made = SectionVersion(
        application_id=application_id,
        key=key,
        answers=dict(answers),
        written_at=written_at,
        written_by_id=by,
        set_aside_at=now,
    )
    session.add(made)
    session.flush()
