"""What one section holds, as JSON: kept when it is sent back, and put back where need be."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from typing import Any
from uuid import UUID

from sqlalchemy import Column, inspect
from sqlalchemy.orm import Session

from portal.applications import kept_files, kept_people
from portal.applications.models import Application, CostLine, ReleasePeriod, SectionEntry
from portal.applications.saved import entry_of
from portal.kernel.db import Base
from portal.schemes.questions import Section, SectionKind

# Rows beside the answers that a kind of section has, by the name of their relationship. Files and
# people have rows too, which are not written anew: see `kept_files` and `kept_people`.
ROWS: dict[SectionKind, tuple[str, type[Base]]] = {
    SectionKind.TIME: ("periods", ReleasePeriod),
    SectionKind.COSTS: ("cost_lines", CostLine),
}


def kept(application: Application, section: Section) -> dict[str, Any]:
    """Return all that the section holds now, as JSON values."""
    entry = entry_of(application, section)
    found: dict[str, Any] = {
        "answers": dict(entry.answers) if entry else None,
        "is_complete": entry.is_complete if entry else False,
    }
    if section.kind in ROWS:
        found["rows"] = [written(row) for row in getattr(application, ROWS[section.kind][0])]
    if section.kind is SectionKind.FILES:
        found["rows"] = kept_files.written(application, section)
    return found | (kept_people.written(application) if section.kind is SectionKind.PEOPLE else {})


def hold(application: Application, section: Section) -> None:
    """Keep for others what the applicant could make go while the section is out."""
    if section.kind is SectionKind.FILES:
        kept_files.keep(application, section)


def let_go(application: Application, section: Section) -> None:
    """Keep it no more: what the section holds now is what everybody reads."""
    if section.kind is SectionKind.FILES:
        kept_files.keep_no_more(application, section)


def put_back(
    session: Session,
    application: Application,
    section: Section,
    before: Mapping[str, Any],
    now: datetime,
) -> None:
    """Make the section hold again what was kept."""
    _put_entry(session, application, section, before)
    if section.kind in ROWS:
        name, model = ROWS[section.kind]
        _put_rows(session, application, name, model, before["rows"])
    elif section.kind is SectionKind.FILES:
        kept_files.put_back(session, application, section, before["rows"], now)
    elif section.kind is SectionKind.PEOPLE:
        kept_people.put_back(session, application, before, now)


def entry_as_kept(
    application: Application, section: Section, before: Mapping[str, Any]
) -> SectionEntry | None:
    """Return the answers that were kept, as a row that belongs to no session."""
    if before["answers"] is None:
        return None
    return SectionEntry(
        application_id=application.id,
        key=section.key,
        answers=before["answers"],
        is_complete=before["is_complete"],
    )


def rows_as_kept(section: Section, before: Mapping[str, Any]) -> list[Any]:
    """Return the rows that were kept, belonging to no session."""
    model = ROWS[section.kind][1]
    return [_filled(model(), values) for values in before["rows"]]


def written(row: Base) -> dict[str, Any]:
    """Return the columns of a row as JSON values, whatever columns it has."""
    return {column.key: _plain(getattr(row, column.key)) for column in _columns(type(row))}


def _put_entry(
    session: Session, application: Application, section: Section, before: Mapping[str, Any]
) -> None:
    entry = entry_of(application, section)
    if entry is None:
        return  # nothing was ever taken away: a section is saved, never unsaved
    if before["answers"] is None:
        session.delete(entry)
    else:
        entry.answers, entry.is_complete = before["answers"], before["is_complete"]
        entry.tab, entry.turn = "", 0  # no page that is open knows what stands here now
    session.flush()
    session.expire(application, ["sections"])


def _put_rows(
    session: Session,
    application: Application,
    name: str,
    model: type[Base],
    values: Sequence[Mapping[str, Any]],
) -> None:
    there = {str(row.id): row for row in getattr(application, name)}
    for each in values:
        row = there.pop(each["id"], None)
        session.add(_filled(row if row is not None else model(), each))
    for row in there.values():
        session.delete(row)
    session.flush()
    session.expire(application, [name])


def _filled(row: Any, values: Mapping[str, Any]) -> Any:
    for column in _columns(type(row)):
        if column.key in values:
            setattr(row, column.key, _read(column, values[column.key]))
    return row


def _columns(model: type[Base]) -> Sequence[Column[Any]]:
    return [c for c in inspect(model).columns if isinstance(c, Column) and c.key != "version"]


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    return str(value) if isinstance(value, UUID) else value


def _read(column: Column[Any], value: Any) -> Any:
    kind = column.type.python_type
    if value is None or (isinstance(value, kind) and not issubclass(kind, Enum)):
        return value
    if issubclass(kind, date):
        return kind.fromisoformat(value)
    return kind(value) if issubclass(kind, UUID | Enum) else value
