"""Hand a file over: always to be saved, never to be shown or run in our pages."""

import unicodedata
from urllib.parse import quote

from flask import Response, abort
from sqlalchemy.orm import Session

from portal.files import uploads
from portal.files.checks.verdict import ENDINGS, TYPES
from portal.files.models import Upload
from portal.web.links import settings

SANDBOX = "sandbox; default-src 'none'"


def has_scanner() -> bool:
    """Say whether this portal has a virus scanner."""
    return bool(settings().clamd)


def attachment(session: Session, upload: Upload, name: str = "") -> Response:
    """Return the bytes under our type and this name, the one it was sent under where none is given.

    `name` has no ending: where readers must not learn whose it is, it says nothing.
    """
    content = uploads.content_of(session, upload)
    if content is None:
        abort(404)
    response = Response(content, content_type=TYPES[upload.kind])
    full = f"{name}{ENDINGS[upload.kind][0]}" if name else upload.name
    response.headers["Content-Disposition"] = disposition(full)
    response.headers["Content-Security-Policy"] = SANDBOX
    return response


def disposition(name: str) -> str:
    """Return the header for a file to save (RFC 6266): plain letters for old programs, then all."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    plain = "".join(ch for ch in plain if ch.isprintable() and ch not in '"\\')
    both = "" if plain == name else f"; filename*=UTF-8''{quote(name, safe='')}"
    return f'attachment; filename="{plain}"{both}'
