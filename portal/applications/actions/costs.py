"""Add, change and remove cost lines, and say that the costs are done."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.applications import asked, cost_rules, queries
from portal.applications.actions.sections import save_section
from portal.applications.costing import Costed
from portal.applications.models import Application, CostKind, CostLine, SectionEntry
from portal.applications.saved import NO_TAB, Tab
from portal.audit.actions import record
from portal.kernel.actor import Actor
from portal.kernel.amounts import pounds
from portal.kernel.ruling import enforce
from portal.schemes.caps import MONEY
from portal.schemes.questions import Section


def add_cost(
    session: Session,
    application: Application,
    section: Section,
    costed: Costed,
    *,
    actor: Actor,
    now: datetime,
) -> CostLine:
    """Add a line at the end. A limit never stops a line: it stops the section."""
    queries.locked(session, application.id)
    enforce(cost_rules.may_add(application, actor, now))
    line = CostLine(
        application=application,
        position=max((line.position for line in application.cost_lines), default=0) + 1,
        kind=CostKind.SALARY if "whose" in costed.details else CostKind.OTHER,
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
    actor: Actor,
    now: datetime,
) -> None:
    """Make a line what was worked out anew; it keeps its place."""
    queries.locked(session, line.application_id)
    enforce(cost_rules.may_change(line, actor, now))
    _fill(line, costed)
    application = line.application
    _note(session, application, section, "changed_cost", costed.amount_pence, actor, now)


def remove_cost(
    session: Session, line: CostLine, section: Section, *, actor: Actor, now: datetime
) -> None:
    """Remove a line."""
    queries.locked(session, line.application_id)
    enforce(cost_rules.may_change(line, actor, now))
    application, pence = line.application, line.amount_pence
    session.delete(line)
    session.flush()
    session.expire(application, ["cost_lines"])
    _note(session, application, section, "removed_cost", pence, actor, now)


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
    assert actor.person_id
    entry = queries.entry(session, application.id, section.key)
    if entry is None:
        entry = SectionEntry(application=application, key=section.key, answers={})
        entry.is_complete = False
        session.add(entry)
    entry.saved_at, entry.saved_by_id = now, actor.person_id
    session.flush()
    record(session, actor, verb, "application", application.id, now=now, amount=pounds(pence))
