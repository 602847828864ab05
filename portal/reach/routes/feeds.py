"""Feeds, calendars, the API and the list that other sites may show. All of it is public."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import make_response, render_template, request
from flask_babel import force_locale
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.kernel.actor import Actor
from portal.kernel.language import ENGLISH, WELSH
from portal.reach import queries
from portal.reach.feeds import openapi, records
from portal.reach.feeds.atom import feed
from portal.reach.feeds.calendar import calendar
from portal.reach.pages.embedded import embedded_page
from portal.reach.routes import blueprint
from portal.schemes.filters import Filters
from portal.schemes.models import Call, Scheme
from portal.schemes.queries import scheme_by_slug
from portal.web.guard import guard, now
from portal.web.headers import policy
from portal.web.links import link, settings

MINUTES_FRESH = 5


@dataclass(frozen=True, slots=True)
class Offered:
    """Public calls, and when each was last changed."""

    calls: Sequence[Call]
    changed: dict[Any, datetime]

    @classmethod
    def of(cls, session: Session, calls: Sequence[Call]) -> "Offered":
        """Look up the changes of these calls."""
        return cls(calls, dict(queries.changed_at(session, calls)))


def offered(session: Session, _actor: Actor) -> Offered:
    """Return every call that is open or coming."""
    return Offered.of(session, queries.offered(session, now()))


def one_call(session: Session, _actor: Actor, slug: str, call: str) -> Offered | None:
    """Return one public call, by the words of its address."""
    found = queries.public_call(session, slug, call)
    return Offered.of(session, [found]) if found else None


@dataclass(frozen=True, slots=True)
class Whole:
    """A scheme with all its public calls."""

    scheme: Scheme
    calls: Sequence[Call]


def one_scheme(session: Session, _actor: Actor, slug: str) -> Whole | None:
    """Return a scheme that the public may know of."""
    scheme = scheme_by_slug(session, slug)
    return Whole(scheme, queries.calls_of(session, scheme)) if scheme is not None else None


def _public(body: str | bytes, kind: str) -> Response:
    """Return a document that anybody may keep for some minutes and show anywhere."""
    response = make_response(body)
    response.headers["Content-Type"] = f"{kind}; charset=utf-8"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.cache_control.public = True
    response.cache_control.max_age = MINUTES_FRESH * 60
    response.add_etag()
    return response.make_conditional(request)


def _json(value: Any) -> Response:
    return _public(json.dumps(value, ensure_ascii=False, indent=1), "application/json")


def _name() -> str:
    return settings().organisation_name or settings().service_name


def _in(language: str, say: Callable[[], bytes], kind: str) -> Response:
    with force_locale(language):
        return _public(say(), kind)


def _atom(found: Offered, language: str, endpoint: str) -> Response:
    own = link(endpoint)
    say = lambda: feed(found.calls, found.changed, _name(), own, now())  # noqa: E731 -- once
    return _in(language, say, "application/atom+xml")


def _ics(found: Offered, language: str) -> Response:
    say = lambda: calendar(found.calls, found.changed, _name())  # noqa: E731 -- once
    return _in(language, say, "text/calendar")


@blueprint.get("/schemes.atom")
@guard(offered, public=True)
def atom(found: Offered) -> Response:
    """Feed open and coming calls, in English."""
    return _atom(found, ENGLISH, "reach.atom")


@blueprint.get("/schemes-cy.atom")
@guard(offered, public=True)
def atom_welsh(found: Offered) -> Response:
    """Feed open and coming calls, in Welsh."""
    return _atom(found, WELSH, "reach.atom_welsh")


@blueprint.get("/schemes.ics")
@guard(offered, public=True)
def ics(found: Offered) -> Response:
    """Give the dates of all open and coming calls, in English."""
    return _ics(found, ENGLISH)


@blueprint.get("/schemes-cy.ics")
@guard(offered, public=True)
def ics_welsh(found: Offered) -> Response:
    """Give the dates of all open and coming calls, in Welsh."""
    return _ics(found, WELSH)


@blueprint.get("/schemes/<slug>/calls/<call>/dates.ics")
@guard(one_call, public=True)
def call_ics(found: Offered) -> Response:
    """Give the dates of one call, in English."""
    return _ics(found, ENGLISH)


@blueprint.get("/schemes/<slug>/calls/<call>/dates-cy.ics")
@guard(one_call, public=True)
def call_ics_welsh(found: Offered) -> Response:
    """Give the dates of one call, in Welsh."""
    return _ics(found, WELSH)


@blueprint.get("/api/schemes.json")
@guard(offered, public=True)
def schemes_json(found: Offered) -> Response:
    """Give every scheme with a call that is open or coming."""
    return _json(records.listing(found.calls, found.changed, _name(), now()))


@blueprint.get("/api/schemes/<slug>.json")
@guard(one_scheme, public=True)
def scheme_json(found: Whole) -> Response:
    """Give one scheme with all its calls."""
    return _json(records.record(found.scheme, found.calls, now()))


@blueprint.get("/api/openapi.json")
@guard(public=True)
def openapi_json() -> Response:
    """Describe the API."""
    own = settings()
    return _json(openapi.document(own.service_name, own.organisation_name, own.base_url))


@blueprint.get("/api")
@guard(public=True)
def api() -> str:
    """Say to people how to use the feeds, the API and the list for other sites."""
    snippet = render_template(
        "reach/_snippet.txt", address=link("reach.embedded"), name=_name()
    ).strip()
    return render_template("reach/api.html", snippet=snippet, hosts=settings().embed_hosts)


@blueprint.get("/embed/schemes")
@guard(offered, public=True)
def embedded(found: Offered) -> Response:
    """Show a bare list that the organisation's own sites may frame."""
    args = request.args.to_dict(flat=False)
    page = embedded_page(found.calls, Filters.read(args), now())
    response = make_response(render_template("reach/embedded.html", page=page))
    allowed = " ".join(("'self'", *settings().embed_hosts))
    response.headers["Content-Security-Policy"] = policy().replace(
        "frame-ancestors 'none'", f"frame-ancestors {allowed}"
    )
    return response
