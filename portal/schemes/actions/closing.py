"""Move the close of a call that has opened, and the dates after it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.audit.actions import record
from portal.kernel.actor import SYSTEM, Actor
from portal.kernel.clock import london
from portal.kernel.language import _
from portal.kernel.reactions import ask, react
from portal.kernel.ruling import Ruling, enforce
from portal.schemes import outages, policy
from portal.schemes import plan as plans
from portal.schemes.actions.calls import ChangedMeanwhile, hold
from portal.schemes.dates import LATER, following
from portal.schemes.models import Call, CallExtension, Outage
from portal.schemes.plan import Unfit
from portal.schemes.problems import Problem


def may_move_close(session: Session, call: Call, actor: Actor, now: datetime) -> Ruling:
    """Ask the policy, with what the feature above knows of decisions."""
    decided = ask(session, "decisions_made", 0, call=call)
    return policy.may_move_close(call, actor, now, decided=decided)


def move_close(
    session: Session,
    call: Call,
    dates: Mapping[str, Any],
    reason: str,
    *,
    seen: datetime,
    actor: Actor,
    now: datetime,
) -> CallExtension | None:
    """Move the close to a later or an earlier instant, never into the past, and say why.

    `dates` are the new close and all dates after it, by name; `seen` is the close that the actor
    looked at. Everybody with a draft is told, once. A second press finds it done and returns
    None. Raises ChangedMeanwhile where somebody else moved it, Unfit for dates that cannot be.
    """
    hold(session, call)
    enforce(may_move_close(session, call, actor, now))
    if _is_done(call, dates, seen):
        return None
    if call.closes_at != seen:
        raise ChangedMeanwhile(call)
    if wrong := problems(call, dates, now):
        raise Unfit(wrong)
    return _move(session, call, dates, reason, actor=actor, now=now)


def extend_for(
    session: Session, call: Call, outage: Outage, *, now: datetime
) -> CallExtension | None:
    """Move the close to what the rule for outages says; once for an outage.

    Returns None where the close was moved meanwhile, so that the outage does not touch it.
    """
    hold(session, call)
    if not outages.touches(call, outage.from_at, outage.to_at):
        return None
    closes_at = outages.new_close(call, outage.from_at, outage.to_at)
    was = {name: getattr(call, name) for name in ("closes_at", *LATER)}
    to = {"closes_at": closes_at, **following(was, closes_at)}
    return _move(session, call, to, reason_for(outage), actor=SYSTEM, now=now, outage=outage)


def reason_for(outage: Outage) -> str:
    """Return why the rule for outages moved something, for the record."""
    since, until = london(outage.from_at), london(outage.to_at)
    return f"The portal could not be reached from {since:%d.%m.%Y %H:%M} to {until:%H:%M}."


def make_room(
    session: Session, call: Call, was: datetime, closes_at: datetime, outage: Outage
) -> None:
    """Move the later dates of a call that are out of order now that its second step ends later.

    `was` is when that was to close. Whoever calls holds the call.
    """
    dates = {name: getattr(call, name) for name in LATER}
    found = following({**dates, "closes_at": was}, closes_at)
    if found == dates:
        return
    for name, on in found.items():
        setattr(call, name, on)
    session.flush()
    facts = {"name": call.name.en, "reason": reason_for(outage)}
    record(session, SYSTEM, "made_room", "call", call.id, now=outage.to_at, **facts)


def _move(
    session: Session,
    call: Call,
    dates: Mapping[str, Any],
    reason: str,
    *,
    actor: Actor,
    now: datetime,
    outage: Outage | None = None,
) -> CallExtension:
    moved = CallExtension(
        call=call,
        from_at=call.closes_at,
        to_at=dates["closes_at"],
        reason=reason,
        made_at=now,
        made_by_id=actor.person_id,
        outage=outage,
    )
    call.shut_at = None
    for name in ("closes_at", *LATER):
        setattr(call, name, dates[name])
    session.add(moved)
    session.flush()
    later = moved.to_at > moved.from_at
    verb = "extended_call" if later else "closed_call_earlier"
    facts = {"from_at": moved.from_at.isoformat(), "to_at": moved.to_at.isoformat()}
    record(
        session, actor, verb, "call", call.id,
        now=now, name=call.name.en, reason=reason, **facts,
    )  # fmt: skip
    react(session, "close_moved", call=call, moved=moved, now=now)
    return moved


def _is_done(call: Call, dates: Mapping[str, Any], seen: datetime) -> bool:
    last = call.extensions[-1] if call.extensions else None
    same = all(getattr(call, name) == dates[name] for name in ("closes_at", *LATER))
    return same and last is not None and (last.from_at, last.to_at) == (seen, dates["closes_at"])


def problems(call: Call, dates: Mapping[str, Any], now: datetime) -> list[Problem]:
    """Return what is wrong with the close and the dates after it."""
    return [*_of_close(call, dates.get("closes_at"), now), *_of_order(call, dates, now)]


def _of_close(call: Call, closes_at: datetime | None, now: datetime) -> list[Problem]:
    if closes_at == call.closes_at:
        return [Problem("closes_at", _("The call closes then already. Choose another time."))]
    if closes_at is not None and closes_at <= now:
        return [Problem("closes_at", _("The new close must be in the future."))]
    return []


def _of_order(call: Call, dates: Mapping[str, Any], now: datetime) -> list[Problem]:
    said = {"opens_at": call.opens_at, **dates, "rehearsal": True}  # it has opened: as a rehearsal
    return [each for each in plans.problems(said, now) if each.where != "opens_at"]
