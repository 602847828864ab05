"""Add, change, remove and re-cost lines, and say that the costs are done."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.applications import asked, cost_rules, policy, queries, recosting
from portal.applications.actions import begun
from portal.applications.actions.sections import save_section
from portal.applications.costing import Costed
from portal.applications.models import Application, CostKind, CostLine, SectionEntry
from portal.applications.recosting import Recosted
from portal.applications.saved import NO_TAB, Tab
from portal.audit.actions import record
from portal.costing.book import Book
from portal.costing.choices import Choices
from portal.kernel.actor import Actor
from portal.kernel.amounts import pounds
from portal.kernel.ruling import enforce
from portal.schemes.caps import MONEY
from portal.schemes.questions import Section

TICKET_LENGTH = 64


class LineGone(Exception):
    """Raised where a line that was to be changed has been removed meanwhile; nothing was saved."""


class LineChanged(Exception):
    """Raised where a line was changed after this page was served; nothing was saved."""

    def __init__(self, line: CostLine) -> None:
        super().__init__(line.label)
        self.line = line


class OtherFigures(Exception):
    """Raised where lines would not be costed again as was shown; nothing was saved."""


def add_cost(
    session: Session,
    application: Application,
    section: Section,
    costed: Costed,
    *,
    actor: Actor,
    now: datetime,
    ticket: str = "",
) -> CostLine:
    """Add a line at the end. A limit never stops a line: it stops the section.

    The same line with the same ticket is a second press: it gives the line there is.
    """
    queries.locked(session, application.id)
    enforce(policy.may_write(application, actor, now))
    if (pressed := _pressed(application, ticket)) and _says(pressed, costed):
        return pressed
    enforce(cost_rules.may_add(application, actor, now))
    line = CostLine(
        application=application,
        position=max((line.position for line in application.cost_lines), default=0) + 1,
        kind=CostKind.SALARY if "whose" in costed.details else CostKind.OTHER,
        ticket=None if pressed else ticket[:TICKET_LENGTH] or None,
    )
    session.add(line)
    _fill(line, costed)
    _note(session, application, section, "added_cost", costed.amount_pence, actor, now)
    return line


def change_cost(
    session: Session,
    line: CostLine,
    section: Section,
    costed: Costed,
    *,
    seen_version: int,
    actor: Actor,
    now: datetime,
) -> None:
    """Make a line what was worked out anew; it keeps its place.

    Raises LineGone, or LineChanged where `seen_version` is not the newest, unless it says the
    same already.
    """
    application, line_id = line.application, line.id  # read before the line may be gone
    queries.locked(session, application.id)
    enforce(policy.may_edit_costs(application, actor, now))
    newest = _newest(session, line_id)
    if _says(newest, costed):
        return
    if newest.version != seen_version:
        raise LineChanged(newest)
    _fill(newest, costed)
    _note(session, application, section, "changed_cost", costed.amount_pence, actor, now)


def remove_cost(
    session: Session,
    line: CostLine,
    section: Section,
    *,
    seen_version: int,
    actor: Actor,
    now: datetime,
) -> None:
    """Remove a line, and what this person began to change in it.

    Raises LineGone, or LineChanged where it is not what was shown.
    """
    application, line_id = line.application, line.id  # read before the line may be gone
    queries.locked(session, application.id)
    enforce(policy.may_edit_costs(application, actor, now))
    newest = _newest(session, line_id)
    if newest.version != seen_version:
        raise LineChanged(newest)
    pence = newest.amount_pence
    begun.drop_of_line(application, line_id, actor=actor, now=now)
    session.delete(newest)
    session.flush()
    session.expire(application, ["cost_lines"])
    _note(session, application, section, "removed_cost", pence, actor, now)


def recost(  # noqa: PLR0913 -- each is named where it is called
    session: Session,
    application: Application,
    section: Section,
    *,
    seen: str,
    book: Book,
    choices: Choices,
    actor: Actor,
    now: datetime,
) -> tuple[Recosted, ...]:
    """Cost every line of pay again that newer figures or other dates change.

    `seen` is the mark of what was shown (`mark_of`). Raises OtherFigures where that is not what
    would be done now.
    """
    queries.locked(session, application.id)
    enforce(policy.may_edit_costs(application, actor, now))
    found = recosting.recosted(application, book, choices)
    if mark_of(found) != seen:
        raise OtherFigures
    before = application.cost_pence
    for each in found:
        was = each.before_pence
        _fill(each.line, each.anew)
        _note_change(session, application, "recosted_cost", was, each.after_pence, actor, now)
    if found:
        _touch(session, application, section, actor, now)
        after = application.cost_pence
        _note_change(session, application, "recosted", before, after, actor, now)
    return found


def put_anew(session: Session, application: Application, found: Sequence[Recosted]) -> None:
    """Make lines what was worked out anew. Whoever calls holds the application, and records it."""
    for each in found:
        _fill(each.line, each.anew)
    session.flush()
    session.expire(application, ["cost_lines"])


def mark_of(found: Sequence[Recosted]) -> str:
    """Return what tells one set of new figures from another: each line, before and after."""
    rows = [f"{each.line.id}:{each.before_pence}:{each.after_pence}" for each in found]
    return sha256("|".join(rows).encode()).hexdigest()


def save_costs(  # noqa: PLR0913 -- each is named where it is called
    session: Session,
    application: Application,
    section: Section,
    *,
    answers: dict[str, Any],
    is_complete: bool,
    seen_version: int,
    tab: Tab = NO_TAB,
    actor: Actor,
    now: datetime,
) -> None:
    """Keep the answers of the section for costs, and whether the costs are done.

    `answers` has the reason for going over a limit under "reason". Raises Refused for costs
    said to be done, over a limit.
    """
    save_section(
        session,
        application,
        section,
        answers,
        is_complete=is_complete,
        seen_version=seen_version,
        tab=tab,
        actor=actor,
        now=now,
    )
    if is_complete:
        enforce(
            asked.fits(
                asked.of(asked.cap_checks(application), MONEY), str(answers.get("reason", ""))
            )
        )


def _fill(line: CostLine, costed: Costed) -> None:
    line.label, line.category = costed.label, costed.category
    line.amount_pence = costed.amount_pence
    line.details, line.working = costed.details, costed.working
    line.pot, line.pot_name = costed.pot, costed.pot_name


def _says(line: CostLine, costed: Costed) -> bool:
    """Say whether a line says just this."""
    return recosting.as_it_stands(line) == costed


def _pressed(application: Application, ticket: str) -> CostLine | None:
    """Return the line that was added with this ticket."""
    lines = application.cost_lines if ticket else ()
    return next((line for line in lines if line.ticket == ticket), None)


def _newest(session: Session, line_id: UUID) -> CostLine:
    """Return a line as it is now that nobody else can change it. Raises LineGone."""
    found = session.scalars(
        select(CostLine).where(CostLine.id == line_id).execution_options(populate_existing=True)
    ).one_or_none()
    if found is None:
        raise LineGone
    return found


def _note(
    session: Session,
    application: Application,
    section: Section,
    verb: str,
    pence: int,
    actor: Actor,
    now: datetime,
) -> None:
    """Mark the section as saved now, and the act in the trail. What a line is for stays out."""
    _touch(session, application, section, actor, now)
    record(session, actor, verb, "application", application.id, now=now, amount=pounds(pence))


def _note_change(
    session: Session,
    application: Application,
    verb: str,
    before: int,
    after: int,
    actor: Actor,
    now: datetime,
) -> None:
    facts = {"before": pounds(before), "after": pounds(after)}
    record(session, actor, verb, "application", application.id, now=now, **facts)


def _touch(
    session: Session, application: Application, section: Section, actor: Actor, now: datetime
) -> None:
    assert actor.person_id
    entry = queries.entry(session, application.id, section.key)
    if entry is None:
        entry = SectionEntry(application=application, key=section.key, answers={})
        entry.is_complete = False
        session.add(entry)
    entry.saved_at, entry.saved_by_id = now, actor.person_id
    session.flush()
