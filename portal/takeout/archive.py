"""Write the file: pages to read, the same as JSON, and a list of what is in it."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from flask import render_template
from flask_babel import force_locale
from sqlalchemy.orm import Session

from portal.kernel.holdings import Holder, Part, Record, all_of
from portal.kernel.language import _
from portal.people.models import Person
from portal.web.format import moment
from portal.web.pieces import Link

FORMAT = "headroom-takeout-1"
Files = Mapping[str, bytes]


def archive(session: Session, person: Person, now: datetime) -> bytes:
    """Return everything held of a person as a ZIP, its words in their language.

    The same rows at the same instant give the same bytes. Names inside are ours, never typed.
    """
    with force_locale(person.language):
        parts = all_of(session, Holder(person.id, person.email))
        files = {
            **_pages(parts, person, now),
            **_contents(parts),
            "data.json": _json(_data(parts, person, now)),
        }
    manifest = {"format": FORMAT, "made_at": now.isoformat(), "files": _digests(files)}
    return _zip({**files, "manifest.json": _json(manifest)}, now)


def left_out() -> tuple[str, ...]:
    """Say what is not in the file, and why."""
    return (
        _("Your password: we keep no copy that can be read."),
        _("Your equality answers: they are kept apart, without your name, on a page of their own."),
        _("Your answers to the pulse: we keep totals alone."),
        _("Who reviewed your applications, and scores: reviewers are promised that."),
        _("A decision that has not been told to you yet."),
        _("What other people wrote about their own things."),
    )


def _pages(parts: Sequence[Part], person: Person, now: datetime) -> Files:
    pages, contents = {}, []
    for part in parts:
        for name, title, records in _split(part):
            pages[name] = _page(title, records, back=_back(name))
            contents.append(Link(title, name, len(records)))
    index = render_template(
        "documents/takeout/index.html",
        name=person.name,
        when=moment(now),
        contents=contents,
        left_out=left_out(),
    )
    return {"index.html": index.encode(), **pages}


def _contents(parts: Sequence[Part]) -> Files:
    """Return the files that are held, named by us: number in its part, and ending."""
    return {
        f"{part.key}/{number:03d}{record.content[0]}": record.content[1]
        for part in parts
        for number, record in enumerate(part.records, start=1)
        if record.content is not None
    }


def _split(part: Part) -> Iterator[tuple[str, str, Sequence[Record]]]:
    """Yield the pages of a part: one, or one for each record."""
    if not part.apart:
        yield f"{part.key}.html", part.title, part.records
        return
    for number, record in enumerate(part.records, start=1):
        yield f"{part.key}/{number:03d}.html", f"{part.title}: {record.title}", [record]


def _back(name: str) -> str:
    return "../index.html" if "/" in name else "index.html"


def _page(title: str, records: Sequence[Record], back: str) -> bytes:
    html = render_template(
        "documents/takeout/part.html", heading=title, records=records, back_to=back
    )
    return html.encode()


def _data(parts: Sequence[Part], person: Person, now: datetime) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "person": str(person.id),
        "made_at": now.isoformat(),
        **{part.key: [dict(record.data) for record in part.records] for part in parts},
    }


def _json(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False, indent=2).encode()


def _digests(files: Files) -> list[dict[str, Any]]:
    return [
        {"name": name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in files.items()
    ]


def _zip(files: Files, now: datetime) -> bytes:
    into = BytesIO()
    with ZipFile(into, "w", ZIP_DEFLATED) as found:
        for name, content in files.items():
            info = ZipInfo(name, now.timetuple()[:6])
            info.compress_type = ZIP_DEFLATED
            found.writestr(info, content)
    return into.getvalue()
