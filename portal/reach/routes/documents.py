"""Posters and the induction sheet, as the worker has issued them."""

from dataclasses import dataclass

from flask import make_response, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.files.models import Document
from portal.kernel.actor import Actor
from portal.kernel.language import ENGLISH, WELSH
from portal.reach import queries
from portal.reach.documents import INDUCTION, induction_kind, issued, poster_kind
from portal.reach.poster import BOTH
from portal.reach.routes import blueprint
from portal.schemes.models import Call
from portal.web.guard import guard
from portal.web.guard import now as this_moment

MINUTES_FRESH = 5
SECONDS_TO_MAKE = 60


@dataclass(frozen=True, slots=True)
class Posters:
    """A public call, and the session to find its posters in."""

    call: Call
    session: Session


def of_call(session: Session, _actor: Actor, slug: str, call: str) -> Posters | None:
    """Return the call whose poster is asked for."""
    found = queries.public_call(session, slug, call)
    return Posters(found, session) if found is not None else None


def _poster(asked: Posters, variant: str) -> Response | tuple[str, int] | tuple[str, int, object]:
    document = issued(asked.session, poster_kind(variant), asked.call.id)
    if document is None and asked.call.closes_at < this_moment():
        return render_template("reach/no_poster.html"), 404
    return _hand_over(document)


def _hand_over(document: Document | None) -> Response | tuple[str, int, object]:
    if document is None or document.pdf is None:
        page = render_template("reach/being_made.html", address=request.path)
        return page, 202, {"Retry-After": str(SECONDS_TO_MAKE)}
    response = make_response(document.pdf)
    response.headers["Content-Type"] = "application/pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{document.filename}"'
    response.cache_control.public = True
    response.cache_control.max_age = MINUTES_FRESH * 60
    response.set_etag(str(document.sha256))
    return response.make_conditional(request)


@blueprint.get("/schemes/<slug>/calls/<call>/poster.pdf")
@guard(of_call, public=True)
def poster(asked: Posters) -> object:
    """Hand over the poster in English."""
    return _poster(asked, ENGLISH)


@blueprint.get("/schemes/<slug>/calls/<call>/poster-cy.pdf")
@guard(of_call, public=True)
def poster_welsh(asked: Posters) -> object:
    """Hand over the poster in Welsh."""
    return _poster(asked, WELSH)


@blueprint.get("/schemes/<slug>/calls/<call>/poster-both.pdf")
@guard(of_call, public=True)
def poster_both(asked: Posters) -> object:
    """Hand over the poster in both languages."""
    return _poster(asked, BOTH)


@dataclass(frozen=True, slots=True)
class Sheets:
    """The session to find the sheet in."""

    session: Session


def sheets(session: Session, _actor: Actor) -> Sheets:
    """Return where the sheet is found."""
    return Sheets(session)


@blueprint.get("/schemes/induction.pdf")
@guard(sheets, public=True)
def induction(asked: Sheets) -> object:
    """Hand over the induction sheet in English."""
    return _hand_over(issued(asked.session, induction_kind(ENGLISH), INDUCTION))


@blueprint.get("/schemes/induction-cy.pdf")
@guard(sheets, public=True)
def induction_welsh(asked: Sheets) -> object:
    """Hand over the induction sheet in Welsh."""
    return _hand_over(issued(asked.session, induction_kind(WELSH), INDUCTION))


@blueprint.get("/schemes/induction-both.pdf")
@guard(sheets, public=True)
def induction_both(asked: Sheets) -> object:
    """Hand over the induction sheet in both languages, a page each."""
    return _hand_over(issued(asked.session, induction_kind(BOTH), INDUCTION))
