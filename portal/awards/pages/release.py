"""The pages before and after a release: what it sends, and what it sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from portal.awards import documents, policy
from portal.awards.cases import Case
from portal.awards.lifecycle import OUTCOME_LABELS, Outcome
from portal.awards.pages import parts
from portal.awards.policy import Round
from portal.kernel.actor import Actor
from portal.kernel.language import _n
from portal.kernel.ruling import Ruling
from portal.web.format import day
from portal.web.pieces import Link


@dataclass(frozen=True, slots=True)
class ReleasePage:
    """What a release sends, and what stops it."""

    caption: str
    back: Link
    consequence: str
    problems: tuple[str, ...]
    release: Ruling
    previews: tuple[Link, ...]
    answer_by: str


@dataclass(frozen=True, slots=True)
class ReleasedPage:
    """What went out."""

    caption: str
    letters: str
    kinds: str
    answer_by: str
    back: Link


def released(these: Round) -> ReleasedPage:
    """Count the letters that have gone out."""
    told = [case for case in these.cases if case.is_released]
    days = [case.award.answer_by_on for case in told if case.award]
    return ReleasedPage(
        caption=parts.caption(these.call),
        letters=_n("%(num)s letter", "%(num)s letters", len(told)),
        kinds=parts.counted(told),
        answer_by=day(max(days)) if days else "",
        back=parts.back_to_list(these.call),
    )


def release(these: Round, actor: Actor, now: datetime) -> ReleasePage:
    """Count what a release would send, and list what stops it."""
    pending = these.pending
    consequence = _n(
        "This sends %(num)s letter: %(kinds)s. You cannot undo it.",
        "This sends %(num)s letters: %(kinds)s. You cannot undo it.",
        len(pending),
        kinds=parts.counted(pending),
    )
    return ReleasePage(
        caption=parts.caption(these.call),
        back=parts.back_to_list(these.call),
        consequence=consequence if pending else "",
        problems=policy.contradictions(these),
        release=policy.may_release(these, actor, now),
        previews=_one_of_each(pending),
        answer_by=documents.answer_by_words(now),
    )


def _one_of_each(pending: Sequence[Case]) -> tuple[Link, ...]:
    """Return a letter of each kind to look at first."""
    first = {case.decision.outcome: case for case in reversed(pending) if case.decision}
    return tuple(
        Link(
            OUTCOME_LABELS[outcome],
            url_for("awards.preview", application_id=first[outcome].application.id),
            first[outcome].application.reference or "",
        )
        for outcome in Outcome
        if outcome in first
    )
