"""Keep a cost while it is typed, before it is saved: it changes no line and no sum."""

import secrets
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.applications import begun, policy, queries
from portal.applications.begun import BegunCost, Typed
from portal.applications.models import Application
from portal.applications.saved import NO_TAB, Tab
from portal.kernel.actor import Actor
from portal.kernel.language import lazy
from portal.kernel.ruling import Ruling, enforce, no, yes_if

TOO_MANY = lazy("You have 20 costs that are not saved. Save or drop some of them first.")


class TypedElsewhere(Exception):
    """Raised where another page typed on in this cost, or saved it; nothing was changed."""

    def __init__(self, row: BegunCost) -> None:
        super().__init__(row.ticket)
        self.row = row


def keep_typing(
    session: Session,
    application: Application,
    typed: Typed,
    *,
    seen_version: int,
    tab: Tab,
    actor: Actor,
    now: datetime,
) -> BegunCost | None:
    """Keep what is typed of a cost, right or not; None where it is what the form began with.

    A save that a later one of the same page has overtaken changes nothing. What was typed and
    undone again is not begun any more. Raises TypedElsewhere where another page was faster.
    """
    queries.locked(session, application.id)
    enforce(policy.may_edit_costs(application, actor, now))
    row = _row(session, application.id, typed.ticket)
    if row is None and typed.is_as_served:
        return None
    if row is not None:
        if _is_same(row, typed) or (tab.saved(row) and tab.turn <= row.turn):
            return row
        _refuse_behind(row, seen_version, tab)
    if typed.is_as_served and row is not None:
        _end(row, tab, now)
    else:
        if row is None or row.ended_at is not None:
            enforce(_has_room(application, begun.MOST_BEGUN))
        row = _put(session, application, row, typed, tab=tab, actor=actor, now=now)
    session.flush()
    session.expire(application, ["begun_costs"])
    return row


def keep_apart(
    session: Session, application: Application, typed: Typed, *, actor: Actor, now: datetime
) -> BegunCost:
    """Keep what was typed on a page that another has overtaken, as a cost begun by itself."""
    queries.locked(session, application.id)
    enforce(policy.may_edit_costs(application, actor, now))
    if (had := begun.same(begun.live(application), typed)) is not None:
        return had
    enforce(_has_room(application, begun.MOST_APART))
    apart = replace(typed, ticket=secrets.token_urlsafe(32))
    row = _put(session, application, None, apart, tab=NO_TAB, actor=actor, now=now)
    session.flush()
    session.expire(application, ["begun_costs"])
    return row


def finish(
    session: Session,
    application: Application,
    typed: Typed,
    *,
    seen_version: int,
    tab: Tab,
    actor: Actor,
    now: datetime,
) -> None:
    """Let go of what was kept of a cost, which is saved in this transaction by whoever calls.

    Where its page had saved, or was about to, that is remembered for an hour, so that a save
    on its way begins nothing. Raises TypedElsewhere where this page has not seen all of it.
    """
    queries.locked(session, application.id)
    row = _row(session, application.id, typed.ticket)
    if row is not None:
        _refuse_behind(row, seen_version, tab)
        _end(row, tab, now)
    elif tab.turn > 1 and typed.ticket:  # by script: one of its saves may come yet
        _end(_put(session, application, None, typed, tab=tab, actor=actor, now=now), tab, now)
    for each in application.begun_costs:
        if begun.is_old(each, now):
            session.delete(each)
    session.flush()
    session.expire(application, ["begun_costs"])


def drop(session: Session, row: BegunCost, *, actor: Actor, now: datetime) -> None:
    """Let go of what was begun, because its reader says so. Twice is once."""
    application, ticket = row.application, row.ticket
    queries.locked(session, application.id)
    enforce(policy.may_edit_costs(application, actor, now))
    found = _row(session, application.id, ticket)
    if found is not None and found.ended_at is None:
        _end(found, Tab(found.tab, found.turn), now)
        session.flush()


def drop_of_line(application: Application, line_id: UUID, *, actor: Actor, now: datetime) -> None:
    """Let go of what this person typed of a line that they remove; what others typed stays."""
    for each in begun.of_line(application, line_id):
        if actor.is_person(each.written_by_id):
            _end(each, Tab(each.tab, each.turn), now)


def forget(session: Session, application: Application) -> None:
    """Forget all that was begun: the application is sent, or withdrawn, by whoever calls."""
    session.execute(delete(BegunCost).where(BegunCost.application_id == application.id))
    session.expire(application, ["begun_costs"])


def _row(session: Session, application_id: UUID, ticket: str) -> BegunCost | None:
    """Return what was kept under a ticket, as it is now."""
    return session.scalar(
        select(BegunCost)
        .where(BegunCost.application_id == application_id, BegunCost.ticket == ticket)
        .execution_options(populate_existing=True)
    )


def _is_same(row: BegunCost, typed: Typed) -> bool:
    return row.ended_at is None and (row.line_id, row.words) == (typed.line_id, dict(typed.words))


def _refuse_behind(row: BegunCost, seen_version: int, tab: Tab) -> None:
    """Raise where another page wrote what this one has not shown."""
    if row.version != seen_version and not tab.saved(row):
        raise TypedElsewhere(row)


def _put(
    session: Session,
    application: Application,
    row: BegunCost | None,
    typed: Typed,
    *,
    tab: Tab,
    actor: Actor,
    now: datetime,
) -> BegunCost:
    assert actor.person_id  # whoever may edit is a person
    if row is None:
        row = BegunCost(application=application, ticket=typed.ticket, kind=typed.kind)
        session.add(row)
    row.words, row.ended_at = dict(typed.words), None
    row.line_id, row.line_version = typed.line_id, typed.line_version
    row.tab, row.turn = tab.name, tab.turn
    row.written_at, row.written_by_id = now, actor.person_id
    return row


def _has_room(application: Application, most: int) -> Ruling:
    return yes_if(len(begun.live(application)) < most, no(TOO_MANY))


def _end(row: BegunCost, tab: Tab, now: datetime) -> None:
    row.words, row.ended_at = {}, now
    row.tab, row.turn = tab.name, tab.turn
