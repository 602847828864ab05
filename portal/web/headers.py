"""Headers of every response: what a browser may load, frame, cache and tell others."""

from functools import cache

from flask import Flask, Response, g, request

from portal.kernel.config import Settings
from portal.web.look import body_script_hash

STATIC_AGE_S = 31_536_000


def init(app: Flask, settings: Settings) -> None:
    """Set the headers on every response of the portal."""

    @app.after_request
    def add(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", policy())
        referrer = response.headers.get("Referrer-Policy", FIXED["Referrer-Policy"])
        response.headers.update(FIXED)
        response.headers["Referrer-Policy"] = referrer
        if settings.is_secure:
            response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        _say_how_long(response)
        return response


FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


@cache
def policy() -> str:
    """Return the content security policy: our own files, one known inline script, no framing."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' {body_script_hash()}",
            "style-src 'self'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "object-src 'none'",
            "frame-ancestors 'none'",
            "manifest-src 'self'",
        )
    )


def _say_how_long(response: Response) -> None:
    """Let browsers keep our versioned files; keep nothing of a signed-in person's pages."""
    if request.endpoint == "static":
        is_versioned = "v" in request.args or "/vendor/" in request.path
        response.headers["Cache-Control"] = (
            f"public, max-age={STATIC_AGE_S}, immutable" if is_versioned else "no-cache"
        )
    elif g.get("actor") is not None and g.actor.is_signed_in:
        response.headers["Cache-Control"] = "no-store"
    else:
        response.headers.setdefault("Cache-Control", "no-cache")
    response.headers.add("Vary", "Cookie")
