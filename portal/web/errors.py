"""Error pages: what went wrong, what it means for the person's work, what to do."""

import errno
import logging

from flask import Flask, current_app, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm.exc import ObjectDeletedError, StaleDataError
from werkzeug.exceptions import HTTPException, SecurityError

from portal.kernel.ruling import Refusal, Refused
from portal.web.keeping import held

PAGES = frozenset({400, 403, 404, 405, 409, 413, 429, 500, 503})
NO_ROOM = frozenset({errno.ENOSPC, errno.EFBIG, errno.EDQUOT})
STATUS = {Refusal.HIDDEN: 404, Refusal.FORBIDDEN: 403, Refusal.CONFLICT: 409}

log = logging.getLogger(__name__)


def init(app: Flask) -> None:
    """Attach the error pages."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(StaleDataError, _changed_meanwhile)
    app.register_error_handler(ObjectDeletedError, _changed_meanwhile)
    app.register_error_handler(IntegrityError, _taken_meanwhile)
    app.register_error_handler(OperationalError, _database)
    app.register_error_handler(OSError, _no_room)
    app.register_error_handler(Exception, _unforeseen)


def page(code: int, reason: object = "", back: str = "") -> tuple[str, int]:
    """Return the page for a status; codes without one of their own get the nearest."""
    shown = code if code in PAGES else 400 if code < 500 else 500
    return render_template(f"errors/{shown}.html", reason=reason, back=back), code


def _http(error: HTTPException) -> ResponseReturnValue:
    if isinstance(error, SecurityError):  # a host that is not ours: no page, it would have links
        return "Bad request\n", 400, {"Content-Type": "text/plain"}
    if error.code is None or error.code < 400:
        return error.get_response()
    return page(error.code, back=_form_page() if error.code == 413 else "")


def _form_page() -> str:
    """Return the address of the page that the form stood on, where it is the form's own."""
    try:
        current_app.url_map.bind("").match(request.path, method="GET")
    except HTTPException:
        return ""
    return request.path


def _csrf(_error: CSRFError) -> ResponseReturnValue:
    """Hold what a page of ours brings that was served under another sign-in; refuse the rest."""
    return held() or page(400)


def _refused(error: Refused) -> ResponseReturnValue:
    log.info("refused: %s", error.ruling.refusal)
    return page(STATUS[error.ruling.refusal], error.ruling.reason)


def _changed_meanwhile(_error: StaleDataError | ObjectDeletedError) -> ResponseReturnValue:
    return page(409)


def _taken_meanwhile(error: IntegrityError) -> ResponseReturnValue:
    """Say that somebody was first: forms ask before, so the database refuses a race only."""
    log.error("refused by the database: %s", error.orig)
    return page(409)


def _database(error: OperationalError) -> ResponseReturnValue:
    log.error("database: %s", error.orig)
    return page(503)


def _no_room(error: OSError) -> ResponseReturnValue:
    """Say that it can be tried again where the disk that a large file is put on is full."""
    if error.errno not in NO_ROOM:
        return _unforeseen(error)
    log.error("no room for what was sent: %s", error)
    return page(503)


def _unforeseen(error: Exception) -> ResponseReturnValue:
    log.error("unforeseen", exc_info=error)
    return page(500)
