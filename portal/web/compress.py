"""Send less over a ward's slow line: static files, and pages whose length tells nobody anything.

Where a page mixes a secret (a form's token, what only this person may read) with words that
somebody else can choose, the length of its compressed form gives the secret away letter by
letter (the BREACH attack of 2013). That takes thousands of requests with the reader's cookie
and words of the attacker's in the address, made from a page or a program of the attacker's. So
a page with a secret is compressed for a request that the browser says one of our own pages made
(`Sec-Fetch-Site`, which no page can set), and for no other. See docs/decisions/0008.
"""

import gzip
from functools import lru_cache
from pathlib import Path

from flask import Flask, Response, g, request

WORDS = frozenset(
    {
        "text/html",
        "text/css",
        "text/javascript",
        "application/javascript",
        "text/csv",
        "image/svg+xml",
    }
)
LEAST_BYTES = 1024


def init(app: Flask) -> None:
    """Compress what may be compressed, where the browser can read it."""
    static = Path(app.static_folder or "")

    @app.after_request
    def compress(response: Response) -> Response:
        if not _is_worth_it(response):
            return response
        response.vary.add("Accept-Encoding")
        if not request.accept_encodings["gzip"]:
            return response
        if request.endpoint == "static":
            _send(response, packed(static / str((request.view_args or {})["filename"])))
            return response
        response.vary.add("Sec-Fetch-Site")
        if _is_asked_by_ours() or _holds_no_secret():
            _send(response, gzip.compress(response.get_data(), 6, mtime=0))
        return response


def packed(path: Path) -> bytes:
    """Return a static file compressed: as the one beside it, or once by us."""
    return _packed(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=64)
def _packed(path: Path, _modified_ns: int) -> bytes:
    beside = path.with_name(f"{path.name}.gz")
    return beside.read_bytes() if beside.is_file() else gzip.compress(path.read_bytes(), mtime=0)


def _is_worth_it(response: Response) -> bool:
    is_whole = response.status_code != 206 and "Content-Encoding" not in response.headers
    return (
        is_whole
        and response.mimetype in WORDS
        and (request.endpoint == "static" or not response.is_streamed)
        and (response.content_length or 0) >= LEAST_BYTES
    )


def _is_asked_by_ours() -> bool:
    """Say whether a page of ours asked: never one of another site, nor an address handed over."""
    return request.headers.get("Sec-Fetch-Site") == "same-origin"


def _holds_no_secret() -> bool:
    """Say whether nobody is signed in and no form's token was written (flask-wtf keeps it in g)."""
    is_signed_in = g.get("actor") is not None and g.actor.is_signed_in
    return not is_signed_in and "csrf_token" not in g


def _send(response: Response, body: bytes) -> None:
    if response.direct_passthrough:
        response.response.close()  # type: ignore[union-attr]  # the open file behind send_file
        response.direct_passthrough = False
    response.set_data(body)
    response.headers["Content-Encoding"] = "gzip"
    etag, _is_weak = response.get_etag()
    if etag:
        response.set_etag(etag, weak=True)  # the same file in other bytes
