"""What the portal holds of a person: each feature tells its own part, for one file of all.

A feature puts its teller on at start, from `create_app`, with the columns that name a person:
those it tells of (`covers`), and those it leaves out, each with the reason. A house test holds
both against the tables, so that a new key to a person cannot be forgotten.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose file it is. Some things know an address and no person."""

    id: UUID
    email: str


@dataclass(frozen=True, slots=True)
class Record:
    """One thing held: to read, as labels with values, and the same as JSON values.

    `content` are an ending of ours, such as ".pdf", and the bytes of a file that is held too.
    """

    title: str
    facts: Sequence[tuple[str, str]]
    data: Mapping[str, Any]
    content: tuple[str, bytes] | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """Things of one kind, in order. `apart` gives each a page of its own."""

    key: str
    title: str
    records: Sequence[Record]
    apart: bool = False


Teller = Callable[[Session, Holder], Iterable[Part]]


@dataclass(frozen=True, slots=True)
class Told:
    """A feature's teller, with "table.column" of what it covers and of what it leaves out."""

    tell: Teller
    covers: frozenset[str]
    left_out: Mapping[str, str]


_told: list[Told] = []


def on(tell: Teller, covers: Iterable[str] = (), left_out: Mapping[str, str] | None = None) -> None:
    """Put a feature's teller on, after those before it; again changes nothing."""
    if all(each.tell is not tell for each in _told):
        _told.append(Told(tell, frozenset(covers), left_out or {}))


def told() -> Sequence[Told]:
    """Return every teller, in order."""
    return tuple(_told)


def all_of(session: Session, holder: Holder) -> list[Part]:
    """Return all that is held of somebody. Reads only; words are in the language of the moment."""
    return [part for each in _told for part in each.tell(session, holder)]


def of(row: object, *names: str) -> dict[str, Any]:
    """Return these columns of a row as JSON values: never others, so that none slips in."""
    return {name: plain(getattr(row, name)) for name in names}


def plain(value: Any) -> Any:
    """Return a value as JSON has it: instants, dates, ids and states as texts."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value
