"""Which words of a section are set aside, so that what was overwritten can be found. Pure."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from portal.applications.models import SectionEntry

KEPT = 20  # versions of each section; the oldest goes
SITTING = timedelta(minutes=10)
FEW_LETTERS = 40


def has_words(answers: Mapping[str, Any]) -> bool:
    """Say whether anything was answered."""
    return any(answers.values())


def is_new_sitting(entry: SectionEntry | None, by: UUID, now: datetime) -> bool:
    """Say whether a save while typing begins a sitting: the trail has one entry for each.

    It does where another person saved last, where it opens again what was finished, or ten
    minutes after the last save.
    """
    if entry is None or entry.is_complete or entry.saved_by_id != by:
        return True
    return now - entry.saved_at >= SITTING


def is_set_aside(
    entry: SectionEntry,
    answers: Mapping[str, Any],
    last_at: datetime | None,
    *,
    is_same_tab: bool,
    now: datetime,
) -> bool:
    """Say whether a save while typing must first set aside what stands there.

    Not each time: where another page saved it, then once in ten minutes (`last_at` is when it
    was done last), and whenever an answer loses more than half of its letters.
    """
    if not is_same_tab or entry.is_complete or loses_much(entry.answers, answers):
        return True
    return last_at is None or now - last_at >= SITTING


def loses_much(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Say whether an answer of more than a few letters is about to lose more than half of them."""
    return any(
        len(str(text)) > FEW_LETTERS and len(str(new.get(key) or "")) * 2 < len(str(text))
        for key, text in old.items()
    )
