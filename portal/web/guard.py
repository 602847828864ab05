"""Every view wears a guard: what it loads, and the rule that says who may.

    @blueprint.post("/applications/<uuid:application_id>/submit")
    @guard(loaders.application, policy.may_submit)
    def submit(application: Application) -> Response: ...

The loader takes the session, the actor and the address's values, and returns the subject, or
None, which is a 404. The rule takes subject, actor and time. The view is handed the subject.
A house test walks the URL map and fails for any view without a guard.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any

from flask import abort, current_app, g, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from portal.kernel import db
from portal.kernel.actor import Actor
from portal.kernel.ruling import YES, Refusal, Ruling, enforce
from portal.web.keeping import held, wants_json

Loader = Callable[..., Any]
Rule = Callable[[Any, Actor, datetime], Ruling]
View = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Guard:
    """What a view is guarded by; kept on the view for the tests to read."""

    loader: Loader | None
    rule: Rule
    is_public: bool = False
    without_token: bool = False
    largest_body: int | None = None


def anyone(_subject: Any, _actor: Actor, _now: datetime) -> Ruling:
    """Let everybody in."""
    return YES


def guard(
    loader: Loader | None = None,
    rule: Rule = anyone,
    *,
    public: bool = False,
    without_token: bool = False,
    largest_body: int | None = None,
) -> Callable[[View], View]:
    """Put a guard on a view. Without `public` the person must be signed in.

    `without_token` is for a POST that no page of ours sends, where the address is the secret.
    `largest_body` is how many bytes may be sent, where that is more than forms may.
    """
    worn = Guard(loader, rule, public, without_token, largest_body)

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(**values: Any) -> Any:
            if not worn.is_public and not actor().is_signed_in:
                return to_sign_in()
            if worn.loader is None:
                enforce(worn.rule(None, actor(), now()))
                return view(**values)
            subject = worn.loader(db.current(), actor(), **values)
            if subject is None:
                abort(404)
            ruling = worn.rule(subject, actor(), now())
            if ruling or ruling.refusal is Refusal.CONFLICT:  # else it must not be known
                g.notice = _notice(subject)
            enforce(ruling)
            return view(subject)

        guarded.guard = worn  # type: ignore[attr-defined]  # read by the house tests
        return guarded

    return decorate


def _notice(subject: Any) -> object:
    """Ask what every page about this thing must say at its top; `app` says whom to ask."""
    notice: Callable[[Any], object] | None = current_app.extensions.get("notice")
    return notice(subject) if notice else ""


def actor() -> Actor:
    """Return who makes this request."""
    found: Actor = g.actor
    return found


def now() -> datetime:
    """Return the instant at which this request arrived, asked of the clock once."""
    found: datetime = g.now
    return found


def to_sign_in() -> BaseResponse:
    """Send somebody unknown to sign in, and back here afterwards.

    What a POST of somebody who was signed in brings is held meanwhile; of others, it is lost
    and they come back to the page. A page's script gets 401, and still has its words.
    """
    if wants_json():
        return BaseResponse("{}", 401, content_type="application/json")
    if (kept := held()) is not None:
        return kept
    here = request.full_path if request.method in {"GET", "HEAD"} else request.referrer or "/"
    return redirect(url_for("people.sign_in", next=local_path(here)), 303)


def local_path(target: str) -> str:
    """Return the path and query of an address on this host, else "/". Never another host."""
    rest = target.removeprefix(request.host_url.rstrip("/"))
    is_local = rest.startswith("/") and not rest.startswith(("//", "/\\"))
    has_oddities = any(ch in rest for ch in "\\\r\n\t") or not rest.isprintable()
    return rest.rstrip("?") if is_local and not has_oddities else "/"
