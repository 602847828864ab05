"""Posters and induction sheets as documents that the worker issues, and issues again.

A document carries a digest of what it was made from; where that is no longer so, a new one is
asked for. The one before is handed out until the new one has been made.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import render_template
from flask_babel import force_locale
from markupsafe import Markup
from sqlalchemy import delete, select
from sqlalchemy.orm import Session, undefer

from portal.files.actions import ask_for
from portal.files.models import Document
from portal.kernel.config import Settings
from portal.reach.induction import Page, Sheet, sheet
from portal.reach.poster import VARIANTS, poster
from portal.reach.queries import offered
from portal.schemes.models import Call

INDUCTION = UUID("6f0c1b6e-1d0b-4b58-9d0e-6a3f3b3f0a11")  # the one sheet there is
DRAWING = "1"  # to be raised when a template changes, so that all are made anew


@dataclass(frozen=True, slots=True)
class Wanted:
    """A document that should exist: what it is of, and a digest of what it is made from."""

    kind: str
    subject_id: UUID
    inputs: str
    call: Call | None = None

    @property
    def variant(self) -> str:
        """The language, or both."""
        return self.kind.rpartition("-")[2]


def poster_kind(variant: str) -> str:
    """Return the kind under which posters of a variant are kept."""
    return f"poster-{variant}"


def induction_kind(variant: str) -> str:
    """Return the kind under which sheets of a variant are kept."""
    return f"induction-{variant}"


def issued(session: Session, kind: str, subject_id: UUID) -> Document | None:
    """Return the newest of a kind that has been made, with its bytes."""
    return session.scalar(
        select(Document)
        .where(
            Document.subject_kind == kind,
            Document.subject_id == subject_id,
            Document.issued_at.is_not(None),
        )
        .order_by(Document.issued_at.desc(), Document.id)
        .limit(1)
        .options(undefer(Document.pdf))
    )


def missing(session: Session, settings: Settings, now: datetime) -> list[Wanted]:
    """Return what should exist and does not: new calls, changed ones, a new brand."""
    wanted = _wanted(offered(session, now), settings, now)
    subjects = {each.subject_id for each in wanted}
    rows = session.execute(
        select(Document.subject_kind, Document.subject_id, Document.inputs).where(
            Document.subject_id.in_(subjects)
        )
    )
    there = {tuple(row) for row in rows}
    return [w for w in wanted if (w.kind, w.subject_id, w.inputs) not in there]


def make(session: Session, wanted: Wanted, settings: Settings, now: datetime) -> None:
    """Ask for one document, and drop older ones but the newest that has been made."""
    kept = issued(session, wanted.kind, wanted.subject_id)
    session.execute(
        delete(Document).where(
            Document.subject_kind == wanted.kind,
            Document.subject_id == wanted.subject_id,
            Document.id != (kept.id if kept else wanted.subject_id),
        )
    )
    html, name = _html(session, wanted, settings, now)
    ask_for(session, wanted.kind, wanted.subject_id, name, html, now, inputs=wanted.inputs)


def _html(session: Session, wanted: Wanted, settings: Settings, now: datetime) -> tuple[str, str]:
    if wanted.call is not None:
        made = poster(wanted.call, wanted.variant, settings, now)
        with force_locale(made.sides[0].language):
            html = render_template("documents/reach/poster.html", poster=made)
        return html, f"{wanted.call.scheme.slug}-poster-{wanted.variant}.pdf"
    made_sheet = sheet(offered(session, now), wanted.variant, settings, now)
    bodies = [_body(made_sheet, page) for page in made_sheet.pages]
    with force_locale(made_sheet.pages[0].language):
        html = render_template("documents/reach/induction.html", sheet=made_sheet, bodies=bodies)
    return html, f"research-schemes-{wanted.variant}.pdf"


def _body(whole: Sheet, page: Page) -> Markup:
    """Write one page of the sheet in its own language."""
    with force_locale(page.language):
        html = render_template("documents/reach/_induction_page.html", sheet=whole, page=page)
    return Markup(html)  # noqa: S704 -- a template of ours


def _wanted(calls: Sequence[Call], settings: Settings, now: datetime) -> list[Wanted]:
    brand = _brand(settings)
    seen = {call: _digest((str(call.id), str(call.version), _state(call, now))) for call in calls}
    posters = [
        Wanted(poster_kind(variant), call.id, _digest((brand, key)), call)
        for call, key in seen.items()
        for variant in VARIANTS
    ]
    whole = _digest((brand, *sorted(seen.values())))
    return posters + [Wanted(induction_kind(variant), INDUCTION, whole) for variant in VARIANTS]


def _brand(settings: Settings) -> str:
    """Digest what all documents say of the organisation, and how they are drawn."""
    names = ("base_url", "organisation_name", "brand_colour", "brand_logo")
    whom = ("help_name", "help_phone", "help_email", "demo")
    return _digest((DRAWING, *(str(getattr(settings, name)) for name in (*names, *whom))))


def _state(call: Call, now: datetime) -> str:
    """Say what changes a poster without a change of the call: that it has opened."""
    names = (call.scheme.organisation.name_en, call.scheme.organisation.name_cy)
    return f"{now < call.opens_at}:{call.scheme.slug}:{names}"


def _digest(parts: Iterable[str]) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
