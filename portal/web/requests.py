"""What happens round every request: limits, origin, one clock reading, one session."""

from collections.abc import Callable
from contextlib import ExitStack
from urllib.parse import urlsplit

from flask import Flask, abort, g, has_request_context, request, session
from flask_babel import Babel
from flask_wtf.csrf import CSRFProtect

from portal.kernel import clock
from portal.kernel.actor import Actor
from portal.kernel.config import Settings
from portal.kernel.db import Database
from portal.kernel.language import ENGLISH, LANGUAGES
from portal.web.arrival import first_byte

READS = frozenset({"GET", "HEAD", "OPTIONS"})


def init(app: Flask, settings: Settings, database: Database, who: Callable[[], Actor]) -> None:
    """Attach the steps, in the order in which they must run."""
    app.before_request(_open(app, settings, database, who))
    app.before_request(_refuse_other_origins(settings))
    app.extensions["tokens"] = CSRFProtect(app)
    app.teardown_request(_close)
    Babel(app, locale_selector=_language, default_timezone="Europe/London")


def spare_tokens(app: Flask) -> None:
    """Ask for no form token where a view's guard says so. After all views are registered."""
    for view in app.view_functions.values():
        if getattr(getattr(view, "guard", None), "without_token", False):
            app.extensions["tokens"].exempt(view)


def _largest_body(app: Flask) -> int | None:
    """Return how many bytes this view takes, where its guard says so."""
    view = app.view_functions.get(request.endpoint or "")
    found: int | None = getattr(getattr(view, "guard", None), "largest_body", None)
    return found


def _open(
    app: Flask, settings: Settings, database: Database, who: Callable[[], Actor]
) -> Callable[[], None]:
    def open_request() -> None:
        g.now = first_byte(request.environ, clock.now(), trusts_edge=settings.proxy_hops > 0)
        g.actor = None
        if largest := _largest_body(app):
            request.max_content_length = largest
        if request.endpoint == "static":
            return
        g.stack = ExitStack()
        g.stack.enter_context(database.scope(read_only=request.method in READS))
        g.actor = who()
        if (chosen := request.args.get("lang")) in LANGUAGES:
            session["language"] = chosen

    return open_request


def _refuse_other_origins(settings: Settings) -> Callable[[], None]:
    """Refuse a change that another site's page sends; the form token stands behind this."""
    ours = urlsplit(settings.base_url)

    def refuse() -> None:
        if request.method in READS:
            return
        site = request.headers.get("Sec-Fetch-Site", "same-origin")
        origin = request.headers.get("Origin")
        is_ours = origin is None or urlsplit(origin).netloc in {request.host, ours.netloc}
        if site not in {"same-origin", "none"} or not is_ours:
            abort(400)

    return refuse


def _close(_error: BaseException | None) -> None:
    if stack := g.pop("stack", None):
        stack.close()


def _language() -> str:
    """Return the language of the page: chosen, or kept, or the browser's, or English.

    Commands and the worker have no page: they speak English, or say `force_locale`.
    """
    if not has_request_context():
        return ENGLISH
    kept = session.get("language")
    if kept in LANGUAGES:
        return str(kept)
    return request.accept_languages.best_match(LANGUAGES) or ENGLISH
