"""Who takes part, kept when the section of people is sent back, and what of it is put back.

What the applicant changed is put back: who was asked or has joined since is taken off, and the
mentor is who it was. What others did about themselves stands: a no, leaving, a yes to what was
asked before. Taking a collaborator off holds at once and stays too, as it does on any day after
sending: it takes away what they can read, and no cancelled request of an office gives that back.
Whoever was asked is in conflict for ever (`reviews.bonds`), whatever is put back here.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.orm import Session

from portal.applications.companions import (
    MOVES,
    Answer,
    Collaborator,
    Companion,
    MentorRequest,
    Standing,
)
from portal.applications.models import Application

HELPER, MENTOR = "helper", "mentor"
OF_HELPER = ("name", "part", "credit")
OF_MENTOR = ("name", "standing", "mentees", "hours_hundredths", "statement")


def written(application: Application) -> dict[str, Any]:
    """Return who takes part as JSON values; apart from it, who has been asked to help."""
    helpers = [_row(HELPER, each, OF_HELPER) for each in application.joined]
    mentor = application.mentor
    mentors = [_row(MENTOR, mentor, OF_MENTOR)] if mentor else []
    asked = [str(each.id) for each in application.collaborators if each.is_waiting]
    return {"rows": [*helpers, *mentors], "asked": asked}


def as_kept(rows: Sequence[Mapping[str, Any]]) -> tuple[list[Collaborator], MentorRequest | None]:
    """Return who took part, as far as it is told in words, belonging to no session."""
    helpers = [Collaborator(**_values(row, OF_HELPER)) for row in rows if row["as"] == HELPER]
    mentors = [MentorRequest(**_values(row, OF_MENTOR)) for row in rows if row["as"] == MENTOR]
    return helpers, next(iter(mentors), None)


def joined_as_sent(
    application: Application, rows: Sequence[Mapping[str, Any]]
) -> tuple[Collaborator, ...]:
    """Return who worked on it when it was sent, and still does, with what they did then."""
    had = _by_id(rows)
    return tuple(
        Collaborator(**_columns(each) | _values(had[str(each.id)], OF_HELPER))
        for each in application.joined
        if str(each.id) in had
    )


def mentor_as_sent(
    application: Application, rows: Sequence[Mapping[str, Any]]
) -> MentorRequest | None:
    """Return the mentor as they stood when it was sent; None where there was none."""
    had = _by_id(rows)
    return next(
        (
            MentorRequest(**_columns(each) | _values(had[str(each.id)], OF_MENTOR))
            for each in application.mentor_requests
            if str(each.id) in had
        ),
        None,
    )


def put_back(
    session: Session, application: Application, before: Mapping[str, Any], now: datetime
) -> None:
    """Put back what the applicant changed of who takes part: see above what stays."""
    had, asked = _by_id(before["rows"]), before["asked"]
    everybody: list[Companion] = [*application.collaborators, *application.mentor_requests]
    for each in everybody:
        was_asked = each.is_waiting and str(each.id) in asked
        if each.is_live and str(each.id) not in had and not was_asked:
            how = Answer.CANCEL if each.is_waiting else Answer.REMOVE
            each.standing, each.ended_at = MOVES[each.standing, how], now
    session.flush()  # one mentor at a time, also between two statements
    for each in everybody:
        if (row := had.get(str(each.id))) is not None:
            _restore(each, row)
    session.flush()
    session.expire(application, ["collaborators", "mentor_requests"])


def _restore(one: Companion, row: Mapping[str, Any]) -> None:
    if isinstance(one, Collaborator):
        one.part, one.credit = row["part"], row["credit"]
    elif one.is_over:
        one.standing, one.ended_at = Standing(row["standing"]), None


def _row(as_what: str, one: Companion, names: Sequence[str]) -> dict[str, Any]:
    return {"as": as_what, "id": str(one.id), **{name: getattr(one, name) for name in names}}


def _values(row: Mapping[str, Any], names: Sequence[str]) -> dict[str, Any]:
    found = {name: row[name] for name in names}
    return found | ({"standing": Standing(row["standing"])} if "standing" in names else {})


def _columns(one: Companion) -> dict[str, Any]:
    return {name: getattr(one, name) for name in inspect(type(one)).columns.keys()}  # noqa: SIM118 -- no mapping


def _by_id(rows: Sequence[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    return {row["id"]: row for row in rows}
