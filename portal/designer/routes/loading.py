"""What the designer's views are handed."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.designer import policy, queries
from portal.designer.lists import ListOf, list_of
from portal.designer.parts import Part
from portal.designer.parts import part as part_named
from portal.designer.work import Work
from portal.kernel.actor import Actor
from portal.kernel.ruling import Ruling


@dataclass(frozen=True, slots=True)
class AtPart:
    """A part of a scheme."""

    work: Work
    part: Part


@dataclass(frozen=True, slots=True)
class AtList:
    """A list of a scheme, and the name of a thing in it, "" for a new one."""

    work: Work
    listed: ListOf
    name: str = ""


def at_part(session: Session, actor: Actor, scheme_id: UUID, part_key: str) -> AtPart | None:
    """Load a part by its name."""
    work, part = queries.work(session, actor, scheme_id), part_named(part_key)
    return AtPart(work, part) if work and part else None


def at_list(
    session: Session, actor: Actor, scheme_id: UUID, list_key: str, item_key: str = ""
) -> AtList | None:
    """Load a list by its name. A thing that is there no more is the view's to tell."""
    work, listed = queries.work(session, actor, scheme_id), list_of(list_key)
    return AtList(work, listed, item_key) if work and listed else None


def may_edit(at: AtPart | AtList, actor: Actor, now: datetime) -> Ruling:
    """Ask the rule about the scheme that it belongs to."""
    return policy.may_edit(at.work, actor, now)
